"""The kinds of file that are kept."""

from enum import StrEnum


class Kind(StrEnum):
    """Its value is the extension."""

    PDF = "pdf"
    JPEG = "jpg"
    PNG = "png"
    WEBP = "webp"
    TEXT = "txt"
    DOCX = "docx"
    XLSX = "xlsx"
    ODT = "odt"


OPENXML = "application/vnd.openxmlformats-officedocument"
MEDIA_TYPES = {
    Kind.PDF: "application/pdf",
    Kind.JPEG: "image/jpeg",
    Kind.PNG: "image/png",
    Kind.WEBP: "image/webp",
    Kind.TEXT: "text/plain; charset=utf-8",
    Kind.DOCX: f"{OPENXML}.wordprocessingml.document",
    Kind.XLSX: f"{OPENXML}.spreadsheetml.sheet",
    Kind.ODT: "application/vnd.oasis.opendocument.text",
}
IMAGES = (Kind.JPEG, Kind.PNG, Kind.WEBP)
