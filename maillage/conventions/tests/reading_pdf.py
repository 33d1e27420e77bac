"""The words of a PDF as they are drawn: glyphs through the table that each font carries (ToUnicode)."""

import re
from io import BytesIO

import pikepdf

PAIR = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")
SPAN = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")


def _said(code):
    return bytes.fromhex(code.decode()).decode("utf-16-be")


def _table(font):
    told, cmap = {}, font["/ToUnicode"].read_bytes()
    for block in re.findall(rb"beginbfchar(.*?)endbfchar", cmap, re.S):
        told |= {int(glyph, 16): _said(code) for glyph, code in PAIR.findall(block)}
    for block in re.findall(rb"beginbfrange(.*?)endbfrange", cmap, re.S):
        for first, last, code in SPAN.findall(block):
            start = int(code, 16)
            told |= {int(first, 16) + n: chr(start + n) for n in range(int(last, 16) - int(first, 16) + 1)}
    return told


def _drawn(page):
    fonts = {name: _table(font) for name, font in page.Resources.get("/Font", {}).items()}
    current, at = {}, None
    for operands, operator in pikepdf.parse_content_stream(page):
        if str(operator) == "Tf":
            current = fonts[str(operands[0])]
        elif str(operator) == "Tm":
            line = float(operands[5])
            if at is not None and abs(line - at) > 1:
                yield " "
            at = line
        elif str(operator) in ("Tj", "TJ"):
            pieces = operands[0] if str(operator) == "TJ" else [operands[0]]
            for piece in pieces:
                if isinstance(piece, pikepdf.String):
                    raw = bytes(piece)
                    yield "".join(
                        current.get(int.from_bytes(raw[n : n + 2]), "") for n in range(0, len(raw), 2)
                    )


def pdf_text(content):
    with pikepdf.open(BytesIO(content)) as pdf:
        told = " ".join("".join(_drawn(page)) for page in pdf.pages)
    return " ".join(told.replace("\u00a0", " ").replace("\u202f", " ").split())
