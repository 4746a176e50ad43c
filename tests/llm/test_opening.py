"""From settings to answers: which model answers what, and what is missing to use one."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from authoring.errors import UnusableAnswer
from authoring.llm import CompletionRequest, local
from authoring.llm.fake import FakeModel
from authoring.llm.opening import Standing, ask_once, open_model, standings
from authoring.model.config import ModelSettings
from tests.worlds import provider as providers
from tests.worlds.provider import Provider, Reply


@pytest.mark.server
def test_each_question_goes_to_the_model_that_it_names(tmp_path: Path) -> None:
    with Provider([Reply("From the server.")]) as server:
        settings = ModelSettings(use="openai:invented", base_url=server.base_url, prompts={"description": "fake"})
        model = open_model(settings, root=tmp_path, environment={})
        try:
            assert model.complete(CompletionRequest("openai:invented", "x")).text == "From the server."
            assert model.complete(CompletionRequest("fake", "x\n- an open door")).text.endswith("an open door.")
        finally:
            model.close()
            model.close()
    assert [asked.body["model"] for asked in server.asked] == ["invented"]


@pytest.mark.server
def test_settings_bound_the_retries_and_progress_tells_of_them(tmp_path: Path) -> None:
    told: list[str] = []
    with Provider([providers.too_many_requests(0), Reply("Enfin.")]) as server:
        settings = ModelSettings(use="openai:invented", base_url=server.base_url, retries=1)
        model = open_model(settings, root=tmp_path, environment={}, on_progress=told.append)
        assert model.complete(CompletionRequest("openai:invented", "x")).attempts == 2
        model.close()
        address = server.base_url.removeprefix("http://").removesuffix("/v1")
    assert told == [
        f"{address} has too many requests for openai:invented at the moment. Trying again in 0 seconds."
    ] or told == [f"{address} has too many requests for openai:invented at the moment. Trying again in 1 second."]


@pytest.mark.server
def test_a_base_url_is_for_the_provider_of_the_main_model_only(tmp_path: Path) -> None:
    settings = ModelSettings(
        use="openai:mine", base_url="http://127.0.0.1:8000/v1", prompts={"description": "mistralai:mistral-small-2603"}
    )
    main, other = standings(settings, root=tmp_path, environment={})
    assert (main.server, main.is_usable) == ("127.0.0.1:8000", True)
    assert other.server == ""
    assert other.problem is not None
    assert other.problem.remedy == "Install it: pip install langchain-mistralai"


def test_what_is_configured_is_listed_with_what_is_missing(tmp_path: Path) -> None:
    settings = ModelSettings(
        use="openai:gpt-5-mini",
        prompts={
            "titles": "openai:gpt-5-nano",
            "description": "openai:gpt-5-nano",
            "revision": "openai:gpt-5-mini",
            "alt": "local:missing.gguf",
            "section": "gpt-5",
            "introduction": "fake",
        },
    )
    found = standings(settings, root=tmp_path, environment={})
    assert [(each.model, each.prompts, each.where) for each in found] == [
        ("openai:gpt-5-mini", (), "elsewhere"),
        ("openai:gpt-5-nano", ("titles", "description"), "elsewhere"),
        ("local:missing.gguf", ("alt",), "here"),
        ("gpt-5", ("section",), "elsewhere"),
        ("fake", ("introduction",), "here"),
    ]
    assert [each.problem.message if each.problem else "" for each in found] == [
        "There is no key for openai:gpt-5-mini: OPENAI_API_KEY is not set.",
        "There is no key for openai:gpt-5-nano: OPENAI_API_KEY is not set.",
        f"The model {tmp_path / 'missing.gguf'} cannot be read: No such file or directory.",
        "“gpt-5” does not name a model that can be reached.",
        "",
    ]


def test_a_key_in_the_environment_makes_it_usable(tmp_path: Path) -> None:
    settings = ModelSettings(use="openai:gpt-5-mini")
    assert standings(settings, root=tmp_path, environment={"OPENAI_API_KEY": "sk-secret"}) == [
        Standing("openai:gpt-5-mini", (), "elsewhere", "api.openai.com")
    ]


def test_a_local_model_without_its_package_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(local, "find_spec", lambda _name: None)
    [standing] = standings(ModelSettings(use="local"), root=tmp_path, environment={})
    assert standing.problem is not None
    assert standing.problem.remedy == "Install it, in the folder of this program: pip install '.[local]'"


def test_a_model_that_says_nothing_fails_its_test() -> None:
    with pytest.raises(UnusableAnswer, match="fake gave an empty answer"):
        ask_once(FakeModel([" "]), "fake")


def test_looking_at_models_imports_no_langchain(tmp_path: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from authoring.model.config import ModelSettings\n"
        "from authoring.llm.opening import open_model, standings\n"
        "standings(ModelSettings(), root=Path('.'), environment={})\n"
        "open_model(ModelSettings(), root=Path('.'), environment={}).close()\n"
        "print([name for name in sys.modules if name.startswith(('langchain', 'openai', 'xllamacpp', 'tenacity'))])"
    )
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=tmp_path)
    assert ran.stdout.strip() == "[]"


def test_a_program_with_a_model_that_was_not_closed_still_ends(tmp_path: Path) -> None:
    program = (
        "from pathlib import Path; from authoring.model.config import ModelSettings\n"
        "from authoring.llm import CompletionRequest; from authoring.llm.opening import open_model, warm_up_for\n"
        "warm_up_for(ModelSettings(use='openai:x'))\n"
        "print(open_model(ModelSettings(use='fake'), root=Path('.'), environment={})"
        ".complete(CompletionRequest('fake', 'x')).finish)"
    )
    ran = subprocess.run(
        [sys.executable, "-W", "error", "-c", program],
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
        env={**os.environ},
        timeout=60,
    )
    assert (ran.returncode, ran.stdout.strip(), ran.stderr) == (0, "stop", "")
