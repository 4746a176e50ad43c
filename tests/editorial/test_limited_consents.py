"""Which testimonies a delivery reads, and whose consent counts where two people share words or a name."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from authoring.audit.evidence import gather, named_by_slug
from authoring.audit.verify import verify
from authoring.checks import Subject
from authoring.editorial import consents
from authoring.editorial.actions import perform
from authoring.editorial.actions.export import Export
from authoring.editorial.actions.publish import Publish
from authoring.editorial.context import Context
from authoring.editorial.queries.consents import consents as consent_list
from authoring.errors import InvalidDocuments, NotPossibleNow
from authoring.model.documents import Consent, ConsentStatus, Testimony
from authoring.testing import memory_workspace
from authoring.text.frontmatter import dump
from tests.worlds.lantern import MORNING, SETTINGS
from tests.worlds.newsroom import SLUG, TEXT
from tests.worlds.publishing import PublishingNewsroom
from tests.worlds.reads import noting
from tests.worlds.witnesses import PARAGRAPHS, WITNESSES

STRANGER: Final = """---
person: {person}
aliases: [Captain {slug}]
lang: en
consent:
  status: {status}
  granted: 2026-03-02
  channels: [{channel}]
  name: {name}
---

{words}
"""
BROKEN: Final = "---\nperson: Zoe Broken\nconsent:\n  status: perhaps\n---\n\nNobody reads this.\n"


def add(
    newsroom: PublishingNewsroom,
    slug: str,
    *,
    person: str = "Xan Uvwxyz",
    status: str = "granted",
    channel: str = "blog",
    name: str = "full",
    words: str = "Only rain fell on my umbrella shop.",
) -> None:
    text = STRANGER.format(slug=slug, person=person, status=status, channel=channel, name=name, words=words)
    (newsroom.root / "testimonies" / f"{slug}.md").write_text(text, "utf-8")


@pytest.fixture
def newsroom(tmp_path: Path) -> PublishingNewsroom:
    """An approved piece; of three strangers one allows all, one a newsletter alone, and one nothing any more."""
    newsroom = PublishingNewsroom(tmp_path / "here")
    newsroom.caches = tmp_path / "caches"
    newsroom.submit()
    newsroom.approve()
    add(newsroom, "free", person="Fay Free")
    add(newsroom, "limited", person="Lim Limited", channel="newsletter")
    add(newsroom, "over", person="Ove Onder", status="withdrawn")
    return newsroom


def up_to_date(context: Context) -> Context:
    """The workspace, after a first question has brought the index up to date."""
    context.consents()
    return context


def test_publishing_reads_what_the_piece_names_and_what_is_limited(newsroom: PublishingNewsroom) -> None:
    context, documents = noting(up_to_date(newsroom.as_("lena")))
    perform(Publish(SLUG), context)
    assert set(documents.reads) == {"nora-lind", "limited", "over"}


def test_an_export_reads_the_consents_that_can_keep_something_from_the_channel(newsroom: PublishingNewsroom) -> None:
    newsroom.publish()
    context, documents = noting(up_to_date(newsroom.as_("lena")))
    assert {receipt.outcome for receipt in perform(Export(), context)} == {"unchanged"}
    assert set(documents.reads) == {"over"}
    documents.reads.clear()
    (newsroom.root / ".authoring").rename(newsroom.root / "forgotten")
    assert "nora-lind" not in documents.reads
    assert "blocked" not in {receipt.outcome for receipt in perform(Export(), context)}
    assert set(documents.reads) == {"limited", "over"}


def test_a_consent_that_was_withdrawn_is_in_the_way_whatever_others_allow(newsroom: PublishingNewsroom) -> None:
    newsroom.publish()
    add(
        newsroom, "echo", person="Echo Lind", words="I had no saw of my own. My neighbours showed me how to use theirs."
    )
    path = newsroom.root / "testimonies/nora-lind.md"
    path.write_text(path.read_text("utf-8").replace("status: granted", "status: withdrawn"), "utf-8")
    context, documents = noting(up_to_date(newsroom.as_("lena")))
    assert {receipt.outcome for receipt in perform(Export(), context)} == {"blocked"}
    assert len(verify(context).problems) == 1
    assert set(documents.reads) == {"nora-lind", "over"}


def test_verifying_reads_the_testimonies_whose_consent_is_over(newsroom: PublishingNewsroom) -> None:
    newsroom.publish()
    context, documents = noting(up_to_date(newsroom.as_("lena")))
    assert verify(context).problems == ()
    assert set(documents.reads) == {"over"}


def test_evidence_reads_the_sources_and_the_words_that_were_taken_back(newsroom: PublishingNewsroom) -> None:
    context, documents = noting(up_to_date(newsroom.as_("lena")))
    evidence = gather(context, SLUG)
    assert set(documents.reads) == {"nora-lind", "over"}
    documents.reads.clear()
    assert named_by_slug(context, evidence) == []
    assert documents.reads == []


def test_a_list_of_consents_reads_no_testimony(newsroom: PublishingNewsroom) -> None:
    context, documents = noting(up_to_date(newsroom.as_("lena")))
    views = consent_list(context)
    assert documents.reads == []
    assert [(it.slug, it.status, it.channels) for it in views] == [
        ("free", "granted", ("blog",)),
        ("limited", "granted", ("newsletter",)),
        ("nora-lind", "granted", ("blog",)),
        ("over", "withdrawn", ("blog",)),
    ]


@pytest.mark.parametrize("who", ["fay free", "FAY FREE", "Captain free", "captain FREE"])
def test_a_person_is_found_by_any_of_their_names_and_nobody_else_is_read(
    newsroom: PublishingNewsroom, who: str
) -> None:
    context, documents = noting(up_to_date(newsroom.as_("lena")))
    assert [it.slug for it in consents.given_by(context, who)] == ["free"]
    assert documents.reads == ["free"]


def test_a_testimony_with_mistakes_stops_a_list_and_no_delivery(newsroom: PublishingNewsroom) -> None:
    (newsroom.root / "testimonies/zoe.md").write_text(BROKEN, "utf-8")
    with pytest.raises(InvalidDocuments, match="perhaps"):
        consent_list(newsroom.as_("lena"))
    assert {receipt.outcome for receipt in newsroom.publish().receipts} == {"created"}
    assert newsroom.problems() == []
    assert [it.slug for it in consents.given_by(newsroom.as_("lena"), "Fay Free")] == ["free"]
    gather(newsroom.as_("lena"), SLUG)


def test_a_testimony_with_mistakes_stops_the_piece_that_names_it(newsroom: PublishingNewsroom) -> None:
    path = newsroom.root / "testimonies/nora-lind.md"
    path.write_text(path.read_text("utf-8").replace("status: granted", "status: perhaps"), "utf-8")
    with pytest.raises(InvalidDocuments, match="perhaps"):
        newsroom.publish()


def test_a_consent_that_changes_counts_at_the_next_delivery(newsroom: PublishingNewsroom) -> None:
    up_to_date(newsroom.as_("lena"))
    path = newsroom.root / "testimonies/nora-lind.md"
    path.write_text(path.read_text("utf-8").replace("status: granted", "status: pending"), "utf-8")
    with pytest.raises(NotPossibleNow, match="does not cover publishing"):
        newsroom.publish()


def test_a_first_name_that_somebody_else_lets_be_shown_keeps_a_piece_from_no_target(tmp_path: Path) -> None:
    text = TEXT.replace("    ## What Nora", "    We sing to keep warm in the old forge, they say.\n\n    ## What Nora")
    newsroom = PublishingNewsroom(tmp_path, text=text)
    newsroom.submit()
    newsroom.approve()
    words = "We sing to keep warm in the old forge, they say."
    add(newsroom, "berg", person="Nora Berg", name="anonymous", words=words)
    assert {receipt.outcome for receipt in newsroom.publish().receipts} == {"created"}
    add(newsroom, "berg", person="Nora Lantern", name="anonymous", words=words)
    (newsroom.root / ".authoring").rename(newsroom.root / "forgotten")
    blocked = {(receipt.outcome, receipt.where) for receipt in newsroom.export()}
    assert blocked == {("blocked", "The piece shows more of the name of “berg” than their consent allows.")}


def _text_of(witness: Testimony) -> str:
    allowed = witness.consent
    consent = {"status": allowed.status, "granted": allowed.granted, "name": allowed.name, "words": allowed.words}
    front = {"person": witness.person, "aliases": list(witness.aliases), "lang": witness.lang, "consent": consent}
    return f"---\n{dump(front)}---\n{witness.body}"


def _consent(status: ConsentStatus, *, words: bool = True) -> Consent:
    return Consent(status, date(2026, 3, 2), words=words)


# Each says what somebody else says too, who allows it, and allows less: no words, nothing yet, nothing any more.
ECHOES: Final = tuple(
    replace(witness, slug=f"{witness.slug}-echo", person=f"{person} Echo", aliases=(), consent=consent)
    for witness, person, consent in zip(
        (WITNESSES[0], WITNESSES[1], WITNESSES[3], WITNESSES[4]),
        ("Iris", "Jo", "Kim", "Lou"),
        (
            _consent("granted", words=False),
            _consent("pending"),
            _consent("withdrawn"),
            _consent("withdrawn", words=False),
        ),
        strict=True,
    )
)
EVERYBODY: Final = (*WITNESSES, *ECHOES)
WORKSPACE: Final = memory_workspace(
    {"authoring.toml": SETTINGS, **{f"testimonies/{it.slug}.md": _text_of(it) for it in EVERYBODY}},
    clock=lambda: MORNING,
)


@given(
    st.lists(PARAGRAPHS, min_size=1, max_size=5),
    st.sampled_from(["", "testimonies: [bea]\n", "testimonies: [abe-echo]\n"]),
)
@settings(max_examples=100, deadline=None)
def test_limited_testimonies_alone_refuse_what_all_testimonies_refuse(paragraphs: list[str], listed: str) -> None:
    text = "\n\n".join(paragraphs)
    front = f"title: A title\nauthor: agathe\nlang: en\n{listed}"
    repository, today = WORKSPACE.repository, WORKSPACE.today
    piece = repository.composed("story", f"---\n{front}---\n\n{text}\n", pictures={})
    everybody = {slug: repository.testimony(slug) for slug in repository.testimonies()}
    subject = Subject.of(piece, repository=repository, testimonies=everybody)
    restricted = [it for it in everybody.values() if not consents.is_carefree(it.consent, ["blog"], on=today)]
    limited = consents.limited(WORKSPACE, WORKSPACE.consents().entries, ["blog"])
    assert limited == restricted
    assert list(consents.refusals(WORKSPACE, piece, limited, channels=["blog"], on=today)) == list(
        consents.refusals_in(subject, restricted, channels=["blog"], on=today)
    )
