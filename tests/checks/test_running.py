"""All checks together: whatever the text, whatever a check does."""

from __future__ import annotations

import logging
import os
import re
import signal
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from authoring.checks import Subject, running
from authoring.checks.builtin import BUILT_IN, all_checks
from authoring.model.documents import Outline, Section
from authoring.model.findings import Finding
from authoring.text import i18n
from tests.worlds.subjects import WrittenPiece, basile, nora, outline
from tests.worlds.typography import BODIES

PLAN: Final = outline(
    Section("One", points=("a",), quotes=("nora-lind",)), Section("Two", testimonies=("basile-orme",))
)
CHECKS: Final = all_checks()


class Faulty:
    """Finds one thing and breaks off."""

    name = "faulty"

    def run(self, subject: Subject) -> Iterator[Finding]:
        yield subject.finding(self.name, "note", "One thing.", "Nothing.", line=8)
        raise KeyError("missing")


class Plain:
    """Finds two things on a line, the weaker one first."""

    name = "plain"

    def run(self, subject: Subject) -> Iterator[Finding]:
        yield subject.finding(self.name, "note", "A note.", "Nothing.", line=7)
        yield subject.finding(self.name, "blocking", "A block.", "Mend it.", line=7)


class Endless:
    """Finds one thing, and then does not end: in a loop, or in a regular expression that goes back and back."""

    name = "endless"

    def __init__(self, kind: str) -> None:
        self.kind = kind

    def run(self, subject: Subject) -> Iterator[Finding]:
        yield subject.finding(self.name, "note", "One thing.", "Nothing.", line=8)
        if self.kind == "pattern":
            re.match(r"(a+)+$", "a" * 64 + "b")
        while True:
            try:
                sum(range(1000))
                if self.kind == "findings":
                    yield subject.finding(self.name, "note", "One thing.", "Nothing.", line=8)
            except Exception:  # noqa: BLE001  as a careless plug-in does
                continue


@pytest.mark.parametrize("kind", ["loop", "pattern", "findings"])
def test_a_check_that_does_not_end_blocks_and_hides_nothing(tmp_path: Path, kind: str) -> None:
    subject = WrittenPiece(tmp_path, "One.\nTwo.\n").subject()
    findings = running.run([Endless(kind), Plain()], subject, seconds=0.05)
    assert [(it.severity, it.check) for it in findings[:3]] == [
        ("blocking", "endless"),
        ("blocking", "plain"),
        ("note", "plain"),
    ]
    assert findings[0].message == (
        "The check “endless” took too long on this text and did not finish, so what it looks for may be in the text."
    )
    assert findings[3].check == "endless", "what it found until then is kept"


def test_a_check_that_waits_ends_too(tmp_path: Path) -> None:
    class Waiting:
        name = "waiting"

        def run(self, subject: Subject) -> Iterator[Finding]:
            time.sleep(60)
            yield subject.finding(self.name, "note", "Too late.", "Nothing.")

    findings = running.run([Waiting()], WrittenPiece(tmp_path, "One.\n").subject(), seconds=0.02)
    assert [(it.severity, it.check) for it in findings] == [("blocking", "waiting")]


def test_checks_that_do_not_end_do_not_take_their_time_one_after_the_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "authoring.checks.time_limit._WAITING", 1_000
    )  # on a busy machine only the processor's time ends one
    subject = WrittenPiece(tmp_path, "One.\n").subject()
    findings = running.run([Endless("loop")] * 8, subject, seconds=0.1, all_seconds=0.15)
    assert [it.severity for it in findings].count("blocking") == 8
    assert 0 < [it.severity for it in findings].count("note") < 8, "some were begun, and the others were not"


def test_a_check_may_state_that_it_takes_longer(tmp_path: Path) -> None:
    patient = Endless("loop")
    patient.seconds = 0.05  # type: ignore[attr-defined]
    findings = running.run([patient, Plain()], WrittenPiece(tmp_path, "One.\n").subject(), all_seconds=0.04)
    assert [it.check for it in findings if it.severity == "blocking"] == ["endless", "plain"]
    assert [it.message for it in findings if it.check == "plain"] == ["A block.", "A note."]


def test_a_timer_that_ran_before_goes_on_after_a_check(tmp_path: Path) -> None:
    received: list[int] = []
    before = signal.signal(signal.SIGALRM, lambda number, _frame: received.append(number))
    timer = signal.setitimer(signal.ITIMER_REAL, 30.0, 7.0)
    try:
        running.run([Plain()], WrittenPiece(tmp_path, "One.\n").subject())
        remaining, interval = signal.getitimer(signal.ITIMER_REAL)
        assert 0 < remaining <= 30.0
        assert interval == 7.0
        os.kill(os.getpid(), signal.SIGALRM)
        assert received == [signal.SIGALRM]
    finally:
        signal.setitimer(signal.ITIMER_REAL, *timer)
        signal.signal(signal.SIGALRM, before)


def test_in_another_thread_a_check_ends_with_its_next_finding(tmp_path: Path) -> None:
    subject = WrittenPiece(tmp_path, "One.\n").subject()
    with ThreadPoolExecutor(1) as pool:
        findings = pool.submit(running.run, [Endless("findings")], subject, seconds=0.05).result()
    assert [it.check for it in findings if it.severity == "blocking"] == ["endless"]


def test_findings_come_by_line_and_then_by_severity(tmp_path: Path) -> None:
    findings = running.run([Faulty(), Plain()], WrittenPiece(tmp_path, "One.\nTwo.\n").subject())
    assert [(it.line, it.severity, it.check) for it in findings] == [
        (1, "blocking", "faulty"),
        (7, "blocking", "plain"),
        (7, "note", "plain"),
        (8, "note", "faulty"),
    ]


def test_a_check_that_breaks_off_blocks_and_hides_nothing(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        broken = running.run([Faulty()], WrittenPiece(tmp_path, "One.\nTwo.\n").subject())[0]
    assert broken.message == (
        "The check “faulty” broke off (KeyError: 'missing'), so what it looks for may be in the text."
    )
    assert caplog.records[0].exc_info is not None


def test_built_in_checks_are_named_as_in_the_table() -> None:
    assert [check.name for check in CHECKS] == [name for name, _reference in BUILT_IN]
    assert all(type(check).__doc__ for check in CHECKS)


def subject_of(root: Path, body: str, front: str, plan: Outline | None) -> Subject:
    testimonies = [nora(), basile()]
    return WrittenPiece(root, body, front).subject(testimonies=testimonies, plan=plan, avoid=["mot", "place"])


ANY: Final = st.one_of(st.text(alphabet=st.characters(codec="utf-8"), max_size=300), BODIES)
FRONTS: Final = st.sampled_from(
    [
        "title: T\nauthor: agathe\n",
        "title: « T\nauthor: agathe\nlang: fr\ndescription: “A b c d e\noutline: gone\ntestimonies: [nora-lind, gone]\n"
        "images:\n  - src: \"a\\0b.png\"\n  - src: ''' '''\n    alt: IMG\n  - src: ../../x\n    alt: '{{'\n",
    ]
)  # fmt: skip


@given(body=ANY, front=FRONTS, plan=st.sampled_from([None, PLAN]))
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_check_raises_on_any_text_and_every_line_is_in_the_file(
    tmp_path: Path, body: str, front: str, plan: Outline | None
) -> None:
    subject = subject_of(tmp_path, body, front, plan)
    assert subject.document is not None
    text = subject.document.text
    last = text.count("\n") + (not text.endswith("\n"))
    for check in CHECKS:
        for finding in check.run(subject):
            assert 1 <= finding.line <= last, finding
            assert finding.message, finding
            assert finding.remedy, finding
            assert finding.check == check.name


@pytest.mark.parametrize(
    "body",
    [
        "",
        "mot " * 250_000,
        "Une phrase de cinq mots. " * 10_000,
        "« " * 20_000,
        "\"a\" 'b' " * 5_000,
        "`" * 300_000,
        "` `` ``` " * 20_000,
        "![" * 20_000,
        "[[" * 20_000,
        "[a](" * 10_000,
        "<!--" * 20_000,
        "<a " * 50_000,
        "# " * 100_000,
        "## A\n" * 4_000,
        "l'un ? " * 5_000,
        "a-" * 20_000,
        "voici une " * 20_000,
        "here is the my " * 20_000,
        "a@" * 30_000,
        "https://" * 50_000,
        "&" * 100_000,
        "*" * 50_000,
        "<!-- testimony:a -->\n" * 500,
    ],
    ids=lambda body: repr(body[:12]),
)
def test_awkward_and_large_texts_end_in_bounded_time(tmp_path: Path, body: str) -> None:
    subject = subject_of(tmp_path, body, "title: T\nauthor: agathe\nlang: fr\n", PLAN)
    findings = running.run(CHECKS, subject)
    assert not [it for it in findings if "broke off" in it.message or "took too long" in it.message]


def test_messages_are_in_the_language_in_use(tmp_path: Path) -> None:
    i18n.use("fr")
    findings = running.run(CHECKS, WrittenPiece(tmp_path, "").subject())
    assert {finding.check for finding in findings} == {"sections"}
