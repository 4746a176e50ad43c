"""A piece on paper, and back: Word, OpenDocument, PDF and e-mail for people who review there.

Everything passes through one tree (pandoc's, see `nodes`): `body` makes it from a piece's Markdown and numbers its
paragraphs, `sheet` puts the title page before it, `office`, `pdf` and `mail` write it. The way back goes from a
file that `archive` found harmless through `reading` to an outline or a testimony (`importing`), or to what a
reviewer proposes (`reviews`), which nothing here puts into a text.
"""
