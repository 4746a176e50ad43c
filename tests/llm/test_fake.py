"""The double that others test with: scripted, recorded, and the same every time."""

from __future__ import annotations

import threading

import pytest

from authoring.errors import ServiceUnavailable
from authoring.llm import Completion, CompletionRequest, LanguageModel
from authoring.llm.fake import FakeModel

SECTION = """Write a section in English, about 120 words.

Plan of the article:
- What is a workshop?
- What Nora says

Points of this section:
- A place with tools that everybody may use.
- Open on Saturdays [[quote:nora-lind#2]]

Write only the section's text.
"""


def test_it_writes_one_sentence_for_each_point_and_places_the_quotation() -> None:
    answer = FakeModel().complete(CompletionRequest("fake", SECTION))
    first, *rest, last = answer.text.split("\n\n")
    assert "A place with tools that everybody may use." in first
    assert "Open on Saturdays." in first
    assert "What Nora says" not in answer.text
    assert rest == []
    assert last == "[[quote:nora-lind#2]]"
    assert answer.finish == "stop"
    assert (answer.input_tokens, answer.output_tokens) == (len(SECTION.split()), len(answer.text.split()))


def test_it_answers_in_the_language_of_the_prompt() -> None:
    answer = FakeModel().complete(
        CompletionRequest("fake", "Écris la section dans le ton de la maison :\n- un lieu ouvert")
    )
    assert answer.text.endswith(" : un lieu ouvert.")


def test_it_keeps_to_a_number_of_characters() -> None:
    prompt = "Summarise it in at most 60 characters.\n- A workshop that shares its tools with all its neighbours\n"
    assert len(FakeModel().complete(CompletionRequest("fake", prompt)).text) <= 60


def test_it_places_one_of_the_quotations_that_are_offered() -> None:
    prompt = (
        "Sentences that may be quoted:\nNora:\n[[quote:nora-lind#1]] I came in 2021.\n"
        "[[quote:nora-lind#2]] I stayed.\n\n"
        "To quote, write its mark, such as [[quote:nora-lind#1]].\n"
        "Notes:\n- an open door\n- place the mark of a sentence here\nText:\n"
    )
    sentence, mark = FakeModel().complete(CompletionRequest("fake", prompt)).text.split("\n\n")
    assert sentence.endswith("an open door.")
    assert mark in ("[[quote:nora-lind#1]]", "[[quote:nora-lind#2]]")


def test_it_keeps_the_marks_of_what_nobody_may_change() -> None:
    prompt = "Here is the text:\nWe opened.\n\n[[keep:1]]\n\nWe stayed.\n\n[[keep:2]]\n\nMarks like [[keep:1]] stay."
    assert FakeModel().complete(CompletionRequest("fake", prompt)).text.endswith(".\n\n[[keep:1]]\n\n[[keep:2]]")


def test_it_proposes_as_many_titles_as_are_asked() -> None:
    lines = FakeModel().complete(CompletionRequest("fake", "Propose 3 other titles, one per line.")).text.splitlines()
    assert len(set(lines)) == 3


def test_the_same_question_has_the_same_answer_in_another_model() -> None:
    request = CompletionRequest("fake", SECTION, "Be kind.")
    assert FakeModel().complete(request) == FakeModel().complete(request)


def test_scripted_answers_come_in_order_and_then_its_own() -> None:
    truncated = Completion("Half a", "fake", finish="length", output_tokens=2)
    model = FakeModel(["One.", truncated, ServiceUnavailable("Down.", "Wait.")])
    request = CompletionRequest("fake", SECTION)
    assert model.complete(request).text == "One."
    assert model.complete(request) == truncated
    with pytest.raises(ServiceUnavailable, match="Down"):
        model.complete(request)
    assert "everybody" in model.complete(request).text
    assert model.requests == [request] * 4


def test_a_function_answers_by_what_is_asked() -> None:
    model = FakeModel(lambda request: "Short." if "summary" in request.prompt else None)
    assert model.complete(CompletionRequest("fake", "a summary")).text == "Short."
    assert model.complete(CompletionRequest("fake", SECTION)).text != "Short."


def test_its_parts_make_the_whole_and_take_the_time_that_was_asked() -> None:
    slept: list[float] = []
    parts: list[str] = []
    model = FakeModel(["A few words\n\nhere."], delay=2.0, sleep=slept.append)
    answer = model.complete(CompletionRequest("fake", "x"), on_text=parts.append)
    assert "".join(parts) == answer.text == "A few words\n\nhere."
    assert sum(slept) == pytest.approx(2.0)
    assert answer.seconds == 2.0


def test_it_counts_how_many_calls_ran_at_once() -> None:
    gate = threading.Barrier(3)
    model = FakeModel(["One.", "One.", "One."], sleep=lambda _seconds: void(gate.wait()))
    threads = [threading.Thread(target=model.complete, args=(CompletionRequest("fake", "x"),)) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert model.most_at_once == 3


def void(_value: object) -> None:
    """Discard a value, for a callback that must return None."""


def test_the_environment_sets_its_pace() -> None:
    model: LanguageModel = FakeModel.from_environment({"AUTHORING_FAKE_DELAY": "0.01"})
    assert model.complete(CompletionRequest("fake", "x")).seconds == 0.01
    model.close()
