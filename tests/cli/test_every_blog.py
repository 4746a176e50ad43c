"""One piece on a real WordPress, a real Ghost, a Hugo and a Jekyll site: each step there by one command."""

from __future__ import annotations

import shutil
from pathlib import Path

import httpx2
import pytest

from servers.bare_sites import hugo_site, jekyll_site, text_in
from servers.ghost import Ghost
from servers.markup import words
from servers.wordpress import WordPress
from tests.worlds.site_generators import build_hugo, build_jekyll, needs_jekyll
from tests.worlds.terminal import Terminal

ROOT = Path(__file__).parents[2]
SLUG = "l-atelier-du-samedi"
BEFORE, AFTER = "La réparation est gratuite.", "La réparation reste gratuite."


class Blogs:
    """The sample piece's four blogs, and what readers of each see."""

    def __init__(self, folder: Path, wordpress: WordPress, ghost: Ghost) -> None:
        self.pages = {"wp": f"{wordpress.url}/{SLUG}/", "ghost": f"{ghost.url}/{SLUG}/"}
        self.hugo = hugo_site(folder / "hugo")
        self.jekyll = jekyll_site(folder / "jekyll")

    def targets(self, wordpress: WordPress, ghost: Ghost) -> str:
        return (
            f'\n[targets.wp]\nkind = "wordpress"\nurl = "{wordpress.url}"\nuser = "agathe"\n'
            f'\n[targets.ghost]\nkind = "ghost"\nurl = "{ghost.url}"\n'
            f'\n[targets.hugo]\nkind = "hugo"\nfolder = "{self.hugo}"\n'
            f'\n[targets.jekyll]\nkind = "jekyll"\nfolder = "{self.jekyll}"\n'
        )

    def read(self) -> dict[str, str | None]:
        """The words that readers find at the piece's address on each blog; None where there is no page."""
        texts: dict[str, str | None] = {}
        for name, address in self.pages.items():
            answer = httpx2.get(address)
            texts[name] = answer.text if answer.status_code == 200 else None
        for name, page in (("hugo", self._built_hugo()), ("jekyll", self._built_jekyll())):
            texts[name] = " ".join(words(text_in(page))) if page.is_file() else None
        return texts

    def _built_hugo(self) -> Path:
        shutil.rmtree(self.hugo / "public", ignore_errors=True)  # Hugo leaves pages of former builds
        return build_hugo(self.hugo) / "posts" / SLUG / "index.html"

    def _built_jekyll(self) -> Path:
        return build_jekyll(self.jekyll) / SLUG / "index.html"


@pytest.fixture
def terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Terminal:
    """A terminal in the repository's own sample, published here and not yet sent to any blog."""
    root = tmp_path / "workspace"
    for name in ("published", "outlines", "testimonies"):
        shutil.copytree(ROOT / name, root / name)
    shutil.copy(ROOT / "authoring.toml", root)
    return Terminal(root, monkeypatch, capsys)


@pytest.mark.wordpress
@pytest.mark.ghost
@pytest.mark.server
@pytest.mark.xdist_group("ghost")
@needs_jekyll
def test_the_sample_stands_on_every_blog_and_corrections_and_retractions_follow(
    terminal: Terminal, tmp_path: Path, wordpress: WordPress, ghost: Ghost, monkeypatch: pytest.MonkeyPatch
) -> None:
    wordpress.empty()
    ghost.empty()
    blogs = Blogs(tmp_path, wordpress, ghost)
    settings = terminal.folder / "authoring.toml"
    settings.write_text(settings.read_text("utf-8") + blogs.targets(wordpress, ghost), "utf-8")
    monkeypatch.setenv("AUTHORING_WP_PASSWORD", wordpress.passwords["agathe"])
    monkeypatch.setenv("AUTHORING_GHOST_KEY", ghost.key)
    names = ("wp", "ghost", "hugo", "jekyll")

    for name in names:
        terminal.ok("export", SLUG, "--to", name)
    assert {name: text is not None and BEFORE in text for name, text in blogs.read().items()} == dict.fromkeys(
        names, True
    )

    (post,) = blogs.jekyll.glob("_posts/*.html")
    assert "<img" in post.read_text("utf-8")
    assert " height=" not in post.read_text("utf-8")  # Jekyll's own theme narrows pictures and would stretch them

    terminal.ok("correct", SLUG, "--as", "agathe")
    draft = terminal.folder / "drafts" / SLUG / "index.md"
    draft.write_text(draft.read_text("utf-8").replace(BEFORE, AFTER), "utf-8")
    terminal.ok("submit", SLUG, "--as", "agathe", "--to", "odile")
    revision = terminal.ok("show", SLUG, "--json").json["hash"]
    terminal.ok("approve", SLUG, "--as", "odile", "--revision", revision)
    assert all(BEFORE in str(text) for text in blogs.read().values())  # nothing goes out before it is published
    terminal.ok("publish", SLUG, "--as", "agathe")
    assert {name: AFTER in str(text) and BEFORE not in str(text) for name, text in blogs.read().items()} == (
        dict.fromkeys(names, True)
    )

    terminal.ok("retract", SLUG, "--as", "agathe", "--reason", "La personne citée le demande.")
    assert blogs.read() == dict.fromkeys(names, None)
    standing = {row["target"]: row["condition"] for row in terminal.ok("targets", "status", "--json").json}
    assert {name: standing[name] for name in names} == dict.fromkeys(names, "taken-down")
    assert (wordpress.count("post"), len(ghost.posts()), ghost.mails()) == (1, 1, 0)
