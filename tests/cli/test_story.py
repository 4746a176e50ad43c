"""The whole job on the article that the project grew out of, with the commands alone."""

from __future__ import annotations

import re
import shutil
import struct
import xml.etree.ElementTree as ET
import zlib
from pathlib import Path
from typing import Final

import html5lib
import pytest

from tests.worlds.files import build
from tests.worlds.terminal import Terminal

CASE: Final = Path(__file__).parents[3] / "shared" / "cases" / "la-station"
SLUG: Final = "la-station"
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


def png(width: int = 8, height: int = 6) -> bytes:
    """A grey picture."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress(b"".join(b"\0" + b"\x80" * width for _ in range(height)))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def workspace(root: Path, *, model: str) -> Path:
    build(root, {"authoring.toml": SETTINGS.format(model=model)})
    shutil.copytree(CASE / "testimonies", root / "testimonies")
    text = (CASE / "outline.md").read_text("utf-8").replace(".jpg", ".png")
    build(root, {f"outlines/{SLUG}.md": text, "outlines/images/IMG_0321.png": png()})
    return root


@pytest.fixture(
    params=["fake", pytest.param("local", marks=[pytest.mark.local_model, pytest.mark.xdist_group("local_model")])]
)
def terminal(
    request: pytest.FixtureRequest,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Terminal:
    if not CASE.is_dir():
        pytest.skip("the case of the original article is not beside this checkout")
    return Terminal(workspace(tmp_path, model=request.param), monkeypatch, capsys)


def mend(terminal: Terminal, path: Path) -> None:
    """What an author does after reading the findings: pictures, their texts, and what a small model got wrong."""
    text = path.read_text("utf-8")
    text = text.replace("alt: ''", "alt: La façade de La Station au lever du jour")
    text = text.replace("alt: IMG 0321", "alt: Des coworkeurs discutent autour d’un café")
    path.write_text(text, "utf-8")
    (path.parent / "images").mkdir(exist_ok=True)
    (path.parent / "images" / "lueur-de-l-aube.png").write_bytes(png())
    for attempt in range(8):
        blocked = [f for f in terminal("check", SLUG, "--json").json if f["severity"] == "blocking"]
        for number, finding in enumerate(blocked):
            text = path.read_text("utf-8")
            result = finding["passage"].rstrip("…")
            begin = text.find(result)
            end = min((at for at in (text.find(". ", begin), text.find("\n", begin)) if at >= 0), default=len(text))
            own = f"Nous en reparlerons au prochain rendez-vous {'bis ' * (8 * attempt + number)}."
            path.write_text(text[:begin] + own + text[max(end, begin + len(result)) :], "utf-8")
    terminal.ok("check", SLUG, "--fix", "typography", "--as", "agathe")


def accepted(terminal: Terminal) -> list[str]:
    """What a reviewer accepts by name: the sentences of a small model that are near no source."""
    found = terminal("check", SLUG, "--json").json
    ids = dict.fromkeys(f["id"] for f in found if f["check"] == "sources" and f["severity"] == "warning")
    return [argument for each in ids for argument in ("--accept", each)]


def test_from_outline_to_post_and_nothing_goes_out_unapproved(terminal: Terminal) -> None:
    root = terminal.folder
    drafted = terminal.ok("draft", SLUG, "--as", "agathe", "--json").json
    path = root / "drafts" / SLUG / "index.md"
    for record in ("calls.jsonl", "history.jsonl"):
        assert "architecte paysagiste" not in (path.parent / record).read_text("utf-8")
    assert drafted["path"] == str(path.relative_to(root))
    headings = re.findall(r"^## (.*)$", (root / "outlines" / f"{SLUG}.md").read_text("utf-8"), re.MULTILINE)
    assert re.findall(r"^## (.*)$", path.read_text("utf-8"), re.MULTILINE) == headings

    found = terminal("check", SLUG, "--json")
    assert found.code == 3
    blocking = [f for f in found.json if f["severity"] == "blocking"]
    named = {(f["check"], f["passage"]) for f in blocking if f["check"] == "alternatives"}
    assert len(named) == 2
    assert any("IMG 0321" in passage for _check, passage in named)
    assert terminal("submit", SLUG, "--as", "agathe").code == 3

    mend(terminal, path)
    terminal.ok("submit", SLUG, "--as", "agathe", "--to", "samir")
    seen = terminal.ok("show", SLUG, "--json").json["hash"]
    assert terminal("approve", SLUG, "--revision", seen, "--as", "agathe").code == 3
    approved = terminal.ok(
        "approve", SLUG, "--revision", seen[:12], "--as", "samir", "--json", *accepted(terminal)
    ).json
    assert (approved["from"], approved["to"], approved["hash"]) == ("in_review", "approved", seen)

    before = path.read_text("utf-8")
    path.write_text(before.replace("tiers-lieu", "tiers-lieux", 1), "utf-8")
    assert before != path.read_text("utf-8")
    refused = terminal("publish", SLUG, "--as", "agathe")
    assert refused.code == 3
    assert f"The text has changed since {seen[:12]} was approved" in refused.err
    assert not (root / "site").exists()

    again = terminal.ok("show", SLUG, "--json").json["hash"]
    terminal.ok("approve", SLUG, "--revision", again, "--as", "samir", *accepted(terminal))
    published = terminal.ok("publish", SLUG, "--as", "agathe", "--json").json
    assert (published["to"], published["hash"]) == ("published", again)

    assert_post_stands(root)
    assert terminal.ok("verify", "--json").json == {"ok": True, "checked": 1, "problems": []}
    assert_alteration_is_named(terminal)


def assert_post_stands(root: Path) -> None:
    """On the site, in the list and in the feed, with its disclosure and the testimony equal to its source."""
    page = root / "site" / "posts" / f"{SLUG}.html"
    tree = html5lib.parse(page.read_text("utf-8"), treebuilder="etree", namespaceHTMLElements=False)
    text = "".join(tree.itertext())
    source = (CASE / "testimonies" / "marie-matte.md").read_text("utf-8").split("---")[2].strip()
    quoted = [node for node in tree.iter("figure") if "testimony" in (node.get("class") or "")]
    assert any(source == "".join(p.itertext()) for node in quoted for p in node.iter("p"))
    disclosure = text.index("modèle de langage")
    assert disclosure < text.index("Écosystème : ") if "Écosystème : " in text else disclosure < text.index(source)
    assert "Agathe" in text
    assert "contact@example.org" in text
    assert "Retour à la liste" in text
    assert f"{SLUG}.html" in (root / "site" / "index.html").read_text("utf-8")
    feeds = list((root / "site").glob("*.xml"))
    entries = [
        node for feed in feeds for node in ET.fromstring(feed.read_bytes()).iter("{http://www.w3.org/2005/Atom}entry")
    ]
    assert len(entries) == 1


def assert_alteration_is_named(terminal: Terminal) -> None:
    history = terminal.folder / "published" / SLUG / "history.jsonl"
    content = history.read_bytes()
    history.write_bytes(content.replace(b'"actor":"samir"', b'"actor":"agathe"', 1))
    result = terminal("verify", "--json")
    assert result.code == 3
    assert {problem["file"] for problem in result.json["problems"]} == {f"published/{SLUG}/history.jsonl"}
    history.write_bytes(content)
