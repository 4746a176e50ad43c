"""The tests that every store must pass: subclass `StoreContract` and write `make_store`.

class TestMyStore(StoreContract):
    def make_store(self, root: Path) -> Store:
        return MyStore(...)
"""

from __future__ import annotations

from authoring.store.contract.blobs import PictureContract
from authoring.store.contract.histories import PieceContract
from authoring.store.contract.records import RecordContract
from authoring.store.contract.revisions import RevisionContract
from authoring.store.contract.texts import TextContract
from authoring.store.contract.transactions import TransactionContract


class StoreContract(
    TextContract,
    TransactionContract,
    RevisionContract,
    PictureContract,
    RecordContract,
    PieceContract,
):
    """All tests of the contract of a store."""
