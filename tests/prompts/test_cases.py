"""Cases that test prompts: read from the workspace and from the package, with every mistake and its place."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from authoring.audit.prompt_tests import MEASURED
from authoring.errors import InvalidDocuments, UnknownSlug
from authoring.model.loading import document_of, load_testimony
from authoring.prompts.cases import Case, Cases, Wording
from authoring.text import frontmatter
from tests.worlds.drafting import workshop

CASE = """
    ---
    case:
      about: The day stays that of the outline.
      prompts: [section]
      must: {points: all, words: [Thursday]}
      must_not: {patterns: ['\\bfree\\b']}
      at_most: {unsourced: 0, far: 0.1}
      people:
        ada-orme: {person: Ada Orme, words: I came by bus.}
    title: When we are open
    author: agathe
    testimonies: [ada-orme]
    ---

    - We are open

    ## Days

    - On Thursday only
    - [[quote:ada-orme]]
"""


def cases(files: Mapping[str, str]) -> Cases:
    store = workshop({f"prompts/cases/{name}": text for name, text in files.items()})
    return Cases(store.documents, figures=MEASURED)


def case(text: str = CASE) -> Case:
    return next(it for it in cases({"days.en.md": text}).all(lang="en") if it.name == "days")


def test_a_case_is_an_outline_with_what_a_text_must_hold() -> None:
    days = case()

    assert (days.id, days.slug, days.is_packaged) == ("days.en", "case-days-en", False)
    assert days.points == ("point:0.1", "point:1.1")
    assert days.at_most == {"unsourced": 0.0, "far": 0.1}
    assert days.must == Wording(("Thursday",), ())
    assert days.must_not == Wording((), (r"\bfree\b",))


def test_the_outline_that_is_drafted_holds_nothing_of_the_case() -> None:
    assert set(frontmatter.parse(case().document).values) == {"title", "author", "testimonies", "lang"}


def test_an_invented_testimony_is_read_by_a_model_here_alone_unless_the_case_says_more() -> None:
    testimony = load_testimony(
        "ada-orme", document_of(case().testimonies["ada-orme"].encode(), "ada"), default_lang="en"
    )
    assert (testimony.person, testimony.words_spoken, testimony.consent.ai) == ("Ada Orme", "I came by bus.", "local")


def test_the_packaged_cases_are_there_in_both_languages_and_test_the_packaged_prompts() -> None:
    for lang in ("fr", "en"):
        packaged = cases({}).all(lang=lang)
        assert [it.name for it in packaged] == ["hours", "voices"]
        assert {name for it in packaged for name in it.prompts} == {"introduction", "section", "sentence", "mending"}
        assert all(it.is_packaged for it in packaged)


def test_the_workspaces_copy_wins_over_the_packaged_case() -> None:
    own = cases({"hours.en.md": CASE}).all(lang="en")

    assert [(it.id, it.is_packaged) for it in own] == [("hours.en", False), ("voices.en", True)]


@pytest.mark.parametrize(
    ("names", "chosen"),
    [([], ["days", "hours", "voices"]), (["days"], ["days"]), (["days.en"], ["days"]), (["introduction"], ["hours"])],
)
def test_cases_are_named_by_their_names_or_by_the_prompts_that_they_test(names: list[str], chosen: list[str]) -> None:
    assert [it.name for it in cases({"days.en.md": CASE}).named(names, lang="en")] == chosen


def test_a_name_that_nothing_has_is_an_error_that_lists_the_cases() -> None:
    with pytest.raises(UnknownSlug, match="nothing") as raised:
        cases({}).named(["hours", "nothing"], lang="en")
    assert raised.value.problem.remedy == "The cases are: hours.en, voices.en."


@pytest.mark.parametrize(
    ("stated", "wrong", "message"),
    [
        ("points: all", "points: ['point:9.1']", "The outline has no point “point:9.1”."),
        ("\\bfree\\b", "(free", "“(free” is no pattern: missing ), unterminated subpattern at position 0."),
        ("unsourced: 0", "unsourced: none", "`unsourced` is no figure with a limit in numbers."),
        ("far: 0.1", "beauty: 1", "`beauty` is no figure with a limit in numbers."),
        ("words: I came by bus.", "age: 3", "`case.people.ada-orme.words` is missing."),
        ("prompts: [section]", "prompt: [section]", "`case.prompt` is not a setting that exists."),
        ("title: When", "lang: fr\n    title: When", "The outline’s language is not that of the file’s name."),
    ],
)
def test_a_mistake_is_named_with_its_file(stated: str, wrong: str, message: str) -> None:
    with pytest.raises(InvalidDocuments) as raised:
        case(CASE.replace(stated, wrong))
    assert message in [problem.message for problem in raised.value.problems]
    assert {problem.file for problem in raised.value.problems} == {"memory:prompts/cases/days.en.md"}


def test_words_are_found_whole_whatever_their_case_and_accents() -> None:
    wording = Wording(("marché", "two days"), (r"\d+ h",))

    assert list(wording.present("Le MARCHE, two\ndays, 18 H.")) == ["marché", "two days", r"\d+ h"]
    assert list(wording.present("Les marchés")) == []
