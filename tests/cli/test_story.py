"""An article from its outline to the blog, with the commands alone."""

from __future__ import annotations

import re
import shutil
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Final

import html5lib
import pytest

from tests.worlds.cases import EVERY_CASE, Case
from tests.worlds.files import build
from tests.worlds.pictures import png
from tests.worlds.terminal import Terminal

SETTINGS: Final = """
    lang = "fr"

    [site]
    title = "Le blog"
    url = "https://blog.example.org"
    contact = "contact@example.org"
    responsible = "agathe"

    [model]
    use = "{model}"
    timeout = 900

    [people.agathe]
    name = "Agathe"
    roles = ["author", "editor"]

    [people.samir]
    name = "Samir"
    roles = ["reviewer"]

    [targets.site]
    kind = "site"
    folder = "site"
"""


def workspace(root: Path, case: Case, *, model: str) -> Path:
    build(root, {"authoring.toml": SETTINGS.format(model=model)})
    shutil.copytree(case.folder / "testimonies", root / "testimonies")
    if (case.folder / "images").is_dir():
        shutil.copytree(case.folder / "images", root / "outlines" / "images")
    text = case.outline.read_text("utf-8").replace(".jpg", ".png")
    build(root, {f"outlines/{case.slug}.md": text, "outlines/images/IMG_0321.png": png()})
    return root


@pytest.fixture(params=EVERY_CASE)
def case(request: pytest.FixtureRequest) -> Case:
    assert isinstance(request.param, Case)
    return request.param


@pytest.fixture(
    params=["fake", pytest.param("local", marks=[pytest.mark.local_model, pytest.mark.xdist_group("local_model")])]
)
def terminal(
    case: Case,
    request: pytest.FixtureRequest,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Terminal:
    return Terminal(workspace(tmp_path, case, model=request.param), monkeypatch, capsys)


def mend(terminal: Terminal, slug: str, path: Path) -> None:
    """What an author does after reading the findings: pictures, their texts, and what a small model got wrong."""
    text = path.read_text("utf-8")
    text = text.replace("alt: ''", "alt: La façade au lever du jour")
    text = re.sub(r"alt: IMG \d+", "alt: Des membres discutent autour d’un café", text)
    path.write_text(text, "utf-8")
    (path.parent / "images").mkdir(exist_ok=True)
    (path.parent / "images" / "lueur-de-l-aube.png").write_bytes(png())
    for attempt in range(8):
        blocked = [f for f in terminal("check", slug, "--json").json if f["severity"] == "blocking"]
        for number, finding in enumerate(blocked):
            text = path.read_text("utf-8")
            result = finding["passage"].rstrip("…")
            begin = text.find(result)
            end = min(
                (position for position in (text.find(". ", begin), text.find("\n", begin)) if position >= 0),
                default=len(text),
            )
            own = f"Nous en reparlerons au prochain rendez-vous {'bis ' * (8 * attempt + number)}."
            path.write_text(text[:begin] + own + text[max(end, begin + len(result)) :], "utf-8")
    terminal.ok("check", slug, "--fix", "typography", "--as", "agathe")


def accepted(terminal: Terminal, slug: str) -> list[str]:
    """What a reviewer accepts by name: the sentences of a small model that are near no source."""
    findings = terminal("check", slug, "--json").json
    ids = dict.fromkeys(f["id"] for f in findings if f["check"] == "sources" and f["severity"] == "warning")
    return [argument for identifier in ids for argument in ("--accept", identifier)]


def test_from_outline_to_post_and_nothing_goes_out_unapproved(terminal: Terminal, case: Case) -> None:
    root, slug = terminal.folder, case.slug
    drafted = terminal.ok("draft", slug, "--as", "agathe", "--json").json
    path = root / "drafts" / slug / "index.md"
    for record in ("calls.jsonl", "history.jsonl"):
        assert case.secret not in (path.parent / record).read_text("utf-8")
    assert drafted["path"] == str(path.relative_to(root))
    headings = re.findall(r"^## (.*)$", (root / "outlines" / f"{slug}.md").read_text("utf-8"), re.MULTILINE)
    assert re.findall(r"^## (.*)$", path.read_text("utf-8"), re.MULTILINE) == headings

    check = terminal("check", slug, "--json")
    assert check.code == 3
    blocking = [f for f in check.json if f["severity"] == "blocking"]
    named = {(f["check"], f["passage"]) for f in blocking if f["check"] == "alternatives"}
    assert len(named) == 2
    assert any("IMG 0" in passage for _check, passage in named)
    assert terminal("submit", slug, "--as", "agathe").code == 3

    mend(terminal, slug, path)
    terminal.ok("submit", slug, "--as", "agathe", "--to", "samir")
    revision = terminal.ok("show", slug, "--json").json["hash"]
    assert terminal("approve", slug, "--revision", revision, "--as", "agathe").code == 3
    approved = terminal.ok(
        "approve", slug, "--revision", revision, "--as", "samir", "--json", *accepted(terminal, slug)
    ).json
    assert (approved["from"], approved["to"], approved["hash"]) == ("in_review", "approved", revision)

    before = path.read_text("utf-8")
    path.write_text(before.replace("tiers-lieu", "tiers-lieux", 1), "utf-8")
    assert before != path.read_text("utf-8")
    refused = terminal("publish", slug, "--as", "agathe")
    assert refused.code == 3
    assert f"The text has changed since {revision[:12]} was approved" in refused.err
    assert not (root / "site").exists()

    again = terminal.ok("show", slug, "--json").json["hash"]
    terminal.ok("approve", slug, "--revision", again, "--as", "samir", *accepted(terminal, slug))
    published = terminal.ok("publish", slug, "--as", "agathe", "--json").json
    assert (published["to"], published["hash"]) == ("published", again)

    assert_post_stands(root, case)
    assert terminal.ok("verify", "--json").json == {"ok": True, "checked": 1, "problems": []}
    assert_alteration_is_named(terminal, slug)


def assert_post_stands(root: Path, case: Case) -> None:
    """The post is on the site, in the list and in the feed; its disclosure and its testimony are right."""
    slug, source = case.slug, case.words_spoken
    page = root / "site" / "posts" / f"{slug}.html"
    tree = html5lib.parse(page.read_text("utf-8"), treebuilder="etree", namespaceHTMLElements=False)
    text = "".join(tree.itertext())
    quoted = [node for node in tree.iter("figure") if "testimony" in (node.get("class") or "")]
    assert any(source == "".join(p.itertext()) for node in quoted for p in node.iter("p"))
    disclosure = text.index("modèle de langage")
    assert disclosure < text.index("Écosystème : ") if "Écosystème : " in text else disclosure < text.index(source)
    assert "Agathe" in text
    assert "contact@example.org" in text
    assert "Retour à la liste" in text
    assert f"{slug}.html" in (root / "site" / "index.html").read_text("utf-8")
    feeds = list((root / "site").glob("*.xml"))
    entries = [
        node for feed in feeds for node in ET.fromstring(feed.read_bytes()).iter("{http://www.w3.org/2005/Atom}entry")
    ]
    assert len(entries) == 1


def assert_alteration_is_named(terminal: Terminal, slug: str) -> None:
    history = terminal.folder / "published" / slug / "history.jsonl"
    content = history.read_bytes()
    history.write_bytes(content.replace(b'"actor":"samir"', b'"actor":"agathe"', 1))
    result = terminal("verify", "--json")
    assert result.code == 3
    assert {problem["file"] for problem in result.json["problems"]} == {f"published/{slug}/history.jsonl"}
    history.write_bytes(content)
