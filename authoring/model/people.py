"""Who works on pieces: the people, and the programs with an account, of `[people]`."""

from __future__ import annotations

from datetime import date
from typing import Final, Literal, NamedTuple

ActorKind = Literal["person", "agent", "system"]
RoleName = Literal["author", "reviewer", "editor", "admin"]


class Person(NamedTuple):
    """Somebody in `[people]`; `kind` tells a person from an agent (a program with an account).

    With an `ssh_key`, the public half, their approvals must be signed, from the day `ssh_key_since` if it is stated;
    `former_ssh_keys` still prove what was signed with them.
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

    @property
    def ssh_keys(self) -> tuple[str, ...]:
        """Every key that proves a signature of theirs."""
        return tuple(key for key in (self.ssh_key, *self.former_ssh_keys) if key)


# who acts where nobody is known to: may look, and change nothing
NOBODY: Final = Person(id="", name="", kind="system")
# who publishes what is due
SCHEDULE: Final = Person(id="schedule", name="schedule", kind="system")
