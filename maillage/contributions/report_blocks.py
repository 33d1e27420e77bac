"""A report of a working group as headings, bullets and paragraphs: DOCX, ODT, HTML or plain text.

Of a plain text, what is a heading is guessed: a short line that no sign ends, or that announces a kind of contribution.
A human sorts what comes out, so a wrong guess costs a click; nothing that was written is left out.
"""

import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from html.parser import HTMLParser
from typing import Any, NamedTuple
from xml.etree import ElementTree

from docx import Document
from docx.table import _Cell

from maillage.contributions.enums import BlockKind
from maillage.contributions.rules.guesses import announces
from maillage.files.kinds import Kind
from maillage.files.refusals import Refused

MOST_BLOCKS = 3000
LONGEST = 20_000
HEAVIEST_PART = 20_000_000
HEAVIEST_PAGE = 2_000_000
MOST_UNENDED = 200
TOO_LONG = "Ce compte rendu est trop long\u00a0: coupez-le en plusieurs fichiers."
NOTHING = "Ce fichier ne contient aucun texte à trier."
OTHER = "Donnez un document Word (.docx), LibreOffice (.odt), une page HTML ou un texte."
UNREADABLE = "Ce fichier ne se lit pas. Enregistrez-le de nouveau, ou copiez son texte dans un fichier .txt."
BULLET = re.compile(r"^\s*(?:[•·●▪‣◦–—*-]|o(?=\s{2,})|\d{1,2}[.)](?=\s))\s*")
ENDED = re.compile(r"[.;!?…»)”\"]\s*$")
TITLE = re.compile(
    r"^(?:\d+\s*(?:e|ère?|eme|ème)\s+réunion|groupe de travail|annexe|compte[- ]rendu)\b", re.IGNORECASE
)
MOST_WORDS_IN_HEADING = 12


class Line(NamedTuple):
    """`level`: of a heading, from 1; 0: what is under it."""

    text: str
    level: int = 0
    bullet: bool = False


class Passage(NamedTuple):
    """`path`: the headings above it."""

    section: int
    path: tuple[str, ...]
    kind: str
    text: str


def passages(lines: Iterable[Line]) -> list[Passage]:
    """Under their headings, each counted; a line that goes on with the one before is joined to it."""
    above: dict[int, str] = {}
    section, found = 1, list[Passage]()
    for line in _joined(lines):
        if line.level:
            above = {level: text for level, text in above.items() if level < line.level} | {
                line.level: line.text
            }
            section += 1
            continue
        kind = BlockKind.BULLET if line.bullet else BlockKind.PARAGRAPH
        found.append(Passage(section, tuple(above.values()), kind, line.text[:LONGEST]))
        if len(found) > MOST_BLOCKS:
            raise Refused(TOO_LONG)
    if not found:
        raise Refused(NOTHING)
    return found


def _joined(lines: Iterable[Line]) -> Iterator[Line]:
    held: Line | None = None
    for line in lines:
        if held and _goes_on(held, line):
            held = held._replace(text=f"{held.text} {line.text}")
            continue
        if held:
            yield held
        held = line
    if held:
        yield held


def _goes_on(held: Line, line: Line) -> bool:
    plain = not (held.level or line.level or line.bullet)
    return plain and line.text[:1].islower() and not ENDED.search(held.text) and not held.text.endswith(":")


def lines_of(kind: str, content: bytes) -> list[Line]:
    """`content`: as `files.checks` gave it back, and so within its limits."""
    readers = {Kind.DOCX: _docx, Kind.ODT: _odt, Kind.TEXT: _text}
    if kind not in readers:
        raise Refused(OTHER)
    try:
        return readers[Kind(kind)](content)
    except Refused:
        raise
    except Exception as error:  # a reader given a broken document raises nearly anything
        raise Refused(UNREADABLE) from error


# Word


def _docx(content: bytes) -> list[Line]:
    _refuse_heavy(content, "word/document.xml")
    found = []
    for part in Document(io.BytesIO(content)).iter_inner_content():
        rows = [part] if hasattr(part, "style") and hasattr(part, "runs") else _cells(part)
        found += [line for one in rows if (line := _docx_line(one))]
    return found


def _cells(table: Any) -> list[Any]:
    """Each cell once, as it is written: one that says it spans a million columns is still one."""
    cells = (_Cell(one, table) for row in table.rows for one in row._tr.tc_lst)
    return [one for cell in cells for one in cell.paragraphs]


def _docx_line(paragraph: Any) -> Line | None:
    text = _clean(paragraph.text)
    if not text:
        return None
    style = (paragraph.style.name or "").lower() if paragraph.style else ""
    if heading := re.match(r"(?:heading|titre|title) ?(\d?)", style):
        return Line(text, int(heading[1] or 1))
    numbered = paragraph._p.pPr is not None and paragraph._p.pPr.numPr is not None
    return _typed_line(text, bullet=numbered or style.startswith("list"))


# LibreOffice

TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"


def _odt(content: bytes) -> list[Line]:
    _refuse_heavy(content, "content.xml")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        root = ElementTree.fromstring(archive.read("content.xml"))
    return list(_odt_lines(root, bullet=False))


def _odt_lines(root: Any, bullet: bool) -> Iterator[Line]:
    for one in root:
        text = _clean("".join(one.itertext())) if one.tag in (f"{TEXT}h", f"{TEXT}p") else ""
        if one.tag == f"{TEXT}h" and text:
            yield Line(text, int(one.get(f"{TEXT}outline-level", "1")))
        elif one.tag == f"{TEXT}p" and text:
            yield _typed_line(text, bullet=bullet)
        elif not one.tag.endswith(("}h", "}p", "}tracked-changes", "}annotation")):
            yield from _odt_lines(one, bullet or one.tag == f"{TEXT}list")


def _refuse_heavy(content: bytes, part: str) -> None:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if archive.getinfo(part).file_size > HEAVIEST_PART:
            raise Refused(TOO_LONG)


# A page

HTML = re.compile(rb"<(?:!doctype\s+html|html|head|body)[\s>]", re.IGNORECASE)


def is_html(content: bytes) -> bool:
    return bool(HTML.search(content[:2000]))


def _refuse_unended(content: bytes) -> None:
    """A page of tags that never end takes the square of its length to read."""
    if len(content) > HEAVIEST_PAGE:
        raise Refused(TOO_LONG)
    if content.count(b"<") - content.count(b">") > MOST_UNENDED or content.count(b"<!") > MOST_UNENDED:
        raise Refused(UNREADABLE)


class _Page(HTMLParser):
    """Its text by blocks; what a browser would not show is left out."""

    HIDDEN = ("script", "style", "head", "template", "nav")
    BLOCKS = (
        "p",
        "li",
        "div",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "td",
        "th",
        "blockquote",
        "br",
        "tr",
        "section",
    )

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[Line] = []
        self.words: list[str] = []
        self.tag, self.hidden = "", 0

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        if tag in self.HIDDEN:
            self.hidden += 1
        if tag in self.BLOCKS:
            self.end_block()
            self.tag = tag

    def handle_endtag(self, tag: str) -> None:
        if tag in self.HIDDEN:
            self.hidden = max(0, self.hidden - 1)
        if tag in self.BLOCKS:
            self.end_block()
            self.tag = ""

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.words.append(data)

    def end_block(self) -> None:
        text, self.words = _clean(" ".join("".join(self.words).split())), []
        if not text:
            return
        if re.fullmatch(r"h[1-6]", self.tag):
            self.lines.append(Line(text, int(self.tag[1])))
        else:
            self.lines.append(_typed_line(text, bullet=self.tag == "li"))


def html_lines(content: bytes) -> list[Line]:
    _refuse_unended(content)
    page = _Page()
    page.feed(decoded(content))
    page.end_block()
    return page.lines


def as_text(lines: Iterable[Line]) -> str:
    """What is kept of a page: its words, without anything that could act."""
    return "\n\n".join(f"- {one.text}" if one.bullet else one.text for one in lines)


# Plain text


def decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _text(content: bytes) -> list[Line]:
    rows = [_clean(row) for row in decoded(content).splitlines()]
    return [_guessed(row) for row in rows if row]


def _guessed(row: str) -> Line:
    line = _typed_line(row)
    if TITLE.match(row) and len(row) <= 90:
        return Line(row, 1)
    if not _looks_like_heading(row):
        return line
    return Line(row.rstrip(": "), 3 if row.endswith(":") and not announces(row) else 2)


def _looks_like_heading(row: str) -> bool:
    """« - Des missions qui évoluent : » is one too; « • Associer les usagers » is not."""
    bare = BULLET.sub("", row)
    short = len(bare) <= 90 and len(bare.split()) <= MOST_WORDS_IN_HEADING
    if not short or not bare[:1].isupper():
        return False
    if BULLET.match(row):
        return False
    if announces(bare) and len(bare.split()) <= 6:
        return True
    return (not ENDED.search(bare) and not re.search(r"[,:]$|:\s\S", bare)) or bare.endswith(":")


def _typed_line(text: str, bullet: bool = False) -> Line:
    """A bullet typed by hand is one too."""
    if found := BULLET.match(text):
        return Line(text[found.end() :].strip() or text, 0, True)
    return Line(text, 0, bullet)


def _clean(text: str) -> str:
    return " ".join("".join(sign for sign in text if sign >= " " or sign in "\n\t").split())
