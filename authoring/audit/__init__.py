"""Lets an outsider check the work: recomputed hashes, traces, evidence and figures."""
