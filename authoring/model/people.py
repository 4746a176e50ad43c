"""Who works on pieces: the people, and the programs with an account, of `[people]`."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from datetime import date
from typing import Final, Literal, NamedTuple

ActorKind = Literal["person", "agent", "system"]
RoleName = Literal["author", "reviewer", "editor", "admin"]


class Person(NamedTuple):
    """Somebody in `[people]`; `kind` tells a person from an agent (a program with an account).

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
        """Every key that proves a signature of theirs."""
        return tuple(key for key in (self.ssh_key, *self.former_ssh_keys) if key)

    def keys_on(self, day: date) -> tuple[str, ...]:
        """The keys that prove what is dated on a day."""
        ended = {key for key, last in self.key_ends if last < day}
        return tuple(key for key in self.ssh_keys if key not in ended)


def mailbox(address: str) -> str:
    """What tells one mailbox from another: addresses that reach the same one give the same; empty for none.

    Capitals, compatible forms of Unicode, invisible characters and what follows a `+` before the `@` do not count, and
    a domain is the same in letters and in Punycode. Dots count, since they do at most providers.
    """
    bare = address.rpartition("<")[2].partition(">")[0] if "<" in address else address
    shown = "".join(it for it in unicodedata.normalize("NFKC", bare) if unicodedata.category(it) not in ("Cf", "Cc"))
    local, _at, domain = shown.strip().casefold().rpartition("@")
    name = local.partition("+")[0] or local
    return f"{name}@{_ascii_domain(domain)}" if name and domain else shown.strip().casefold()


def _ascii_domain(domain: str) -> str:
    if domain.isascii():
        return domain.rstrip(".")
    try:
        return domain.rstrip(".").encode("idna").decode("ascii")
    except UnicodeError:
        return domain.rstrip(".")


def sharing(person: Person, people: Iterable[Person]) -> tuple[str, ...]:
    """The ids of the others with the same e-mail address, in order: nobody can tell which of them acts."""
    own = mailbox(person.email)
    return tuple(sorted(it.id for it in people if own and it.id != person.id and mailbox(it.email) == own))


def shared_addresses(people: Iterable[Person]) -> list[tuple[str, ...]]:
    """The ids of each group of people that have one e-mail address."""
    groups: dict[str, list[str]] = {}
    for person in people:
        groups.setdefault(mailbox(person.email), []).append(person.id)
    return [tuple(ids) for address, ids in groups.items() if address and len(ids) > 1]


# who acts where nobody is known to: may look, and change nothing
NOBODY: Final = Person(id="", name="", kind="system")
# who publishes what is due
SCHEDULE: Final = Person(id="schedule", name="schedule", kind="system")
