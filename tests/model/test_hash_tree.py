"""The tree of digests: the roots of a published example, and proofs that hold for their own entry alone."""

from __future__ import annotations

from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from authoring.model import hash_tree

# the leaves and roots that implementations of Certificate Transparency are tested with
LEAVES: Final = [
    bytes.fromhex(leaf)
    for leaf in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")
]
ROOTS: Final = {
    1: "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    2: "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    3: "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    8: "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
}
LISTS: Final = st.lists(st.binary(max_size=4), min_size=1, max_size=20)


@pytest.mark.parametrize("count", ROOTS)
def test_the_root_is_that_of_the_standard(count: int) -> None:
    assert hash_tree.root(LEAVES[:count]) == ROOTS[count]


@given(LISTS)
def test_each_proof_leads_to_the_root_and_is_short(leaves: list[bytes]) -> None:
    proofs = hash_tree.proofs(leaves)
    root = hash_tree.root(leaves)
    assert [hash_tree.root_by(leaf, proof) for leaf, proof in zip(leaves, proofs, strict=True)] == [root] * len(leaves)
    assert max(map(len, proofs)) == (len(leaves) - 1).bit_length()


@given(LISTS, st.binary(max_size=4), st.data())
def test_no_proof_leads_to_the_root_for_an_entry_that_is_not_there(
    leaves: list[bytes], other: bytes, data: st.DataObject
) -> None:
    place = data.draw(st.integers(0, len(leaves) - 1))
    is_same = other == leaves[place]
    assert (hash_tree.root_by(other, hash_tree.proofs(leaves)[place]) == hash_tree.root(leaves)) is is_same
