"""Whole testimonies, attributions and consents."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from authoring.cli.advice import words
from authoring.model.documents import Consent, NameForm, Section, Testimony
from authoring.model.findings import Finding
from tests.worlds.subjects import BASILE, NORA, WrittenPiece, basile, nora, outline, run, short

WHOLE = f"<!-- testimony:nora-lind -->\n{NORA}\n<!-- /testimony:nora-lind -->\n"
ASKED = outline(Section("What Nora says", testimonies=("nora-lind",)))


def consent(form: NameForm) -> Consent:
    return Consent("granted", date(2026, 3, 2), name=form)


def test_a_testimony_equal_to_its_source_is_fine(tmp_path: Path) -> None:
    subject = WrittenPiece(tmp_path, f"## What Nora says\n\n{WHOLE}").subject(testimonies=[nora()], plan=ASKED)
    assert run("testimonies", subject) == []


def test_line_ends_of_windows_are_no_change(tmp_path: Path) -> None:
    body = f"## What Nora says\n\n{WHOLE}".replace("\n", "\r\n")
    assert run("testimonies", WrittenPiece(tmp_path, body).subject(testimonies=[nora()], plan=ASKED)) == []


@pytest.mark.parametrize(
    "change", [("2021", "2022"), ("didn’t", "didn't"), ("my own", "my  own"), ("Saturdays.", "Saturdays")]
)
def test_every_changed_byte_blocks_and_is_named_by_line(tmp_path: Path, change: tuple[str, str]) -> None:
    body = f"Introduction.\n\n{WHOLE}".replace(*change)
    (finding,) = run("testimonies", WrittenPiece(tmp_path, body).subject(testimonies=[nora()]))
    assert (finding.severity, finding.line) == ("blocking", 12 if change[0] == "Saturdays." else 10)


def test_the_change_is_said_in_words(tmp_path: Path) -> None:
    body = WHOLE.replace("no saw", "a hammer")
    (finding,) = run("testimonies", WrittenPiece(tmp_path, body).subject(testimonies=[nora()]))
    assert finding.message == "The testimony “nora-lind” has been changed: “a hammer” stands for “no saw”."
    assert words(finding.remedy) == (
        "Put the person’s words back as they stand in testimonies/nora-lind.md. To shorten it, quote single sentences "
        "instead; if the person corrected their words, correct that file."
    )
    assert finding.passage.startswith("Lantern in 2021. I had a hammer of my own")


def test_a_testimony_that_the_outline_asks_for_and_that_is_missing_blocks(tmp_path: Path) -> None:
    subject = WrittenPiece(tmp_path, "Text.\n\n## What Nora says\n\nMore.\n").subject(testimonies=[nora()], plan=ASKED)
    assert short(run("testimonies", subject)) == [("blocking", 9, "What Nora says")]


def test_a_sentence_that_the_outline_asks_for_and_that_is_missing_is_a_warning(tmp_path: Path) -> None:
    plan = outline(Section("Tools", points=("tools",), quotes=("nora-lind",)))
    subject = WrittenPiece(tmp_path, "Text.\n\n## Tools\n\nMore.\n").subject(testimonies=[nora()], plan=plan)
    assert short(run("testimonies", subject)) == [("warning", 9, "Tools")]
    quoted = WrittenPiece(tmp_path, "## Tools\n\n> “I had no saw of my own”\n").subject(testimonies=[nora()], plan=plan)
    assert run("testimonies", quoted) == []


@pytest.mark.parametrize(
    "body",
    [
        WHOLE.replace("<!-- /testimony:nora-lind -->", ""),
        WHOLE.replace("/testimony:nora-lind", "/testimony:nora"),
        WHOLE.replace("<!-- testimony:nora-lind -->", "<!-- testimony: nora-lind -->"),
        WHOLE.replace("<!-- testimony:nora-lind -->", "<!--testimony:nora-lind-->"),
    ],
)
def test_marks_that_stand_alone_or_are_misspelt_block(tmp_path: Path, body: str) -> None:
    findings = run("testimonies", WrittenPiece(tmp_path, body).subject(testimonies=[nora()]))
    assert {finding.severity for finding in findings} == {"blocking"}


def test_a_testimony_whose_source_is_gone_blocks(tmp_path: Path) -> None:
    front = "title: T\nauthor: agathe\ntestimonies: [nora-lind]\n"
    findings = run("testimonies", WrittenPiece(tmp_path, WHOLE, front).subject())
    assert short(findings) == [("blocking", 6, "nora-lind"), ("blocking", 4, "nora-lind")]


def attribution(root: Path, body: str, *testimonies: Testimony) -> list[Finding]:
    return run("attribution", WrittenPiece(root, body).subject(testimonies=testimonies or [nora(), basile()]))


QUOTE = "> “I had no saw of my own”\n>\n"


@pytest.mark.parametrize(
    ("form", "line"),
    [
        ("full", "Nora Lind, carpenter and member"),
        ("full", "**Nora Lind**, carpenter and member"),
        ("full", "Nora Lind"),
        ("first", "Nora, carpenter and member"),
        ("initials", "N. L., carpenter and member"),
        ("anonymous", "carpenter and member"),
        ("anonymous", "a person who wishes to stay anonymous"),
    ],
)
def test_the_right_person_in_the_allowed_form_is_fine(tmp_path: Path, form: NameForm, line: str) -> None:
    source = nora(consent=consent(form))
    assert attribution(tmp_path, f"{QUOTE}> — {line}\n", source, basile()) == []


@pytest.mark.parametrize(
    ("form", "line", "message"),
    [
        ("full", "Basile Orme, forgeron",
         "These words are given to somebody else: they come from the testimony “nora-lind”."),
        ("full", "Samir", "The line does not name the person who gave the testimony “nora-lind”."),
        ("full", "Noran Lind", "The line does not name the person who gave the testimony “nora-lind”."),
        ("first", "Nora Lind, carpenter",
         "The line shows more of the name than the consent in the testimony “nora-lind” allows."),
        ("initials", "Nora Lind",
         "The line shows more of the name than the consent in the testimony “nora-lind” allows."),
        ("anonymous", "N. Lind",
         "The line shows more of the name than the consent in the testimony “nora-lind” allows."),
    ],
)  # fmt: skip
def test_another_person_or_another_form_of_the_name_blocks(
    tmp_path: Path, form: NameForm, line: str, message: str
) -> None:
    source = nora(consent=consent(form))
    (finding,) = attribution(tmp_path, f"{QUOTE}> — {line}\n", source, basile())
    assert (finding.severity, finding.line, finding.message) == ("blocking", 9, message)


def test_another_role_is_a_warning(tmp_path: Path) -> None:
    (finding,) = attribution(tmp_path, f"{QUOTE}> — Nora Lind, president\n")
    assert (finding.severity, finding.message) == (
        "warning",
        "The testimony “nora-lind” gives another role: carpenter and member.",
    )


def test_a_block_quote_that_names_nobody_is_a_warning(tmp_path: Path) -> None:
    (finding,) = attribution(tmp_path, "> “I had no saw of my own”\n")
    assert (finding.severity, finding.remedy) == (
        "warning",
        "Add two lines below the quotation: “>” and “> — Nora Lind, carpenter and member”",
    )


def test_a_sentence_that_gives_the_words_to_somebody_else_blocks(tmp_path: Path) -> None:
    (finding,) = attribution(tmp_path, "Basile says: “I had no saw of my own, and I didn’t know anybody.”\n")
    assert (finding.severity, finding.message) == (
        "blocking",
        "The sentence gives these words to Basile Orme, and they come from the testimony “nora-lind”.",
    )
    assert attribution(tmp_path, "Nora tells Basile: “I had no saw of my own, and I didn’t know anybody.”\n") == []
    assert attribution(tmp_path, "She says: “I had no saw of my own, and I didn’t know anybody.”\n") == []


def consents(root: Path, stated_consent: Consent, today: date | None = None) -> list[Finding]:
    return run("consent", WrittenPiece(root, WHOLE).subject(testimonies=[nora(consent=stated_consent)], today=today))


@pytest.mark.parametrize(
    ("stated_consent", "message"),
    [
        (Consent("pending"),
         "The consent for the testimony “nora-lind” is still pending; the piece cannot be published yet."),
        (Consent("withdrawn"),
         "The consent for the testimony “nora-lind” has been withdrawn; the piece cannot be published."),
        (Consent("granted", date(2026, 1, 1), expires=date(2026, 11, 22)),
         "The consent for the testimony “nora-lind” ended on 2026-11-22; the piece cannot be published."),
    ],
)  # fmt: skip
def test_a_consent_that_does_not_hold_is_a_warning(tmp_path: Path, stated_consent: Consent, message: str) -> None:
    (finding,) = consents(tmp_path, stated_consent, date(2026, 11, 23))
    assert (finding.severity, finding.line, finding.message) == ("warning", 7, message)


def test_a_consent_holds_on_its_last_day(tmp_path: Path) -> None:
    assert (
        consents(tmp_path, Consent("granted", date(2026, 1, 1), expires=date(2026, 11, 23)), date(2026, 11, 23)) == []
    )


def test_a_quoted_testimony_needs_its_consent_too(tmp_path: Path) -> None:
    source = nora(consent=Consent("pending"))
    subject = WrittenPiece(tmp_path, "“I had no saw of my own”\n").subject(testimonies=[source, basile()])
    assert short(run("consent", subject)) == [("warning", 7, "nora-lind")]


def test_a_name_that_may_not_be_shown_blocks_wherever_it_stands(tmp_path: Path) -> None:
    front = "title: With Nora Lind\nauthor: agathe\nimages:\n  - src: a.png\n    alt: Mrs Lind at work\n"
    body = "## What Nora Lind tells us\n\n“I had no saw of my own”, says Nora.\n"
    subject = WrittenPiece(tmp_path, body, front).subject(testimonies=[nora(consent=consent("first"))])
    findings = run("consent", subject)
    assert short(findings) == [
        ("warning", 6, "Mrs Lind at work"),
        ("blocking", 8, "Lind"),
        ("blocking", 2, "Lind"),
        ("blocking", 6, "Lind"),
    ]
    assert findings[1].message == "The name that stands here may not be shown: “nora-lind” allows the first name only."
    assert findings[1].remedy == "Write Nora instead."


def test_the_words_of_the_person_may_name_whom_they_like(tmp_path: Path) -> None:
    source = basile(consent=Consent("granted", date(2026, 3, 2), name="anonymous"))
    body = f"<!-- testimony:basile-orme -->\n{BASILE}\n<!-- /testimony:basile-orme -->\n"
    assert run("consent", WrittenPiece(tmp_path, body).subject(testimonies=[source])) == []
