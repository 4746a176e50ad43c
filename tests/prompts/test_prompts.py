from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from textwrap import dedent

import pytest

from authoring.cli.advice import words
from authoring.errors import InputError, InvalidDocuments
from authoring.prompts import Prompts, packaged_folder
from authoring.store.folder import FolderStore
from authoring.testing import memory_store
from tests.worlds.files import build

GREETING = """
    ---
    name: greeting
    version: 2
    description: Greets somebody.
    inputs: [name, style]
    parameters:
      temperature: 0.5
      max_tokens: 40
    ---
    [system]
    You are polite.

    [user]
    {% if style.voice %}
    Voice: {{ style.voice }}
    {% endif %}


    Greet {{ name }} between {{ boundary }} and {{ boundary }}.
"""
NAMES = (
    *("accompany-bluesky", "accompany-linkedin", "accompany-mastodon", "accompany-newsletter", "accompany-press"),
    *("alt", "alt-seen", "description", "introduction", "mending", "revision", "section", "sentence", "titles"),
    "translation",
)


def workspace(files: Mapping[str, str]) -> Prompts:
    """The prompts of a workspace with these templates of its own."""
    plain = {f"prompts/{name}": dedent(text).lstrip("\n") for name, text in files.items()}
    return Prompts(memory_store(plain, clock=lambda: datetime(2026, 11, 23, tzinfo=UTC)).documents)


def greeting(text: str = GREETING) -> Prompts:
    return workspace({"greeting.en.md.j2": text})


def problem_of(text: str) -> tuple[str, int | None]:
    with pytest.raises(InputError) as caught:
        greeting(text).render("greeting", "en", {"name": "Nora", "style": {"voice": ""}})
    return caught.value.problem.message, caught.value.problem.line


def test_every_prompt_is_there_in_both_languages_and_without_mistake() -> None:
    templates = {(template.name, template.lang) for template in workspace({}).all()}
    assert templates == {(name, lang) for name in NAMES for lang in ("fr", "en")}


def test_the_house_style_reaches_every_packaged_prompt() -> None:
    for template in workspace({}).all():
        assert template.is_packaged
        assert "style" in template.inputs
        assert any("_style." in part for part in template.parts.values())


def test_a_prompt_is_rendered_in_two_parts_with_its_parameters() -> None:
    prompt = greeting().render("greeting", "en", {"name": "Nora", "style": {"voice": "warm"}})
    mark = prompt.text.split()[-3]
    assert prompt.system == "You are polite."
    assert prompt.text == f"Voice: warm\n\nGreet Nora between {mark} and {mark}."
    assert dict(prompt.parameters) == {"temperature": 0.5, "max_tokens": 40}
    assert prompt.source == "memory:prompts/greeting.en.md.j2"


def test_the_same_variables_give_the_same_boundary_and_others_another() -> None:
    prompts = greeting()
    first = prompts.render("greeting", "en", {"name": "Nora", "style": {"voice": ""}})
    again = prompts.render("greeting", "en", {"style": {"voice": ""}, "name": "Nora"})
    other = prompts.render("greeting", "en", {"name": first.text.split()[-1].rstrip("."), "style": {"voice": ""}})
    assert first == again
    assert first.variables_hash != other.variables_hash
    assert first.text.split()[-1] not in other.text.split()[-1]


def test_the_workspaces_copy_wins_over_the_packaged_one() -> None:
    packaged = (packaged_folder() / "alt.en.md.j2").read_text("utf-8")
    prompts = workspace({"alt.en.md.j2": packaged.replace("Caption of the picture", "What we know")})
    own = prompts.template("alt", "en")
    assert not own.is_packaged
    assert "What we know" in own.parts["user"]
    assert prompts.template("alt", "fr").is_packaged


def test_an_included_part_of_the_workspace_changes_the_hash_of_the_prompt() -> None:
    packaged, own = workspace({}), workspace({"_style.en.md.j2": "Write as we do.\n"})
    hashes = {prompts.hash_of(prompts.template("section", "en")) for prompts in (packaged, own)}
    assert len(hashes) == 2


def test_a_part_that_a_part_includes_changes_the_hash_of_the_prompt() -> None:
    style = "{% include '_inner.en.md.j2' %}\n"
    stores = [workspace({"_style.en.md.j2": style, "_inner.en.md.j2": text}) for text in ("One.", "Two.")]
    assert len({prompts.hash_of(prompts.template("section", "en")) for prompts in stores}) == 2


def test_a_link_that_leads_out_of_the_workspace_is_refused(tmp_path: Path) -> None:
    build(tmp_path, {"secret.md": GREETING, "here/prompts/other.txt": ""})
    (tmp_path / "here" / "prompts" / "greeting.en.md.j2").symlink_to(tmp_path / "secret.md")
    with pytest.raises(InputError) as caught:
        Prompts(FolderStore(tmp_path / "here").documents).template("greeting", "en")
    assert caught.value.problem.file == str(tmp_path / "here" / "prompts" / "greeting.en.md.j2")


def test_a_template_lies_in_a_folder_of_the_workspace(tmp_path: Path) -> None:
    build(tmp_path, {"prompts/greeting.en.md.j2": GREETING})
    template = Prompts(FolderStore(tmp_path).documents).template("greeting", "en")
    assert template.label == str(tmp_path / "prompts" / "greeting.en.md.j2")


@pytest.mark.parametrize("name", ["../secret", "/etc/passwd", "_style", "greeting.en.md.j2", ""])
def test_a_name_that_is_no_prompt_is_an_error_that_lists_the_prompts(name: str) -> None:
    with pytest.raises(InputError) as caught:
        workspace({}).template(name, "en")
    assert words(caught.value.problem.remedy) == (f"The prompts are: {', '.join(NAMES)}.")


@pytest.mark.parametrize("target", ["../secret.md", "greeting.en.md.j2", "/etc/passwd"])
def test_only_parts_beside_the_prompt_can_be_included(target: str) -> None:
    text = GREETING.replace("You are polite.", "{% include '" + target + "' %}")
    message, line = problem_of(text)
    assert message == f"The prompt includes “{target}”, and there is no such file among the prompts."
    assert line == 11


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (("{{ name }}", "{{ nmae }}"), ("The prompt uses `nmae`, which is not among its `inputs`.", 19)),
        (
            ("{{ name }}", "{{ style.vioce }}"),
            ("The prompt cannot be filled in: there is no `vioce` here; there is: voice.", 19),
        ),
        (("{{ name }}", "{{ 3 * 4 }}"), ("The prompt cannot be filled in: * is not available in prompts.", 19)),
        (("{% endif %}", ""), None),
        (
            ("[name, style]", "[name, style, weather]"),
            ("The prompt asks for `weather`, which is not there for this prompt.", 5),
        ),
        (("  max_tokens: 40", "  seed: 1"), ("`max_tokens` is missing: it bounds what an answer may cost.", 6)),
        (
            ("max_tokens: 40", "max_tokens: many"),
            ("`parameters.max_tokens` must be a whole number of 1 or more, and “many” is not.", 8),
        ),
        (("version: 2", "verison: 2"), ("`verison` is not a setting that exists.", 3)),
        (("name: greeting", "name: farewell"), ("The prompt’s name is not that of its file.", 2)),
        (
            ("[user]", "[person]"),
            (
                "The prompt’s text must have a line [system] and then a line [user], or [user] alone; "
                "between them there may be examples, each a line [example] and then a line [answer].",
                10,
            ),
        ),
    ],
)
def test_a_mistake_is_named_with_its_line(change: tuple[str, str], expected: tuple[str, int] | None) -> None:
    problem = problem_of(GREETING.replace(*change))
    if expected:
        assert problem == expected
    else:
        assert problem[1] is not None


def test_the_mistakes_of_all_files_are_shown_at_once() -> None:
    files = {
        "alt.en.md.j2": GREETING.replace("name: greeting", "name: alt").replace("{{ name }}", "{{ who }}"),
        "titles.en.md.j2": "[user]\nhello\n",
    }
    with pytest.raises(InvalidDocuments) as caught:
        workspace(files).all()
    assert {problem.file for problem in caught.value.problems} == {
        "memory:prompts/alt.en.md.j2",
        "memory:prompts/titles.en.md.j2",
    }


def test_a_file_that_is_too_large_is_refused() -> None:
    with pytest.raises(InputError) as caught:
        greeting(GREETING + "x" * 70_000).template("greeting", "en")
    assert str(caught.value) == "The prompt is larger than 64 KiB."


def test_examples_are_turns_between_the_system_text_and_the_question() -> None:
    text = dedent(GREETING).replace(
        "[user]", "[example]\nBob\n[answer]\nHello, Bob.\n[example]\nZoe\n[answer]\nHello, Zoe.\n[user]"
    )
    prompt = workspace({"greeting.en.md.j2": text}).render(
        "greeting", "en", {"name": "Ada", "style": {"voice": "warm"}}
    )
    assert prompt.examples == (("Bob", "Hello, Bob."), ("Zoe", "Hello, Zoe."))


@pytest.mark.parametrize("wrong", ["[answer]\nHello.\n[user]", "[example]\nBob\n[user]", "[user]\nBob\n[example]\nZoe"])
def test_an_example_without_its_answer_is_a_mistake(wrong: str) -> None:
    message, _line = problem_of(dedent(GREETING).replace("[user]", wrong))
    assert message.startswith("The prompt’s text must have a line [system]")
