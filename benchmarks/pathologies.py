"""Texts made to take long, through every check, parser and importer: does the time grow with the text, or faster?

Each text is one sign, or a few, repeated: what a cat on a keyboard types, and what patterns and loops are slow on. Each
runs in a process of its own, which is ended when it takes too long; what it was doing then counts as not finished.
Times are the processor's own, so that other programs on the machine do not count.

    python -m benchmarks.pathologies [--size N] [--text NAME …] [--work NAME …]
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import string
import tempfile
import time
import zipfile
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from functools import partial
from html import escape
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from benchmarks.measuring import Row, machine

if TYPE_CHECKING:
    from authoring.checks import Check, Finding, Subject

SIZE: Final = 100_000  # characters of the longer text; the shorter has half of them
GROWTH: Final = 2.6  # what twice the text may cost: twice, and a third of that for what the machine does besides
LONGEST: Final = 2.0  # seconds
_NOTICED: Final = 0.1  # seconds below which a growth is noise
_PATIENCE: Final = 30.0  # seconds after which a step is given up
_MANY: Final = (
    "1-",
    "- ",
    "> ",
    "« ",
    "“ ",
    "[[",
    "<!--",
    "*a ",
    "_a ",
    "![",
    "](",
    "](a",
    "<a ",
    "</p>",
    "&#",
    "{{",
    "{%",
)
_MORE: Final = (
    "«",
    "“",
    "”",
    "’",
    "…",
    "—",
    "1",
    " ",
    "\n",
    "\n\n",
    "\t",
    "\u00a0",
    "\u0301",
    "e\u0301",
    "\u200b",
    "\u202e",
)
_MIXED: Final = (
    '"« “',
    "'\"`",
    "“a” ",
    "« a » ",
    '"a ',
    "a.",
    "A. ",
    "a b ",
    "Aa ",
    "aa\n",
    "1 ",
    "1.",
    "1. a\n",
    "- a\n",
)
_LINES: Final = (
    "# a\n",
    "## a\n\n",
    "| a ",
    "| a |\n",
    "> a\n\n",
    "```\n",
    "~~~\n",
    "a: b\n",
    "- [",
    "[a]: b\n",
    "[^1]",
    "<b>",
)
_OURS: Final = (
    "<!-- testimony:a -->\n",
    "<!-- /testimony:a -->\n",
    "[[quote:a]] ",
    "[[testimony:a#1",
    "TODO ",
    "http://a ",
)
_LONG: Final = (
    "mot ",
    "le mot dit. ",
    "Nora Lind a dit « oui ». ",
    "\u4e2d",
    "😀",
    "Élan ",
    "12 000 € ",
    "a@b.c ",
    "www.a.b ",
)
_WXR: Final = """<?xml version="1.0" encoding="UTF-8" ?><rss version="2.0"
xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/" xmlns:content="http://purl.org/rss/1.0/modules/content/"
xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="http://wordpress.org/export/1.2/"><channel>
<link>https://old.example.org</link><wp:wxr_version>1.2</wp:wxr_version>
<item><title><![CDATA[{title}]]></title><link>https://old.example.org/1/</link><dc:creator>a</dc:creator>
<content:encoded><![CDATA[{content}]]></content:encoded><excerpt:encoded></excerpt:encoded>
<wp:post_id>1</wp:post_id><wp:post_date>2026-01-01 10:00:00</wp:post_date>
<wp:post_date_gmt>2026-01-01 10:00:00</wp:post_date_gmt><wp:post_name>one</wp:post_name>
<wp:status>publish</wp:status><wp:post_type>post</wp:post_type></item></channel></rss>
"""
_CONTENT_TYPES: Final = """<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Override PartName="/word/document.xml"
ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>"""
_RELATIONS: Final = """<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="r1" Target="word/document.xml"
Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/></Relationships>"""
_DOCUMENT: Final = '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
Work = Callable[[str], object]


def texts(size: int) -> dict[str, str]:
    """Each text by the name of what it repeats, of so many characters."""
    signs = (*string.punctuation, *_MANY, *_MORE, *_MIXED, *_LINES, *_OURS, *_LONG)
    repeated = {repr(sign): (sign * (size // len(sign) + 1))[:size] for sign in signs}
    half = size // 2
    return {
        **repeated,
        "one word": "abcdefghij" * (size // 10),
        "brackets within brackets": "[" * half + "]" * half,
        "parentheses within parentheses": "(" * half + ")" * half,
        "quotations within quotations": "« " * (half // 2) + "» " * (half // 2),
        "marks that close nothing": "*a " * (size // 6) + "_b " * (size // 6),
        "lists within lists": "".join("  " * level + "- a\n" for level in range(int(size**0.5)))[:size],
        "different words": " ".join(f"mot{number}" for number in range(size // 9)),
        "different sentences": " ".join(f"Le mot {number} est dit." for number in range(size // 21)),
        "different paragraphs": "\n\n".join(f"Le mot {number} est dit." for number in range(size // 22)),
    }


def works(folder: Path) -> dict[str, Work]:
    """Each parser, importer and exporter by its name; `folder` is for files."""
    return {**_parsers(), **_comparisons(), **_writers(), **_importers(folder)}


def _parsers() -> dict[str, Work]:
    from authoring.checks.instructions import asking
    from authoring.checks.support.reading import read
    from authoring.sourcing import grounding
    from authoring.sourcing.grounding import literals, names, negation, numerals, roles
    from authoring.sourcing.provenance import text as provenance
    from authoring.text import folding, frontmatter, hypertext, markdown, sentences, words

    return {
        "front matter, a value": lambda text: _tolerant(frontmatter.parse, f"---\ntitle: {text}\n---\nx"),
        "front matter, whole": lambda text: _tolerant(frontmatter.parse, f"---\n{text}\n---\nx"),
        "front matter, the text below": lambda text: frontmatter.parse(f"---\ntitle: x\n---\n{text}"),
        "front matter, written": lambda text: frontmatter.dump({"title": text, "tags": [text]}),
        "Markdown": markdown.tokens,
        "Markdown, sections": markdown.sections,
        "Markdown, pictures": markdown.pictures,
        "Markdown, links": markdown.links,
        "HTML to Markdown": hypertext.markdown,
        "HTML to blocks": hypertext.blocks_of,
        "sentences": sentences.spans,
        "words": words.words,
        "stems": words.stems,
        "a foreign language": lambda text: words.seems_foreign(text, "fr"),
        "folding": folding.fold,
        "reading for checks": read,
        "sentences with their places": provenance.sentences_of,
        "literal parts": literals.of_sentence,
        "supplied literals": literals.supplied,
        "names": names.find,
        "numbers": numerals.numbers,
        "roles": roles.find,
        "negations": negation.is_negative,
        "instructions": asking,
        "sources of a piece": lambda text: grounding.of_piece(None, _spoken(text), _settings()),
    }


def _comparisons() -> dict[str, Work]:
    from authoring.sourcing.grounding import negation
    from authoring.sourcing.likely_sources import traces_of
    from authoring.sourcing.provenance import Provenance
    from authoring.sourcing.provenance import text as provenance
    from authoring.sourcing.provenance.tracing import Revision, advance
    from authoring.sourcing.quotations import likeness
    from authoring.sourcing.quotations.placing import SpokenIndex
    from authoring.text import differences, words

    def trace(text: str) -> None:
        before = provenance.sentences_of(text)
        first = advance(Provenance(), (), Revision("a", before, 1, "agathe"))
        after = provenance.sentences_of(f"Une phrase. {text[: len(text) // 2]} autre {text[len(text) // 2 :]}")
        advance(first, before, Revision("b", after, 2, "agathe"))

    def place(text: str) -> None:
        SpokenIndex(tuple(_spoken(f"Oui. {text}").values())).place(f"non {text[: len(text) // 2]}")

    def nearest(text: str) -> None:
        likeness.nearest("le mot dit ici une fois " + text[:2000], SpokenIndex(tuple(_spoken(text).values())))

    return {
        "differences": lambda text: differences.compare(text, f"a{text[: len(text) // 2]}b{text[len(text) // 2 :]}"),
        "differences, shown": lambda text: differences.changes(text, text[::-1]),
        "differences of a quotation": lambda text: likeness.difference(text, f"a {text[: len(text) // 2]} b"),
        "nearness of words": lambda text: words.nearness(text, [text, text[::-1]]),
        "a negation that differs": lambda text: negation.differs(text, f"ne {text} pas"),
        "tracing of sentences": trace,
        "placing of a quotation": place,
        "the nearest words of a quotation": nearest,
        "traces of a testimony": lambda text: traces_of(_spoken(text)["nora"]),
    }


def _writers() -> dict[str, Work]:
    from authoring.checks.typography import fix_typography
    from authoring.drafting import cleaning
    from authoring.exporters.ghost import cards
    from authoring.exporters.hugo import goldmark
    from authoring.exporters.markdown import body, quoted
    from authoring.exporters.rendering import html
    from authoring.exporters.rendering.gallery import Gallery
    from authoring.exporters.wordpress import blocks
    from authoring.model.people import Person
    from authoring.model.slugs import suggest_slug
    from authoring.privacy.pseudonyms import Register
    from authoring.prompts.sandbox import Sandbox
    from authoring.sourcing import disclosure
    from authoring.testing import revision

    def exported(write: Callable[..., object]) -> Work:
        return lambda text: _tolerant(lambda: write(revision(body=text), Gallery(revision(body=text))))

    sandbox = Sandbox(lambda name: ("", name))
    register = Register.of(_spoken("oui").values(), [Person("agathe", "Agathe Berger", "agathe@example.org")])
    return {
        "typography mended, French": lambda text: fix_typography(text, lang="fr"),
        "typography mended, English": lambda text: fix_typography(text, lang="en"),
        "an answer cleaned": lambda text: cleaning.clean(text, prompt=f"Ecris : {text[:1000]}", points=["un point"]),
        "an answer against its prompt": lambda text: cleaning.own_words(text, text[::-1]),
        "an answer cut to its sentences": cleaning.whole_sentences,
        "an answer shortened": lambda text: cleaning.shortened(text, 100),
        "a prompt's template": lambda text: _tolerant(sandbox.fill, text, "x", {"title": "x"}),
        "a prompt's value": lambda text: _tolerant(sandbox.fill, "{{ title }}", "x", {"title": text}),
        "names taken out": lambda text: register.seal(text),
        "names put back": lambda text: register.seal("Nora Lind").restore(text),
        "a disclosure's wording": disclosure.visible,
        "a slug": suggest_slug,
        "a page": exported(lambda piece, gallery: html.render(piece.body, gallery=gallery)),
        "plain Markdown": exported(body),
        "a block quote": quoted,
        "Hugo's Markdown": exported(lambda piece, gallery: goldmark.render(piece.body, gallery=gallery)),
        "WordPress's blocks": exported(
            lambda piece, gallery: blocks.render(
                piece.body, gallery=gallery, uploads=lambda it: blocks.Upload(1, it.url)
            )
        ),
        "Ghost's cards": exported(
            lambda piece, gallery: cards.render(piece.body, gallery=gallery, place=lambda it: it.url)
        ),
    }


def _importers(folder: Path) -> dict[str, Work]:
    return {
        "import from WordPress, a classic post": lambda text: _read_wordpress(folder, text),
        "import from WordPress, a block post": lambda text: _read_wordpress(folder, f"<!-- wp:paragraph -->{text}"),
        "import from WordPress, the title": lambda text: _read_wordpress(folder, "x", title=text),
        "import from Hugo": lambda text: _read_hugo(folder, text),
        "import from Hugo, a value": lambda text: _read_hugo(folder, "x", f"description: {text}"),
        "import from Jekyll": lambda text: _read_jekyll(folder, text, "md"),
        "import from Jekyll, HTML": lambda text: _read_jekyll(folder, text, "html"),
        "import from Word, a testimony": lambda text: _read_word(folder, text),
    }


def _read_wordpress(folder: Path, text: str, *, title: str = "A title") -> None:
    from authoring.importers.blogs.wordpress import WordPressBlog

    path = folder / "export.xml"
    path.write_text(_WXR.format(title=_cdata(title), content=_cdata(text)), "utf-8")
    list(WordPressBlog(path).posts())


def _cdata(text: str) -> str:
    return text.replace("]]>", "]]]]><![CDATA[>")


def _read_hugo(folder: Path, text: str, more: str = "") -> None:
    from authoring.importers.blogs.hugo import HugoBlog

    root = folder / "hugo"
    (root / "content" / "posts").mkdir(parents=True, exist_ok=True)
    (root / "hugo.toml").write_text("")
    front = f"---\ntitle: A title\ndate: 2026-01-02\n{more}\n---\n"
    (root / "content" / "posts" / "one.md").write_text(f"{front}{text}", "utf-8")
    _tolerant(lambda: list(HugoBlog(root).posts()))


def _read_jekyll(folder: Path, text: str, ending: str) -> None:
    from authoring.importers.blogs.jekyll import JekyllBlog

    root = folder / f"jekyll-{ending}"
    (root / "_posts").mkdir(parents=True, exist_ok=True)
    (root / "_config.yml").write_text("")
    (root / "_posts" / f"2026-01-02-one.{ending}").write_text(f"---\ntitle: A title\n---\n{text}", "utf-8")
    _tolerant(lambda: list(JekyllBlog(root).posts()))


def _read_word(folder: Path, text: str) -> None:
    from authoring.importers.word import paragraphs, word_file, word_import

    path = folder / "a.docx"
    allowed = "".join(sign for sign in text if sign >= " " or sign in "\t\n")
    lines = (f'<w:p><w:r><w:t xml:space="preserve">{escape(line)}</w:t></w:r></w:p>' for line in allowed.split("\n"))
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("[Content_Types].xml", _CONTENT_TYPES)
        file.writestr("_rels/.rels", _RELATIONS)
        file.writestr("word/document.xml", f"{_DOCUMENT}<w:body>{''.join(lines)}</w:body></w:document>")
    _tolerant(lambda: word_import.words_spoken(paragraphs.paragraphs(word_file.read(path).blocks)))


def checks(text: str) -> dict[str, Callable[[], object]]:
    """Each check on a piece that is the text, in French; what several need is a step of its own, before them."""
    from authoring.checks.builtin import all_checks

    subject, in_title = _subject(text), _subject("x", title=text)
    return {
        "what checks share: the reading": lambda: subject.reading,
        "what checks share: the sections": lambda: subject.sections,
        "what checks share: the quotations": lambda: subject.placements,
        **{f"the check “{check.name}”": partial(_run_check, check, subject) for check in all_checks()},
        "all checks, the title": lambda: [_run_check(check, in_title) for check in all_checks()],
    }


def _run_check(check: Check, subject: Subject) -> list[Finding]:
    return list(check.run(subject))


def _subject(text: str, *, title: str = "Un titre") -> Subject:
    from authoring.checks import Subject
    from authoring.model.config import Settings, Style
    from authoring.model.documents import Draft, Outline, Section
    from authoring.store import Key
    from authoring.store.pieces import Attachments
    from authoring.testing import memory_store

    store = memory_store({}, clock=lambda: datetime(2026, 11, 23, 9, tzinfo=UTC))
    plan = Outline("piece", "Un titre", "fr", "agathe", Section(""), (Section("Un", points=("le mot est dit",)),))
    return Subject(
        Draft(slug="piece", title=title, lang="fr", author="agathe", body=f"\n{text}\n", description="Un mot."),
        Attachments(store.blobs, Key("piece", "piece")),
        Settings(Path(), style=Style(avoid=("incontournable",))),
        plan,
        _spoken(f"Le mot est dit. {text}"),
        date(2026, 11, 23),
    )


def _spoken(text: str) -> dict[str, Any]:
    from authoring.model.documents import Consent, Testimony

    consent = Consent("granted", date(2026, 1, 1))
    return {"nora": Testimony("nora", "Nora Lind", "menuisière", "fr", f"\n{text}\n", consent)}


def _settings() -> Any:
    from authoring.model.config import Settings

    return Settings(Path())


def _tolerant(work: Callable[..., object], *arguments: Any) -> None:
    """Runs `work`; an error that it raises for people is a valid result too."""
    from authoring.errors import AuthoringError

    try:
        work(*arguments)
    except AuthoringError:
        return


# --- measuring ------------------------------------------------------------------------------------------------


def seconds_of(sign: str, size: int, only: Sequence[str] = ()) -> dict[str, float]:
    """What each step took with one text, by its name; infinite where it did not finish, or came after such a one.

    A step that does not finish ends the process; another goes on after it.
    """
    seconds: dict[str, float] = {}
    while True:
        receiving, sending = multiprocessing.Pipe(duplex=False)
        process = multiprocessing.get_context("fork").Process(
            target=_run, args=(sign, size, only, set(seconds), sending)
        )
        process.start()
        sending.close()
        name = _received(receiving, seconds)
        process.kill()
        process.join()
        if not name:
            return seconds
        seconds[name] = float("inf")


def _received(receiving: Connection, seconds: dict[str, float]) -> str:
    """Note what a process reports; the step that it was at when it stopped, none where it came to its end."""
    name = ""
    while receiving.poll(_PATIENCE):
        try:
            name, duration = receiving.recv()
        except EOFError:
            return name
        if duration is not None:
            seconds[name], name = duration, ""
    return name


def _run(sign: str, size: int, only: Sequence[str], done: set[str], sending: Connection) -> None:
    text = texts(size)[sign]
    with tempfile.TemporaryDirectory() as folder:
        steps: dict[str, Callable[[], object]] = {
            name: partial(work, text) for name, work in works(Path(folder)).items()
        }
        for name, step in {**steps, **checks(text)}.items():
            if name in done or (only and not any(part in name for part in only)):
                continue
            sending.send((name, None))
            begun = time.process_time()
            step()
            sending.send((name, time.process_time() - begun))
    sending.close()


def warm() -> None:
    """Load what the steps load when they first run, so that it does not count; to be called before any is measured."""
    with tempfile.TemporaryDirectory() as folder:
        for work in works(Path(folder)).values():
            work("Un mot.")
        for step in checks("Un mot.").values():
            step()


def measure(*, size: int = SIZE, signs: Sequence[str] = (), only: Sequence[str] = ()) -> list[Row]:
    """A row for each check, parser and importer: its worst growth, and its longest time, with the texts' names."""
    warm()
    short: dict[str, dict[str, float]] = {}
    long: dict[str, dict[str, float]] = {}
    for sign in signs or list(texts(1000)):
        for length, by_step in ((size // 2, short), (size, long)):
            for step, seconds in seconds_of(sign, length, only).items():
                by_step.setdefault(step, {})[sign] = seconds
    return [_row(step, short.get(step, {}), by_sign, size) for step, by_sign in long.items()]


def _row(step: str, short: dict[str, float], long: dict[str, float], size: int) -> Row:
    growths = {sign: seconds / max(short.get(sign, _NOTICED), _NOTICED / GROWTH) for sign, seconds in long.items()}
    noticed = {sign: growth for sign, growth in growths.items() if long[sign] >= _NOTICED}
    longest = max(long, key=lambda sign: long[sign])
    worst = max(noticed, key=lambda sign: noticed[sign], default="")
    grows = f"× {noticed[worst]:.1f} ({worst})" if worst else f"below {_NOTICED:g} s"
    holds = long[longest] <= LONGEST * size / SIZE and (not worst or noticed[worst] <= GROWTH)
    return Row(
        f"{step}: {len(long)} texts of {size:,} characters, the longest",
        f"{long[longest]:.2f} s ({longest})",
        f"against half: {grows}",
        None,
        f"≤ {LONGEST:g} s and × {GROWTH:g}",
        holds,
    )


def main() -> None:
    """Print the rows as JSON, those that hold nothing first."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, default=SIZE)
    parser.add_argument("--text", action="append", default=[])
    parser.add_argument("--work", action="append", default=[])
    options = parser.parse_args()
    rows = measure(size=options.size, signs=options.text, only=options.work)
    rows.sort(key=lambda row: row.holds)
    print(json.dumps({"machine": machine(), "rows": [row.as_json() for row in rows]}, ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main()
