"""The index: brought up to date from stamps, gone or damaged at any moment, and answering the same."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from authoring.errors import Problem
from authoring.model.documents import Consent
from authoring.model.states import State
from authoring.store.index import Index, consents, entries
from authoring.store.index.consents import ConsentEntry
from authoring.store.index.rows import Digests, Kind, Row
from authoring.store.listing import Entry


def entry(slug: str, title: str) -> Entry:
    return Entry(slug, "in_progress", title, State.draft, "en", "agathe", "", "", "2026-11-23T09:00:00Z", "a" * 64, "")


def consent_entry(slug: str, person: str) -> ConsentEntry:
    return ConsentEntry(slug, person, (f"Captain {slug}",), Consent("granted", date(2026, 3, 2), version=person))


@dataclass
class Pieces:
    """Documents in a dictionary, whose stamps are their texts; `reads` lists those that were read."""

    texts: dict[str, str] = field(default_factory=dict)
    kind: Kind = "piece"
    about: str = ""
    reads: list[str] = field(default_factory=list)
    digests: Mapping[str, Digests] = field(default_factory=dict)

    def stamps(self) -> Mapping[str, str]:
        return dict(self.texts)

    def file_stamp(self, slug: str, src: str) -> str:
        return ""

    def read(self, slugs: Collection[str], digests: Callable[[], Mapping[str, Digests]]) -> Iterable[Row]:
        self.digests = digests()
        for slug in slugs:
            self.reads.append(slug)
            text = self.texts[slug]
            if text.startswith("broken"):
                yield Row(self.kind, slug, problems=(Problem(text, "Mend it.", slug, 3),))
            else:
                listing = entry(slug, text) if self.kind == "piece" else None
                consent = consent_entry(slug, text) if self.kind == "testimony" else None
                yield Row(
                    self.kind, slug, text, "", f"words of {text}", listing, digests={"a.png": text}, consent=consent
                )


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "cache" / "index" / "lantern.sqlite"


def titles(index: Index, pieces: Pieces) -> list[str]:
    return [entry.title for entry in index.overview(pieces).entries]


def stored(path: Path) -> bytes:
    """All bytes of the index, and of what SQLite keeps beside it."""
    return b"".join(file.read_bytes() for file in sorted(path.parent.glob("*")))


def test_only_what_has_another_stamp_is_read_again(path: Path) -> None:
    pieces = Pieces({"b": "B", "a": "A"})
    assert titles(Index(path), pieces) == ["A", "B"]
    pieces.texts |= {"a": "A2", "c": "C"}
    pieces.reads.clear()
    assert titles(Index(path), pieces) == ["A2", "B", "C"]
    assert pieces.reads == ["a", "c"]


def test_only_the_digests_of_what_is_read_again_are_handed_over(path: Path) -> None:
    pieces = Pieces({"a": "A", "b": "B", "c": "C"})
    titles(Index(path), pieces)
    pieces.texts["b"] = "B2"
    titles(Index(path), pieces)
    assert pieces.digests == {"b": {"a.png": "B"}}


def test_what_is_gone_is_listed_no_more(path: Path) -> None:
    pieces = Pieces({"a": "A", "b": "B"})
    titles(Index(path), pieces)
    del pieces.texts["a"]
    assert titles(Index(path), pieces) == ["B"]
    assert not Index(path).search("A", [pieces]).hits


def test_all_are_read_again_when_what_they_depend_on_changes(path: Path) -> None:
    pieces = Pieces({"a": "A"})
    titles(Index(path), pieces)
    pieces.about, pieces.reads = "fr", []
    titles(Index(path), pieces)
    assert pieces.reads == ["a"]


def test_mistakes_are_kept_until_the_document_changes(path: Path) -> None:
    pieces = Pieces({"a": "broken", "b": "B"})
    first, second = Index(path).overview(pieces), Index(path).overview(pieces)
    assert first == second
    assert first.problems == [Problem("broken", "Mend it.", "a", 3)]
    assert pieces.reads == ["a", "b"]


def test_digests_of_pictures_come_back_to_the_reader(path: Path) -> None:
    class Remembering(Pieces):
        def read(self, slugs: Collection[str], digests: Callable[[], Mapping[str, Digests]]) -> Iterable[Row]:
            offered.append(digests())
            return super().read(slugs, digests)

    offered: list[Mapping[str, Digests]] = []
    pieces = Remembering({"a": "A"})
    titles(Index(path), pieces)
    pieces.texts["a"] = "A2"
    titles(Index(path), pieces)
    assert offered == [{}, {"a": {"a.png": "A"}}]


@pytest.mark.parametrize("content", [b"", b"no database at all", b"SQLite format 3\0" + b"\xff" * 5000])
def test_a_damaged_file_is_made_anew(path: Path, content: bytes) -> None:
    pieces = Pieces({"a": "A"})
    titles(Index(path), pieces)
    path.write_bytes(content)
    assert titles(Index(path), pieces) == ["A"]
    assert titles(Index(path), Pieces({"a": "A"})) == ["A"]


def test_damage_in_the_middle_of_the_file_changes_no_answer(path: Path) -> None:
    pieces = Pieces({f"piece-{number}": f"Title {number}" * 20 for number in range(300)})
    expected = titles(Index(path), pieces)
    content = bytearray(path.read_bytes())
    content[4096:20480] = b"\xa5" * 16384
    path.write_bytes(content)
    assert titles(Index(path), pieces) == expected


def test_a_file_of_another_version_of_the_program_is_made_anew(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pieces = Pieces({"a": "A"})
    titles(Index(path), pieces)
    monkeypatch.setattr("authoring.store.index.__version__", "0.0.0")
    assert titles(Index(path), pieces) == ["A"]
    assert pieces.reads == ["a", "a"]


def test_a_file_of_other_tables_is_made_anew(path: Path) -> None:
    pieces = Pieces({"a": "A"})
    titles(Index(path), pieces)
    connection = sqlite3.connect(path)
    connection.execute("DROP TABLE rows")
    connection.commit()
    connection.close()
    assert titles(Index(path), pieces) == ["A"]


def test_the_file_can_be_deleted_while_it_is_in_use(path: Path) -> None:
    class Deleting(Pieces):
        def read(self, slugs: Collection[str], digests: Callable[[], Mapping[str, Digests]]) -> Iterable[Row]:
            for file in path.parent.glob("*"):
                file.unlink()
            return super().read(slugs, digests)

    pieces = Deleting({"a": "A"})
    index = Index(path)
    assert titles(index, pieces) == ["A"]
    pieces.texts["a"] = "A2"
    assert titles(index, pieces) == ["A2"]
    assert titles(Index(path), Pieces({"a": "A2"})) == ["A2"]


def test_without_a_folder_to_write_to_it_is_kept_in_memory(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file where the folder should be")
    index, pieces = Index(tmp_path / "cache" / "lantern.sqlite"), Pieces({"a": "A"})
    assert titles(index, pieces) == titles(index, pieces) == ["A"]
    assert pieces.reads == ["a"]
    assert [hit.slug for hit in index.search("words", [pieces]).hits] == ["a"]


def test_a_file_that_somebody_keeps_locked_is_no_error(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("authoring.store.index.database._PATIENCE", 0.1)
    titles(Index(path), Pieces({"a": "A"}))
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    try:
        assert titles(Index(path), Pieces({"a": "A2", "b": "B"})) == ["A2", "B"]
    finally:
        other.close()
    assert titles(Index(path), Pieces({"a": "A2"})) == ["A2"]


def test_several_at_once_get_the_same_answer(path: Path) -> None:
    texts = {f"piece-{number}": f"T{number}" for number in range(200)}

    def ask(number: int) -> list[str]:
        return titles(Index(path), Pieces({**texts, "piece-0": f"T{number}"}))

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(ask, range(12)))
    assert all(len(answer) == 200 for answer in answers)


def test_the_file_can_be_read_by_its_owner_alone(path: Path) -> None:
    titles(Index(path), Pieces({"a": "A"}))
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700


def test_an_answer_is_cached_until_the_stamp_or_the_matter_changes(path: Path) -> None:
    judged: list[str] = []

    def judge(slugs: Sequence[str]) -> list[bool]:
        judged.extend(slugs)
        return [slug == "a" for slug in slugs]

    def ask(stamps: Mapping[str, str], about: str) -> dict[str, bool]:
        return Index(path).cached_answers("consents", stamps, judge, about=about)

    assert ask({"a": "1", "b": "1"}, "x") == {"a": True, "b": False}
    assert ask({"b": "1", "a": "1"}, "x") == {"a": True, "b": False}
    assert judged == ["a", "b"]
    assert ask({"a": "1", "b": "2"}, "x") == {"a": True, "b": False}
    assert judged == ["a", "b", "b"]
    assert ask({"a": "1"}, "y") == {"a": True}
    assert judged == ["a", "b", "b", "a"]


def test_an_erasure_reaches_the_bytes_of_the_file(path: Path) -> None:
    index = Index(path)
    pieces = Pieces({"a": "Quincaillerie", "b": "Menuiserie"})
    testimonies = Pieces({"nora-lind": "Serrurerie", "broken": "broken Quincaillerie"}, kind="testimony")
    index.search("words", [pieces, testimonies])
    assert b"Quincaillerie" in stored(path)
    assert b"serrurerie" in stored(path)  # as a term of the full text
    assert index.erase(["nora-lind"], lambda text: "Quincaillerie" in text) == []
    for word in (b"uincaillerie", b"errurerie"):
        assert word not in stored(path)
    assert b"Menuiserie" in stored(path)


def test_consents_are_listed_by_slug_and_those_with_mistakes_apart(path: Path) -> None:
    testimonies = Pieces({"b": "Nora Berg", "a": "Nora Lind", "c": "broken"}, kind="testimony")
    overview = Index(path).consents(testimonies)
    assert overview.entries == [consent_entry("a", "Nora Lind"), consent_entry("b", "Nora Berg")]
    assert overview.problems == [Problem("broken", "Mend it.", "c", 3)]
    testimonies.texts |= {"a": "broken", "c": "Ole Stranger"}
    del testimonies.texts["b"]
    assert Index(path).consents(testimonies).entries == [consent_entry("c", "Ole Stranger")]


def test_an_erasure_reaches_what_is_kept_of_a_consent(path: Path) -> None:
    class Witnesses(Pieces):
        def read(self, slugs: Collection[str], digests: Callable[[], Mapping[str, Digests]]) -> Iterable[Row]:
            return [Row("testimony", slug, "Somebody", "", "Some words.", consent=witnesses[slug]) for slug in slugs]

    witnesses = {
        "by-slug": ConsentEntry("by-slug", "Quincaillerie", ("Serrurerie",), Consent(shown="Ferronnerie")),
        "by-person": ConsentEntry("by-person", "Menuiserie", (), Consent()),
        "by-alias": ConsentEntry("by-alias", "Somebody", ("Menuiserie",), Consent()),
        "by-consent": ConsentEntry("by-consent", "Somebody", (), Consent(shown="Menuiserie")),
        "stays": ConsentEntry("stays", "Vannerie", (), Consent()),
    }
    index, testimonies = Index(path), Witnesses({slug: slug for slug in witnesses}, kind="testimony")
    assert index.consents(testimonies).entries == [witnesses[slug] for slug in sorted(witnesses)]
    assert index.erase(["by-slug"], lambda text: "Menuiserie" in text) == []
    for word in (b"Quincaillerie", b"Serrurerie", b"Ferronnerie", b"Menuiserie"):
        assert word not in stored(path)
    assert b"Vannerie" in stored(path)


def test_an_erasure_reaches_the_file_while_another_reads_it(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("authoring.store.index.database._PATIENCE", 0.1)
    pieces = Pieces({"a": "Quincaillerie", "b": "Menuiserie"})
    titles(Index(path), pieces)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN")
    other.execute("SELECT * FROM rows").fetchall()
    try:
        assert Index(path).erase([], lambda text: "Quincaillerie" in text) == []
        assert b"Quincaillerie" not in stored(path)
    finally:
        other.close()
    del pieces.texts["a"]
    assert titles(Index(path), pieces) == ["Menuiserie"]


def test_an_erasure_before_anything_was_asked_makes_no_file(path: Path) -> None:
    assert Index(path).erase(["nora-lind"], lambda text: True) == []
    assert not path.exists()


texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)


@given(
    st.builds(
        Entry,
        *[texts] * 3,
        st.sampled_from(State),
        *[texts] * 13,
        *[st.lists(texts | st.just("\x1e") | st.just("\x1f"), max_size=3).map(tuple)] * 4,
    )
)
def test_every_entry_comes_back_from_its_line_as_it_was(value: Entry) -> None:
    assert entries.decode_entry(entries.encode_entry(value)) == value
    assert isinstance(entries.decode_entry(entries.encode_entry(value)).state, State)


days = st.none() | st.dates()


@given(
    st.builds(
        ConsentEntry,
        *[texts] * 2,
        st.lists(texts, max_size=3).map(tuple),
        st.builds(
            Consent,
            status=st.sampled_from(["granted", "pending", "withdrawn"]),
            granted=days,
            withdrawn=days,
            expires=days,
            erased=days,
            channels=st.lists(texts, max_size=3).map(tuple),
            providers=st.lists(texts, max_size=3).map(tuple),
            name=st.sampled_from(["full", "first", "initials", "anonymous"]),
            ai=st.sampled_from(["allowed", "local", "never"]),
            words=st.booleans(),
            picture=st.none() | st.booleans(),
            wording=st.sampled_from(["verbatim", "reworded"]),
            shown=texts,
            version=texts,
            lang=texts,
        ),
    )
)
def test_every_consent_comes_back_as_it_was(value: ConsentEntry) -> None:
    assert consents.decode_entry(*consents.encode_entry(value)) == value


@given(st.lists(st.tuples(st.sampled_from("abcd"), st.sampled_from(["T", "U", "broken", ""])), max_size=12))
def test_after_any_changes_it_answers_like_a_new_one(changes: list[tuple[str, str]]) -> None:
    index, pieces = Index(None), Pieces()
    testimonies = Pieces(pieces.texts, kind="testimony")
    for slug, text in changes:
        if text:
            pieces.texts[slug] = text
        else:
            pieces.texts.pop(slug, None)
        fresh = Pieces(dict(pieces.texts), kind="testimony")
        assert index.consents(testimonies) == Index(None).consents(fresh)
        assert index.overview(pieces) == Index(None).overview(Pieces(dict(pieces.texts)))
        assert index.search("words", [pieces]) == Index(None).search("words", [Pieces(dict(pieces.texts))])
