"""The parts of the reference documents: one table of styles, written as Word and as OpenDocument have it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from xml.sax.saxutils import escape, quoteattr

SERIF: Final = "Cambria"
SANS: Final = "Calibri"
MONO: Final = "Consolas"
INK: Final = "1F2937"
GREY: Final = "6B7280"
RED: Final = "B42318"
GREEN: Final = "027A48"
MARGIN: Final = 0.9  # centimetres in which a paragraph's number stands


@dataclass(frozen=True)
class Style:
    """A paragraph's style; lengths in centimetres, sizes in points. `bar` is the colour of a line at its left."""

    name: str
    based: str = "Body Text"
    font: str = ""
    size: float = 0
    colour: str = ""
    weight: str = ""
    slant: str = ""
    left: float | None = None
    first: float | None = None
    above: float | None = None
    below: float | None = None
    bar: str = ""
    align: str = ""
    outline: int = 0
    with_next: bool = False
    line: float = 0


STYLES: Final = (
    Style("Body Text", "Normal", left=MARGIN, first=-MARGIN, above=0, below=8, line=1.3),
    Style("First Paragraph"),
    Style("Compact", left=0, first=0, above=0, below=3),
    Style("Title", "Normal", SANS, 26, INK, "bold", left=0, first=0, above=90, below=10, with_next=True, line=1.1),
    Style("Author", "Normal", SANS, 13, GREY, left=0, first=0, below=24),
    Style("Status", "Normal", SANS, 13, RED, "bold", left=0.3, first=0, above=6, below=12, bar=RED),
    Style("Status Approved", "Status", colour=GREEN, bar=GREEN),
    Style("Summary", "Normal", size=12, slant="italic", left=0, first=0, above=12, below=18, line=1.3),
    Style("Revision", "Normal", MONO, 8, GREY, left=0, first=0, above=12, below=12),
    Style("Hint", "Normal", SANS, 10, GREY, left=0, first=0, below=4),
    Style("Heading 1", "Normal", SANS, 16, INK, "bold", left=0, first=0, above=20, below=6, outline=1, with_next=True),
    Style("Heading 2", "Heading 1", size=13, above=14, below=4, outline=2),
    Style("Heading 3", "Heading 1", size=12, above=12, below=4, outline=3),
    Style("Heading 4", "Heading 1", size=11, above=12, below=4, outline=4),
    Style("Heading 5", "Heading 1", size=11, colour=GREY, above=12, below=4, outline=5),
    Style("Block Text", left=1.8, first=-MARGIN, bar="98A2B3"),
    Style("Attribution", left=1.8, first=0, colour=GREY),
    Style("Testimony", left=1.8, first=-MARGIN, bar="7A5AF8"),
    Style("Captioned Figure", left=0, first=0, above=8, below=2, with_next=True),
    Style("Image Caption", font=SANS, size=9.5, colour=GREY, left=0, first=0, below=12),
    Style("Source Code", "Normal", MONO, 9, left=0.4, first=0, above=4, below=8, align="left"),
    Style("Table Text", "Compact"),
    Style("Footer", "Normal", SANS, 8.5, GREY, left=0, first=0),
)
_NAMESPACES: Final = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:w10="urn:schemas-microsoft-com:office:word" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
)
_HEAD: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_RELATED: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_WORD: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_SECTION: Final = (
    '<w:sectPr><w:footerReference w:type="default" r:id="rId3"/><w:pgSz w:w="11906" w:h="16838"/>'
    '<w:pgMar w:top="1304" w:right="1304" w:bottom="1304" w:left="1304" w:header="680" w:footer="680" w:gutter="0"/>'
    "</w:sectPr>"
)
_SETTINGS: Final = f"""{_HEAD}<w:settings {_NAMESPACES}><w:zoom w:percent="100"/><w:trackRevisions/>
<w:defaultTabStop w:val="709"/><w:characterSpacingControl w:val="doNotCompress"/>
<w:footnotePr><w:footnote w:id="-1"/><w:footnote w:id="0"/></w:footnotePr>
<w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>
</w:settings>"""
DOCX_PARTS: Final = {
    "[Content_Types].xml": f"""{_HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/>
<Override PartName="/word/document.xml" ContentType="{_WORD}.document.main+xml"/>
<Override PartName="/word/styles.xml" ContentType="{_WORD}.styles+xml"/>
<Override PartName="/word/settings.xml" ContentType="{_WORD}.settings+xml"/>
<Override PartName="/word/footer1.xml" ContentType="{_WORD}.footer+xml"/>
</Types>""",
    "_rels/.rels": f"""{_HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="rId1" Type="{_RELATED}/officeDocument" Target="word/document.xml"/>
</Relationships>""",
    "word/_rels/document.xml.rels": f"""{_HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="rId1" Type="{_RELATED}/styles" Target="styles.xml"/>
<Relationship Id="rId2" Type="{_RELATED}/settings" Target="settings.xml"/>
<Relationship Id="rId3" Type="{_RELATED}/footer" Target="footer1.xml"/>
</Relationships>""",
    "word/settings.xml": _SETTINGS,
}
PAGE_DOCX: Final = f"""<?xml version="1.0" encoding="UTF-8"?>
<w:document {_NAMESPACES}><w:body>$body$$sectpr$</w:body></w:document>
"""


def document_xml() -> str:
    """A page that shows each style, for whoever opens the file to change them."""
    paragraphs = "".join(
        f'<w:p><w:pPr><w:pStyle w:val="{_id(style.name)}"/></w:pPr><w:r><w:t>{style.name}</w:t></w:r></w:p>'
        for style in STYLES
    )
    return f"{_HEAD}<w:document {_NAMESPACES}><w:body>{paragraphs}{_SECTION}</w:body></w:document>"


def footer_xml(page: str) -> str:
    """The line at the foot of each page: the state and the revision, then the page."""
    before, _middle, rest = page.partition("{page}")
    between, _end, after = rest.partition("{pages}")
    fields = (
        f"{_run(before)}{_field('PAGE')}{_run(between)}{_field('NUMPAGES')}{_run(after)}" if after else
        f"{_run(before)}{_field('PAGE')}{_run(between)}{_field('NUMPAGES')}"
    )  # fmt: skip
    return (
        f'{_HEAD}<w:ftr {_NAMESPACES}><w:p><w:pPr><w:pStyle w:val="Footer"/><w:tabs><w:tab w:val="right" w:pos="9298"/>'
        f"</w:tabs></w:pPr>{_run('{running}')}<w:r><w:tab/></w:r>{fields}</w:p></w:ftr>"
    )


def styles_xml(region: str) -> str:
    """The styles as Word has them."""
    return (
        f'{_HEAD}<w:styles {_NAMESPACES}><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="{SERIF}" w:hAnsi="{SERIF}" '
        f'w:cs="{SERIF}"/><w:sz w:val="22"/><w:szCs w:val="22"/><w:lang w:val="{region}" w:eastAsia="{region}" '
        'w:bidi="ar-SA"/></w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>'
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>'
        '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
        '<w:name w:val="Default Paragraph Font"/></w:style>'
        + "".join(_paragraph_style(style) for style in STYLES)
        + _character(
            "Paragraph Number",
            f'<w:rFonts w:ascii="{SANS}" w:hAnsi="{SANS}"/><w:color w:val="98A2B3"/><w:sz w:val="16"/>',
        )
        + _character("Verbatim Char", f'<w:rFonts w:ascii="{MONO}" w:hAnsi="{MONO}"/><w:sz w:val="20"/>')
        + _character("Hyperlink", '<w:color w:val="175CD3"/><w:u w:val="single"/>')
        + _character("Footnote Reference", '<w:vertAlign w:val="superscript"/>')
        + '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:tblPr>'
        '<w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:left w:w="108" w:type="dxa"/><w:right w:w="108" w:type="dxa"/>'
        '</w:tblCellMar></w:tblPr></w:style><w:style w:type="table" w:styleId="Table"><w:name w:val="Table"/>'
        '<w:basedOn w:val="TableNormal"/><w:tblPr><w:tblBorders><w:top w:val="single" w:sz="6" w:color="98A2B3"/>'
        '<w:bottom w:val="single" w:sz="6" w:color="98A2B3"/><w:insideH w:val="single" w:sz="4" w:color="D0D5DD"/>'
        '</w:tblBorders></w:tblPr><w:tblStylePr w:type="firstRow"><w:tcPr><w:shd w:val="clear" w:fill="F2F4F7"/></w:tcPr></w:tblStylePr></w:style></w:styles>'
    )


def _character(name: str, properties: str) -> str:
    return (
        f'<w:style w:type="character" w:customStyle="1" w:styleId="{_id(name)}"><w:name w:val="{name}"/>'
        f"<w:rPr>{properties}</w:rPr></w:style>"
    )


def _paragraph_style(style: Style) -> str:
    outline = f'<w:outlineLvl w:val="{style.outline - 1}"/>' if style.outline else ""
    bar = f'<w:pBdr><w:left w:val="single" w:sz="18" w:space="8" w:color="{style.bar}"/></w:pBdr>' if style.bar else ""
    tabs = f'<w:tabs><w:tab w:val="left" w:pos="{_twips(style.left or 0)}"/></w:tabs>' if (style.first or 0) < 0 else ""
    following = '<w:next w:val="BodyText"/>' if style.outline else ""
    return (
        f'<w:style w:type="paragraph" w:styleId="{_id(style.name)}"><w:name w:val="{_word_name(style.name)}"/>'
        f'<w:basedOn w:val="{_id(style.based)}"/>{following}<w:qFormat/><w:pPr>'
        f"{'<w:keepNext/>' if style.with_next else ''}{bar}{tabs}{_spacing(style)}{_indent(style)}{outline}</w:pPr>"
        f"<w:rPr>{_letters(style)}</w:rPr></w:style>"
    )


def _spacing(style: Style) -> str:
    attributes = "".join(
        f' w:{name}="{round(value * 20)}"'
        for name, value in (("before", style.above), ("after", style.below))
        if value is not None
    )
    attributes += f' w:line="{round(style.line * 240)}" w:lineRule="auto"' if style.line else ""
    return f"<w:spacing{attributes}/>" if attributes else ""


def _indent(style: Style) -> str:
    if style.left is None:
        return ""
    first = style.first or 0
    return f'<w:ind w:left="{_twips(style.left)}" w:{"hanging" if first < 0 else "firstLine"}="{_twips(abs(first))}"/>'


def _letters(style: Style) -> str:
    size = round(style.size * 2)
    return "".join(
        [
            f'<w:rFonts w:ascii="{style.font}" w:hAnsi="{style.font}" w:cs="{style.font}"/>' if style.font else "",
            "<w:b/>" if style.weight else "",
            "<w:i/>" if style.slant else "",
            f'<w:color w:val="{style.colour}"/>' if style.colour else "",
            f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>' if size else "",
        ]
    )


def _word_name(name: str) -> str:
    return name.lower() if name.startswith("Heading") or name == "Footer" else name


def _id(name: str) -> str:
    return name.replace(" ", "")


def _twips(centimetres: float) -> int:
    return round(centimetres * 567)


def _run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r>' if text else ""


def _field(name: str) -> str:
    return f'<w:fldSimple w:instr=" {name} "><w:r><w:t>1</w:t></w:r></w:fldSimple>'


_ODF: Final = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in (
        ("office", "office"), ("style", "style"), ("text", "text"), ("table", "table"), ("draw", "drawing"),
        ("fo", "xsl-fo-compatible"), ("svg", "svg-compatible"), ("meta", "meta"), ("number", "datastyle"),
        ("form", "form"), ("script", "script"), ("chart", "chart"), ("dr3d", "dr3d"),
    )
) + (
    ' xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    ' xmlns:math="http://www.w3.org/1998/Math/MathML"'
)  # fmt: skip
PAGE_ODT: Final = f"""<?xml version="1.0" encoding="utf-8"?>
<office:document-content {_ODF} office:version="1.3"><office:automatic-styles>$automatic-styles$</office:automatic-styles>
<office:body><office:text>$body$</office:text></office:body></office:document-content>
"""
ODT_PARTS: Final = {
    "mimetype": "application/vnd.oasis.opendocument.text",
    "META-INF/manifest.xml": """<?xml version="1.0" encoding="UTF-8"?>
<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.3">
<manifest:file-entry manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.text"/>
<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>
<manifest:file-entry manifest:full-path="styles.xml" manifest:media-type="text/xml"/>
<manifest:file-entry manifest:full-path="meta.xml" manifest:media-type="text/xml"/>
</manifest:manifest>""",
    "meta.xml": f"""<?xml version="1.0" encoding="UTF-8"?>
<office:document-meta {_ODF} office:version="1.3"><office:meta/></office:document-meta>""",
}
_PADDING: Final = 0.25
# pandoc's own names for what Word calls otherwise
_ODT_NAMES: Final = {
    "Body Text": "Text body", "First Paragraph": "First paragraph", "Block Text": "Quotations",
    "Source Code": "Preformatted Text", "Normal": "Standard", "Table Text": "Table Contents",
}  # fmt: skip


def odt_content() -> str:
    """A page that shows each style."""
    paragraphs = "".join(f'<text:p text:style-name="{_odt_id(style.name)}">{style.name}</text:p>' for style in STYLES)
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {_ODF} office:version="1.3">'
        f"<office:body><office:text>{paragraphs}</office:text></office:body></office:document-content>"
    )


def odt_styles(region: str, page: str) -> str:
    """The styles as OpenDocument has them, with the page and the line at its foot."""
    lang, _hyphen, country = region.partition("-")
    counted = (
        escape(page)
        .replace("{page}", "<text:page-number>1</text:page-number>")
        .replace("{pages}", "<text:page-count>1</text:page-count>")
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-styles {_ODF} office:version="1.3">'
        "<office:font-face-decls>"
        + "".join(f'<style:font-face style:name="{font}" svg:font-family="{font}"/>' for font in (SERIF, SANS, MONO))
        + '</office:font-face-decls><office:styles><style:default-style style:family="paragraph"><style:text-properties '
        f'style:font-name="{SERIF}" fo:font-size="11pt" fo:language="{lang}" fo:country="{country}"/></style:default-style>'
        '<style:style style:name="Standard" style:family="paragraph" style:class="text"/>'
        + "".join(_odt_style(style) for style in STYLES)
        + '<style:style style:name="Page_20_Break" style:display-name="Page Break" style:family="paragraph" '
        'style:parent-style-name="Standard"><style:paragraph-properties fo:break-after="page"/></style:style>'
        + "".join(
            f'<style:style style:name="{_odt_id(name)}" style:display-name="{name}" style:family="text">'
            f"<style:text-properties {properties}/></style:style>"
            for name, properties in (
                ("Paragraph Number", f'style:font-name="{SANS}" fo:font-size="8pt" fo:color="#98A2B3"'),
                ("Source Text", f'style:font-name="{MONO}" fo:font-size="10pt"'),
                ("Emphasis", 'fo:font-style="italic"'),
                ("Strong Emphasis", 'fo:font-weight="bold"'),
                ("Strikeout", 'style:text-line-through-style="solid"'),
                ("Internet link", 'fo:color="#175CD3" style:text-underline-style="solid"'),
            )
        )
        + '</office:styles><office:automatic-styles><style:page-layout style:name="A4"><style:page-layout-properties '
        'fo:page-width="21cm" fo:page-height="29.7cm" fo:margin-top="2.3cm" fo:margin-bottom="1.6cm" fo:margin-left="2.3cm" '
        'fo:margin-right="2.3cm"/><style:footer-style><style:header-footer-properties fo:min-height="0.8cm" '
        'fo:margin-top="0.4cm"/></style:footer-style></style:page-layout></office:automatic-styles><office:master-styles>'
        '<style:master-page style:name="Standard" style:page-layout-name="A4"><style:footer>'
        f'<text:p text:style-name="Footer">{{running}} · {counted}</text:p></style:footer></style:master-page>'
        "</office:master-styles></office:document-styles>"
    )


def _odt_style(style: Style) -> str:
    outline = f' style:default-outline-level="{style.outline}"' if style.outline else ""
    return (
        f'<style:style style:name="{_odt_id(style.name)}" style:display-name={quoteattr(_odt_name(style.name))} '
        f'style:family="paragraph" style:parent-style-name="{_odt_id(style.based)}"{outline} style:class="text">'
        f"<style:paragraph-properties{_odt_paragraph(style)}>{_odt_tabs(style)}</style:paragraph-properties>"
        f"<style:text-properties{_odt_letters(style)}/></style:style>"
    )


def _odt_paragraph(style: Style) -> str:
    attributes = {
        "fo:margin-left": None if style.left is None else f"{style.left}cm",
        # beside a bar a number stands within its line: the bar's padding would move the tab
        "fo:text-indent": None if style.first is None else f"{0 if style.bar else style.first}cm",
        "fo:margin-top": None if style.above is None else f"{style.above}pt",
        "fo:margin-bottom": None if style.below is None else f"{style.below}pt",
        "fo:line-height": f"{round(style.line * 100)}%" if style.line else None,
        "fo:keep-with-next": "always" if style.with_next else None,
        "fo:border-left": f"2pt solid #{style.bar}" if style.bar else None,
        "fo:padding-left": f"{_PADDING}cm" if style.bar else None,
    }
    return "".join(f' {name}="{value}"' for name, value in attributes.items() if value is not None)


def _odt_tabs(style: Style) -> str:
    if (style.first or 0) >= 0 or style.bar:
        return ""
    return '<style:tab-stops><style:tab-stop style:position="0cm"/></style:tab-stops>'


def _odt_letters(style: Style) -> str:
    attributes = {
        "style:font-name": style.font,
        "fo:font-size": f"{style.size}pt" if style.size else "",
        "fo:color": f"#{style.colour}" if style.colour else "",
        "fo:font-weight": style.weight,
        "fo:font-style": style.slant,
    }
    return "".join(f' {name}="{value}"' for name, value in attributes.items() if value)


def _odt_name(name: str) -> str:
    return _ODT_NAMES.get(name, name)


def _odt_id(name: str) -> str:
    return _odt_name(name).replace(" ", "_20_")
