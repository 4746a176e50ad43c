"""Word files made by hand, as Word writes them: paragraphs, tracked changes, comments, and the parts around them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from typing import Final

_SPACES: Final = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" '
    'xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml"'
)
HEAD: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_WORD: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_RELATED: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
BY: Final = 'w:author="Samir Haddad" w:date="2026-11-20T10:00:00Z"'
STYLES: Final = f"""{HEAD}<w:styles {_SPACES}>
<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="Titre"><w:name w:val="Title"/><w:basedOn w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="Titre1"><w:name w:val="heading 1"/><w:basedOn w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="Titre2"><w:name w:val="heading 2"/><w:basedOn w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="Paragraphedeliste"><w:name w:val="List Paragraph"/></w:style>
<w:style w:type="character" w:styleId="Appelnotedebasdep"><w:name w:val="footnote reference"/></w:style>
</w:styles>"""
NUMBERING: Final = f"""{HEAD}<w:numbering {_SPACES}><w:abstractNum w:abstractNumId="0">
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="bullet"/><w:lvlText w:val="•"/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="bullet"/><w:lvlText w:val="o"/></w:lvl></w:abstractNum>
<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/>
<w:lvlText w:val="%1."/></w:lvl></w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>
</w:numbering>"""


def run(text: str, properties: str = "") -> str:
    """A run of text; `properties` such as `<w:b/>`."""
    return f'<w:r>{f"<w:rPr>{properties}</w:rPr>" if properties else ""}<w:t xml:space="preserve">{text}</w:t></w:r>'


def p(*runs: str, style: str = "", list_: int = 0, level: int = 0, mark: str = "") -> str:
    """A paragraph; texts that are no runs become plain ones. `mark` is what is tracked of its end."""
    inner = "".join(part if part.startswith("<") else run(part) for part in runs)
    number = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list_}"/></w:numPr>' if list_ else ""
    styled = f'<w:pStyle w:val="{style}"/>' if style else ""
    marked = f'<w:rPr><w:{mark} w:id="3" {BY}/></w:rPr>' if mark else ""
    return f"<w:p><w:pPr>{styled}{number}{marked}</w:pPr>{inner}</w:p>"


def inserted(text: str, properties: str = "") -> str:
    """A tracked insertion."""
    return f'<w:ins w:id="1" {BY}>{run(text, properties)}</w:ins>'


def deleted(text: str) -> str:
    """A tracked deletion."""
    return f'<w:del w:id="2" {BY}><w:r><w:delText xml:space="preserve">{text}</w:delText></w:r></w:del>'


def table(*rows: tuple[str, ...]) -> str:
    """A table of plain cells."""
    lines = "".join(f"<w:tr>{''.join(f'<w:tc>{p(cell)}</w:tc>' for cell in row)}</w:tr>" for row in rows)
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{lines}</w:tbl>"


def picture(identifier: str, alt: str = "") -> str:
    """A picture that a relationship names."""
    return (
        '<w:r><w:drawing><wp:inline><wp:extent cx="100" cy="100"/>'
        f'<wp:docPr id="1" name="x" descr="{alt}"/><a:graphic><a:graphicData '
        'uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:nvPicPr>'
        f'<pic:cNvPr id="1" name="x" descr="{alt}"/></pic:nvPicPr><pic:blipFill><a:blip r:embed="{identifier}"/>'
        "</pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )


def relation(identifier: str, kind: str, target: str, *, is_external: bool = False) -> str:
    """A relationship of the document."""
    mode = ' TargetMode="External"' if is_external else ""
    return f'<Relationship Id="{identifier}" Type="{_RELATED}/{kind}" Target="{target}"{mode}/>'


def docx(*body: str, relations: str = "", parts: Mapping[str, str | bytes] | None = None) -> bytes:
    """A Word file with this body; `parts` are added to it or take the place of its own."""
    related = "".join(
        relation(f"rIdA{number}", kind, target)
        for number, (kind, target) in enumerate(
            (
                ("styles", "styles.xml"),
                ("numbering", "numbering.xml"),
                ("footnotes", "footnotes.xml"),
                ("comments", "comments.xml"),
            )
        )
    )
    entries: dict[str, str | bytes] = {
        "[Content_Types].xml": f"""{HEAD}<Types xmlns="{_PACKAGE}/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/>
<Override PartName="/word/document.xml" ContentType="{_WORD}.document.main+xml"/></Types>""",
        "_rels/.rels": f"""{HEAD}<Relationships xmlns="{_PACKAGE}/relationships">
{relation("rId1", "officeDocument", "word/document.xml")}</Relationships>""",
        "word/_rels/document.xml.rels": f"""{HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{related}{relations}
</Relationships>""",
        "word/document.xml": f"{HEAD}<w:document {_SPACES}><w:body>{''.join(body)}</w:body></w:document>",
        "word/styles.xml": STYLES,
        "word/numbering.xml": NUMBERING,
        **(parts or {}),
    }
    return zipped(entries)


def part(name: str, inner: str) -> str:
    """A part of the file with Word's namespaces, such as `w:comments`."""
    return f"{HEAD}<{name} {_SPACES}>{inner}</{name}>"


def comment(identifier: int, text: str, *, by: str = "Lena Novak", paragraph: str = "") -> str:
    """A comment's text, for `w:comments`."""
    marked = f' w14:paraId="{paragraph}"' if paragraph else ""
    return (
        f'<w:comment w:id="{identifier}" w:author="{by}" w:date="2026-11-21T09:30:00Z" w:initials="LN">'
        f"<w:p{marked}><w:r><w:t>{text}</w:t></w:r></w:p></w:comment>"
    )


def edited(content: bytes, *changes: tuple[str, str], parts: Mapping[str, str] | None = None) -> bytes:
    """A Word file in whose document texts were replaced, each once, as somebody did who edited it."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        entries: dict[str, str | bytes] = {name: archive.read(name) for name in archive.namelist()}
    document = str(entries["word/document.xml"], "utf-8") if isinstance(entries["word/document.xml"], bytes) else ""
    for old, new in changes:
        assert document.count(old) >= 1, f"{old} is not there"
        document = document.replace(old, new, 1)
    return zipped({**entries, "word/document.xml": document, **(parts or {})})


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    """An archive of these parts."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


EVERY_CONSTRUCT = """\
One *emphasised*, **bold**, ~~struck~~, `code` and [a link](https://example.org/a_b).\\
A second line — « oui\u202f! » and\u00a0more.

- a point
- another, with **bold**

  and a second paragraph

3. three
4. four

> “A quote.”
>
> — Nora Lind, carpenter

## A heading with `code`

| tool | owner |
| :--- | ---: |
| saw | Nora |
| a \\| b |  |

```
code  line
```

### Below

---

Last one.
"""
