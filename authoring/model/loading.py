"""Makes an outline, a testimony or a draft from a document; reports every mistake with its line and its remedy."""

from __future__ import annotations

import re
from typing import Final, TypeVar, cast

from authoring.errors import InputError, InvalidDocuments, Problem
from authoring.model.documents import (
    AiPermission,
    Consent,
    ConsentStatus,
    Draft,
    NameForm,
    Outline,
    Picture,
    Section,
    Testimony,
    Wording,
)
from authoring.model.fields import Fields
from authoring.model.slugs import is_slug, suggest_slug
from authoring.text import markdown
from authoring.text.frontmatter import Document, parse
from authoring.text.i18n import LANGUAGES, _

MAX_BYTES: Final = 2 * 1024 * 1024
_BULLET: Final = re.compile(r"^[ \t]*(?:[-*+]|\d+[.)])[ \t]+")
_IMAGE: Final = re.compile(r"^!\[[^\]]*\]\((?P<src>[^)\s]+)[^)]*\)\s*$")
_FORBIDDEN: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")

T = TypeVar("T")


def document_of(content: bytes, label: str) -> Document:
    """The document in a text's bytes. Raises `InputError` for a text that is too long or not UTF-8."""
    if len(content) > MAX_BYTES:
        raise InputError(
            _("The file is {size} bytes long; 2 MiB is the most that a text may have.").format(size=len(content)),
            _("Check that it really is a text, and split it if it is."),
            file=label,
        )
    try:
        return parse(content.decode("utf-8"), label)
    except UnicodeDecodeError as error:
        raise InputError(
            _("The file is not UTF-8 text."),
            _("Save it again as UTF-8 in your editor."),
            file=label,
            line=content[: error.start].count(b"\n") + 1,
        ) from None


def load_outline(slug: str, document: Document, *, default_lang: str) -> Outline:
    """The outline of that slug in a document. Raises `InvalidDocuments` with all mistakes."""
    fields = _fields(document)
    introduction, sections = _outline_body(document, fields)
    outline = Outline(
        slug=slug,
        title=fields.text("title", required=True),
        lang=fields.choice("lang", LANGUAGES, default_lang),
        author=fields.text("author", required=True),
        introduction=introduction,
        sections=sections,
        audience=fields.text("audience"),
        tone=fields.text("tone"),
        words=fields.number("words", 600, minimum=50),
        description=fields.text("description"),
        tags=fields.texts("tags"),
        testimonies=fields.texts("testimonies"),
        images=_pictures(fields),
        due=fields.day("due"),
        body=document.body,
        label=document.label,
        extra=fields.rest(),
    )
    _slug_as_name(slug, document, fields)
    _known_testimonies(outline, fields)
    return _complete(outline, fields)


def load_testimony(slug: str, document: Document, *, default_lang: str) -> Testimony:
    """The testimony of that slug in a document. Raises `InvalidDocuments` with all mistakes."""
    fields = _fields(document)
    testimony = Testimony(
        slug=slug,
        person=fields.text("person", required=True),
        role=fields.text("role"),
        lang=fields.choice("lang", LANGUAGES, default_lang),
        body=document.body,
        consent=_consent(fields.below("consent", required=True)),
        organisation=fields.text("organisation"),
        collected=fields.day("collected"),
        collected_by=fields.text("collected_by"),
        aliases=fields.texts("aliases"),
        text=document.text,
        label=document.label,
        extra=fields.rest(),
    )
    _slug_as_name(slug, document, fields)
    if not testimony.words_spoken and not testimony.consent.erased:
        _note_body(document, fields, _("The testimony is empty."), _("Write the person's words below the --- line."))
    _refuse_hidden(document, fields)
    if "<!-- /testimony" in document.body:
        _note_body(document, fields, _("The testimony holds a mark of ours, <!-- /testimony."), _("Remove that mark."))
    return _complete(testimony, fields)


def _refuse_hidden(document: Document, fields: Fields) -> None:
    hidden = _FORBIDDEN.search(document.body)
    if hidden:
        line = document.body_line + document.body.count("\n", 0, hidden.start())
        fields.problems.append(
            Problem(
                _("The testimony holds a hidden character (U+{code:04X}).").format(code=ord(hidden.group())),
                _("Delete it: it shows nothing and can carry instructions that nobody sees."),
                document.label,
                line,
            )
        )


def load_draft(slug: str, document: Document, *, default_lang: str) -> Draft:
    """The piece of that slug in a document. Raises `InvalidDocuments` with all mistakes."""
    fields = _fields(document)
    return _complete(_draft(slug, document, fields, default_lang=default_lang), fields)


def glance(slug: str, document: Document, *, default_lang: str) -> Draft | None:
    """The piece in a document, or None if it has a mistake; pictures have no line numbers, which take long to find.

    Raises `InputError` for front matter that cannot be read.
    """
    fields = Fields(document.values, label=document.label, locate=lambda *_keys: 0)
    draft = _draft(slug, document, fields, default_lang=default_lang)
    return None if fields.problems else draft


def _draft(slug: str, document: Document, fields: Fields, *, default_lang: str) -> Draft:
    return Draft(
        slug=slug,
        title=fields.text("title", required=True),
        lang=fields.choice("lang", LANGUAGES, default_lang),
        author=fields.text("author", required=True),
        body=document.body,
        description=fields.text("description"),
        status=fields.text("status"),
        outline=fields.text("outline"),
        testimonies=fields.texts("testimonies"),
        tags=fields.texts("tags"),
        images=_pictures(fields),
        disclosure=fields.text("disclosure"),
        translation_of=fields.text("translation_of"),
        label=document.label,
        body_line=document.body_line,
        extra=fields.rest(),
    )


def _fields(document: Document) -> Fields:
    return Fields(document.values, label=document.label, locate=document.line_of)


def _complete(value: T, fields: Fields) -> T:
    if fields.problems:
        raise InvalidDocuments(fields.problems)
    return value


def _note_body(document: Document, fields: Fields, message: str, remedy: str) -> None:
    fields.problems.append(Problem(message, remedy, document.label, document.body_line))


def _slug_as_name(slug: str, document: Document, fields: Fields) -> None:
    if not is_slug(slug):
        fields.problems.append(
            Problem(
                _("The file's name, “{name}”, cannot be an address.").format(name=slug),
                _("Rename it: {example}.md").format(example=suggest_slug(slug)),
                document.label,
            )
        )


def _pictures(fields: Fields) -> tuple[Picture, ...]:
    return tuple(
        Picture(
            src=entry.text("src", required=True),
            alt=entry.text("alt"),
            caption=entry.text("caption"),
            credit=entry.text("credit"),
            decorative=entry.flag("decorative"),
            line=entry.line("src"),
        )
        for entry in fields.items("images")
    )


def _consent(fields: Fields) -> Consent:
    consent = Consent(
        status=cast(
            ConsentStatus,
            fields.choice("status", ("granted", "pending", "withdrawn"), "pending", required=not fields.is_empty),
        ),
        granted=fields.day("granted"),
        withdrawn=fields.day("withdrawn"),
        expires=fields.day("expires"),
        channels=fields.texts("channels"),
        name=cast(NameForm, fields.choice("name", ("full", "first", "initials", "anonymous"), "full")),
        ai=cast(AiPermission, fields.choice("ai", ("allowed", "local", "never"), "never")),
        evidence=fields.text("evidence"),
        words=fields.flag("words", default=True),
        picture=fields.flag("picture") if fields.has("picture") else None,
        wording=cast(Wording, fields.choice("wording", ("verbatim", "reworded"), "verbatim")),
        providers=fields.texts("providers"),
        shown=fields.text("shown"),
        version=fields.text("version"),
        lang=fields.text("lang"),
        erased=fields.day("erased"),
        sha256=fields.text("sha256"),
    )
    if consent.status == "granted" and consent.granted is None:
        fields.note(
            _("The consent is granted, and the day is missing."),
            _("Add the day on which the person said yes: granted: {today}").format(today="2026-11-23"),
            "status",
        )
    return consent


def _outline_body(document: Document, fields: Fields) -> tuple[Section, tuple[Section, ...]]:
    parts = [_outline_section(part, document, fields) for part in markdown.sections(document.body)]
    if len(parts) == 1:
        _note_body(
            document,
            fields,
            _("The outline has no section."),
            _("Write a heading for each, “## My heading”, and its points below, one “- point” a line."),
        )
    for section in parts[1:]:
        if not (section.points or section.testimonies or section.quotes):
            fields.problems.append(
                Problem(
                    _("The section “{heading}” has no point.").format(heading=section.heading),
                    _("Say what it is about: one “- point” a line, or [[testimony:slug]]."),
                    document.label,
                    section.line,
                )
            )
    return parts[0], tuple(parts[1:])


def _outline_section(part: markdown.BodySection, document: Document, fields: Fields) -> Section:
    points: list[str] = []
    whole: list[str] = []
    quotes: list[str] = []
    pictures: list[str] = []
    line = document.body_line + part.line - 1
    for raw in part.text_of(document.body).splitlines():
        text = _BULLET.sub("", raw).strip()
        image = _IMAGE.match(text)
        if image:
            pictures.append(image["src"])
            continue
        for token in markdown.TOKEN.finditer(text):
            (whole if token["kind"] == "testimony" else quotes).append(token["slug"])
        text = markdown.TOKEN.sub("", text).strip()
        if text:
            points.append(text)
    return Section(part.heading, tuple(points), tuple(whole), tuple(quotes), tuple(pictures), line)


def _known_testimonies(outline: Outline, fields: Fields) -> None:
    for section in (outline.introduction, *outline.sections):
        for slug in (*section.testimonies, *section.quotes):
            if slug not in outline.testimonies:
                fields.problems.append(
                    Problem(
                        _("The section “{heading}” names the testimony “{slug}”, which `testimonies` does not.").format(
                            heading=section.heading or _("introduction"), slug=slug
                        ),
                        _("Add it above: testimonies: [{slugs}]").format(slugs=", ".join([*outline.testimonies, slug])),
                        outline.label,
                        section.line,
                    )
                )
