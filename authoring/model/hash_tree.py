"""One digest over a list, and for each entry a short proof that it is on the list, without the other entries.

The tree of RFC 6962 (Certificate Transparency): a leaf is hashed with a zero byte before it, two nodes with a one byte,
and the left part of a list has the largest power of two that is smaller than the whole.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Literal

Side = Literal["left", "right"]
Proof = Sequence[tuple[Side, str]]


def root(leaves: Sequence[bytes]) -> str:
    """The digest of a list with at least one entry."""
    if len(leaves) == 1:
        return _leaf(leaves[0])
    middle = _middle(len(leaves))
    return _node(root(leaves[:middle]), root(leaves[middle:]))


def proofs(leaves: Sequence[bytes]) -> list[Proof]:
    """For each entry its proof: the digests of the neighbours of its path to the root, from the entry up."""
    if len(leaves) == 1:
        return [()]
    middle = _middle(len(leaves))
    first_half, second_half = leaves[:middle], leaves[middle:]
    first_root, second_root = root(first_half), root(second_half)
    return [
        *((*proof, ("right", second_root)) for proof in proofs(first_half)),
        *((*proof, ("left", first_root)) for proof in proofs(second_half)),
    ]


def root_by(leaf: bytes, proof: Proof) -> str:
    """The root that an entry and its proof lead to."""
    digest = _leaf(leaf)
    for side, other in proof:
        digest = _node(other, digest) if side == "left" else _node(digest, other)
    return digest


def _middle(count: int) -> int:
    """The largest power of two below the count."""
    return int(1 << ((count - 1).bit_length() - 1))


def _leaf(content: bytes) -> str:
    return hashlib.sha256(b"\0" + content).hexdigest()


def _node(first: str, second: str) -> str:
    return hashlib.sha256(b"\1" + bytes.fromhex(first) + bytes.fromhex(second)).hexdigest()
