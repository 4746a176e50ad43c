"""The French catalogue: complete, exact, well set, and used where it should be."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from gettext import GNUTranslations
from string import Formatter
from typing import Any, Final

import pytest
from polytypo.text import transform

from authoring.exporters.rendering.dates import written_out
from authoring.exporters.site.wording import words
from authoring.model.states import State, state_name
from authoring.sourcing.disclosure import disclosure
from authoring.text import i18n
from authoring.text.i18n import _, plural
from scripts import translate

# What a reader types or sees in a file: code between backquotes, commands, options, addresses, paths and gaps.
_CODE: Final = re.compile(
    r"`[^`]*`|\{[^{}]*\}|\bauthoring [a-z][^.;,»\u00a0\u202f]*|--[a-z-]+|\bhttps?:\S*|\bmailto:"
    r"|\[\[.*?\]\]|\w+/[\w/{}.-]*"
)


def texts() -> Iterator[tuple[str, str]]:
    """Each English text with its French one, in the singular and the plural."""
    for message in translate.stored():
        if message.id:
            yield from zip(_forms(message.id), _forms(message.string or ""), strict=True)


def _forms(text: str | Sequence[str]) -> Sequence[str]:
    return [text] if isinstance(text, str) else text


def gaps(text: str) -> set[tuple[str, str | None, str | None]]:
    """The places of a text that are filled in, each with its format."""
    return {(name, form, how) for _text, name, form, how in Formatter().parse(text) if name is not None}


def prose(text: str) -> str:
    """The text without what is code in it."""
    return _CODE.sub("x", text)


def test_the_catalogue_holds_exactly_the_texts_of_the_code() -> None:
    catalogue = translate.updated()

    assert {m.id for m in translate.stored() if m.id} == {m.id for m in catalogue if m.id}
    assert translate.is_up_to_date(catalogue), "run python scripts/translate.py"


def test_every_text_has_its_french() -> None:
    catalogue = translate.stored()

    assert [message.id for message in translate.untranslated(catalogue)] == []
    assert [message.id for message in catalogue if message.id and message.fuzzy] == []


def test_the_compiled_catalogue_says_what_the_written_one_says() -> None:
    with translate.COMPILED.open("rb") as file:
        compiled = GNUTranslations(file)

    for message in translate.stored():
        if isinstance(message.id, str) and message.id:
            assert compiled.gettext(message.id) == _(message.id, lang="fr") == message.string
        elif message.id:
            singular, plural = message.id
            assert [compiled.ngettext(singular, plural, count) for count in (1, 2)] == list(message.string or ())


def test_every_gap_of_an_english_text_is_in_the_french_one() -> None:
    wrong = {english: french for english, french in texts() if gaps(english) != gaps(french)}

    assert wrong == {}


def test_spaces_at_the_ends_are_the_same_in_both_languages() -> None:
    wrong = {
        english: french
        for english, french in texts()
        if len(english) - len(english.rstrip(" ")) != len(french) - len(french.rstrip(" "))
        or (english.startswith("  ") and not french.startswith("  "))
    }

    assert wrong == {}


def test_the_french_is_set_as_polytypo_would_set_it() -> None:
    wrong = {}
    for _english, french in texts():
        mended = transform(french, locale="fr", protect=[match.span() for match in _CODE.finditer(french)])
        if mended != french:
            wrong[french] = mended

    assert wrong == {}


@pytest.mark.parametrize(
    ("mistake", "what"),
    [
        (r"(?<![\u00a0\u202f]):(?=\s|$)", "a colon without its no-break space"),
        (r"(?<!\u202f)[;!?]", "a sign without its narrow no-break space"),
        (r"«(?!\u00a0)|(?<!\u00a0)»", "a guillemet without its no-break space"),
        (r"['\"“”‘]", "a straight or an English mark"),
        (r"\.\.\.", "dots for an ellipsis"),
    ],
)
def test_no_french_text_has(mistake: str, what: str) -> None:
    wrong = [french for _english, french in texts() if re.search(mistake, prose(french))]

    assert wrong == [], what


@pytest.mark.parametrize(
    "words_",
    [r"\bslug\b", r"\breview", r"\bprompt", r"\bdraft\b", r"\btokens?\b", r"\bworkspace\b", r"\bslugs\b", r"\bchatbot"],
)
def test_french_texts_say_it_in_french(words_: str) -> None:
    matches = [french for _english, french in texts() if re.search(words_, prose(french))]

    assert matches == []


def test_the_catalogue_says_nothing_of_when_and_by_what_it_was_written() -> None:
    header = translate.SOURCE.read_text(encoding="utf-8").partition("\n\n")[0]

    assert header == (
        f"{translate.HEADER}\n"
        'msgid ""\n'
        'msgstr ""\n'
        '"Project-Id-Version: authoring\\n"\n'
        '"Language: fr\\n"\n'
        '"Plural-Forms: nplurals=2; plural=(n > 1);\\n"\n'
        '"MIME-Version: 1.0\\n"\n'
        '"Content-Type: text/plain; charset=utf-8\\n"\n'
        '"Content-Transfer-Encoding: 8bit\\n"'
    )


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("en", ["0 warnings", "1 warning", "2 warnings"]),
        ("fr", ["0 avertissement", "1 avertissement", "2 avertissements"]),
    ],
)
def test_zero_is_plural_in_english_and_singular_in_french(lang: str, said: list[str]) -> None:
    i18n.use(lang)

    assert [plural("{count} warning", "{count} warnings", count) for count in range(3)] == said


@pytest.mark.parametrize(("lang", "shown"), [("en", "3.3"), ("fr", "3,3")])
def test_a_decimal_mark_follows_the_language(lang: str, shown: str) -> None:
    assert i18n.decimal(3.26, lang) == shown


def test_messages_follow_the_language_in_use() -> None:
    i18n.use("fr")

    assert (i18n.current(), _("Everything holds.")) == ("fr", "Tout est en ordre.")


def test_an_unknown_language_falls_back_to_english() -> None:
    i18n.use("br")

    assert (i18n.current(), _("Everything holds.")) == ("en", "Everything holds.")
    assert _("Back to the list", lang="br") == "Back to the list"


def test_a_text_that_no_french_stands_for_stays_english() -> None:
    unheard = " ".join(["Nobody", "wrote", "this", "anywhere."])

    assert _(unheard, lang="fr") == unheard


def test_a_state_makes_a_sentence() -> None:
    i18n.use("fr")

    sentences = [_("“{slug}” is now {state}.").format(slug="repas", state=state_name(state)) for state in State]

    assert sentences == [
        "«\u00a0repas\u00a0» est maintenant un brouillon.",
        "«\u00a0repas\u00a0» est maintenant en relecture.",
        "«\u00a0repas\u00a0» est maintenant à reprendre.",
        "«\u00a0repas\u00a0» est maintenant approuvé.",
        "«\u00a0repas\u00a0» est maintenant programmé.",
        "«\u00a0repas\u00a0» est maintenant publié.",
        "«\u00a0repas\u00a0» est maintenant retiré.",
        "«\u00a0repas\u00a0» est maintenant refusé.",
    ]


@pytest.mark.parametrize("staff", ["en", "fr"])
@pytest.mark.parametrize(
    ("lang", "back", "day", "notice"),
    [
        (
            "en",
            "Back to the list",
            "1 May 2026",
            "This article was written in part with the help of a language model, then read and approved by our team "
            "before publication. Responsible for publication: Agathe. A question? hello@example.org",
        ),
        (
            "fr",
            "Retour à la liste",
            "1er mai 2026",
            "Cet article a été écrit en partie avec l’aide d’un modèle de langage (une intelligence artificielle), "
            "puis relu et approuvé par notre équipe avant sa publication. Responsable de la publication\u00a0: Agathe. "
            "Une question\u202f? hello@example.org",
        ),
    ],
)
def test_what_readers_see_follows_the_language_of_the_post(
    staff: str, lang: str, back: str, day: str, notice: str
) -> None:
    i18n.use(staff)

    statement = disclosure("ai-assisted", lang=lang, responsible="Agathe", contact="hello@example.org")
    reader_texts: tuple[Any, ...] = (words(lang).back, written_out(date(2026, 5, 1), lang), statement.text)

    assert reader_texts == (back, day, notice)
