"""A thousand mutated uploads (ten thousand for the bar): each is kept and given back as a download, or refused with a
sentence; nothing else happens."""

import io
import random
from collections import Counter

import pikepdf
import pytest

from maillage.files import pdfs, refusals
from maillage.files.checks import HEAVIEST, checked
from maillage.files.kinds import Kind
from maillage.files.refusals import Refused
from maillage.files.serving import attachment
from maillage.files.tests import samples
from maillage.files.tests.test_checks import armed
from tests.depth import count, deep

SEEDS, EACH = 10, deep(100, 1000)
SENTENCES = {value for name, value in vars(refusals).items() if name.isupper()}
NAMES = ["photo.jpg", "a.exe", "é\u202egpj.html", "../../x.svg", "", "n" * 500, "a\r\nX: y.pdf", "\ud800.pdf"]
TOKENS = [
    b"<script>",
    b"<svg ",
    b"%PDF-1.7",
    b"PK\x03\x04",
    b"\xff\xd8\xff",
    b"/JS (x)",
    b"/AA <<",
    b"\xff" * 4,
]
TOKENS += [
    b"/Launch",
    b"1 0 R",
    b"<!ENTITY a 'b'>",
    b"\x00" * 40,
    b"-1",
    b"4294967295",
    b"%%EOF",
    b"[[[[[[[[",
]
WHOLE = [
    samples.pdf(),
    samples.pdf(armed),
    samples.pdf(armed, object_stream_mode=pikepdf.ObjectStreamMode.generate),
    samples.picture("JPEG"),
    samples.picture("JPEG", progressive=True, exif=b"Exif\0\0MM\0*\0\0\0\x08\0\0\0\0\0\0"),
    samples.picture("PNG"),
    samples.picture("PNG", mode="P"),
    samples.picture("WEBP"),
    samples.picture("WEBP", lossless=True, mode="RGBA"),
    samples.docx(),
    samples.xlsx(),
    samples.odt(),
    samples.TEXT,
]


def flip(chance, content):
    changed = bytearray(content)
    for _ in range(chance.choice([1, 1, 3, 20])):
        changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def cut(chance, content):
    return content[: chance.randrange(len(content))]


def remove(chance, content):
    start = chance.randrange(len(content))
    return content[:start] + content[start + chance.randrange(1, 60) :]


def repeat(chance, content):
    start = chance.randrange(len(content))
    return content[:start] + content[start : start + 200] * chance.randrange(2, 20) + content[start:]


def insert(chance, content):
    start = chance.choice([0, chance.randrange(len(content))])
    return content[:start] + chance.choice(TOKENS) + content[start:]


def number(chance, content):
    """A digit changed: sizes, offsets, references."""
    digits = [position for position, byte in enumerate(content) if 48 <= byte <= 57] or [0]
    position = chance.choice(digits)
    return content[:position] + chance.choice([b"0", b"9", b"99999999999", b"-"]) + content[position + 1 :]


def join(chance, content):
    return content + chance.choice(WHOLE)


def part(chance, _):
    """A part mutated inside a document whose checksums are right."""
    parts = samples.docx_parts()
    name = chance.choice(list(parts))
    return samples.zipped(
        parts | {name: chance.choice([flip, cut, insert, number])(chance, parts[name].encode())}
    )


MUTATIONS = [flip, cut, remove, repeat, insert, number, join, part]


def active_in(content):
    with pikepdf.open(io.BytesIO(content)) as pdf:
        dictionaries = [holder for holder in pdfs._holders(pdf) if not isinstance(holder, pikepdf.Array)]
        return [
            key
            for holder in dictionaries
            for key, value in holder.items()
            if key in pdfs.ACTIVE_KEYS or pdfs._acts(value)
        ]


def outcome(name, content):
    try:
        found = checked(name, content)
    except Refused as refused:
        return refused.reason
    assert len(found.content) <= HEAVIEST
    if found.kind == Kind.PDF:
        assert active_in(found.content) == []
    served = attachment(found.name, found.media_type, found.content)
    assert served["Content-Disposition"].startswith("attachment; filename")
    assert (served["Content-Type"], served["X-Content-Type-Options"]) == (found.media_type, "nosniff")
    return "kept"


@pytest.mark.parametrize("seed", range(SEEDS))
@pytest.mark.filterwarnings("ignore")
def test_a_mutated_upload_is_kept_as_a_download_or_refused(seed):
    """Warnings are left as in production, where they stop nothing."""
    chance = random.Random(seed)
    outcomes = Counter()
    for _ in range(EACH):
        content = chance.choice(WHOLE)
        for mutate in chance.sample(MUTATIONS, chance.choice([1, 1, 2])):
            content = mutate(chance, content) or b" "
        outcomes[outcome(chance.choice(NAMES), content)] += 1
    assert outcomes.total() == EACH
    count("fichiers", EACH)
    assert set(outcomes) <= SENTENCES | {"kept"}
    assert EACH // 10 <= outcomes["kept"] <= EACH - EACH // 10
