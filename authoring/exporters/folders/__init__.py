"""Targets that are a folder: only changed files are written, and a ledger lists the files of each piece."""
