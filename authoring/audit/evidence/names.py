"""The names of the files in a bundle: a layout of its own, which `check.sh` uses too.

Records of approvals and kept revisions have the same names as in the history's events of erasures.
"""

from __future__ import annotations

from typing import Final

HISTORY: Final = "history.jsonl"
CHECKPOINT: Final = "checkpoint.txt"
HASH: Final = "hash.txt"
MANIFEST: Final = "manifest.json"
BODY: Final = "body.md"
APPROVALS: Final = "approvals"
REVISIONS: Final = "revisions"
TEXT: Final = "index.md"  # of a kept revision
SOURCES: Final = "sources"
RECORDS: Final = "records"
VOUCHED: Final = "vouched"
STATEMENT: Final = f"{VOUCHED}/statement.json"  # the signed statement for a list of imported posts
STATEMENT_SIGNATURE: Final = f"{VOUCHED}/statement.json.sig"
VOUCHED_ENTRY: Final = f"{VOUCHED}/entry.json"
VOUCHED_RECORD: Final = f"{VOUCHED}/vouched.json"
TRACE: Final = "trace.html"
SIGNERS: Final = "allowed_signers"
CHECK: Final = "check.sh"
PAGE: Final = "index.html"
WITHHELD: Final = "WITHHELD.txt"
SUMS: Final = "SHA256SUMS"


def revision_file(revision: str, name: str) -> str:
    """A file of a kept revision, by the name under which it is kept."""
    return f"{REVISIONS}/{revision}/{name}"
