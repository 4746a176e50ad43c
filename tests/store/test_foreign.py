"""What systems, editors, synchronising programs and people leave in a workspace's folders: named, and never read."""

from __future__ import annotations

from pathlib import Path

import pytest

from authoring.text.visible import visible
from tests.worlds.newsroom import SLUG, Newsroom
from tests.worlds.pictures import png
from tests.worlds.terminal import Terminal

LITTER = [
    ".DS_Store",
    "._index.md",
    "desktop.ini",
    "Thumbs.db",
    "Icon\r",
    ".nfs00000000012",
    ".stfolder",
    ".syncthing.index.md.tmp",
    ".index.md.icloud",
    ".index.md.swp",
    "index.md~",
    "#index.md#",
    ".#index.md",
    "4913",
    "~$index.docx",
    ".~lock.index.odt#",
    "index.md.orig",
]
COPIES = [
    "{} (conflicted copy 2026-11-28 101112){}",
    "{} (Copie en conflit de Agathe 2026-11-28){}",
    "{} (Agathe's conflicted copy 2026-11-28){}",
    "{} (Konflikt 2026-11-28){}",
    "{}.sync-conflict-20261128-101112-ABCDEFG{}",
    "{}_conflict-20261128-101112{}",
    "{} (SFConflict agathe@example.org 2026-11-28-10-11-12){}",
    "{} (1){}",
    "{} - Copy{}",
    "{} - Copie (2){}",
    "{} – copie{}",
    "{} copy 2{}",
    "{} (copie){}",
    "{}-DESKTOP-AB12CD{}",
    "{}_LOCAL_1234{}",
]
PAGES = ["README.md", "LISEZMOI.md", "readme.md", "Readme.txt", "LICENSE"]
TEXT_FOLDERS = ("outlines", "testimonies")


def copies(stem: str, ending: str) -> list[str]:
    return [pattern.format(stem, ending) for pattern in COPIES]


FOLDERS = {
    "outlines": [*LITTER, *PAGES, *copies(SLUG, ".md")],
    "testimonies": [*LITTER, *PAGES, *copies("nora-lind", ".md")],
    "prompts": [*LITTER, *PAGES, "section.fr.md (conflicted copy 2026-11-28).j2"],
    "drafts": [*LITTER, *PAGES, *copies(SLUG, "")],
    "published": [*LITTER, *PAGES],
    f"drafts/{SLUG}": [*LITTER, *PAGES, *copies("index", ".md")[:12], *copies("history", ".jsonl")[:12]],
    f"drafts/{SLUG}/images": [*LITTER, *PAGES, *copies("saw", ".png")[:8]],
}


def lay(root: Path, folder: str, name: str) -> str:
    """Put something there: a copy of a piece's folder is a folder with a text."""
    path = root / folder / name
    if folder == "drafts" and name in copies(SLUG, ""):
        path.mkdir()
        (path / "index.md").write_text((root / f"drafts/{SLUG}/index.md").read_text("utf-8"), "utf-8")
    else:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"anything")
    return str(path)


@pytest.fixture
def newsroom(tmp_path: Path) -> Newsroom:
    newsroom = Newsroom(tmp_path)
    (tmp_path / f"drafts/{SLUG}/images").mkdir()
    (tmp_path / f"drafts/{SLUG}/images/saw.png").write_bytes(png())
    return newsroom


@pytest.mark.parametrize("folder", FOLDERS)
def test_what_is_none_of_ours_is_named_once_and_leaves_the_rest_as_it_was(newsroom: Newsroom, folder: str) -> None:
    store = newsroom.store
    before = [store.documents.slugs(kind) for kind in ("outline", "testimony", "piece", "prompt")]
    expected = sorted(lay(newsroom.root, folder, name) for name in dict.fromkeys(FOLDERS[folder]))
    assert sorted(stray.file for stray in store.strays()) == expected
    assert all(stray.remedy and "not ours" in stray.message.lower() for stray in store.strays())
    assert [store.documents.slugs(kind) for kind in ("outline", "testimony", "piece", "prompt")] == before
    assert not list(newsroom.repository.problems())


def test_a_kept_revision_holds_nothing_of_it_and_verify_names_it(newsroom: Newsroom) -> None:
    for name in (*LITTER, *PAGES, *copies("index", ".md")[:12]):
        lay(newsroom.root, f"drafts/{SLUG}", name)
    newsroom.submit()
    (folder,) = (newsroom.root / f"drafts/{SLUG}/revisions").iterdir()
    assert not {*LITTER} & {path.name for path in folder.iterdir()}
    strays = newsroom.store.strays()
    lay(newsroom.root, str(folder.relative_to(newsroom.root)), "Thumbs.db")
    lay(newsroom.root, f"{folder.relative_to(newsroom.root)} (1)", "index.md")
    assert len(newsroom.store.strays()) == len(strays) + 2
    assert newsroom.problems() == []


AMONG_PIECES = ("drafts", "published")  # the folders whose names a list reads anyway


@pytest.mark.parametrize("command", ["list", "check", "verify"])
def test_each_command_names_each_file_once_and_ends_as_it_would_without(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    terminal = Terminal(newsroom.root, monkeypatch, capsys)
    code = terminal(command).code
    folders = AMONG_PIECES if command == "list" else tuple(FOLDERS)
    for folder, laid in FOLDERS.items():
        for name in dict.fromkeys(laid):
            lay(newsroom.root, folder, name)
    names = [(folder, name) for folder in folders for name in dict.fromkeys(FOLDERS[folder])]
    result = terminal(command)
    assert result.code == code
    for folder, name in names:
        assert (result.out + result.err).count(f"{folder}/{visible(name)}: ") == 1, name


def test_every_command_goes_on_beside_them(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for folder, names in FOLDERS.items():
        for name in names:
            lay(newsroom.root, folder, name)
    terminal = Terminal(newsroom.root, monkeypatch, capsys)
    for command in (["search", "saw"], ["show", SLUG], ["consent", "list"], ["stats"], ["prompts", "list"]):
        terminal.ok(*command)
    newsroom.submit()
    newsroom.approve()


@pytest.mark.parametrize("folder", TEXT_FOLDERS)
def test_a_text_with_a_wrong_name_or_a_mistake_is_still_an_error(newsroom: Newsroom, folder: str) -> None:
    (newsroom.root / folder / "Nora Lind.md").write_text("---\nperson: Nora\n---\nWords.\n", "utf-8")
    (newsroom.root / folder / "broken.md").write_text("---\nperson: [\n---\nWords.\n", "utf-8")
    assert len({problem.file or problem.message for problem in newsroom.repository.problems()}) == 2
    assert newsroom.store.strays() == []


def test_a_text_that_is_called_readme_and_begins_like_one_is_read(newsroom: Newsroom) -> None:
    (newsroom.root / "outlines/readme.md").write_text("---\ntitle: Read me\nauthor: agathe\n---\n", "utf-8")
    assert "readme" in newsroom.store.documents.slugs("outline")
    assert newsroom.store.strays() == []


def test_a_picture_that_the_text_names_is_ours_whatever_it_is_called(newsroom: Newsroom) -> None:
    (newsroom.root / f"drafts/{SLUG}/images/saw (1).png").write_bytes(png())
    assert len(newsroom.store.strays()) == 1
    newsroom.path.write_text(newsroom.path.read_text("utf-8") + "\n![A saw](<images/saw (1).png>)\n", "utf-8")
    assert newsroom.store.strays() == []
    newsroom.submit()
    assert list((newsroom.root / f"drafts/{SLUG}/revisions").glob("*/images/saw*1).png"))


def test_a_second_copy_of_the_settings_is_named(newsroom: Newsroom) -> None:
    (newsroom.root / "authoring (1).toml").write_text("", "utf-8")
    (newsroom.root / "README.md").write_text("", "utf-8")
    assert [Path(stray.file).name for stray in newsroom.store.strays()] == ["authoring (1).toml"]
