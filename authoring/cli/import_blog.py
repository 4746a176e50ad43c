"""`authoring import wordpress|hugo|jekyll`: import an existing blog's posts, and report what could not be imported."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from authoring.cli import terminal
from authoring.errors import InputError
from authoring.text.i18n import _

if TYPE_CHECKING:
    from authoring.editorial.context import Context
    from authoring.importers import Blog
    from authoring.importers.blogs.blog_import import PostResult

Report = Annotated[
    Path | None, typer.Option("--report", metavar="FILE.md", help=_("Write the whole report, post by post, to a file."))
]
Built = Annotated[
    Path | None,
    typer.Option(
        "--built", metavar="FOLDER", help=_("The site as it was last built, to compare with; else public/ or _site/.")
    ),
]
Folder = Annotated[Path, typer.Argument(metavar="FOLDER", help=_("The site’s folder, which holds its settings."))]


def import_wordpress(
    file: Annotated[Path, typer.Argument(metavar="EXPORT.xml", help=_("The file that WordPress exports."))],
    uploads: Annotated[
        Path | None, typer.Option("--uploads", metavar="FOLDER", help=_("A copy of the site’s wp-content/uploads."))
    ] = None,
    download: Annotated[
        bool, typer.Option("--download", help=_("Load pictures that are not in the copy from the site itself."))
    ] = False,
    report: Report = None,
    as_: terminal.As = "",
    as_json: terminal.Json = False,
) -> int:
    from authoring.model.caches import cache_folder

    context = terminal.acting(as_)
    _expect(file, is_there=file.is_file())
    if uploads is not None:
        _expect(uploads, is_there=uploads.is_dir())
    downloads = cache_folder(os.environ) / "downloads" if download else None
    settings = context.settings
    blog = _source("wordpress").WordPressBlog(file, uploads, settings.lang, settings.zone, downloads)
    return _import(context, blog, report=report, as_json=as_json)


def import_hugo(
    folder: Folder,
    section: Annotated[
        list[str] | None,
        typer.Option(
            "--section", metavar="NAME", help=_("A folder below content/ that holds posts; else it is found.")
        ),
    ] = None,
    built: Built = None,
    report: Report = None,
    as_: terminal.As = "",
    as_json: terminal.Json = False,
) -> int:
    context = terminal.acting(as_)
    _expect(folder, is_there=folder.is_dir())
    lang, sections = context.settings.lang, tuple(section or ())
    blog = _source("hugo").HugoBlog(folder, lang, sections, context.now, _folder(built))
    return _import(context, blog, report=report, as_json=as_json)


def import_jekyll(
    folder: Folder,
    built: Built = None,
    report: Report = None,
    as_: terminal.As = "",
    as_json: terminal.Json = False,
) -> int:
    context = terminal.acting(as_)
    _expect(folder, is_there=folder.is_dir())
    settings = context.settings
    blog = _source("jekyll").JekyllBlog(folder, settings.lang, settings.zone, context.now, _folder(built))
    return _import(context, blog, report=report, as_json=as_json)


def _source(name: str) -> Any:
    """The module that reads such a blog. Raises `InputError` when a package that it needs is not installed."""
    from importlib import import_module

    try:
        import_module("mdit_py_plugins")
        return import_module(f"authoring.importers.blogs.{name}")
    except ModuleNotFoundError as error:
        if error.name not in ("bs4", "mdit_py_plugins"):
            raise
        raise InputError(
            _("Moving a blog in needs programs that are not installed."),
            _("Install them: `pip install authoring[moving]`"),
        ) from None


def _folder(path: Path | None) -> Path | None:
    if path is not None:
        _expect(path, is_there=path.is_dir())
    return path


def _expect(path: Path, *, is_there: bool) -> None:
    if not is_there:
        raise InputError(_("It does not exist."), _("Check its name."), file=path)


def _import(context: Context, blog: Blog, *, report: Path | None, as_json: bool) -> int:
    from authoring.importers.blogs.blog_import import BlogImport
    from authoring.importers.blogs.import_report import summary, whole
    from authoring.store import files

    results: list[PostResult] = []
    for number, result in enumerate(BlogImport(context).run(blog), start=1):
        results.append(result)
        if number % 100 == 0:
            terminal.note(_("{count} posts read").format(count=number))
    if report is not None:
        files.write_bytes(report, whole(results, blog.losses, label=lambda slug: _label(context, slug)).encode())
    if as_json:
        losses = [loss.as_json() for loss in blog.losses]
        terminal.say_json({"posts": [result.as_json() for result in results], "losses": losses})
    else:
        _show(results, summary(results, blog.losses))
    return 1 if any(result.result == "failed" for result in results) else 0


def _label(context: Context, slug: str) -> str:
    """Where a piece's text lies, from the workspace's folder on."""
    from authoring.store import Key

    label = str(context.store.documents.label(Key("piece", slug)))
    return label.removeprefix(f"{context.settings.base}/")


def _show(results: Sequence[PostResult], lines: Sequence[str]) -> None:
    for line in lines:
        terminal.say(line)
    if any(result.result == "imported" for result in results):
        terminal.say(_("Bring the lists and feeds up to date: authoring export"))
