"""The pages: links lead somewhere, generated parts are fresh, and every command, setting, key and error is there."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import fields
from pathlib import Path
from typing import Final

import pytest

from authoring import errors
from authoring.cli.app import COMMANDS
from authoring.model import config
from authoring.model.documents import Consent, Draft, Outline, Picture, Testimony
from authoring.model.events import Event
from authoring.model.history import as_json
from authoring.model.states import Action, State

ROOT: Final = Path(__file__).parents[2]
PAGES: Final = [
    *ROOT.glob("*.md"),
    *(path for path in sorted((ROOT / "docs").rglob("*.md")) if "evidence" not in path.parts),  # copies of records
]
_LINK: Final = re.compile(r"!?\[[^\]]*\]\((?P<target>[^)\s]+)\)")
_FENCE: Final = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def anchors(text: str) -> set[str]:
    """The anchors that the usual renderers give to headings."""
    headings = re.findall(r"^#+ (.*)$", _FENCE.sub("", text), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_link_leads_to_a_file_and_a_heading(path: Path) -> None:
    broken = []
    for link in _LINK.finditer(re.sub(r"`[^`]*`", "", _FENCE.sub("", path.read_text(encoding="utf-8")))):
        name, _hash, anchor = link["target"].partition("#")
        target = path.parent / name if name else path
        if "://" in name:
            continue
        if not target.exists() or (anchor and anchor not in anchors(target.read_text(encoding="utf-8"))):
            broken.append(link["target"])

    assert broken == []


def test_every_page_is_reached_from_the_index() -> None:
    index = (ROOT / "docs/README.md").resolve()
    reached = {index}
    waiting = [index]
    while waiting:
        page = waiting.pop()
        for link in _LINK.finditer(page.read_text(encoding="utf-8")):
            target = (page.parent / link["target"].partition("#")[0]).resolve()
            if target.suffix == ".md" and target.exists() and target not in reached:
                reached.add(target)
                waiting.append(target)

    samples = (ROOT / "docs/examples").resolve()
    pages = {path.resolve() for path in PAGES if path.is_relative_to(ROOT / "docs")}
    pages = {path for path in pages if path.parent.parent.parent != samples}
    assert pages - reached == set()


@pytest.mark.parametrize("script", ["cli_reference", "state_diagram", "word_references"])
def test_the_generated_pages_are_fresh(script: str) -> None:
    done = subprocess.run(
        [sys.executable, f"scripts/{script}.py", "--check"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )

    assert (done.returncode, done.stdout) == (0, "")


def test_every_command_stands_in_the_reference() -> None:
    page = read("docs/reference/cli.md")

    assert {name for name, _reference, _help in COMMANDS if f"\n## authoring {name}" not in page} == set()


def test_every_target_has_a_page_in_both_languages_and_the_index_lists_it() -> None:
    index = read("docs/README.md")
    kinds = ("wordpress", "ghost", "hugo", "jekyll", "word")

    for kind in kinds:
        assert f"(how-to/{kind}.md)" in index
        assert f"(fr/{kind}.md)" in index
    assert "(how-to/move-in.md)" in index
    assert "(fr/emmenager.md)" in index


def test_one_option_means_one_thing_in_every_command() -> None:
    """`--as` always means the person who acts."""
    rows = re.findall(r"^\| `--as` `(.*?)` \| (.*?) \|$", read("docs/reference/cli.md"), re.MULTILINE)

    assert set(rows) == {("ID", "Who acts: an id of [people] in authoring.toml.")}


def test_every_setting_is_documented_with_its_default() -> None:
    page = read("docs/reference/settings.md")
    tables = {
        "[site]": config.SiteSettings._field_defaults,
        "[model]": config.ModelSettings._field_defaults,
        "[style]": config.Style._field_defaults,
        "[budget]": config.Budget._field_defaults,
    }
    wrong = []
    for heading, defaults in tables.items():
        part = page.split(f"\n## {heading}\n")[1].split("\n## ")[0]
        for name, value in defaults.items():
            default = f" `{value}` " if value not in ("", (), None, {}) else " "
            row = re.search(rf"^\| `{name}` \|(?P<default>.*?)\|", part, re.MULTILINE)
            if row is None or (default.strip() and row["default"] != default):
                wrong.append(f"{heading} {name}")

    assert wrong == []


def test_every_variable_of_ours_is_documented() -> None:
    page = read("docs/reference/settings.md")

    code = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "authoring").rglob("*.py"))
    named = set(re.findall(r"[\"`](AUTHORING_[A-Z_]+)[\"`]", code))
    assert "AUTHORING_USER" in named
    assert {name for name in named if f"`{name}`" not in page} == set()


def test_every_key_of_front_matter_is_documented() -> None:
    page = read("docs/reference/front-matter.md")
    inner = {"slug", "label", "text", "extra", "body", "body_line", "introduction", "sections", "consent", "line"}

    names = {field.name for kind in (Outline, Testimony, Draft, Picture) for field in fields(kind)} - inner
    names |= {f"consent.{field.name}" for field in fields(Consent)}
    assert {name for name in names if f"`{name}`" not in page} == set()


def test_every_exit_code_is_documented() -> None:
    page = read("docs/reference/exit-codes.md")
    kinds = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, Exception)]

    assert {kind.exit_code for kind in kinds if issubclass(kind, errors.AuthoringError)} == {1, 2, 3, 4}
    assert all(f"| {code} |" in page for code in range(5))


def test_every_key_of_the_history_is_documented() -> None:
    from datetime import UTC, datetime

    event = Event(1, datetime(2026, 11, 23, tzinfo=UTC), "a", "person", Action.submit, State.draft, State.in_review, "")

    page = read("docs/reference/history.md")
    assert {key for key in [*as_json(event), "digest"] if f"`{key}`" not in page} == set()


def test_the_readme_says_what_it_is_in_ten_lines() -> None:
    before = read("README.md").split("\n## ")[0].split("![")[0]

    assert len([line for line in before.splitlines() if line and not line.startswith(("#", "["))]) <= 10


def test_the_pictures_need_nothing_from_elsewhere() -> None:
    drawn = list((ROOT / "docs/images").glob("*.svg"))

    assert drawn
    for path in drawn:
        text = path.read_text(encoding="utf-8").replace("http://www.w3.org/", "")
        assert "://" not in text
        assert "@font-face" not in text
