"""`authoring import`: a command for each source; without a source, a file from Word or OpenDocument.

Each source is a command in a file of its own, registered below. `authoring import FILE.docx` and
`authoring import --review SLUG FILE.docx` name no source and use the first.
"""

from __future__ import annotations

from typing import Final

import typer

from authoring.cli import import_blog, import_word, vouch
from authoring.cli.groups import WithUnnamed
from authoring.text.i18n import _

UNNAMED: Final = "word"  # the source when none is named


class Sources(WithUnnamed):
    """The group of all sources; arguments that do not begin with a source are for the default one."""

    unnamed = UNNAMED


app = typer.Typer(cls=Sources, no_args_is_help=True, rich_markup_mode=None)
app.command(
    UNNAMED, help=_("A text from Word or OpenDocument, or a review made there. The word “word” may be left out.")
)(import_word.import_word)
app.command("wordpress", help=_("The posts of a WordPress blog, from the file that it exports."))(
    import_blog.import_wordpress
)
app.command("hugo", help=_("The posts of a Hugo site’s folder."))(import_blog.import_hugo)
app.command("jekyll", help=_("The posts of a Jekyll site’s folder."))(import_blog.import_jekyll)
app.command("vouch", help=_("Sign for posts that somebody else imported, so that they may be shown unchanged."))(
    vouch.vouch
)
