from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from authoring.errors import InputError
from authoring.prompts.sandbox import MAX_TEXT, Sandbox, Value, frozen

TEMPLATE = "/somewhere/prompts/section.fr.md.j2"
PART = "/somewhere/prompts/_part.fr.md.j2"


def fill(source: str, *, part: str = "", **variables: Value) -> str:
    return Sandbox(lambda _name: (part, PART)).fill(source, TEMPLATE, variables)


def failure(source: str, *, part: str = "", **variables: Value) -> InputError:
    with pytest.raises(InputError) as caught:
        fill(source, part=part, **variables)
    return caught.value


def test_texts_loops_and_conditions_are_filled_in() -> None:
    source = "{% for part in plan %}\n{{ loop.index }}. {{ part.heading }}{{ ';' if not loop.last }}\n{% endfor %}"
    plan = ({"heading": "First"}, {"heading": "Second"})
    assert fill(source, plan=plan) == "1. First;\n2. Second\n"


def test_a_variable_is_never_a_template_itself() -> None:
    assert fill("{{ words }}", words="{{ secret }}") == "{{ secret }}"


def test_a_key_named_like_a_method_is_a_key() -> None:
    assert fill("{{ box.items }} {{ box.keys is defined }}", box={"items": "three"}) == "three False"


def test_an_included_file_sees_the_same_variables() -> None:
    assert fill("{% include '_part.fr.md.j2' %}!", part="Hello {{ name }}", name="Nora") == "Hello Nora!"


def test_an_unknown_variable_is_named_with_its_line() -> None:
    error = failure("first line\n{{ nobody }}")
    assert str(error) == "The prompt cannot be filled in: 'nobody' is undefined."
    assert (error.problem.file, error.problem.line) == (TEMPLATE, 2)


def test_a_key_of_something_unknown_is_told_by_the_name_of_the_unknown() -> None:
    assert str(failure("{{ nobody.name }}")) == "The prompt cannot be filled in: 'nobody' is undefined."


def test_a_mistake_in_an_included_file_is_placed_in_that_file() -> None:
    error = failure("\n{% include '_part.fr.md.j2' %}", part="one\ntwo\n{{ nobody }}")
    assert (error.problem.file, error.problem.line) == (PART, 3)


@pytest.mark.parametrize(
    "source",
    [
        "{{ 'a' * 10**9 }}",
        "{{ a ~ a }}",
        "{{ a + a }}",
        "{{ '%9999999999d' % 1 }}",
        "{{ a.upper() }}",
        "{{ a.__class__ }}",
        "{{ a['__class__'] }}",
        "{{ a.format }}",
        "{{ self }}",
        "{{ _allowance }}",
        "{{ a|_counted }}",
        "{{ a|center(999999999) }}",
        "{{ a|map('upper') }}",
        "{{ range(9) }}",
        "{{ lipsum() }}",
        "{{ [a, a] }}",
        "{{ {'a': a} }}",
        "{% macro again() %}{{ again() }}{% endmacro %}",
        "{% set a %}{{ a }}{{ a }}{% endset %}",
        "{% for each in a recursive %}{{ each }}{% endfor %}",
        "{% include a %}",
        "{% import '_part.fr.md.j2' as part %}",
        "{% extends '_part.fr.md.j2' %}",
        "{% if a %}",
        "{{ " + "(" * 3000 + "a" + ")" * 3000 + " }}",
        "{% if a %}" * 300 + "x" + "{% endif %}" * 300,
    ],
)
def test_what_could_grow_or_reach_out_is_refused(source: str) -> None:
    assert failure(source, a="text").problem.file == TEMPLATE


@pytest.mark.parametrize(
    "source",
    [
        "{% for a in x %}" * 4 + "{% endfor %}" * 4,
        "{% for a in x %}{% for b in x %}{{ x }}{% endfor %}{% endfor %}",
        "{{ x|join(x) }}",
        "{% for a in x %}{{ x|join(x)|length }}{% endfor %}",
        "{% for a in x %}{{ x|upper|lower|upper|length }}{% endfor %}",
        "{% for a in x if a in x %}{% for b in x if b %}{{ x|join }}{% endfor %}{% endfor %}",
    ],
)
def test_a_template_that_goes_on_for_ever_is_stopped_at_once(source: str) -> None:
    started = time.process_time()
    failure(source, x="abcdefghij" * 2000)
    assert time.process_time() - started < 10


def test_parts_that_include_each_other_twice_are_stopped_at_once() -> None:
    def load(name: str) -> tuple[str, str]:
        following = int(name) + 1
        return (f"{{% include '{following}' %}}" * 2 if following < 30 else ""), f"/prompts/{name}"

    started = time.process_time()
    with pytest.raises(InputError, match="does too much"):
        Sandbox(load).fill("{% include '0' %}", TEMPLATE, {})
    assert time.process_time() - started < 10


def test_a_file_that_includes_itself_is_stopped() -> None:
    failure("{% include '_part.fr.md.j2' %}", part="{% include '_part.fr.md.j2' %}")


@given(st.text(alphabet="{}%#|.'\"[]()_ax \nforinsetif~*", max_size=80))
@settings(max_examples=150, deadline=None)
def test_any_source_gives_a_text_or_an_error_of_ours(source: str) -> None:
    try:
        text = fill(source, a="a", x="x")
    except InputError:
        return
    assert len(text) <= MAX_TEXT


def test_only_plain_values_reach_a_template() -> None:
    with pytest.raises(TypeError):
        frozen(Path("/"))  # type: ignore[arg-type]


def test_names_that_are_not_declared_are_found_before_anything_is_filled_in() -> None:
    with pytest.raises(InputError) as caught:
        Sandbox(lambda _name: ("", PART)).check("one\n{{ titel }}", TEMPLATE, inputs=["title"])
    assert caught.value.problem.message == "The prompt uses `titel`, which is not among its `inputs`."
    assert caught.value.problem.line == 2
