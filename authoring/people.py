"""Who works on pieces: the people, and the programs with an account, of `[people]`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

ActorKind = Literal["person", "agent", "system"]
RoleName = Literal["author", "reviewer", "editor", "admin"]


@dataclass(frozen=True)
class Person:
    """Somebody in `[people]`; `kind` tells a person from an agent (a program with an account)."""

    id: str
    name: str
    email: str = ""
    roles: frozenset[RoleName] = frozenset()
    kind: ActorKind = "person"
    phone: str = ""
    aliases: tuple[str, ...] = ()
