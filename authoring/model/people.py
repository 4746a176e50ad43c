"""The people, and the programs with an account, of `[people]`."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from datetime import date
from typing import Final, Literal, NamedTuple

ActorKind = Literal["person", "agent", "system"]
RoleName = Literal["author", "reviewer", "editor", "admin"]


class Person(NamedTuple):
    """An entry of `[people]`; `kind` distinguishes a person from an agent (a program with an account).

    With an `ssh_key`, the public half, their approvals must be signed, from the day `ssh_key_since` if it is stated;
    `former_ssh_keys` still prove what was signed with them. `key_ends` has the last day of each key that has one: what
    is dated later is not proven by it.
    """

    id: str
    name: str
    email: str = ""
    roles: frozenset[RoleName] = frozenset()
    kind: ActorKind = "person"
    phone: str = ""
    aliases: tuple[str, ...] = ()
    ssh_key: str = ""
    ssh_key_since: date | None = None
    former_ssh_keys: tuple[str, ...] = ()
    key_ends: tuple[tuple[str, date], ...] = ()

    @property
    def ssh_keys(self) -> tuple[str, ...]:
        """Every key that may prove a signature of this person."""
        return tuple(key for key in (self.ssh_key, *self.former_ssh_keys) if key)

    def keys_on(self, day: date) -> tuple[str, ...]:
        """The keys that prove what is dated on a day."""
        ended = {key for key, last in self.key_ends if last < day}
        return tuple(key for key in self.ssh_keys if key not in ended)


def mailbox(address: str) -> str:
    """A canonical form of an e-mail address: equal for addresses of the same mailbox; empty for no address.

    It ignores case, compatible forms of Unicode, invisible characters and the part from a `+` to the `@`; a domain in
    Unicode and in Punycode gives the same. Dots are not ignored, since most providers distinguish them.
    """
    bare = address.rpartition("<")[2].partition(">")[0] if "<" in address else address
    visible = "".join(it for it in unicodedata.normalize("NFKC", bare) if unicodedata.category(it) not in ("Cf", "Cc"))
    local, _at, domain = visible.strip().casefold().rpartition("@")
    name = local.partition("+")[0] or local
    return f"{name}@{_ascii_domain(domain)}" if name and domain else visible.strip().casefold()


def _ascii_domain(domain: str) -> str:
    if domain.isascii():
        return domain.rstrip(".")
    try:
        return domain.rstrip(".").encode("idna").decode("ascii")
    except UnicodeError:
        return domain.rstrip(".")


def sharing(person: Person, people: Iterable[Person]) -> tuple[str, ...]:
    """The ids of others with the same e-mail address, in order: any of them may be the one who acts."""
    own = mailbox(person.email)
    return tuple(sorted(it.id for it in people if own and it.id != person.id and mailbox(it.email) == own))


def shared_addresses(people: Iterable[Person]) -> list[tuple[str, ...]]:
    """The ids of each group of people that have one e-mail address."""
    groups: dict[str, list[str]] = {}
    for person in people:
        groups.setdefault(mailbox(person.email), []).append(person.id)
    return [tuple(ids) for address, ids in groups.items() if address and len(ids) > 1]


# the actor when none is known: may read and change nothing
NOBODY: Final = Person(id="", name="", kind="system")
# the actor that publishes scheduled pieces
SCHEDULE: Final = Person(id="schedule", name="schedule", kind="system")
