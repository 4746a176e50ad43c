"""A piece as a file for people who review in Word, OpenDocument, PDF or e-mail.

Everything passes through one tree (pandoc's, see `nodes`): `body` makes it from a piece's Markdown and numbers its
paragraphs, `sheet` puts the title page before it, `office`, `pdf` and `mail` write it. The way back goes from a
file that `archive` found harmless through `importers.word` to an outline, to a testimony, or to what a reviewer
proposes, which nothing here puts into a text.
"""
