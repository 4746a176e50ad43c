"""Quotations: where they stand in a text, and whether the words are those that somebody told us.

Similarity never decides: a dropped "not" leaves a sentence almost entirely alike. What decides is a ladder from equal
letters over equal typography to marked omissions and insertions, and nothing below it.
"""
