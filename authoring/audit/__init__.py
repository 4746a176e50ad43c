"""What can be shown to somebody who trusts nobody: recomputed hashes, traces, evidence and figures."""
