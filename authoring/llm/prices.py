"""What a call cost: a dated list of prices, the workspace's own entries first, and nothing guessed.

A workspace may have a list of its own beside its settings, `prices.toml`:

```toml
[[price]]
model = "openai:gpt-5-mini"
input = 0.25              # per million tokens
output = 2.00
currency = "USD"
as_of = 2026-09-05
source = "our contract"

[exchange]                # to count dollars against a budget in euros, at a rate that you choose
to = "EUR"
USD = 0.92                # one dollar in euros
```
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from importlib.resources import files
from typing import Any, Final

from authoring.errors import InputError, InvalidDocuments
from authoring.llm import provider_of
from authoring.llm.catalogue import ModelCatalogue
from authoring.model.config import Money
from authoring.model.fields import Fields
from authoring.store import PRICES, Documents, Key
from authoring.text.i18n import _

_PACKAGED: Final = "prices.toml"
_MILLION: Final = Decimal(1_000_000)
_KEYS: Final = ("model", "input", "output", "currency", "as_of", "source")
_CURRENCY: Final = re.compile(r"[A-Z]{3}")


@dataclass(frozen=True)
class Price:
    """One model's price per million tokens, as it was on a day; `source` says who said so."""

    model: str
    input: Decimal
    output: Decimal
    currency: str
    as_of: date | None
    source: str


@dataclass(frozen=True)
class Exchange:
    """Rates that the workspace chose: what one unit of another currency is in `to`."""

    to: str
    rates: Mapping[str, Decimal]


class Prices:
    """Prices by the model's full name, `provider:model`."""

    def __init__(
        self, prices: Mapping[str, Price], *, catalogue: ModelCatalogue, exchange: Exchange | None = None
    ) -> None:
        self._prices = prices
        self._catalogue = catalogue
        self._exchange = exchange

    @classmethod
    def load(cls, documents: Documents, catalogue: ModelCatalogue) -> Prices:
        """The packaged prices under the workspace's own. Raises `InvalidDocuments` for mistakes in the latter.

        Behind a `base_url` somebody else answers under names that may be the provider's: there only the workspace's
        own prices count.
        """
        listed = packaged()
        if catalogue.settings.base_url:
            replaced = catalogue.base_url_provider
            listed = {name: price for name, price in listed.items() if provider_of(name) != replaced}
        text = documents.read(Key("settings", PRICES))
        own, exchange = _read(_decoded(text.content, text.label), text.label) if text else ({}, None)
        return cls({**listed, **own}, catalogue=catalogue, exchange=exchange)

    def price(self, model: str) -> Price | None:
        """The model's price; None when it is not known."""
        return self._prices.get(model)

    def cost(self, model: str, input_tokens: int, output_tokens: int) -> Money | None:
        """What so many tokens cost, in the workspace's currency where it gives a rate; None when nobody knows.

        A model in this process costs nothing.
        """
        if self._catalogue.capabilities(model).in_process:
            return Money(Decimal(0), self._exchange.to if self._exchange else "EUR")
        price = self._prices.get(model)
        if price is None:
            return None
        amount = (price.input * input_tokens + price.output * output_tokens) / _MILLION
        return self._exchanged(Money(amount, price.currency))

    def _exchanged(self, money: Money) -> Money:
        rate = self._exchange.rates.get(money.currency) if self._exchange else None
        if self._exchange is None or rate is None:
            return money
        return Money(money.amount * rate, self._exchange.to)


def packaged() -> dict[str, Price]:
    """The prices that came with the program, by the model's full name."""
    return _read(files("authoring.llm").joinpath(_PACKAGED).read_text("utf-8"), _PACKAGED)[0]


def _decoded(content: bytes, label: str) -> str:
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise InputError(
            _("The prices cannot be read: {reason}.").format(reason=error),
            _("Save the file as UTF-8 text and check its permissions."),
            file=label,
        ) from None


def _read(text: str, label: str) -> tuple[dict[str, Price], Exchange | None]:
    try:
        values = tomllib.loads(text, parse_float=Decimal)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        line = re.search(r"line (\d+)", str(error))
        raise InputError(
            _("The prices are not valid TOML: {reason}.").format(reason=error),
            _("Texts stand between quotes; numbers have a point and no unit."),
            file=label,
            line=int(line.group(1)) if line else None,
        ) from None
    fields = Fields(values, label=label, locate=_Locator(text))
    prices = [_price(entry) for entry in fields.items("price")]
    exchange = _exchange(fields.below("exchange")) if "exchange" in values else None
    fields.refuse_rest(["price", "exchange"])
    if fields.problems:
        raise InvalidDocuments(fields.problems)
    return {price.model: price for price in prices}, exchange


def _price(entry: Fields) -> Price:
    values = entry.rest()
    amounts = {key: _amount(entry, key, values.pop(key, None)) for key in ("input", "output")}
    price = Price(
        entry.text("model", required=True),
        amounts["input"],
        amounts["output"],
        _currency(entry, "currency"),
        entry.day("as_of"),
        entry.text("source"),
    )
    if price.model and ":" not in price.model:
        entry.note(
            _("“{model}” does not name its provider.").format(model=price.model),
            _('Write it as in authoring.toml: model = "openai:{model}"').format(model=price.model),
            "model",
        )
    _refuse_others(entry, values)
    return price


def _refuse_others(entry: Fields, values: Mapping[str, Any]) -> None:
    for key in set(values) - set(_KEYS):
        entry.note(
            _("`{key}` is not a part of a price.").format(key=key),
            _("Write: {words}.").format(words=", ".join(_KEYS)),
            key,
        )


def _exchange(entry: Fields) -> Exchange:
    to = _currency(entry, "to")
    rates = {name: _amount(entry, name, value) for name, value in entry.rest().items()}
    for name in rates:
        if not _CURRENCY.fullmatch(name):
            _note_currency(entry, name, name)
    return Exchange(to, rates)


def _amount(entry: Fields, key: str, value: Any) -> Decimal:
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        amount = Decimal(value)
        if amount.is_finite() and amount >= 0:
            return amount
    entry.note(
        _("`{key}` is missing.").format(key=key)
        if value is None
        else _("`{key}` is not an amount: {value}.").format(key=key, value=value),
        _("Write a number with a point and without quotes: {key} = 0.25").format(key=key),
        key,
    )
    return Decimal(0)


def _currency(entry: Fields, key: str) -> str:
    code = entry.text(key, required=True)
    if code and not _CURRENCY.fullmatch(code):
        _note_currency(entry, code, key)
    return code


def _note_currency(entry: Fields, code: str, key: str) -> None:
    entry.note(
        _("“{code}” is not a currency.").format(code=code),
        _("Write its three letters, for example EUR or USD."),
        key,
    )


class _Locator:
    """Finds the line of a key below the n-th `[[price]]`, or below `[exchange]`."""

    def __init__(self, text: str) -> None:
        self._lines = text.splitlines()

    def __call__(self, *keys: str | int) -> int:
        table, *rest = keys or ("",)
        number = next((key for key in rest if isinstance(key, int)), 0)
        header = re.compile(rf"\s*\[\[?\s*{re.escape(str(table))}\s*\]")
        starts = [index for index, line in enumerate(self._lines) if header.match(line)]
        if number >= len(starts):
            return 1
        name = next((key for key in rest if isinstance(key, str)), "")
        for index in range(starts[number] + 1, len(self._lines)):
            if self._lines[index].lstrip().startswith("["):
                break
            if name and re.match(rf"\s*[\"']?{re.escape(name)}[\"']?\s*=", self._lines[index]):
                return index + 1
        return starts[number] + 1
