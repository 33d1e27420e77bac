"""The blocks of a record (see `typst/web/sheet.typ`) as an OpenDocument text: headings, lists, header rows, in French."""

from collections.abc import Callable
from io import BytesIO
from typing import Any
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

from maillage.web.docx_document import legible

MEDIA_TYPE = "application/vnd.oasis.opendocument.text"
SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{path}:1.0"'
    for name, path in {
        "office": "office", "style": "style", "text": "text", "table": "table", "meta": "meta",
        "fo": "xsl-fo-compatible",
    }.items()
) + ' xmlns:dc="http://purl.org/dc/elements/1.1/"'  # fmt: skip
HEAD = '<?xml version="1.0" encoding="UTF-8"?>'
MANIFEST = (
    f'{HEAD}<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.3">'
    f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{MEDIA_TYPE}"/>'
    + "".join(
        f'<manifest:file-entry manifest:full-path="{name}.xml" manifest:media-type="text/xml"/>'
        for name in ("content", "styles", "meta")
    )
    + "</manifest:manifest>"
)


def _style(name: str, parent: str = "Standard", shape: str = "", letters: str = "", more: str = "") -> str:
    inner = f"<style:paragraph-properties {shape}/>" if shape else ""
    inner += f"<style:text-properties {letters}/>" if letters else ""
    return f'<style:style style:name="{name}" style:family="paragraph" style:parent-style-name="{parent}"{more}>{inner}</style:style>'


def _heading_style(level: int, size: int) -> str:
    shape, letters = (
        'fo:margin-top="0.5cm" fo:margin-bottom="0.25cm" fo:keep-with-next="always"',
        (f'fo:font-size="{size}pt" fo:font-weight="bold"'),
    )
    more = f' style:display-name="Heading {level}" style:default-outline-level="{level}" style:next-style-name="Standard"'
    return _style(f"Heading_20_{level}", "Standard", shape, letters, more)


STYLES = (
    f'{HEAD}<office:document-styles {SPACES} office:version="1.3"><office:styles>'
    '<style:default-style style:family="paragraph"><style:paragraph-properties fo:margin-bottom="0.2cm"/>'
    '<style:text-properties fo:language="fr" fo:country="FR" fo:font-size="11pt"/></style:default-style>'
    '<style:style style:name="Standard" style:family="paragraph"/>'
    + _heading_style(1, 18)
    + _heading_style(2, 14)
    + _style("Quotations", shape='fo:margin-left="1cm"', letters='fo:font-style="italic"')
    + _style("Caption", letters='fo:font-style="italic"')
    + _style("Table_20_Heading", letters='fo:font-weight="bold"', more=' style:display-name="Table Heading"')
    + "</office:styles></office:document-styles>"
)


def as_odt(data: dict[str, Any]) -> bytes:
    """`data`: title, summary, blocks, footer, as `web/record.typ` takes them."""
    parts = [_heading(data["title"], 1), _paragraph(data.get("summary", ""))]
    parts += [WRITERS[name](value) for block in data["blocks"] for name, value in block.items()]
    parts.append(_paragraph(data.get("footer", "")))
    body = f"<office:body><office:text>{''.join(parts)}</office:text></office:body>"
    meta = f"<office:meta><dc:title>{_words(data['title'])}</dc:title><dc:language>fr-FR</dc:language></office:meta>"
    return _zipped(
        {
            "content.xml": f'{HEAD}<office:document-content {SPACES} office:version="1.3">{body}</office:document-content>',
            "styles.xml": STYLES,
            "meta.xml": f'{HEAD}<office:document-meta {SPACES} office:version="1.3">{meta}</office:document-meta>',
            "META-INF/manifest.xml": MANIFEST,
        }
    )


def _zipped(files: dict[str, str]) -> bytes:
    """Its type comes first, not compressed: what makes it an OpenDocument file."""
    target = BytesIO()
    with ZipFile(target, "w", ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", MEDIA_TYPE, ZIP_STORED)
        for name, content in files.items():
            archive.writestr(name, content)
    return target.getvalue()


def _words(text: str) -> str:
    return escape(legible(text)).replace("\n", "<text:line-break/>")


def _paragraph(text: str, style: str = "Standard") -> str:
    return f'<text:p text:style-name="{style}">{_words(text)}</text:p>' if text else ""


def _heading(text: str, level: int = 2) -> str:
    return (
        f'<text:h text:style-name="Heading_20_{level}" text:outline-level="{level}">{_words(text)}</text:h>'
    )


def _facts(pairs: list[list[str]]) -> str:
    return "".join(_paragraph(f"{label}\u00a0: {value}") for label, value in pairs)


def _list(lines: list[str]) -> str:
    return f"<text:list>{''.join(f'<text:list-item>{_paragraph(one)}</text:list-item>' for one in lines)}</text:list>"


def _table(table: dict[str, Any]) -> str:
    heads = [column if isinstance(column, str) else column[0] for column in table["columns"]]
    columns = f'<table:table-column table:number-columns-repeated="{len(heads)}"/>'
    header = f"<table:table-header-rows>{_row(heads, 'Table_20_Heading')}</table:table-header-rows>"
    rows = "".join(_row(cells, "Standard") for cells in table["rows"])
    return f"{_paragraph(table['caption'], 'Caption')}<table:table>{columns}{header}{rows}</table:table>"


def _row(cells: list[str], style: str) -> str:
    told = "".join(
        f'<table:table-cell office:value-type="string"><text:p text:style-name="{style}">{_words(one)}</text:p></table:table-cell>'
        for one in cells
    )
    return f"<table:table-row>{told}</table:table-row>"


WRITERS: dict[str, Callable[[Any], str]] = {
    "heading": _heading,
    "text": _paragraph,
    "facts": _facts,
    "list": _list,
    "notes": _list,
    "quote": lambda words: _paragraph(words, "Quotations"),
    "table": _table,
    "blank": lambda blank: _paragraph(f"{blank['label']}\u00a0:"),
}
