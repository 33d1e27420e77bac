"""Images, decoded and encoded again: what is kept is the picture, without place, device, nor anything appended."""

import io

from PIL import Image, ImageOps

from maillage.files import refusals
from maillage.files.kinds import Kind
from maillage.files.refusals import Refused

LONG_SIDE = 2400
MOST_POINTS = 64_000_000
HEAVIEST = 10_000_000
JPEG_QUALITY = 85
_FORMATS = {Kind.JPEG: "JPEG", Kind.PNG: "PNG", Kind.WEBP: "WEBP"}


def encoded_again(content: bytes, kind: Kind) -> tuple[Kind, bytes]:
    """At most 2400 points on the long side; the first picture of several. A heavy PNG becomes a JPEG.

    Raises `Refused` when the image can't be decoded whole, or is too large to be tried.
    """
    try:
        picture = _decoded(content, kind)
    except Refused:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise Refused(refusals.IMAGE_TOO_LARGE) from None
    except Exception as error:  # a decoder given a broken file raises nearly anything
        raise Refused(refusals.BROKEN_IMAGE) from error
    return _encoded(picture, kind)


def _decoded(content: bytes, kind: Kind) -> Image.Image:
    with Image.open(io.BytesIO(content), formats=[_FORMATS[kind]]) as image:
        if image.width * image.height > MOST_POINTS:
            raise Refused(refusals.IMAGE_TOO_LARGE)
        image.thumbnail((LONG_SIDE, LONG_SIDE))
        image.load()
        upright = ImageOps.exif_transpose(image)
    return _bare(_plain(upright, kind))


def _plain(image: Image.Image, kind: Kind) -> Image.Image:
    """Grey, colour, or colour with transparency where the format has it."""
    if image.mode.startswith("I"):
        image = image.convert("I").point(lambda value: value / 256)
    if image.has_transparency_data and kind != Kind.JPEG:
        return image.convert("RGBA")
    return image.convert("L" if image.mode in ("1", "L", "I") else "RGB")


def _bare(image: Image.Image) -> Image.Image:
    """The points alone: nothing that came beside them."""
    return Image.frombytes(image.mode, image.size, image.tobytes())


def _encoded(picture: Image.Image, kind: Kind) -> tuple[Kind, bytes]:
    content = _saved(picture, kind)
    if len(content) <= HEAVIEST:
        return kind, content
    return Kind.JPEG, _saved(picture.convert("RGB"), Kind.JPEG)


def _saved(picture: Image.Image, kind: Kind) -> bytes:
    target = io.BytesIO()
    picture.save(target, _FORMATS[kind], quality=JPEG_QUALITY)
    return target.getvalue()
