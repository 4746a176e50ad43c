"""Names on our side, numbers on WordPress's: tags, categories and authors, found page by page or made."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from html import escape, unescape
from typing import Any, Final

from authoring.errors import ServiceError, ServiceRefused, advice
from authoring.exporters.blogs.web import NoAnswer
from authoring.exporters.wordpress.rest import Rest
from authoring.text.i18n import _

_TRIES: Final = 3


class Terms:
    """The tags or the categories of a site, fetched once."""

    def __init__(self, rest: Rest, route: str) -> None:
        self._rest = rest
        self._route = route

    @cached_property
    def _names(self) -> dict[int, str]:
        return self._fetch({})

    def _fetch(self, params: Mapping[str, Any]) -> dict[int, str]:
        rows = self._rest.pages(self._route, {"_fields": "id,name", "orderby": "id", **params})
        return {int(row["id"]): unescape(str(row["name"])) for row in rows}

    def names(self, identities: Iterable[int]) -> tuple[str, ...]:
        """The terms' names, in order; one that was made since we looked is looked up."""
        ids = list(identities)
        if any(identity not in self._names for identity in ids):
            self._names.update(self._fetch({"include": ",".join(map(str, ids))}))
        return tuple(sorted(self._names.get(identity, f"#{identity}") for identity in ids))

    def identity(self, name: str) -> int | None:
        """The number of the term with this name, whatever its capitals; None where there is none."""
        folded = name.casefold()
        return next((identity for identity, term in self._names.items() if term.casefold() == folded), None)

    def make(self, name: str) -> int:
        """The number of the term, made if it is not there. Raises `ServiceRefused` where we may not make one."""
        identity = self.identity(name)
        for _attempt in range(_TRIES):
            if identity is not None:
                return identity
            try:
                row = self._rest.post(self._route, {"name": escape(name, quote=False)})
                self._names[int(row["id"])] = name
                return int(row["id"])
            except NoAnswer:
                identity = self._look_again(name)
            except ServiceRefused as error:
                identity = self._look_again(name)  # another spelling of it, or somebody was faster
                if identity is None:
                    raise error from None
        raise ServiceError(_("The term “{name}” could not be made.").format(name=name), advice("repeat"))

    def _look_again(self, name: str) -> int | None:
        self._names.update(self._fetch({"search": name}))
        return self.identity(name) or next(iter(self._fetch({"slug": name.casefold()})), None)


class Authors:
    """Who can be an author on the site, and which of them stands for one of ours."""

    def __init__(self, rest: Rest, names: Mapping[str, str]) -> None:
        self._rest = rest
        self._chosen = names

    @cached_property
    def me(self) -> Mapping[str, Any]:
        """The account that we use, with what it may do."""
        user: Mapping[str, Any] = self._rest.get("users/me", {"context": "edit"}) or {}
        return user

    def check(self) -> None:
        """Raise `AccessDenied` unless the site lets us in; asked once."""
        assert self.me

    def may(self, capability: str) -> bool:
        """Whether the account has a right, in WordPress's own word for it."""
        return bool(self.me.get("capabilities", {}).get(capability))

    @cached_property
    def _all(self) -> Sequence[Mapping[str, Any]]:
        try:
            rows = list(self._rest.pages("users", {"who": "authors", "_fields": "id,name,slug"}))
        except ServiceRefused:
            rows = []
        return rows if any(row["id"] == self.me["id"] for row in rows) else [*rows, self.me]

    def name(self, identity: int) -> str:
        """The author's name as readers see it."""
        return next((unescape(str(row["name"])) for row in self._all if row["id"] == identity), f"#{identity}")

    def choose(self, author_id: str, name: str) -> tuple[int, tuple[str, ...]]:
        """The site's author for one of ours, and what to say where it is not the one that was meant."""
        name_there = str(self._chosen.get(author_id, "")) or name
        row_of_author = next((row for row in self._all if _is_called(row, name_there)), None)
        if row_of_author is None:
            note = _("The site has no author “{name}”; the post stands under “{account}”.")
        elif row_of_author["id"] != self.me["id"] and not self.may("edit_others_posts"):
            note = _("The account may not write for “{name}”; the post stands under “{account}”.")
        else:
            return int(row_of_author["id"]), ()
        return int(self.me["id"]), (note.format(name=name_there, account=self.me["name"]),)


def _is_called(row: Mapping[str, Any], name: str) -> bool:
    names = (unescape(str(row["name"])), str(row["slug"]), str(row["id"]))
    return name.casefold() in map(str.casefold, names)
