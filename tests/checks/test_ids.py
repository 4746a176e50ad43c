"""A finding’s id: one for each thing said, whatever the language of messages and wherever the passage stands."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from authoring.checks import Subject
from authoring.checks.builtin import all_checks
from authoring.checks.running import run
from authoring.model.documents import Consent, Section
from authoring.model.findings import Finding
from authoring.sourcing import provenance
from authoring.sourcing.grounding import nearness
from authoring.sourcing.provenance import Note, Passage, Provenance
from authoring.text import i18n
from tests.worlds.subjects import PNG, WrittenPiece, nora, outline

UNSOURCED: Final = "In 1987 forty members came from Lyon and Basile Orme became president of the Lantern."
FRONT: Final = """title: The title
description: It is about Nora Lind and %s.
author: agathe
lang: en
testimonies: [nora-lind, gone]
images:
  - {src: images/a.jpg, alt: Picture}
  - {src: images/b.jpg, alt: Picture}
  - {src: images/none.png, alt: ""}
""" % ("many other things " * 12)
BODY: Final = f"""
{UNSOURCED}

## Repairs

{UNSOURCED}  It's "here" , and [here](nowhere.md) [here]() and [x](javascript:1).

![](images/a.jpg) ![](images/b.jpg) ![](https://example.org/x.png)

> “I had no saw of my own.”
>
> — Someone Else

## Repairs

### Repairs

##

TODO: fill in. [[quote:gone#2]] {{{{ name }}}} [PERSONNE_1] Sure! Here is the section you asked for.

Le texte de ce paragraphe est dans une autre langue que le reste de la page, et les mots qui sont ici le disent bien.

<!-- testimony:nora-lind -->
I came to the Lantern in 2022.
<!-- /testimony:nora-lind -->
"""


@pytest.fixture
def messy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Subject:
    """A piece about which nearly every check has something to say, several things of the same passages."""
    monkeypatch.setattr(nearness, "is_installed", lambda: False)
    person = nora(consent=Consent("granted", date(2026, 1, 2), expires=date(2026, 2, 1), words=False, name="first"))
    plan = outline(Section("Repairs", points=("Repairs are free",), testimonies=("nora-lind",)), words=4000)
    files = {"images/a.jpg": PNG, "images/b.jpg": b"no picture"}
    subject = WrittenPiece(tmp_path, BODY, FRONT, files).subject(
        plan=plan, testimonies=[person], avoid=["forty"], today=date(2026, 11, 23)
    )
    notes = (Note("mark_dropped", {"what": "[[quote:x#9]]"}), Note("mark_dropped", {"what": "[[quote:y#9]]"}))
    passage = Passage("model", provenance.digest(UNSOURCED), call="c1", notes=notes)
    return replace(subject, provenance=Provenance((passage,)))


def findings_in(subject: Subject, lang: str) -> list[Finding]:
    i18n.use(lang)
    return run(all_checks(), subject)


def test_the_same_finding_has_the_same_id_in_french_and_in_english(messy: Subject) -> None:
    english, french = findings_in(messy, "en"), findings_in(messy, "fr")
    assert len({finding.check for finding in english}) > 15
    assert [finding.id for finding in english] == [finding.id for finding in french]
    assert all(finding.message != other.message for finding, other in zip(english, french, strict=True))


def test_different_things_said_of_one_passage_have_different_ids(messy: Subject) -> None:
    messages_by_id: dict[str, set[str]] = {}
    for finding in findings_in(messy, "en"):
        messages_by_id.setdefault(finding.id, set()).add(finding.message)
    assert {key: messages for key, messages in messages_by_id.items() if len(messages) > 1} == {}


def test_every_unsourced_literal_of_a_sentence_is_accepted_by_itself(messy: Subject) -> None:
    own = [it for it in findings_in(messy, "en") if it.check == "sources" and it.passage == UNSOURCED and it.line < 20]
    assert len({it.message for it in own}) == len({it.id for it in own}) >= 4


@given(st.sampled_from(["“It is ‘here’”, and it’s open…", "« C’est ici », dit-elle : 3 h"]), st.integers(1, 99))
def test_an_id_survives_moves_and_typography_and_falls_with_words_and_kind(passage: str, line: int) -> None:
    finding = Finding("sources", "warning", "Said.", "Do.", "index.md", 3, passage, "nearness")
    straight = passage.translate({ord(c): '"' for c in "“”«»"} | {ord("’"): "'", ord("…"): "..."})
    assert replace(finding, line=line, passage=straight, message="Dit.").id == finding.id
    assert replace(finding, kind="negation").id != finding.id
    assert replace(finding, passage=f"{passage} not").id != finding.id
    assert replace(finding, check="wording").id != finding.id
