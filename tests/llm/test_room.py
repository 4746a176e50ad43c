"""The limit of an answer's length: reasoning models need more tokens, and a small model must not run on endlessly."""

from __future__ import annotations

import pytest

from authoring.llm.providers import THINKING, thinking_tokens


@pytest.mark.parametrize("model", ["openai:gpt-5-mini", "openai:gpt-5.1", "openai:o4-mini", "azure_openai:o3"])
def test_a_model_that_thinks_gets_room_for_it(model: str) -> None:
    assert thinking_tokens(model) == THINKING


@pytest.mark.parametrize("model", ["openai:gpt-4.1-mini", "anthropic:claude-sonnet-4-5", "local", "openai:opus"])
def test_the_others_get_what_the_prompt_says(model: str) -> None:
    assert thinking_tokens(model) == 0
