"""A translation is a piece of its own: sentence by sentence, held against its original, due when that is corrected."""

from __future__ import annotations

import pytest

from authoring.audit import trace
from authoring.audit.verify import verify
from authoring.editorial.actions.confirm_quote import ConfirmQuote
from authoring.editorial.actions.correct import Correct
from authoring.editorial.actions.submit import Submit
from authoring.editorial.queries.quotations import request_to
from authoring.editorial.queries.translations import due
from authoring.errors import BlockedByFindings, Conflict, NotPossibleNow, UsageError
from authoring.model.events import translated
from authoring.sourcing import provenance
from authoring.sourcing.provenance.tracing import origins
from authoring.store import Key
from authoring.store.addresses import PROVENANCE
from tests.worlds.newsroom import SLUG
from tests.worlds.translated import FRENCH, TranslationRoom

BODY = """\
La Lanterne est un atelier partagé dans une rue de vieilles maisons. Qu’apportent ses voisins, et que trouvent-ils ?

## Qu’est-ce qu’un atelier de quartier ?

C’est un lieu avec des outils que tout le monde peut utiliser, et avec des gens qui montrent comment.

<!-- translation:nora-lind -->

> «\u00a0Je n’avais pas de scie à moi.\u00a0»
>
> — Nora Lind, traduit de l’anglais

<!-- /translation:nora-lind -->

> “I had no saw of my own.”
>
> — Nora Lind, carpenter and member

## Ce que Nora Lind nous raconte

<!-- translation:nora-lind -->

> «\u00a0Je suis venue à la Lanterne en 2021. Je n’avais pas de scie à moi. \
Mes voisins m’ont montré comment me servir de la leur.
>
> Aujourd’hui, j’apprends à d’autres le samedi.\u00a0»
>
> — Nora Lind, traduit de l’anglais

<!-- /translation:nora-lind -->

<!-- testimony:nora-lind -->
I came to the Lantern in 2021. I had no saw of my own. My neighbours showed me how to use theirs.

Today I teach others on Saturdays.
<!-- /testimony:nora-lind -->
"""
PLACE = "It is a place with tools that everybody may use, and with people who show how."


def test_every_sentence_is_translated_and_peoples_words_stand_beside_their_translation() -> None:
    room = TranslationRoom()
    done = room.translate()
    draft = room.translation.draft
    assert draft.body.strip() == BODY.strip()
    assert (draft.title, draft.lang, draft.translation_of) == (
        FRENCH["Why the Lantern needs its neighbours"],
        "fr",
        SLUG,
    )
    assert (done.left, done.withheld) == ((), ())


def test_each_sentence_names_the_sentence_that_it_is_from() -> None:
    room = TranslationRoom()
    room.translate()
    piece = room.translation
    record = provenance.decode(room.store.records.read(piece.slug, PROVENANCE))
    traced = origins(piece.draft.body, record, title=piece.draft.title, description=piece.draft.description)
    sources = {it.text: origin.sources for it, origin in traced if origin.kind == "model"}
    assert sources["Pourquoi la Lanterne a besoin de ses voisins"] == (f"original:{SLUG}#1",)
    assert sources["Qu’apportent ses voisins, et que trouvent-ils ?"] == (f"original:{SLUG}#4",)
    assert sources["Ce que Nora Lind nous raconte"] == (f"original:{SLUG}#9",)


def test_trace_shows_the_sentence_of_the_original() -> None:
    room = TranslationRoom()
    room.translate()
    lines = trace.read(room.as_("lena"), f"{SLUG}-fr").lines
    sources = {line.words: [source.words for source in line.sources] for line in lines}
    assert sources["Qu’apportent ses voisins, et que trouvent-ils ?"] == [
        "What do its neighbours bring, and what do they find?"
    ]


def test_a_persons_translated_words_wait_for_that_person() -> None:
    room = TranslationRoom()
    room.translate()
    blocking = [it for it in room.findings() if it.severity == "blocking"]
    assert {it.message for it in blocking} == {
        "These words of the testimony “nora-lind” are translated, and the person has not confirmed them."
    }
    with pytest.raises(BlockedByFindings):
        room.do("agathe", Submit(f"{SLUG}-fr"))
    request = request_to(room.as_("agathe"), f"{SLUG}-fr", "nora-lind")
    translated_words = [it for it in request.quotations if it.placement.is_translated]
    assert request.said(translated_words[0]) == "I had no saw of my own."
    room.do("agathe", ConfirmQuote(request, request.reference, tuple(range(1, len(request.quotations) + 1))))
    assert [it for it in room.findings() if it.severity == "blocking"] == []
    room.do("agathe", Submit(f"{SLUG}-fr"))


def test_words_that_somebody_puts_otherwise_are_asked_for_again() -> None:
    room = TranslationRoom()
    room.translate()
    request = request_to(room.as_("agathe"), f"{SLUG}-fr", "nora-lind")
    room.do("agathe", ConfirmQuote(request, request.reference, tuple(range(1, len(request.quotations) + 1))))
    edit(room, "de scie à moi.\u00a0»", "de scie.\u00a0»")
    assert [it.check for it in room.findings() if it.severity == "blocking"] == ["quotes"]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (", traduit de l’anglais", "", "readers are not told"),
        ("> “I had no saw of my own.”\n>\n> — Nora Lind, carpenter and member\n", "", "own words are missing"),
        ("La Lanterne est un atelier partagé dans une rue de vieilles maisons.",
         "The Lantern is a shared workshop in a street of old houses.", "not translated"),
        ("Ce que Nora Lind nous raconte", "Ce qu’elle nous raconte", "says “Nora Lind”"),
    ],
)  # fmt: skip
def test_what_a_translation_lacks_is_found_whoever_wrote_it(old: str, new: str, message: str) -> None:
    room = TranslationRoom()
    room.translate()
    edit(room, old, new)
    assert any(message in it.message for it in room.findings() if it.check in ("translation", "quotes"))


def test_an_unfaithful_answer_is_asked_for_again_and_never_kept() -> None:
    wrong = "C’est un lieu ouvert depuis 1987 avec des outils que tous peuvent utiliser, et des gens qui montrent."
    room = TranslationRoom({PLACE: wrong})
    done = room.translate()
    assert done.left == (PLACE,)
    assert PLACE in room.translation.draft.body
    again = [it.prompt for it in room.fake.requests if "1987" in it.prompt]
    assert again
    assert "The original does not say “1987”." in again[0] or "ne dit pas" in again[0]
    assert any("not translated" in it.message and it.severity == "blocking" for it in room.findings())


def test_a_testimony_that_the_model_may_not_read_stays_in_its_own_language() -> None:
    room = TranslationRoom()
    key = Key("testimony", "nora-lind")
    stored = room.store.documents.read(key)
    assert stored
    with room.store.transaction("nora-lind") as change:
        change.write(key, stored.content.replace(b"ai: allowed", b"ai: never"))
    done = room.translate()
    assert done.withheld == ("nora-lind",)
    assert "<!-- translation" not in room.translation.draft.body
    assert not any("no saw" in it.prompt for it in room.fake.requests)


def test_a_translation_is_due_when_its_original_is_corrected_and_not_before() -> None:
    room = TranslationRoom()
    room.translate()
    assert due(room.as_("lena").overview().entries) == {}
    correct(room)
    assert due(room.as_("lena").overview().entries) == {f"{SLUG}-fr": SLUG}
    assert any("has been corrected since" in it.message for it in verify(room.as_("lena")).notes)


def test_only_what_changed_is_asked_again() -> None:
    english = "It is a room with tools that everybody may use, and with people who show how."
    french = "C’est une pièce avec des outils que tout le monde peut utiliser, et avec des gens qui montrent comment."
    room = TranslationRoom({english: french})
    room.translate()
    before = len(room.fake.requests)
    correct(room)
    room.translate()
    assert len(room.fake.requests) - before == 1
    assert "C’est une pièce avec des outils" in room.translation.draft.body
    assert due(room.as_("lena").overview().entries) == {}


def test_what_people_wrote_is_not_overwritten() -> None:
    room = TranslationRoom()
    room.translate()
    edit(room, "dans une rue de vieilles maisons", "dans une vieille rue")
    with pytest.raises(Conflict):
        room.translate()
    done = room.translate(new_revision=True)
    assert room.store.revisions.has(f"{SLUG}-fr", done.kept)
    assert "vieilles maisons" in room.translation.draft.body


def test_the_history_says_which_text_was_translated() -> None:
    room = TranslationRoom()
    room.translate()
    original = translated(room.translation.events)
    assert original
    assert (original.slug, original.hash) == (SLUG, room.piece.hash)
    assert room.problems() == []


def test_a_piece_is_not_translated_into_its_own_language_nor_a_translation_again() -> None:
    room = TranslationRoom()
    with pytest.raises(UsageError):
        room.translate(to="en")
    room.translate()
    with pytest.raises(UsageError):
        room.translate(slug=f"{SLUG}-fr", to="en")


def test_a_draft_is_not_translated_before_it_is_handed_in() -> None:
    room = TranslationRoom()
    room.translate()
    with pytest.raises((NotPossibleNow, UsageError)):
        room.translate(slug=f"{SLUG}-fr")


def edit(room: TranslationRoom, old: str, new: str) -> None:
    """Change the translation as somebody does in an editor of their own."""
    text = room.translation.document.text
    assert old in text
    with room.store.transaction(f"{SLUG}-fr") as change:
        change.write(Key("piece", f"{SLUG}-fr"), text.replace(old, new).encode())


def correct(room: TranslationRoom) -> None:
    """Publish a correction of the original."""
    room.checks = ()
    room.do("agathe", Correct(SLUG))
    room.edit("It is a place with tools", "It is a room with tools")
    room.submit()
    room.approve()
    room.publish()
