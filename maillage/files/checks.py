"""The one door of what is uploaded: what it really is, made harmless, or refused with a sentence."""

from dataclasses import dataclass

from maillage.files import refusals
from maillage.files.apart import APART
from maillage.files.kinds import IMAGES, MEDIA_TYPES, Kind
from maillage.files.names import clean_name
from maillage.files.refusals import Refused
from maillage.files.sniffing import sniffed

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
    kind, rewritten = (Kind.TEXT, content) if found == Kind.TEXT else APART.rewritten(found, content)
    _refuse_heavy(len(rewritten), photo=False)
    return Checked(clean_name(name, kind), kind, MEDIA_TYPES[kind], rewritten)


def _refuse_heavy(size: int, photo: bool) -> None:
    if photo and size > HEAVIEST_PHOTO:
        raise Refused(refusals.PHOTO_TOO_HEAVY)
    if not photo and size > HEAVIEST:
        raise Refused(refusals.TOO_HEAVY)
