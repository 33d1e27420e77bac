"""The name a file is given back under: what was typed, without what could mislead or break anything."""

import re
import unicodedata

LONGEST = 120
NAMELESS = "document"
_LOOKED_AT = 1000
_EXTENSIONS = (
    "pdf|jpg|jpeg|jpe|jfif|png|webp|heic|heif|gif|bmp|tif|tiff|svg|txt|text|csv|md|log|docx|docm|dotx|xlsx|xlsm|odt|ods|"
    "odp|doc|xls|ppt|pptx|rtf|html|htm|xhtml|xml|js|mjs|exe|com|scr|bat|cmd|ps1|vbs|msi|jar|lnk|hta|apk|sh|py|zip|rar|7z"
)
_KNOWN = re.compile(rf"\.({_EXTENSIONS})$", re.IGNORECASE)
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)
_UNFIT = re.compile(r'[<>:"|?*\\/]')


def clean_name(name: str, extension: str) -> str:
    """ "C:\\\\scan\\\\Facture.PDF.exe", "pdf" → "Facture.pdf"; 120 characters at most."""
    stem = _stem(visible(re.split(r"[\\/]", name[-_LOOKED_AT:])[-1]))
    if not stem or _RESERVED.fullmatch(stem):
        stem = NAMELESS
    return f"{stem[: LONGEST - len(extension) - 1].rstrip(' .')}.{extension}"


def visible(name: str) -> str:
    """Without control, direction, invisible or unassigned characters, nor those that a disk refuses."""
    kept = "".join(" " if c.isspace() else c for c in unicodedata.normalize("NFC", name) if _is_seen(c))
    return re.sub(r" +", " ", _UNFIT.sub("-", kept)).strip(" .")


def _is_seen(character: str) -> bool:
    return character in "\t\n" or unicodedata.category(character)[0] != "C"


def _stem(name: str) -> str:
    """Extensions that say something of a file's kind go, however many; the right one is put back."""
    while (shorter := _KNOWN.sub("", name).rstrip(" .")) != name:
        name = shorter
    return name.strip(" .")
