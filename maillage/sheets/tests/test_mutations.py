"""Spoiled files: a sentence always, an exception of any other kind never."""

import io
import json
import random
import zipfile

import pytest

from maillage.sheets import FileError, HouseholdRecord, LineError, write_template
from maillage.sheets.tests.factories import read_text

MUTATIONS_OF_EACH = 500
NASTY = (
    "", " ", "\0", "\x07", "\ufeff", "\u202e", "\ud7ff", "😀" * 300, "=cmd|' /C calc'!A0", "'", '"',
    '"";"', "\r", "\n", "NaN", "inf", "-inf", "1e999", "9" * 400, "-1", "31/02/1990", "00/00/0000",
    "0000-00-00", "1890", "٣", "½", "²", "𝟙", "oui non", "Jean et Marie", "<script>", "%s%n", "{{7*7}}",
    "../../etc/passwd", "DROP TABLE", "null", "true", "x" * 40_000, "2026-13", "1,234", "++--",
    "99999999999999999999",
)  # fmt: skip


def template(file_format):
    target = io.BytesIO()
    write_template(target, file_format)
    return target.getvalue()


def as_json(_):
    lines = template("csv").decode("utf-8-sig").splitlines()
    headers = lines[0].split(";")
    return json.dumps([dict(zip(headers, line.split(";"), strict=True)) for line in lines[1:]]).encode()


def flipped(data, draw):
    spoiled = bytearray(data)
    for _ in range(draw.randint(1, 20)):
        spoiled[draw.randrange(len(spoiled))] = draw.randrange(256)
    return bytes(spoiled)


def truncated(data, draw):
    return data[: draw.randrange(len(data))]


def shuffled(data, draw):
    start, end = sorted(draw.randrange(len(data)) for _ in range(2))
    return data[:start] + data[start:end] * draw.randint(0, 3) + data[end:]


def retyped(data, draw):
    """Some cells replaced by nasty strings."""
    if data.startswith(b"PK"):
        return rezipped(data, lambda xml: retyped_text(xml, draw, "<>"))
    text = data.decode("utf-8-sig")
    return retyped_text(text, draw, '"' if text.startswith("[") else ";").encode("utf-8", "surrogatepass")


def retyped_text(text, draw, separators):
    cells = text.split(separators[0])
    for _ in range(draw.randint(1, 5)):
        place = draw.randrange(len(cells))
        kept, found, _ = cells[place].partition(separators[-1]) if len(separators) > 1 else ("", "", "")
        cells[place] = kept + found + draw.choice(NASTY)
    return separators[0].join(cells)


def rezipped(data, change):
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(target, "w") as archive:
        for name in source.namelist():
            content = source.read(name)
            if name in {"xl/sharedStrings.xml", "xl/worksheets/sheet1.xml"}:
                content = change(content.decode()).encode("utf-8", "surrogatepass")
            archive.writestr(name, content)
    return target.getvalue()


def unpacked_flips(data, draw):
    """Bytes flipped inside the workbook, whose zip stays sound."""
    if not data.startswith(b"PK"):
        return flipped(data, draw)
    return rezipped(data, lambda xml: flipped(xml.encode(), draw).decode("latin-1"))


@pytest.mark.parametrize("make", [template, as_json], ids=["table", "json"])
@pytest.mark.parametrize("file_format", ["csv", "xlsx"])
def test_a_spoiled_file_is_refused_or_read_never_a_crash(make, file_format):
    draw, data = random.Random(f"{make.__name__} {file_format}"), make(file_format)
    seen = {FileError: 0, LineError: 0, HouseholdRecord: 0}
    for _ in range(MUTATIONS_OF_EACH):
        spoil = draw.choice([flipped, truncated, shuffled, retyped, retyped, unpacked_flips])
        for kind in outcome(spoil(data, draw)):
            seen[kind] += 1
    assert sum(seen.values()) >= MUTATIONS_OF_EACH * 0.9
    assert min(seen.values()) > 0


def outcome(data):
    """Kinds of what came out, each checked to carry its sentence."""
    try:
        found = read_text(data)
    except FileError as error:
        found = [error]
    assert all(item.sentence.endswith(".") and item.lines for item in found if isinstance(item, LineError))
    assert all(item.sentence.endswith(".") for item in found if isinstance(item, FileError))
    json.dumps([str(item) for item in found]).encode()
    return {type(item) for item in found}
