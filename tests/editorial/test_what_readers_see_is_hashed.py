"""Whatever changes what a target shows changes the content hash, and nothing else does; only hashed bytes go out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from authoring.editorial.approved_revisions import ApprovedRevisions
from authoring.errors import AuthoringError, InputError
from authoring.exporters import ApprovedRevision
from authoring.store import Key
from authoring.text import frontmatter
from tests.worlds.effort import examples
from tests.worlds.newsroom import SLUG
from tests.worlds.pictures import png
from tests.worlds.publishing import PublishingNewsroom
from tests.worlds.rendered import rendered
from tests.worlds.states import MemoryNewsroom

FRONT: Final = {
    "title": "Why the Lantern needs its neighbours",
    "description": "What neighbours bring.",
    "lang": "en",
    "author": "agathe",
    "status": "draft",
    "outline": "neighbours",
    "testimonies": ["nora-lind"],
    "tags": ["third place", "neighbours"],
    "aliases": ["/2019/neighbours/"],
    "images": [{"src": "images/a.png", "alt": "A bench", "caption": "By the window", "credit": "Nora"}],
    "disclosure": "An AI wrote a part of this.",
}
BODY: Final = "The Lantern is open, as [the plan](plan.txt) says.\n\n![](images/a.png)\n\n## Tools\n\nFor everybody.\n"
NOWHERE: Final = Path("/nowhere")


@dataclass(frozen=True)
class Source:
    """A piece before it is stored: its front matter, its body and its files."""

    front: dict[str, Any]
    body: str
    files: dict[str, bytes]

    @property
    def text(self) -> str:
        return f"---\n{frontmatter.dump(self.front)}---\n\n{self.body}"


WHOLE: Final = Source(FRONT, BODY, {"images/a.png": png(), "plan.txt": b"A bench here."})
_words = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=12)
_values = {
    "title": _words.filter(str.strip),
    "description": _words,
    "lang": st.sampled_from(["en", "fr"]),
    "author": st.sampled_from(["agathe", "lena", "somebody"]),
    "testimonies": st.lists(st.sampled_from(["nora-lind", "somebody"]), max_size=3),
    "tags": st.lists(_words, max_size=3),
    "aliases": st.lists(st.sampled_from(["/2019/neighbours/", "/old/", "not a path", "/a/../b"]), max_size=3),
    "disclosure": st.one_of(_words, st.sampled_from(["", "Written with AI.", "<b></b>"])),
}
_fields_of_a_picture = st.fixed_dictionaries(
    {"src": st.just("images/a.png")},
    optional={"alt": _words, "caption": _words, "credit": _words, "decorative": st.booleans()},
)
_additions = st.sampled_from(
    [
        "\n",
        "\n\n",
        "x",
        " ",
        "\n\n    \n",
        "```\ncode\n\n\n",
        "\n[a]: plan.txt\n",
        "[b](https://example.org)",
        "\r\n",
        "\t",
    ]
)
_unseen = st.sampled_from(["mood", "assignee", "due", "layout", "slug", "date"])


@st.composite
def seen_edits(draw: st.DrawFn) -> Source:
    """The piece with one field, its body or a file changed, perhaps to what it was."""
    what = draw(st.sampled_from([*_values, "images", "body", "line ends", "picture", "linked"]))
    if what in _values:
        return replace(WHOLE, front={**FRONT, what: draw(_values[what])})
    if what == "images":
        return replace(WHOLE, front={**FRONT, "images": draw(st.lists(_fields_of_a_picture, max_size=1))})
    if what == "body":
        place = draw(st.integers(0, len(BODY)))
        return replace(WHOLE, body=f"{BODY[:place]}{draw(_additions)}{BODY[place:]}")
    if what == "line ends":
        return replace(WHOLE, body=BODY.replace("\n", "\r\n"))
    files = {"images/a.png": png(draw(st.integers(1, 60)))} if what == "picture" else {"plan.txt": draw(st.binary())}
    return replace(WHOLE, files={**WHOLE.files, **files})


@st.composite
def unseen_edits(draw: st.DrawFn) -> Source:
    """The piece with another status or outline, or a key that no target knows."""
    key = draw(st.one_of(st.sampled_from(["status", "outline"]), _unseen))
    value = draw(st.sampled_from(["approved", "elsewhere", "2026-12-01"]))
    return replace(WHOLE, front={**FRONT, key: value})


def out(source: Source) -> tuple[MemoryNewsroom, ApprovedRevision]:
    """A newsroom that published the piece, and what goes out of it."""
    newsroom = MemoryNewsroom(text=source.text)
    for name, content in source.files.items():
        newsroom.add_picture(name, content)
    newsroom.submit()
    newsroom.approve()
    newsroom.put_out()
    return newsroom, ApprovedRevisions(newsroom.repository).read(SLUG)


def shown(newsroom: MemoryNewsroom, revision: ApprovedRevision) -> dict[str, bytes]:
    return rendered(revision, newsroom.settings, newsroom.store, root=NOWHERE)


BASE: Final = out(WHOLE)
BASE_SHOWN: Final = shown(*BASE)


@given(seen_edits())
@settings(max_examples=examples(60, full=600), deadline=None)
def test_whatever_changes_what_a_target_shows_changes_the_hash(edited: Source) -> None:
    newsroom, revision = out(edited)
    if revision.hash == BASE[1].hash:
        assert shown(newsroom, revision) == BASE_SHOWN


@given(unseen_edits())
@settings(max_examples=examples(15, full=60), deadline=None)
def test_what_no_target_shows_leaves_the_hash_as_it_is(edited: Source) -> None:
    newsroom, revision = out(edited)
    assert revision.hash == BASE[1].hash
    assert shown(newsroom, revision) == BASE_SHOWN


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> PublishingNewsroom:
    """A newsroom in a folder that published the piece."""
    newsroom = PublishingNewsroom(tmp_path_factory.mktemp("newsroom"), text=WHOLE.text)
    for name, content in WHOLE.files.items():
        newsroom.add_picture(name, content)
    return newsroom.out()


@pytest.fixture
def kept(published: PublishingNewsroom) -> Iterator[Path]:
    """The folder of the kept revision that readers see, which is put back afterwards."""
    folder = published.root / "published" / SLUG / "revisions" / published.piece.hash
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    yield folder
    for path, content in before.items():
        path.write_bytes(content)


def shown_of(newsroom: PublishingNewsroom) -> dict[str, bytes] | AuthoringError:
    """What goes out of the kept revision, or why nothing does."""
    try:
        revision = ApprovedRevisions(newsroom.repository).read(SLUG)
        return rendered(revision, newsroom.settings, newsroom.store, root=NOWHERE)
    except AuthoringError as error:
        return error


@given(
    name=st.sampled_from(["index.md", "index.md", "manifest.json", "images/a.png", "plan.txt"]),
    place=st.floats(0, 1),
    removed=st.integers(0, 9),
    added=st.one_of(st.binary(max_size=3), st.sampled_from([b"\n", b"tags: [casino]\n", b"\r\n", b" "])),
)
@settings(
    max_examples=examples(120, full=2000),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],  # each example puts its own file back
)
def test_any_byte_that_is_changed_in_a_kept_revision_keeps_the_piece_back_or_changes_nothing(
    published: PublishingNewsroom, kept: Path, name: str, place: float, removed: int, added: bytes
) -> None:
    proper, content = shown_of(published), (kept / name).read_bytes()
    start = round(place * len(content))
    (kept / name).write_bytes(content[:start] + added + content[start + removed :])
    answer = shown_of(published)
    problems = published.problems() if isinstance(answer, AuthoringError) else []
    (kept / name).write_bytes(content)
    if isinstance(answer, AuthoringError):
        assert str(kept) in str(answer.problem.file)
        assert problems != []
    else:
        assert answer == proper


def test_a_text_changed_after_it_was_held_against_its_hash_does_not_go_out(
    published: PublishingNewsroom, kept: Path
) -> None:
    proper = shown_of(published)
    revision = ApprovedRevisions(published.repository).read(SLUG)
    (kept / "index.md").write_bytes((kept / "index.md").read_bytes().replace(b"third place", b"casino"))
    (kept / "manifest.json").write_bytes(b"{}")
    assert rendered(revision, published.settings, published.store, root=NOWHERE) == proper


def test_a_picture_changed_after_it_was_held_against_its_hash_does_not_go_out(
    published: PublishingNewsroom, kept: Path
) -> None:
    proper = shown_of(published)
    revision = ApprovedRevisions(published.repository).read(SLUG)
    (kept / "images/a.png").write_bytes(png(41))
    assert rendered(revision, published.settings, published.store, root=NOWHERE) == proper


def test_a_picture_too_large_to_be_kept_is_held_against_its_hash_again_when_it_goes_out(
    published: PublishingNewsroom, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("authoring.editorial.approved_revisions._ROOM", 0)
    revision = ApprovedRevisions(published.repository).read(SLUG)
    (kept / "images/a.png").write_bytes(png(41))
    with pytest.raises(InputError, match=r"images/a\.png is no longer what was approved"):
        rendered(revision, published.settings, published.store, root=NOWHERE)


def test_a_kept_revision_names_its_files_as_the_text_does() -> None:
    newsroom, revision = BASE
    files = newsroom.store.blobs.names(Key("piece", SLUG, revision.hash))
    assert list(files) == ["images/a.png", "plan.txt"]
