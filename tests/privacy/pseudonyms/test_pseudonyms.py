"""No name leaves, every name comes back, and a word that only looks like a name stays."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from authoring.model.people import Person
from authoring.privacy.pseudonyms import BrokenPlaceholder, Register
from authoring.privacy.pseudonyms.placeholders import STANDING, codes
from authoring.text.folding import plain
from tests.worlds.registers import register


@pytest.mark.parametrize(
    ("text", "sealed"),
    [
        ("Nora Lind est venue.", "PERSON_67DK est venue."),
        ("Nora vient, puis Nora part.", "FIRST_67DK vient, puis FIRST_67DK part."),
        ("Mme Lind et les Linds", "Mme LAST_67DK et les LAST_67DK_2"),
        ("l’atelier d’Agathe", "l’atelier d’FIRST_67DK"),
        ("Nora’s saw", "FIRST_67DK’s saw"),
        ("NORA LIND", "PERSON_67DK"),
        ("Lind Nora, N. Lind", "PERSON_67DK, PERSON_67DK_2"),
        ("Nora\u00a0Lind et Nora\u202fLind", "PERSON_67DK et PERSON_67DK_2"),
        ("Nora\nLind", "PERSON_67DK"),
        (unicodedata.normalize("NFD", "Inès"), "FIRST_67DK"),
        ("INES BEN SALAH", "PERSON_67DK"),
        ("Jean\u2011Marc Le Goff", "PERSON_67DK"),
        ("Jeannot", "PERSON_67DK"),
        ("Mme d'Estrée", "Mme LAST_67DK"),
        ("anais@example.org", "EMAIL_67DK"),
        ("quelqu.un+blog@autre.example.com.", "EMAIL_67DK."),
        ("anais [at] example [dot] org", "EMAIL_67DK"),
        ("06 12 34 56 78, +33612345678", "PHONE_67DK, PHONE_67DK_2"),
        ("33612345678", "PHONE_67DK"),
        ("Tél.01.23.45.67.89", "Tél.PHONE_67DK"),
        ("+44 20 7946 0958", "PHONE_67DK"),
        ("(555) 555-0123", "PHONE_67DK"),
        ("au Café des oiseaux", "au ORG_67DK"),
        ("[[quote:nora-lind#3]]", "[[quote:SOURCE_67DK#3]]"),
        ("_Nora_ **Lind**", "FIRST_67DK **LAST_67DK**"),
        ("noralind.example.org", "PERSON_67DK.example.org"),
    ],
)
def test_every_form_of_a_name_is_replaced_and_comes_back(text: str, sealed: str) -> None:
    done = register().seal(text)

    assert done.texts == (sealed,)
    assert done.restore(sealed) == text


@pytest.mark.parametrize(
    "text",
    [
        "La Station ouvre à neuf heures : la station est grande.",
        "un petit jardin, une pierre, le goff et la station",
        "le 01/02/2026 10:00, le 2026-11-23, 12 000 000 de pas, 3 h 30",
        "Norah et Lindt ne sont personne d’ici.",
        "The robot",
        "",
    ],
)
def test_what_only_looks_like_a_name_stays(text: str) -> None:
    expected = text.replace("goff", "LAST_67DK")
    assert register().seal(text).texts == (expected,)


def test_the_workspace_keeps_its_own_name_and_what_its_settings_keep() -> None:
    assert register("Blog").seal("La Station").texts == ("La LAST_67DK",)
    assert register("Blog", "La Station").seal("La Station, Léa de La Station").texts == ("La Station, PERSON_67DK",)


def test_a_colleague_who_is_the_place_itself_can_be_kept() -> None:
    place = [Person("lieu", "La Ruche")]

    assert Register.of([], place, title="Le blog de La Ruche").seal("La Ruche").texts == ("La PERSON_67DK",)
    assert Register.of([], place, keep=["La Ruche"]).seal("La Ruche").texts == ("La Ruche",)


def test_the_same_person_has_one_code_whatever_the_form_and_the_text() -> None:
    done = register().seal("Tu parles de Nora Lind.", "Nora, Lind, [[quote:nora-lind#1]]")

    assert done.texts == ("Tu parles de PERSON_67DK.", "FIRST_67DK, LAST_67DK, [[quote:SOURCE_67DK#1]]")


def test_a_code_that_the_text_holds_already_is_not_given_out() -> None:
    text = "PERSON_67DK and 67dk are words of this text; Nora is a name."
    done = register().seal(text)

    assert "FIRST_67DK" not in done.texts[0]
    assert done.restore(done.texts[0]) == text


def test_any_two_codes_differ_in_three_characters() -> None:
    all_codes = codes()

    assert len(all_codes) > 300
    assert all(sum(x != y for x, y in zip(a, b, strict=True)) >= 3 for a in all_codes for b in all_codes if a < b)


@pytest.mark.parametrize(
    ("answer", "mended"),
    [
        ("person_67dk", "Nora Lind"),
        ("Personne 67DK", "Nora Lind"),
        ("PERSON\\_67DK", "Nora Lind"),
        ("PERSON-67DK", "Nora Lind"),
        ("PERSON_67DX", "Nora Lind"),
        ("PERSON_67DK_7", "Nora Lind"),
        ("[PERSON_67DK] said", "Nora Lind said"),
        ("{{PERSON_67DK}}", "Nora Lind"),
        ("PERSON_67DK’s", "Nora Lind’s"),
        ("**PERSON_67DK**", "**Nora Lind**"),
        ("d’PERSON_67DK, 67DK", "d’Nora Lind, Nora Lind"),
        ("Person 2026 and first 5km", "Person 2026 and first 5km"),
    ],
)
def test_a_bent_placeholder_is_mended(answer: str, mended: str) -> None:
    assert register().seal("Nora Lind").restore(answer) == mended


@pytest.mark.parametrize(
    "answer",
    ["PERSON_1", "PERSON_67DKs", "PERSON_67D", "PERSON_ZZ99", "PERSONNE_2", "EMAIL_X", "PERSON_", "LAST\\_9"],
)
def test_a_placeholder_that_stands_for_nobody_is_refused(answer: str) -> None:
    with pytest.raises(BrokenPlaceholder):
        register().seal("Nora Lind").restore(f"So said {answer} yesterday.")


def test_a_code_without_its_kind_is_refused_when_two_forms_were_sent() -> None:
    with pytest.raises(BrokenPlaceholder):
        register().seal("Nora Lind, Nora").restore("67DK said so.")


@pytest.mark.parametrize(
    ("answer", "mended"),
    [
        ("le jardin de PERSON_67DK", "le jardin d’Inès Ben Salah"),
        ("Que PERSON_67DK dise", "Qu’Inès Ben Salah dise"),
        ("la scie d’PERSON_CP4R", "la scie de Nora Lind"),
        ("un grand PERSON_CP4R", "un grand Nora Lind"),
    ],
)
def test_a_french_answer_reads_as_the_name_wants_it(answer: str, mended: str) -> None:
    sealed = register().seal("Inès Ben Salah et Nora Lind")
    first, second = sealed.names

    sealed_answer = answer.replace("PERSON_67DK", first).replace("PERSON_CP4R", second)

    assert sealed.restore(sealed_answer, lang="fr") == mended


def test_what_was_sent_in_another_form_stays_in_it() -> None:
    sealed = register().seal("“de Inès Ben Salah”")

    assert sealed.restore(sealed.texts[0], lang="fr") == "“de Inès Ben Salah”"


@given(st.lists(st.integers(1, 9), min_size=1, max_size=40), st.booleans())
def test_an_answer_in_parts_reads_as_the_whole(cuts: list[int], is_bent: bool) -> None:
    sealed = register().seal("Nora Lind, Inès et anais@example.org")
    answer = f"Merci à {sealed.texts[0]}, et à tous."
    answer = answer.replace("PERSON_", "[Person ") if is_bent else answer
    restoring, text, position = sealed.restoring(), "", 0
    for cut in cuts:
        text += restoring.take(answer[position : position + cut]) if position < len(answer) else ""
        position += cut
    if position < len(answer):
        text += restoring.take(answer[position:])
    text += restoring.rest()

    assert text == sealed.restore(answer)


NAMES = (
    "Nora|Lind|Nora Lind|nora|LIND|Agathe|d’Estrée|Pierre|Petit|petit|Jean-Marc|Le Goff|Inès|Ben Salah|La Station|la"
)
NUMBERS = (
    "anais@example.org|06 12 34 56 78|+33 (0)1 23 45 67 89|Nana|Café des Oiseaux|[[quote:nora-lind#2]]|PERSON_67DK"
)
JOINTS = (
    "FIRST|67DK|_|2|’|'s|-|.|\n|\u00a0|\u202f|\u200b|\u0301|*|[|](mailto:|)|https://nora-lind.example.org/x|d’|“|” "
)
PIECES = st.sampled_from(f"{NAMES}|{NUMBERS}|{JOINTS}".split("|"))


@given(
    st.lists(st.one_of(PIECES, st.text(max_size=4)), max_size=25).map(" ".join)
    | st.lists(PIECES, max_size=25).map("".join)
)
def test_sealing_and_restoring_gives_the_very_text(text: str) -> None:
    sealed = register().seal(text)

    assert sealed.restore(sealed.texts[0]) == text


@given(st.lists(PIECES, max_size=12))
def test_no_full_name_address_or_number_is_left(parts: list[str]) -> None:
    text = " ; ".join(parts)
    sealed_text = plain(register().seal(text).texts[0])

    for name in ("nora lind", "nora", "agathe", "ines", "nana", "anais@example.org", "06 12 34 56 78"):
        assert name not in sealed_text.replace("nora-lind.example", "")


def test_what_nobody_put_back_can_be_found() -> None:
    assert STANDING.search("So said PERSON_67DK_2.")
    assert not STANDING.search("The PERSON_1 of our form and FIRST_AID")
