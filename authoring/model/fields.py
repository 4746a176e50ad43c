"""Reads typed values from front matter and settings; every mistake is noted with its place, and reading goes on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from authoring.errors import Problem
from authoring.text.i18n import _

Locate = Callable[..., int]


class Fields:
    """A mapping read key by key.

    Each method returns the value in its type, or the default after noting a `Problem`. `problems` is shared with the
    sub-mappings, so that it collects the mistakes of a whole file. `sign` is the character between key and value in
    the file's format.
    """

    def __init__(
        self,
        values: Mapping[str, Any],
        *,
        label: str,
        locate: Locate,
        sign: str = ": ",
        at: tuple[str | int, ...] = (),
        problems: list[Problem] | None = None,
    ) -> None:
        self._values = values
        self._label = label
        self._locate = locate
        self._at = at
        self._sign = sign
        self._read: set[str] = set()
        self.problems: list[Problem] = [] if problems is None else problems

    @property
    def is_empty(self) -> bool:
        """Whether the mapping has no keys."""
        return not self._values

    @property
    def name(self) -> str:
        """The key of this mapping in the mapping above; empty for the whole file."""
        return str(self._at[-1]) if self._at else ""

    def note(self, message: str, remedy: str, *keys: str | int) -> None:
        """Note a mistake at a key below this mapping."""
        self.problems.append(Problem(message, remedy, self._label, self._locate(*self._at, *keys)))

    def line(self, *keys: str | int) -> int:
        """The file's line of a key below this mapping."""
        return self._locate(*self._at, *keys)

    def text(self, key: str, default: str = "", *, required: bool = False) -> str:
        """One line or paragraph of text."""
        value = self._get(key, required=required, example='"…"')
        if value is None:
            return default
        if isinstance(value, str):
            if value.strip() or not required:
                return value
            self._missing(key, '"…"')
            return default
        self.note(
            _("`{key}` must be a text, and {value} is not.").format(key=self._name(key), value=_shown(value)),
            _("Put it between quotes: {example}").format(example=self._written(key, f'"{value}"')),
            key,
        )
        return default

    def choice(self, key: str, allowed: Iterable[str], default: str = "", *, required: bool = False) -> str:
        """One of a few words."""
        words = list(allowed)
        value = self._get(key, required=required, example=" | ".join(words))
        if value is None:
            return default
        if value in words:
            return str(value)
        self.note(
            _("`{key}` is {value}, which is not one of the words it may be.").format(
                key=self._name(key), value=_shown(value)
            ),
            _("Write one of: {words}.").format(words=", ".join(words)),
            key,
        )
        return default

    def number(self, key: str, default: int, *, minimum: int = 0) -> int:
        """A whole number, `minimum` or more."""
        value = self._get(key)
        if value is None:
            return default
        if isinstance(value, int) and not isinstance(value, bool) and value >= minimum:
            return value
        self.note(
            _("`{key}` must be a whole number of {minimum} or more, and {value} is not.").format(
                key=self._name(key), minimum=minimum, value=_shown(value)
            ),
            _("Write it in figures, without quotes or units: {example}").format(
                example=self._written(key, str(default or minimum))
            ),
            key,
        )
        return default

    def has(self, key: str) -> bool:
        """Whether the key has a value."""
        return self._values.get(key) is not None

    def flag(self, key: str, *, default: bool = False) -> bool:
        """true or false."""
        value = self._get(key)
        if value is None or isinstance(value, bool):
            return default if value is None else value
        self.note(
            _("`{key}` must be true or false, and {value} is neither.").format(
                key=self._name(key), value=_shown(value)
            ),
            _("Write {yes} or {no}.").format(yes=self._written(key, "true"), no=self._written(key, "false")),
            key,
        )
        return default

    def day(self, key: str) -> date | None:
        """A calendar day."""
        value = self._get(key)
        if value is None or (isinstance(value, date) and type(value) is date):
            return value
        self.note(
            _("`{key}` must be a day, and {value} is not.").format(key=self._name(key), value=_shown(value)),
            _("Write year, month and day: {example}").format(example=self._written(key, "2026-11-23")),
            key,
        )
        return None

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts."""
        value = self._get(key)
        if value is None:
            return ()
        if isinstance(value, list) and all(isinstance(item, str) for item in value):
            return tuple(value)
        if isinstance(value, list):
            index = next(i for i, item in enumerate(value) if not isinstance(item, str))
            self.note(
                _("`{key}` must hold texts, and {value} is not one.").format(
                    key=self._name(key), value=_shown(value[index])
                ),
                _("Put it between quotes."),
                key,
                index,
            )
        else:
            self.note(
                _("`{key}` must be a list, and {value} is not.").format(key=self._name(key), value=_shown(value)),
                _("Put it between square brackets: {example}").format(example=self._written(key, f"[{value}]")),
                key,
            )
        return ()

    def below(self, key: str, *, required: bool = False) -> Fields:
        """The mapping at a key; an empty one when it is missing or of another type."""
        value = self._get(key, required=required, example="…")
        if value is not None and not isinstance(value, Mapping):
            self.note(
                _("`{key}` must hold keys of its own, and {value} does not.").format(
                    key=self._name(key), value=_shown(value)
                ),
                _("Write its keys on the lines below, indented by two spaces."),
                key,
            )
            value = None
        return self._child(value or {}, key)

    def items(self, key: str) -> list[Fields]:
        """The mappings in the list at a key."""
        value = self._get(key)
        if value is None:
            return []
        if not isinstance(value, list) or not all(isinstance(item, Mapping) for item in value):
            self.note(
                _("`{key}` must be a list of entries with keys of their own.").format(key=self._name(key)),
                _("Begin each entry with a dash: “- src: images/photo.jpg”, its other keys indented below."),
                key,
            )
            return []
        return [self._child(item, key, index) for index, item in enumerate(value)]

    def names(self) -> list[str]:
        """All keys of this mapping, for mappings whose keys are names that the user chose."""
        self._read.update(self._values)
        return list(self._values)

    def rest(self) -> dict[str, Any]:
        """The values that no method has read, which are kept and passed on."""
        return {key: value for key, value in self._values.items() if key not in self._read}

    def refuse_rest(self, known: Iterable[str]) -> None:
        """Note a mistake for every key that no method has read, with the most similar known key."""
        from difflib import get_close_matches

        names = list(known)
        for key in self.rest():
            near = get_close_matches(key, names, n=1)
            self.note(
                _("`{key}` is not a setting that exists.").format(key=self._name(key)),
                _("Did you mean `{near}`?").format(near=near[0])
                if near
                else _("Remove it; the settings here are: {names}.").format(names=", ".join(sorted(names))),
                key,
            )

    def _child(self, values: Mapping[str, Any], *keys: str | int) -> Fields:
        return Fields(
            values,
            label=self._label,
            locate=self._locate,
            sign=self._sign,
            at=(*self._at, *keys),
            problems=self.problems,
        )

    def _get(self, key: str, *, required: bool = False, example: str = "") -> Any:
        self._read.add(key)
        value = self._values.get(key)
        if value is None and required:
            self._missing(key, example)
        return value

    def _missing(self, key: str, example: str) -> None:
        self.note(
            _("`{key}` is missing.").format(key=self._name(key)),
            _("Add a line: {example}").format(example=self._written(key, example)),
            key,
        )

    def _written(self, key: str, value: str) -> str:
        """The line as it would be in the file."""
        return f"{key}{self._sign}{value}"

    def _name(self, key: str) -> str:
        return ".".join(str(part) for part in (*self._at, key) if not isinstance(part, int))


def _shown(value: Any) -> str:
    text = str(value)
    return _("“{text}”").format(text=f"{text[:57]}…" if len(text) > 58 else text)
