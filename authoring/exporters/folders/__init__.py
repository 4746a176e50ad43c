"""Targets that are a folder of files of ours: written as little as possible, with a ledger of what is there."""
