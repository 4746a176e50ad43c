from __future__ import annotations

from pathlib import Path

import pytest

from authoring.errors import InputError, InvalidDocuments
from authoring.prompts import Prompts, packaged_folder
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
NAMES = ("alt", "description", "introduction", "revision", "section", "titles")


def problem_of(root: Path, text: str) -> tuple[str, int | None]:
    build(root, {"prompts/greeting.en.md.j2": text})
    with pytest.raises(InputError) as caught:
        Prompts(root).render("greeting", "en", {"name": "Nora", "style": {"voice": ""}})
    return caught.value.problem.message, caught.value.problem.line


def test_every_prompt_is_there_in_both_languages_and_without_mistake(tmp_path: Path) -> None:
    found = {(template.name, template.lang) for template in Prompts(tmp_path).all()}
    assert found == {(name, lang) for name in NAMES for lang in ("fr", "en")}


def test_the_house_style_reaches_every_packaged_prompt(tmp_path: Path) -> None:
    for template in Prompts(tmp_path).all():
        assert template.is_packaged
        assert "style" in template.inputs
        assert any("_style." in part for part in template.parts.values())


def test_a_prompt_is_rendered_in_two_parts_with_its_parameters(tmp_path: Path) -> None:
    build(tmp_path, {"prompts/greeting.en.md.j2": GREETING})
    prompt = Prompts(tmp_path).render("greeting", "en", {"name": "Nora", "style": {"voice": "warm"}})
    mark = prompt.text.split()[-3]
    assert prompt.system == "You are polite."
    assert prompt.text == f"Voice: warm\n\nGreet Nora between {mark} and {mark}."
    assert dict(prompt.parameters) == {"temperature": 0.5, "max_tokens": 40}
    assert prompt.source == tmp_path / "prompts" / "greeting.en.md.j2"


def test_the_same_variables_give_the_same_boundary_and_others_another(tmp_path: Path) -> None:
    build(tmp_path, {"prompts/greeting.en.md.j2": GREETING})
    prompts = Prompts(tmp_path)
    first = prompts.render("greeting", "en", {"name": "Nora", "style": {"voice": ""}})
    again = prompts.render("greeting", "en", {"style": {"voice": ""}, "name": "Nora"})
    other = prompts.render("greeting", "en", {"name": first.text.split()[-1].rstrip("."), "style": {"voice": ""}})
    assert first == again
    assert first.variables_hash != other.variables_hash
    assert first.text.split()[-1] not in other.text.split()[-1]


def test_the_workspaces_copy_wins_over_the_packaged_one(tmp_path: Path) -> None:
    packaged = (packaged_folder() / "alt.en.md.j2").read_text("utf-8")
    build(tmp_path, {"prompts/alt.en.md.j2": packaged.replace("Caption of the picture", "What we know")})
    own = Prompts(tmp_path).template("alt", "en")
    assert not own.is_packaged
    assert "What we know" in own.parts["user"]
    assert Prompts(tmp_path).template("alt", "fr").is_packaged


def test_an_included_part_of_the_workspace_changes_the_hash_of_the_prompt(tmp_path: Path) -> None:
    prompts = Prompts(tmp_path)
    before = prompts.hash_of(prompts.template("section", "en"))
    build(tmp_path, {"prompts/_style.en.md.j2": "Write as we do.\n"})
    assert prompts.hash_of(prompts.template("section", "en")) != before


def test_a_link_that_leads_out_of_the_folder_is_refused(tmp_path: Path) -> None:
    build(tmp_path, {"secret.md": GREETING, "prompts/other.txt": ""})
    (tmp_path / "prompts" / "greeting.en.md.j2").symlink_to(tmp_path / "secret.md")
    with pytest.raises(InputError) as caught:
        Prompts(tmp_path).template("greeting", "en")
    assert str(caught.value) == "The prompt is a link that leads out of its folder."


@pytest.mark.parametrize("name", ["../secret", "/etc/passwd", "_style", "greeting.en.md.j2", ""])
def test_a_name_that_is_no_prompt_is_an_error_that_lists_the_prompts(tmp_path: Path, name: str) -> None:
    with pytest.raises(InputError) as caught:
        Prompts(tmp_path).template(name, "en")
    assert caught.value.problem.remedy == (
        "The prompts are: alt, description, introduction, revision, section, titles."
    )


@pytest.mark.parametrize("target", ["../secret.md", "greeting.en.md.j2", "/etc/passwd"])
def test_only_parts_beside_the_prompt_can_be_included(tmp_path: Path, target: str) -> None:
    text = GREETING.replace("You are polite.", "{% include '" + target + "' %}")
    message, line = problem_of(tmp_path, text)
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
            ("The prompt’s text must have a line [system] and then a line [user], or [user] alone.", 10),
        ),
    ],
)
def test_a_mistake_is_named_with_its_line(
    tmp_path: Path, change: tuple[str, str], expected: tuple[str, int] | None
) -> None:
    found = problem_of(tmp_path, GREETING.replace(*change))
    if expected:
        assert found == expected
    else:
        assert found[1] is not None


def test_the_mistakes_of_all_files_are_shown_at_once(tmp_path: Path) -> None:
    build(
        tmp_path,
        {
            "prompts/alt.en.md.j2": GREETING.replace("name: greeting", "name: alt").replace("{{ name }}", "{{ who }}"),
            "prompts/titles.en.md.j2": "[user]\nhello\n",
        },
    )
    with pytest.raises(InvalidDocuments) as caught:
        Prompts(tmp_path).all()
    assert {problem.file.name for problem in caught.value.problems if problem.file} == {
        "alt.en.md.j2",
        "titles.en.md.j2",
    }


def test_a_file_that_is_too_large_is_refused(tmp_path: Path) -> None:
    build(tmp_path, {"prompts/greeting.en.md.j2": GREETING + "x" * 70_000})
    with pytest.raises(InputError) as caught:
        Prompts(tmp_path).template("greeting", "en")
    assert str(caught.value) == "The prompt is larger than 64 KiB."
