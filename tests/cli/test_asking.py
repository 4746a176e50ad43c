"""Questions at the terminal, in the language in use."""

from __future__ import annotations

import io

import pytest

from authoring.cli import terminal
from authoring.text import i18n


def typed(monkeypatch: pytest.MonkeyPatch, *lines: str) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{line}\n" for line in lines)))


@pytest.mark.parametrize(
    ("lang", "answer", "agreed"),
    [
        ("en", "y", True),
        ("en", "Yes", True),
        ("en", "o", False),
        ("fr", "o", True),
        ("fr", "OUI", True),
        ("fr", "y", True),
        ("fr", "n", False),
        ("fr", "", False),
        ("fr", "oui mais non", False),
    ],
)
def test_only_a_plain_yes_agrees(lang: str, answer: str, agreed: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    i18n.use(lang)
    typed(monkeypatch, answer)

    assert terminal.agrees("Go on?") is agreed


@pytest.mark.parametrize(("lang", "shown"), [("en", "Write it? [y/N] "), ("fr", "Write it? [o/N] ")])
def test_the_question_names_the_letter_for_yes(
    lang: str, shown: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    i18n.use(lang)
    typed(monkeypatch, "n")

    terminal.agrees("Write it?")

    assert capsys.readouterr().out == shown


def test_a_choice_is_asked_for_until_it_is_one_of_the_letters(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    i18n.use("fr")
    typed(monkeypatch, "oui", "A")

    chosen = terminal.choose("Votre décision\u00a0:", {"a": "approuver", "l": "attendre"})

    printed = capsys.readouterr()
    assert chosen == "a"
    assert printed.err == "Tapez l’une de ces lettres\u00a0: a, l\n"
