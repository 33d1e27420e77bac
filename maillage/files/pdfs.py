"""PDFs, written again with their pages and without anything that acts: scripts, actions, files within, forms of XFA."""

import io
import re
from collections.abc import Iterator
from typing import Any

import pikepdf
from pikepdf.settings import set_qpdf_limits

from maillage.files import refusals
from maillage.files.refusals import Refused

MOST_UNPACKED = 20_000_000
# Process-wide, as qpdf has them.
set_qpdf_limits(
    flate_max_memory=MOST_UNPACKED,
    run_length_max_memory=MOST_UNPACKED,
    png_max_memory=MOST_UNPACKED,
    tiff_max_memory=MOST_UNPACKED,
    dct_max_memory=MOST_UNPACKED,
    doc_max_warnings=1000,
)

HOLDERS = (pikepdf.Dictionary, pikepdf.Stream, pikepdf.Array)
ACTIVE_KEYS = (
    "/AA",
    "/AF",
    "/Collection",
    "/EF",
    "/EmbeddedFiles",
    "/JavaScript",
    "/JS",
    "/OpenAction",
    "/RichMediaContent",
    "/Renditions",
    "/XFA",
    "/3DD",
)
FORBIDDEN_ACTIONS = (
    "/GoToR",
    "/GoToE",
    "/GoTo3DView",
    "/GoToDp",
    "/Hide",
    "/ImportData",
    "/JavaScript",
    "/Launch",
    "/Movie",
    "/Rendition",
    "/ResetForm",
    "/RichMediaExecute",
    "/SetOCGState",
    "/Sound",
    "/SubmitForm",
    "/Thread",
    "/Trans",
)
ACTIVE_ANNOTATIONS = ("/FileAttachment", "/Movie", "/RichMedia", "/Screen", "/Sound", "/3D")
SAFE_ADDRESSES = ("http://", "https://", "mailto:", "tel:")
# qpdf goes on without what it could not read; a document is kept whole or not at all.
_LOST = re.compile(r"bad_alloc|memory limit|error reading object|error decoding stream")
_END = b"%%EOF"
_TAIL = 2048


def without_actions(content: bytes) -> bytes:
    """The same pages, written again. Raises `Refused` for a locked, cut or broken PDF."""
    if _END not in content[-_TAIL:]:
        raise Refused(refusals.BROKEN_PDF)
    try:
        return _rewritten(content)
    except Refused:
        raise
    except pikepdf.PasswordError:
        raise Refused(refusals.LOCKED_PDF) from None
    except Exception as error:  # a reader given a broken file raises nearly anything
        raise Refused(refusals.BROKEN_PDF) from error


def _rewritten(content: bytes) -> bytes:
    with pikepdf.open(io.BytesIO(content)) as pdf:
        if pdf.is_encrypted:
            raise Refused(refusals.LOCKED_PDF)
        if not len(pdf.pages):
            raise Refused(refusals.BROKEN_PDF)
        for holder in _holders(pdf):
            _disarm(holder)
        target = io.BytesIO()
        pdf.save(target, stream_decode_level=pikepdf.StreamDecodeLevel.none)
        if any(_LOST.search(str(warning)) for warning in pdf.get_warnings()):
            raise Refused(refusals.BROKEN_PDF)
    _check_opens(target)
    return target.getvalue()


def _check_opens(written: io.BytesIO) -> None:
    """A file may be broken in a way that is only seen once it is written: what is kept must open, as it is."""
    with pikepdf.open(written, attempt_recovery=False) as pdf:
        if not len(pdf.pages):
            raise Refused(refusals.BROKEN_PDF)


def _holders(pdf: pikepdf.Pdf) -> Iterator[Any]:
    """Every dictionary, stream and array of the file, those inside others too."""
    for numbered in pdf.objects:
        todo: list[Any] = [numbered] if isinstance(numbered, HOLDERS) else []
        while todo:
            holder = todo.pop()
            yield holder
            todo += [
                value for value in _values(holder) if isinstance(value, HOLDERS) and not value.is_indirect
            ]


def _values(holder: Any) -> Iterator[Any]:
    return iter(holder) if isinstance(holder, pikepdf.Array) else (value for _, value in holder.items())


def _disarm(holder: Any) -> None:
    if isinstance(holder, pikepdf.Array):
        _disarm_array(holder)
        return
    for key in list(holder.keys()):
        if key in ACTIVE_KEYS or _acts(holder[key]):
            del holder[key]
    if isinstance(holder, pikepdf.Stream):
        _forget_outside_data(holder)


def _disarm_array(array: Any) -> None:
    for position in reversed(range(len(array))):
        if _acts(array[position]):
            del array[position]


def _acts(value: Any) -> bool:
    """An action other than to go to a page or a web address, or an annotation that plays or holds a file."""
    if not isinstance(value, pikepdf.Dictionary | pikepdf.Stream):
        return False
    if _name(value, "/Subtype") in ACTIVE_ANNOTATIONS or "/JS" in value:
        return True
    action = _name(value, "/S")
    return action in FORBIDDEN_ACTIONS or (action == "/URI" and not _is_safe_address(value))


def _is_safe_address(action: Any) -> bool:
    return str(action.get("/URI", "")).strip().lower().startswith(SAFE_ADDRESSES)


def _name(holder: Any, key: str) -> str:
    value = holder.get(key)
    return str(value) if isinstance(value, pikepdf.Name) else ""


def _forget_outside_data(stream: Any) -> None:
    """/F of a stream names a file elsewhere to take its data from."""
    for key in ("/F", "/FFilter", "/FDecodeParms"):
        if key in stream:
            del stream[key]
