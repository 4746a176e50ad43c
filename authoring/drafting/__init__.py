"""Writes a text from an outline and testimonies, and revises it. Records only the calls to models.

`plan` makes the question for each part and `ask` sends it to a model. `rounds` writes a part as a whole: `judge` makes
its text of an answer, `judging` finds what is wrong with it. `pointwise` writes a part one point at a time, for small
models: `faithfulness` judges each sentence. `assemble` builds the text and `record` notes who wrote what.
"""
