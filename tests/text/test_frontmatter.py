"""Front matter is read and written without changing a byte, and without YAML's surprising conversions."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from authoring.errors import InputError
from authoring.text import frontmatter

KEYS = st.from_regex(r"[a-z][a-z_]{0,11}", fullmatch=True)
TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=40)
VALUES = st.one_of(
    TEXTS, st.integers(-(10**9), 10**9), st.booleans(), st.dates(), st.lists(TEXTS, max_size=3),
    st.lists(st.dictionaries(KEYS, TEXTS, min_size=1, max_size=2), max_size=2),
)  # fmt: skip


def read(text: str) -> frontmatter.Document:
    return frontmatter.parse(text, "index.md")


def test_a_text_comes_back_byte_for_byte() -> None:
    text = "\ufeff---\r\ntitle:  Bonjour # remark\r\nratio: 1.10\r\n---\r\nbody without a line end"
    assert read(text).text == text


@given(st.text())
def test_any_text_is_either_split_without_loss_or_refused(text: str) -> None:
    try:
        document = read(text)
    except InputError:
        return
    assert document.text == text


@given(st.dictionaries(KEYS, VALUES, max_size=5), st.text())
def test_what_is_written_is_read_back_equal(values: dict[str, object], body: str) -> None:
    document = read(f"---\n{frontmatter.dump(values) if values else ''}---\n{body}")
    assert document.values == values
    assert document.body == body


@given(st.dictionaries(KEYS, VALUES, min_size=1, max_size=5), KEYS, st.one_of(st.none(), VALUES), TEXTS)
def test_setting_a_key_changes_that_key_alone(values: dict[str, object], key: str, value: object, remark: str) -> None:
    front = "".join(f"{frontmatter.dump({k: v})}# {remark}\n" for k, v in values.items())
    document = read(f"---\n{front}---\nthe body\n")
    changed = document.with_values({key: value})
    expected = {k: v for k, v in values.items() if k != key} | ({} if value is None else {key: value})
    assert changed.values == expected
    assert changed.body == document.body
    for other in (k for k in values if k != key):
        assert frontmatter.dump({other: values[other]}) in changed.front
    assert changed.front.count(f"# {remark}\n") >= len(values) - (0 if key in values or value is not None else 1)


def test_setting_a_key_to_what_it_is_changes_nothing() -> None:
    document = read("---\ntitle:   'Bonjour'   # remark\n---\nbody\n")
    assert document.with_values({"title": "Bonjour"}).text == document.text


def test_a_key_is_replaced_where_it_stands_with_its_neighbours_untouched() -> None:
    document = read("---\nimages:\n- src: a.png   # first\n  alt: ''\n\n# about the state\nstatus: draft\n---\nbody\n")
    assert document.with_values({"status": "approved"}).text == (
        "---\nimages:\n- src: a.png   # first\n  alt: ''\n\n# about the state\nstatus: approved\n---\nbody\n"
    )


def test_a_key_can_be_set_in_a_text_without_front_matter() -> None:
    assert read("only a body\n").with_values({"status": "draft"}).text == "---\nstatus: draft\n---\nonly a body\n"


def test_the_word_no_is_text_and_a_time_is_not_a_number() -> None:
    values = read("---\nlang: no\nat: 12:30:45\nversion: 1.10\nday: 2026-11-23\n---\n").values
    assert (values["lang"], values["at"], values["day"].isoformat()) == ("no", "12:30:45", "2026-11-23")


def test_an_unclosed_front_matter_is_an_error_with_its_line_and_remedy() -> None:
    with pytest.raises(InputError) as caught:
        read("---\ntitle: Bonjour\n")
    assert (caught.value.problem.line, caught.value.problem.message, caught.value.problem.remedy) == (
        1,
        "The front matter begins with --- and is never closed.",
        "Write a line with --- alone after the last key.",
    )


@pytest.mark.parametrize(
    ("front", "line"),
    [
        ("title: a: b", 2),
        ("title: ok\n  words: 3", 3),
        ("day: 2026-13-45", 1),
        ("- a\n- b", 2),
        ("a: &x [1]\nb: *x", 3),
    ],
)
def test_a_mistake_in_the_yaml_names_its_line(front: str, line: int) -> None:
    with pytest.raises(InputError) as caught:
        _ = read(f"---\n{front}\n---\n").values
    assert caught.value.problem.line == line


@pytest.mark.parametrize(
    "front",
    [
        "a: " + "[" * 60_000,
        "a: " + "[" * 30_000 + "]" * 30_000,
        "- " * 30_000 + "a",
        "? " * 30_000 + "a",
        "a: " + "{b: " * 10_000 + "}" * 10_000,
        "".join(" " * depth + "a:\n" for depth in range(340)),
    ],
    ids=["open", "closed", "dashes", "questions", "braces", "indented"],
)
def test_front_matter_nested_without_end_is_refused_and_brings_nothing_down(front: str) -> None:
    document = frontmatter.parse(f"---\n{front}\n---\n")
    with pytest.raises(InputError, match=r"levels deep|not valid YAML"):
        _ = document.values
    with pytest.raises(InputError):
        document.line_of("a")


def test_an_alias_bomb_is_refused_before_it_expands() -> None:
    bomb = "a0: &a0 [x,x,x,x,x,x,x,x,x]\n" + "".join(
        f"a{n}: &a{n} [{','.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 9)
    )
    with pytest.raises(InputError, match="alias"):
        _ = read(f"---\n{bomb}---\n").values


def test_a_gigantic_front_matter_is_refused() -> None:
    with pytest.raises(InputError, match="64 KiB"):
        read("---\ntitle: " + "x" * 70_000 + "\n---\n")


def test_the_line_of_a_nested_key_is_the_files() -> None:
    document = read("---\ntitle: x\nimages:\n  - src: a\n  - src: b\n    alt: c\n---\nbody\n")
    assert document.line_of("images", 1, "alt") == 6
    assert document.line_of("images", 7) == 3
    assert document.body_line == 8
