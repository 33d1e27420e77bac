"""The blocks of a record (see `typst/web/sheet.typ`) as a Word file: real headings, lists and header rows, in French."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

from docx import Document
from docx.enum.section import WD_SECTION
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def as_docx(data: dict[str, Any]) -> bytes:
    """`data`: title, summary, blocks, footer, as `web/record.typ` takes them."""
    document = Document()
    _say_french(document, data["title"])
    document.add_heading(legible(data["title"]), level=1)
    if data.get("summary"):
        document.add_paragraph(legible(data["summary"]))
    for block in data["blocks"]:
        for name, value in block.items():
            WRITERS[name](document, value)
    if data.get("footer"):
        document.sections[0].footer.paragraphs[0].text = legible(data["footer"])
    target = BytesIO()
    document.save(target)
    return target.getvalue()


def legible(text: str) -> str:
    """Without the control characters that no XML file can hold."""
    return "".join(sign for sign in text if sign >= " " or sign in "\n\t")


def _say_french(document: Any, title: str) -> None:
    told = document.core_properties
    told.title, told.language, told.author = legible(title)[:250], "fr-FR", "Maillage"
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), "fr-FR")


def _heading(document: Any, words: str) -> None:
    document.add_heading(legible(words), level=2)


def _text(document: Any, words: str) -> None:
    document.add_paragraph(legible(words))


def _facts(document: Any, pairs: list[list[str]]) -> None:
    for label, value in pairs:
        line = document.add_paragraph()
        line.add_run(legible(f"{label}\u00a0: ")).bold = True
        line.add_run(legible(value))


def _list(document: Any, lines: list[str]) -> None:
    """The style is looked for once: by its name, python-docx goes through all of them at each line."""
    style = document.styles["List Bullet"].style_id
    for line in lines:
        document.add_paragraph(legible(line))._p.style = style


def _notes(document: Any, lines: list[str]) -> None:
    """Small, in three columns: a section of its own, and one column again after it."""
    _columns(document.add_section(WD_SECTION.CONTINUOUS), 3)
    for line in lines:
        one = document.add_paragraph()
        one.paragraph_format.space_after = Pt(2)
        one.add_run(legible(line)).font.size = Pt(8)
    _columns(document.add_section(WD_SECTION.CONTINUOUS), 1)


def _columns(section: Any, count: int) -> None:
    told = section._sectPr.find(qn("w:cols"))
    if told is None:
        told = OxmlElement("w:cols")
        section._sectPr.append(told)
    told.set(qn("w:num"), str(count))


def _quote(document: Any, words: str) -> None:
    document.add_paragraph(legible(words), style="Quote")


def _table(document: Any, table: dict[str, Any]) -> None:
    document.add_paragraph(legible(table["caption"]), style="Caption")
    heads = [column if isinstance(column, str) else column[0] for column in table["columns"]]
    made = document.add_table(rows=0, cols=len(heads), style="Table Grid")
    for cells in [heads, *table["rows"]]:
        for cell, words in zip(made.add_row().cells, cells, strict=True):
            cell.text = legible(words)
    _repeat(made.rows[0])
    document.add_paragraph()


def _repeat(row: Any) -> None:
    """A header row: repeated on each page, told as such to who listens to the table."""
    header = OxmlElement("w:tblHeader")
    header.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(header)
    for cell in row.cells:
        for run in cell.paragraphs[0].runs:
            run.bold = True


def _blank(document: Any, blank: dict[str, Any]) -> None:
    _text(document, f"{blank['label']}\u00a0:")


WRITERS: dict[str, Callable[[Any, Any], None]] = {
    "heading": _heading,
    "text": _text,
    "facts": _facts,
    "list": _list,
    "notes": _notes,
    "quote": _quote,
    "table": _table,
    "blank": _blank,
}
