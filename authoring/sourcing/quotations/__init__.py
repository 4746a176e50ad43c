"""Quotations: where they stand in a text, and whether the words are those that somebody told us.

Similarity never decides: a dropped "not" leaves a sentence almost entirely alike. What decides are steps: equal
letters, then equal but for typography, then with marked omissions and insertions. Anything else is no quotation.
"""
