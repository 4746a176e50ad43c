"""Writes a text from an outline and testimonies, and revises it. Records only the calls to models.

`plan` makes the question for each part, `ask` sends it to a model, `judge` examines the answer, `assemble` builds the
text and `record` notes who wrote what. None of them imports another: `draft`, `revise`, `suggest` and `preview` do.
"""
