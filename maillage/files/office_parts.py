"""One part of an office document: nothing that runs, nothing within, nothing fetched from elsewhere when it is opened."""

import re
from xml.etree import ElementTree

from maillage.files import refusals
from maillage.files.refusals import Refused

_ACTIVE_NAME = re.compile(
    r"(^|/)(vbaproject|vbadata|activex|embeddings|macrosheets|dialogsheets|basic|scripts|dialogs)([./]|$)"
    r"|^object \d+$|\.(bin|exe|dll|js|vbs|jar|ole)$",
    re.IGNORECASE,
)
_HARMLESS_NAME = re.compile(r"(^|/)(printersettings|customproperty)\d*\.bin$", re.IGNORECASE)
_ACTIVE = r"macroenabled|macrosheet|vbaproject|script:event-listener|vnd\.sun\.star\.script|ddeauto|ddelink|dde-source"
_ACTIVE_TEXT = re.compile(_ACTIVE.encode(), re.IGNORECASE)
_ACTIVE_VALUE = re.compile(_ACTIVE, re.IGNORECASE)
_OTHER_ENCODING = re.compile(rb"^.{0,4}<\?xml[^>]*encoding\s*=\s*[\"'](?!utf-?8)", re.IGNORECASE | re.DOTALL)
_REMOTE = re.compile(r"\s*(?!data:|file:///(?![/\\]))([a-z][a-z0-9+.-]+:|[/\\]{2})", re.IGNORECASE)
_TO_WATCH = re.compile(rb"TargetMode|href|ContentType|&#")
_HREF = "{http://www.w3.org/1999/xlink}href"


def check_part(name: str, part: bytes) -> None:
    """Raises `Refused`; anything else that it raises means a broken document."""
    if _ACTIVE_NAME.search(name) and not _HARMLESS_NAME.search(name):
        raise Refused(refusals.MACROS)
    if _is_xml(name, part):
        _check_xml(part)


def declared_types(part: bytes) -> set[str]:
    """The content types of an Office Open XML document."""
    watch = _Watch()
    _parse(part, watch)
    return watch.types


def _is_xml(name: str, part: bytes) -> bool:
    """VML, the drawings of old Excel comments, is often no true XML."""
    lower = name.lower()
    if lower.endswith(".vml"):
        return False
    return (
        lower.endswith((".xml", ".rels", ".rdf"))
        or part[:64].removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"<"
    )


def _check_xml(part: bytes) -> None:
    """In UTF-8 as every office suite writes it, so that what is looked for can't be spelled otherwise."""
    if b"<!ENTITY" in part or b"\x00" in part or _OTHER_ENCODING.search(part):
        raise Refused(refusals.BROKEN_OFFICE)
    if _ACTIVE_TEXT.search(part):
        raise Refused(refusals.MACROS)
    _parse(part, _Watch() if _TO_WATCH.search(part) else _Nothing())


def _parse(part: bytes, watch: "_Watch | _Nothing") -> None:
    """No tree is built: a sheet of 100 MB would take a gigabyte."""
    parser = ElementTree.XMLParser(target=watch)
    parser.feed(part)
    parser.close()


class _Nothing:
    """For the large sheets, where there is nothing to look at but whether they are well formed."""

    def close(self) -> None:
        pass


class _Watch(_Nothing):
    """Looks at each element as it is read."""

    def __init__(self) -> None:
        self.types: set[str] = set()

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if any(map(_ACTIVE_VALUE.search, attributes.values())):
            raise Refused(refusals.MACROS)
        if _REMOTE.match(_fetched(tag, attributes)):
            raise Refused(refusals.REMOTE)
        if declared := attributes.get("ContentType"):
            self.types.add(declared)


def _fetched(tag: str, attributes: dict[str, str]) -> str:
    """A link may lead anywhere, if somebody clicks; a template or a picture is fetched without asking."""
    if attributes.get("TargetMode") == "External":
        return "" if attributes.get("Type", "").endswith("/hyperlink") else attributes.get("Target", "")
    return "" if tag.endswith("}a") else attributes.get(_HREF, "")
