"""A text that a model wrote is that draft, in whatever folder and typography it lies."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from authoring.checks.copies import CopiesOfDrafts
from authoring.editorial.actions.approve import Approve
from authoring.editorial.actions.edit import Edit
from authoring.editorial.actions.publish import Publish
from authoring.editorial.actions.submit import Submit
from authoring.errors import NotPossibleNow
from authoring.model.events import CopiedDraft, written
from authoring.model.findings import Finding
from authoring.model.states import Action
from authoring.sourcing.model_drafts import is_same, runs_of_draft, runs_of_text
from authoring.store import Key, Kind
from authoring.store.memory import MemoryStore
from authoring.store.pieces import Piece
from tests.worlds.newsroom import SLUG, with_body
from tests.worlds.states import MemoryNewsroom

BODY: Final = """
A workshop lives by the people around it, and most of them come for the first time because something broke. They bring
a chair, a lamp or a bicycle, and they leave with a plan and a date. Nobody pays for advice, since advice is what the
neighbours give each other anyway.

## What do they bring?

On Saturdays the long table fills up before nine, and whoever knows how to solder sits at its end. The others learn by
looking over a shoulder, which is slower than a course and lasts longer. In the evening somebody sweeps the floor, and
the tools go back to the wall where their outlines are painted.
"""
OWN: Final = """
Our garden began as a car park behind the school, grey and hot in summer. Two families dug the first bed in March with
borrowed spades, and the caretaker lent the hose. By June there were beans on every fence, and the children kept a list
of who may pick which row. This year we want a pond, a bench in the shade and a rule about dogs that all can accept.
"""


class Copying(MemoryNewsroom):
    """A newsroom whose piece `neighbours` a model wrote, and a second one with a text of its own."""

    def __init__(self, body: str = BODY) -> None:
        super().__init__(text=with_body(BODY))
        self.add("copy", body)

    def lose(self, *, text: bool) -> None:
        """Somebody deletes the drafted piece's folder, or its history alone."""
        assert isinstance(self.store, MemoryStore)
        self.store._state.events.pop(SLUG)
        if text:
            del self.store._state.texts[Key("piece", SLUG)]

    def add(self, slug: str, body: str) -> None:
        with self.store.transaction(slug) as change:
            change.write(Key("piece", slug), with_body(body).encode())

    def copy(self, slug: str = "copy") -> Piece:
        return self.repository.piece(slug)

    def kind(self, slug: str = "copy") -> str:
        return str(self.copy(slug).manifest["disclosure"]["kind"])

    def hand_in(self, slug: str = "copy", *, human_only: bool = False) -> None:
        self.do("agathe", Submit(slug, human_only=human_only))

    def draft_of(self, slug: str = "copy") -> CopiedDraft | None:
        how = written(self.copy(slug).events[-1])
        return how.draft if how else None


def decorated(body: str) -> str:
    return re.sub(r"\b(\w+) (\w+)\b", r"**\1** _\2_", body, count=20)


def typographic(body: str) -> str:
    return body.replace(", ", " ,\u00a0").replace("'", "’").replace(" a ", "\u202fa ").upper()


def reordered(body: str) -> str:
    return " ".join(reversed(re.split(r"(?<=\.)\s+", body.replace("## What do they bring?", ""))))


def reworded(body: str) -> str:
    """One word in ten is another."""
    words = body.split(" ")
    return " ".join("another" if number % 10 == 9 else word for number, word in enumerate(words))


def quoted(body: str) -> str:
    return "\n".join(f"> {line}" if line and not line.startswith("#") else line for line in body.split("\n"))


def listed(body: str) -> str:
    return re.sub(r"(?<=\.)\s+", "\n- ", body)


def padded(body: str) -> str:
    return f"{OWN}\n{body}\n{OWN.replace('garden', 'orchard')}"


def halved(body: str) -> str:
    return f"{body[: len(body) // 2]}\n\n{OWN[: len(OWN) // 2]}"


VARIANTS: Final = [str, decorated, typographic, reordered, reworded, quoted, listed, padded, halved]


@pytest.mark.parametrize("variant", VARIANTS, ids=lambda variant: variant.__name__)
def test_a_copied_draft_in_a_new_folder_is_that_draft(variant: Callable[[str], str]) -> None:
    newsroom = Copying(variant(BODY))
    with pytest.raises(NotPossibleNow, match="the draft of “neighbours”"):
        newsroom.hand_in(human_only=True)
    newsroom.hand_in()
    assert newsroom.draft_of() == CopiedDraft(SLUG, newsroom.piece.hash, ("fake",))
    assert newsroom.kind() == "ai-assisted"
    newsroom.do("samir", Approve("copy", revision=newsroom.copy().hash))
    newsroom.do("lena", Publish("copy"))
    disclosed = newsroom.target.pieces["copy"].disclosure
    assert (disclosed.kind, disclosed.parts) == ("ai-assisted", ("drafted",))
    assert "The model wrote a first version." in disclosed.text
    assert newsroom.problems() == []


def test_a_text_of_one_s_own_is_nobody_s_draft() -> None:
    newsroom = Copying(OWN)
    newsroom.hand_in(human_only=True)
    assert newsroom.kind() == "human-only"


def test_a_phrase_in_common_makes_no_copy() -> None:
    newsroom = Copying(OWN + "\nThe tools go back to the wall where their outlines are painted.\n")
    newsroom.hand_in(human_only=True)
    assert newsroom.kind() == "human-only"


def test_the_check_names_the_draft() -> None:
    newsroom = Copying()
    subject = newsroom.as_("agathe").subject(newsroom.copy())
    (finding,) = CopiesOfDrafts().run(subject)
    assert finding.message.startswith("This text is the draft of “neighbours”")
    assert list(CopiesOfDrafts().run(newsroom.as_("agathe").subject(newsroom.piece))) == []


def test_a_draft_whose_piece_was_deleted_is_known_still() -> None:
    newsroom = Copying()
    newsroom.lose(text=True)
    assert not newsroom.repository.has_piece(SLUG)
    with pytest.raises(NotPossibleNow, match="the draft of “neighbours”"):
        newsroom.hand_in(human_only=True)


def test_a_draft_without_its_history_is_known_still() -> None:
    newsroom = Copying()
    newsroom.lose(text=False)
    assert newsroom.piece.events == []
    with pytest.raises(NotPossibleNow, match="the draft of “neighbours”"):
        newsroom.hand_in(SLUG, human_only=True)


def test_what_a_model_reworded_is_its_and_what_it_left_is_not() -> None:
    newsroom = MemoryNewsroom(text=with_body(f"{OWN}\n## More\n\nShort.\n"), drafted=False)
    newsroom.submit()
    newsroom.edit("Short.", BODY.split("## ")[0])
    newsroom.record(Action.revise, by="agathe", models=["fake"])
    for slug, body in (("own", OWN), ("theirs", BODY.split("## ")[0])):
        with newsroom.store.transaction(slug) as change:
            change.write(Key("piece", slug), with_body(body).encode())
        newsroom.do("agathe", Submit(slug))
    kinds = {slug: newsroom.repository.piece(slug).manifest["disclosure"]["kind"] for slug in ("own", "theirs")}
    assert kinds == {"own": "not-recorded", "theirs": "ai-assisted"}


def test_a_text_that_was_made_a_draft_during_the_review_is_handed_in_again() -> None:
    newsroom = Copying(OWN)
    newsroom.hand_in(human_only=True)
    text = newsroom.copy().document.with_body(BODY).text
    newsroom.do("lena", Edit("copy", text, newsroom.copy().hash))
    with pytest.raises(NotPossibleNow, match="the draft of “neighbours”"):
        newsroom.do("samir", Approve("copy", revision=newsroom.copy().hash))


def test_a_copied_draft_that_nobody_approved_goes_out_only_where_the_settings_allow_it() -> None:
    newsroom = Copying()
    newsroom.hand_in()
    with pytest.raises(NotPossibleNow):
        newsroom.do("lena", Publish("copy"))
    disclosure = newsroom.settings.disclosure._replace(allow_autonomous=True)
    newsroom.settings = newsroom.settings._replace(disclosure=disclosure)
    newsroom.do("lena", Publish("copy"))
    assert newsroom.target.pieces["copy"].disclosure.kind == "ai-autonomous"


def test_the_names_of_the_models_are_those_of_the_draft() -> None:
    newsroom = Copying()
    newsroom.record_draft(["gpt", "fake"])
    newsroom.hand_in()
    draft = newsroom.draft_of()
    assert draft is not None
    assert draft.models == ("fake", "gpt")


@given(
    st.lists(st.sampled_from("a workshop lives by people who bring chairs and leave with plans".split()), max_size=60)
)
def test_a_text_is_itself_unless_it_is_a_phrase(words: list[str]) -> None:
    body = " ".join(words)
    runs = runs_of_text(body)
    assert runs_of_draft(body) <= runs
    assert is_same(len(runs), text=len(runs), draft=len(runs)) is (len(runs) >= 5)


TESTIMONY: Final = """---
person: Ida Moor
lang: en
collected: 2026-02-01
collected_by: samir
consent:
  status: granted
  granted: 2026-02-01
---
{words}
"""
SENTENCE: Final = "On Saturdays the long table fills up before nine, and whoever knows how to solder sits at its end."


class Witnessed(Copying):
    """A piece that quotes a testimony, and the piece `neighbours`, of whose body a model wrote all."""

    def __init__(self, words: str, body: str = BODY) -> None:
        MemoryNewsroom.__init__(self, text=with_body(body))
        self.put("testimony", "ida", TESTIMONY.format(words=words))
        self.put("piece", "copy", with_body(f"{OWN}\n“{SENTENCE}”, says Ida Moor.\n"))

    def put(self, kind: Kind, slug: str, text: str) -> None:
        with self.store.transaction(slug) as change:
            change.write(Key(kind, slug), text.encode())

    def warnings(self) -> list[Finding]:
        subject = self.as_("agathe").subject(self.copy())
        return [it for it in CopiesOfDrafts().run(subject) if it.severity == "warning"]


@pytest.mark.parametrize("variant", [str, decorated])
def test_a_model_s_words_in_a_testimony_are_warned_of(variant: Callable[[str], str]) -> None:
    (finding,) = Witnessed(f"I came in spring. {variant(SENTENCE)} That is all.").warnings()
    assert finding.message == "The testimony “ida” holds words that a model (fake) wrote in the draft of “neighbours”."
    assert "Let samir or the person confirm" in str(finding.remedy)
    assert finding.passage.startswith("on saturdays the long table")


def test_a_testimony_that_a_draft_quotes_is_not_warned_of() -> None:
    newsroom = Witnessed(f"I came in spring. {SENTENCE}", BODY.replace(SENTENCE, f"“{SENTENCE}”"))
    assert newsroom.warnings() == []


def test_words_of_a_draft_that_is_gone_are_known_in_a_testimony_too() -> None:
    newsroom = Witnessed(f"{SENTENCE} {' '.join(BODY.split('##')[0].split())}")
    newsroom.warnings()
    newsroom.lose(text=True)
    assert newsroom.warnings()
