"""What calls cost: the packaged list, the workspace's own, and what nobody knows."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from authoring.errors import InputError, InvalidDocuments
from authoring.llm.prices import Prices
from authoring.model.config import ModelSettings, Money
from tests.worlds.files import build

OWN = """
    [[price]]
    model = "openai:gpt-5-mini"
    input = 0.20
    output = 1
    currency = "EUR"
    as_of = 2026-11-01
    source = "our contract"
"""


def test_a_call_costs_its_tokens_at_the_listed_price(tmp_path: Path) -> None:
    prices = Prices.load(tmp_path)
    price = prices.price("openai:gpt-5-mini")
    assert price is not None
    assert (price.input, price.output, price.currency) == (Decimal("0.25"), Decimal("2.00"), "USD")
    assert prices.cost("openai:gpt-5-mini", 10_000, 2_000) == Money(Decimal("0.0065"), "USD")


def test_every_packaged_price_has_a_day_a_source_and_a_provider() -> None:
    from importlib.resources import files

    from authoring.llm.prices import _read
    from authoring.llm.providers import PROVIDERS

    listed, exchange = _read(files("authoring.llm").joinpath("prices.toml").read_text("utf-8"), Path("prices.toml"))
    assert exchange is None
    assert len(listed) >= 10
    for price in listed.values():
        assert price.as_of is not None
        assert date(2026, 1, 1) <= price.as_of <= date(2026, 11, 23)
        assert price.source
        assert price.input > 0
        assert price.output >= price.input
        assert price.model.partition(":")[0] in PROVIDERS


@pytest.mark.parametrize("model", ["openai:never-heard-of", "gpt-5-mini", "openai:gpt-5-mini-2025-08-07", ""])
def test_an_unknown_price_is_none_and_no_guess(tmp_path: Path, model: str) -> None:
    assert Prices.load(tmp_path).cost(model, 1000, 1000) is None


@pytest.mark.parametrize("model", ["local", "local:models/mine.gguf", "fake"])
def test_a_model_on_this_machine_costs_nothing(tmp_path: Path, model: str) -> None:
    assert Prices.load(tmp_path).cost(model, 10**6, 10**6) == Money(Decimal(0), "EUR")


def test_the_workspaces_own_price_wins(tmp_path: Path) -> None:
    build(tmp_path, {"prices.toml": OWN})
    assert Prices.load(tmp_path).cost("openai:gpt-5-mini", 1_000_000, 1_000_000) == Money(Decimal("1.20"), "EUR")
    assert Prices.load(tmp_path).cost("openai:gpt-5-nano", 1_000_000, 0) == Money(Decimal("0.05"), "USD")


def test_a_rate_that_the_workspace_chose_turns_dollars_into_euros(tmp_path: Path) -> None:
    build(tmp_path, {"prices.toml": '[exchange]\nto = "EUR"\nUSD = 0.9\n'})
    prices = Prices.load(tmp_path)
    assert prices.cost("openai:gpt-5-mini", 1_000_000, 0) == Money(Decimal("0.225"), "EUR")
    assert prices.cost("local", 1, 1) == Money(Decimal(0), "EUR")


def test_behind_a_server_of_ones_own_the_packaged_price_does_not_hold(tmp_path: Path) -> None:
    settings = ModelSettings(use="openai:gpt-5-mini", base_url="http://127.0.0.1:8000/v1")
    assert Prices.load(tmp_path, settings).cost("openai:gpt-5-mini", 1000, 1000) is None
    assert Prices.load(tmp_path, settings).cost("anthropic:claude-sonnet-5", 1000, 1000) is not None
    build(tmp_path, {"prices.toml": OWN})
    assert Prices.load(tmp_path, settings).cost("openai:gpt-5-mini", 1000, 1000) is not None


def test_all_mistakes_are_told_with_their_lines(tmp_path: Path) -> None:
    build(
        tmp_path,
        {
            "prices.toml": """
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
        },
    )
    with pytest.raises(InvalidDocuments) as failed:
        Prices.load(tmp_path)
    assert sorted((problem.line, problem.message, problem.remedy) for problem in failed.value.problems) == [
        (7, "`output` is missing.", "Write a number with a point and without quotes: output = 0.25"),
        (8, "“nameless” does not name its provider.", 'Write it as in authoring.toml: model = "openai:nameless"'),
        (9, "`input` is not an amount: 0.25.", "Write a number with a point and without quotes: input = 0.25"),
        (10, "“euro” is not a currency.", "Write its three letters, for example EUR or USD."),
        (11, "`per` is not a part of a price.", "Write: model, input, output, currency, as_of, source."),
        (15, "`USD` is not an amount: -1.", "Write a number with a point and without quotes: USD = 0.25"),
    ]
    assert all(problem.file == tmp_path / "prices.toml" for problem in failed.value.problems)


def test_a_file_that_is_no_toml_is_told_with_its_line(tmp_path: Path) -> None:
    build(tmp_path, {"prices.toml": '[[price]]\nmodel = "x\n'})
    with pytest.raises(InputError) as failed:
        Prices.load(tmp_path)
    assert failed.value.problem.message.startswith("The prices are not valid TOML")
    assert failed.value.problem.line == 2
