"""Each sentence keeps its origin through moves, splits, merges and retyping; an edit names who made it."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from authoring.model.people import ActorKind
from authoring.sourcing import provenance
from authoring.sourcing.provenance import Origin, Passage, Provenance, Sentence, sentences_of
from authoring.sourcing.provenance.tracing import Revision, advance

ONE = "The workshop opens every Saturday at ten in the morning."
TWO = "Nine volunteers show how to use the saws, and nobody pays for it."
THREE = "Bring a lamp or a bicycle that does not work any more."
PLACE = provenance.digest("Come and see")[:16]
BODY = f"{ONE} {TWO}\n\n## Come and see\n\n{THREE}\n"


def follow(*texts: str, by: str = "lena", kind: ActorKind = "person", model: str = BODY) -> Provenance:
    """The record after the model's draft and each further text, recorded by `by`."""
    blocks = provenance.blocks(model)
    record = Provenance(tuple(Passage("model", block.sha256, "c1") for block in blocks))
    before: list[Sentence] = []
    for number, text in enumerate((model, *texts), start=1):
        sentences = sentences_of(text)
        is_draft = number == 1
        actor = "agathe" if is_draft else by
        of_kind: ActorKind = "person" if is_draft else kind
        revision = Revision(
            f"r{number}",
            sentences,
            number,
            actor,
            of_kind,
            True,
            is_draft,
            is_draft,
            author="agathe",
        )
        record, before = advance(record, before, revision), sentences
    return record


def kinds(record: Provenance) -> list[str]:
    return [origin.kind for origin in record.sentences]


def of(record: Provenance, text: str) -> Origin:
    return next(origin for origin in record.sentences if origin.sha256 == provenance.digest(text))


def test_a_draft_is_the_models_and_its_headings_the_outlines() -> None:
    record = follow()
    assert kinds(record) == ["model", "model", "person", "model"]
    assert of(record, "Come and see") == Origin(
        PLACE, provenance.digest("Come and see"), "person", "", "agathe", "r1", "", ("point:1.0",)
    )
    assert of(record, ONE) == Origin("", provenance.digest(ONE), "model", "c1", "", "r1")


def test_a_sentence_that_moved_to_another_section_is_still_the_models() -> None:
    record = follow(f"{TWO}\n\n## Come and see\n\n{ONE} {THREE}\n")
    assert kinds(record) == ["model", "person", "model", "model"]
    assert of(record, ONE) == Origin(PLACE, provenance.digest(ONE), "model", "c1", "", "r1")


def test_a_sentence_cut_in_two_is_still_the_models_twice() -> None:
    halves = ("Nine volunteers show how to use the saws.", "And nobody pays for it.")
    record = follow(BODY.replace(TWO, " ".join(halves)))
    assert [(of(record, half).kind, of(record, half).before) for half in halves] == [
        ("model", provenance.digest(TWO))
    ] * 2


def test_sentences_joined_are_still_the_models() -> None:
    joined = ONE.replace("morning.", "morning; nine") + TWO.removeprefix("Nine")
    record = follow(BODY.replace(f"{ONE} {TWO}", joined))
    assert (of(record, joined).kind, of(record, joined).call) == ("model", "c1")


def test_typography_case_of_accents_and_emphasis_make_no_edit() -> None:
    record = follow(BODY.replace("Saturday", "**Saturday**").replace("every ", "every\n"))
    assert kinds(record) == ["model", "model", "person", "model"]


def test_a_changed_word_makes_it_a_models_edited_by_a_person_with_what_it_said_before() -> None:
    changed = TWO.replace("Nine", "Eleven")
    record = follow(BODY.replace(TWO, changed))
    assert of(record, changed) == Origin(
        "", provenance.digest(changed), "edited", "c1", "lena", "r2", provenance.digest(TWO)
    )
    assert provenance.digest(TWO) in {origin.sha256 for origin in record.gone}


def test_an_end_that_was_cut_off_is_an_edit() -> None:
    cut = "Nine volunteers show how to use the saws."
    assert of(follow(BODY.replace(TWO, cut)), cut).kind == "edited"


def test_a_new_sentence_is_the_persons() -> None:
    new = "Our cat sleeps on the varnish shelf."
    assert of(follow(BODY + f"\n{new}\n"), new) == Origin(PLACE, provenance.digest(new), "person", "", "lena", "r2")


def test_a_sentence_that_comes_back_is_whose_it_was() -> None:
    record = follow(BODY.replace(THREE, "Soup."), BODY)
    assert kinds(record) == ["model", "model", "person", "model"]
    assert of(record, THREE).call == "c1"


def test_what_nobody_has_recorded_is_a_persons_without_a_name_until_the_next_writer() -> None:
    record = follow()
    text = BODY + "\nOur cat sleeps on the varnish shelf.\n"
    sentences = sentences_of(text)
    pending = advance(record, sentences_of(BODY), Revision("r2", sentences))
    assert (pending.sentences[-1].kind, pending.sentences[-1].by) == ("person", "")
    approved = advance(record, sentences_of(BODY), Revision("r2", sentences, 2, "samir"))
    assert approved.sentences[-1].by == ""
    submitted = advance(approved, sentences, Revision("r2", sentences, 3, "agathe", writes=True))
    assert submitted.sentences[-1].by == "agathe"


def test_what_an_agent_records_is_no_persons() -> None:
    new = "Our cat sleeps on the varnish shelf."
    assert of(follow(BODY + f"\n{new}\n", by="bot", kind="agent"), new).kind == "model"


def test_a_testimony_carries_its_sentences_numbers() -> None:
    text = BODY + "\n<!-- testimony:nora-lind -->\nI came. I saw the saws.\n<!-- /testimony:nora-lind -->\n"
    record = follow(model=text)
    assert [origin.sources for origin in record.sentences if origin.kind == "testimony"] == [
        ("testimony:nora-lind#1",),
        ("testimony:nora-lind#2",),
    ]


def test_sentences_say_where_they_stand_in_the_body() -> None:
    for sentence in sentences_of(BODY):
        assert BODY[sentence.start : sentence.end] == sentence.text
        assert BODY.split("\n")[sentence.line - 1].find(sentence.text) >= 0


SENTENCES = st.lists(
    st.sampled_from([ONE, TWO, THREE, "Soup.", "Our cat sleeps on the shelf.", "> A word.", "# A heading"]), max_size=8
)


@settings(max_examples=60, deadline=None)
@given(st.lists(SENTENCES, max_size=4))
def test_every_sentence_of_any_text_has_one_origin_and_following_again_gives_the_same(texts: list[list[str]]) -> None:
    bodies = ["\n\n".join(sentences) + "\n" for sentences in texts]
    record = follow(*bodies)
    assert [origin.sha256 for origin in record.sentences] == [
        sentence.sha256 for sentence in sentences_of((BODY, *bodies)[-1])
    ]
    assert provenance.decode(record.encode()) == record
    assert follow(*bodies) == record


@settings(max_examples=60, deadline=None)
@given(st.permutations([ONE, TWO, THREE]), st.integers(0, 2))
def test_no_order_of_the_models_sentences_makes_them_anybody_elses(order: list[str], cut: int) -> None:
    text = " ".join(order[:cut]) + "\n\n## Come and see\n\n" + " ".join(order[cut:]) + "\n"
    assert {origin.kind for origin in follow(text).sentences if origin.sha256 != provenance.digest("Come and see")} == {
        "model"
    }
