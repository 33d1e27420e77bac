"""From a stranger's bytes to bytes that are safe to keep, by kind."""

from maillage.files.images import encoded_again
from maillage.files.kinds import IMAGES, Kind
from maillage.files.offices import zipped_again
from maillage.files.pdfs import without_actions
from maillage.files.sniffing import ZIP


def rewritten(found: str, content: bytes) -> tuple[Kind, bytes]:
    """`found` is what `sniffing` says. Raises `Refused`; may take much memory: called through `apart`."""
    if found == ZIP:
        return zipped_again(content)
    kind = Kind(found)
    return encoded_again(content, kind) if kind in IMAGES else (kind, without_actions(content))
