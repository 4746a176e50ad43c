"""What calls cost: by the packaged list, by the workspace's own, and with unknown prices."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from textwrap import dedent

import pytest

from authoring.errors import InputError, InvalidDocuments
from authoring.llm.catalogue import ModelCatalogue
from authoring.llm.prices import Prices, packaged
from authoring.llm.providers import PROVIDERS
from authoring.model.config import ModelSettings, Money
from authoring.testing import memory_store

OWN = """
    [[price]]
    model = "openai:gpt-5-mini"
    input = 0.20
    output = 1
    currency = "EUR"
    as_of = 2026-11-01
    source = "our contract"
"""


def prices(own: str = "", settings: ModelSettings = ModelSettings()) -> Prices:  # noqa: B008  a frozen value
    """The prices of a workspace with this list of its own."""
    store = memory_store({"prices.toml": dedent(own)} if own else {}, clock=lambda: datetime(2026, 11, 23, tzinfo=UTC))
    return Prices.load(store.documents, ModelCatalogue(settings, base=Path("/nowhere"), environment={}))


def test_a_call_costs_its_tokens_at_the_listed_price() -> None:
    listed = prices()
    price = listed.price("openai:gpt-5-mini")
    assert price is not None
    assert (price.input, price.output, price.currency) == (Decimal("0.25"), Decimal("2.00"), "USD")
    assert listed.cost("openai:gpt-5-mini", 10_000, 2_000) == Money(Decimal("0.0065"), "USD")


def test_every_packaged_price_has_a_day_a_source_and_a_provider() -> None:
    listed = packaged()
    assert len(listed) >= 10
    for price in listed.values():
        assert price.as_of is not None
        assert date(2026, 1, 1) <= price.as_of <= date(2026, 11, 23)
        assert price.source
        assert price.input > 0
        assert price.output >= price.input
        assert price.model.partition(":")[0] in PROVIDERS


@pytest.mark.parametrize("model", ["openai:never-heard-of", "gpt-5-mini", "openai:gpt-5-mini-2025-08-07", ""])
def test_an_unknown_price_is_none_and_no_guess(model: str) -> None:
    assert prices().cost(model, 1000, 1000) is None


@pytest.mark.parametrize("model", ["local", "local:models/mine.gguf", "fake"])
def test_a_model_on_this_machine_costs_nothing(model: str) -> None:
    assert prices().cost(model, 10**6, 10**6) == Money(Decimal(0), "EUR")


def test_the_workspaces_own_price_wins() -> None:
    assert prices(OWN).cost("openai:gpt-5-mini", 1_000_000, 1_000_000) == Money(Decimal("1.20"), "EUR")
    assert prices(OWN).cost("openai:gpt-5-nano", 1_000_000, 0) == Money(Decimal("0.05"), "USD")


def test_a_rate_that_the_workspace_chose_turns_dollars_into_euros() -> None:
    listed = prices('[exchange]\nto = "EUR"\nUSD = 0.9\n')
    assert listed.cost("openai:gpt-5-mini", 1_000_000, 0) == Money(Decimal("0.225"), "EUR")
    assert listed.cost("local", 1, 1) == Money(Decimal(0), "EUR")


def test_behind_a_server_of_ones_own_the_packaged_price_does_not_hold() -> None:
    settings = ModelSettings(use="openai:gpt-5-mini", base_url="http://127.0.0.1:8000/v1")
    assert prices("", settings).cost("openai:gpt-5-mini", 1000, 1000) is None
    assert prices("", settings).cost("anthropic:claude-sonnet-5", 1000, 1000) is not None
    assert prices(OWN, settings).cost("openai:gpt-5-mini", 1000, 1000) is not None


def test_all_mistakes_are_told_with_their_lines() -> None:
    with pytest.raises(InvalidDocuments) as failed:
        prices(
            """\
                [[price]]
                model = "openai:fine"
                input = 1
                output = 2
                currency = "EUR"

                [[price]]
                model = "nameless"
                input = "0.25"
                currency = "euro"
                per = "month"

                [exchange]
                to = "EUR"
                USD = -1
            """
        )
    assert sorted((problem.line, problem.message, problem.remedy) for problem in failed.value.problems) == [
        (7, "`output` is missing.", "Write a number with a point and without quotes: output = 0.25"),
        (8, "“nameless” does not name its provider.", 'Write it as in authoring.toml: model = "openai:nameless"'),
        (9, "`input` is not an amount: 0.25.", "Write a number with a point and without quotes: input = 0.25"),
        (10, "“euro” is not a currency.", "Write its three letters, for example EUR or USD."),
        (11, "`per` is not a part of a price.", "Write: model, input, output, currency, as_of, source."),
        (15, "`USD` is not an amount: -1.", "Write a number with a point and without quotes: USD = 0.25"),
    ]
    assert all(problem.file == "memory:prices.toml" for problem in failed.value.problems)


def test_a_file_that_is_no_toml_is_told_with_its_line() -> None:
    with pytest.raises(InputError) as failed:
        prices('[[price]]\nmodel = "x\n')
    assert failed.value.problem.message.startswith("The prices are not valid TOML")
    assert failed.value.problem.line == 2
