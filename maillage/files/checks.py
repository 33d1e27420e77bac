"""The one door of what is uploaded: what it really is, made harmless, or refused with a sentence."""

from dataclasses import dataclass

from maillage.files import refusals
from maillage.files.images import encoded_again
from maillage.files.kinds import IMAGES, MEDIA_TYPES, Kind
from maillage.files.names import clean_name
from maillage.files.offices import zipped_again
from maillage.files.pdfs import without_actions
from maillage.files.refusals import Refused
from maillage.files.sniffing import ZIP, sniffed

HEAVIEST = 10_000_000
HEAVIEST_PHOTO = 30_000_000


@dataclass(frozen=True)
class Checked:
    """What may be kept: `name` with the extension of its kind, `content` written again."""

    name: str
    kind: Kind
    media_type: str
    content: bytes


def checked(name: str, content: bytes) -> Checked:
    """`name` as the browser gave it. Raises `Refused`; 10 MB at most, 30 MB for a photo, that is made smaller."""
    found = sniffed(content)
    _refuse_heavy(len(content), found in IMAGES)
    kind, rewritten = _rewritten(content, found)
    _refuse_heavy(len(rewritten), photo=False)
    return Checked(clean_name(name, kind), kind, MEDIA_TYPES[kind], rewritten)


def _refuse_heavy(size: int, photo: bool) -> None:
    if photo and size > HEAVIEST_PHOTO:
        raise Refused(refusals.PHOTO_TOO_HEAVY)
    if not photo and size > HEAVIEST:
        raise Refused(refusals.TOO_HEAVY)


def _rewritten(content: bytes, found: Kind | str) -> tuple[Kind, bytes]:
    if found == ZIP:
        return zipped_again(content)
    kind = Kind(found)
    if kind in IMAGES:
        return encoded_again(content, kind)
    return kind, without_actions(content) if kind == Kind.PDF else content
