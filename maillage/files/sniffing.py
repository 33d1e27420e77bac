"""What a content is, from its own first bytes; the name and the declared type are never asked."""

import re

from maillage.files import refusals
from maillage.files.kinds import Kind
from maillage.files.refusals import Refused

ZIP = "zip"
_REFUSED_MAGIC = {
    refusals.PROGRAM: (
        b"MZ",
        b"\x7fELF",
        b"#!",
        b"\xca\xfe\xba\xbe",
        b"\xfe\xed\xfa",
        b"\xce\xfa\xed\xfe",
        b"\xcf\xfa\xed\xfe",
        b"\x00asm",
        b"dex\n",
        b"L\x00\x00\x00\x01\x14\x02\x00",
    ),
    refusals.ARCHIVE: (
        b"PK\x05\x06",
        b"PK\x07\x08",
        b"Rar!",
        b"7z\xbc\xaf\x27\x1c",
        b"\x1f\x8b",
        b"BZh",
        b"\xfd7zXZ",
        b"\x28\xb5\x2f\xfd",
        b"\x04\x22\x4d\x18",
        b"MSCF",
    ),
    refusals.OLD_OFFICE: (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",),
    refusals.OTHER_OFFICE: (b"{\\rtf",),
    refusals.OTHER_IMAGE: (b"GIF8", b"BM", b"II*\x00", b"MM\x00*", b"8BPS", b"\x00\x00\x01\x00"),
}
_MAY_BEGIN_A_SENTENCE = (b"MZ", b"BM", b"BZh")
_PHOTO_BRAND = re.compile(rb"hei[cxms]|hev[cmsx]|mif[12]|msf1|avi[fs]")
_SVG = re.compile(rb"<(?:\w+:)?svg[\s>/]", re.IGNORECASE)
_HTML = re.compile(
    rb"<(?:!doctype\s+html|html|head|body|script|iframe|object|embed|style)[\s>/]", re.IGNORECASE
)
_MARKUP = re.compile(rb"\s*<(?:!--|!doctype|\?xml|\?php|%|/?[a-z][\w:-]*[\s>/])", re.IGNORECASE)
_UNPRINTABLE = re.compile(rb"[\x00-\x08\x0b\x0e-\x1f\x7f]")
_BOM = b"\xef\xbb\xbf"
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


def sniffed(content: bytes) -> Kind | str:
    """A kind, or `ZIP` for what is to be looked into. Raises `Refused` for everything else."""
    if not content:
        raise Refused(refusals.EMPTY)
    _refuse_known(content)
    return _image_or_document(content) or _text(content)


def _refuse_known(content: bytes) -> None:
    if content.startswith(_MAY_BEGIN_A_SENTENCE) and not _UNPRINTABLE.search(content[:4096]):
        return
    for sentence, magics in _REFUSED_MAGIC.items():
        if content.startswith(magics):
            raise Refused(sentence)
    if content[257:262] == b"ustar":
        raise Refused(refusals.ARCHIVE)
    if content[4:8] == b"ftyp" and _PHOTO_BRAND.search(content[8:64]):
        raise Refused(refusals.HEIC)


def _image_or_document(content: bytes) -> Kind | str | None:
    if content.startswith(b"\xff\xd8\xff"):
        return Kind.JPEG
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return Kind.PNG
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return Kind.WEBP
    if content.startswith(b"PK\x03\x04"):
        return ZIP
    if content.removeprefix(_BOM).lstrip()[:5] == b"%PDF-":
        return Kind.PDF
    return None


def _text(content: bytes) -> Kind:
    if content.startswith(_UTF16):
        raise Refused(refusals.NOT_UTF8)
    _refuse_markup(content)
    if _UNPRINTABLE.search(content):
        raise Refused(refusals.UNKNOWN)
    if not _is_utf8(content):
        raise Refused(refusals.NOT_UTF8)
    return Kind.TEXT


def _refuse_markup(content: bytes) -> None:
    """Anywhere for what a browser would run; at the start for any other."""
    if _SVG.search(content):
        raise Refused(refusals.SVG)
    if _HTML.search(content) or _MARKUP.match(content.removeprefix(_BOM)):
        raise Refused(refusals.HTML)


def _is_utf8(content: bytes) -> bool:
    try:
        content.decode()
    except UnicodeDecodeError:
        return False
    return True
