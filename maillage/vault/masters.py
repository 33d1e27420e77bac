"""The master keys: a file kept outside the database, one `name key` a line, the first one in use.

The others still open what they have wrapped, until `rewrap_keys` has gone over it.
"""

import base64
import binascii
import secrets
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from django.conf import settings

LENGTH = 32


class MastersMissing(Exception):
    """The file of master keys is absent or not of its form; the message says what to do, in French."""


def new_master(name: str) -> str:
    """A line for the file."""
    return f"{name} {base64.b64encode(secrets.token_bytes(LENGTH)).decode()}\n"


def masters() -> dict[str, bytes]:
    """Name → key of 32 bytes; the first is the one in use."""
    return _read(Path(settings.MAILLAGE_MASTER_KEYS))


@lru_cache(maxsize=4)
def _read(path: Path) -> dict[str, bytes]:
    found = keys_in(path)
    if not found:
        raise MastersMissing(
            f"Les clés maîtresses ({path}) sont introuvables ou illisibles : restaurez ce fichier, "
            "ou créez-le avec « ./run maillage make_master_key » sur une installation neuve."
        )
    return found


def keys_in(path: Path) -> dict[str, bytes]:
    """Name → key of 32 bytes, in the order of a file of this form; nothing when it is absent or of another form."""
    try:
        found = dict(_parsed(path.read_text(encoding="ascii")))
    except (OSError, ValueError, binascii.Error):
        return {}
    return found if {len(key) for key in found.values()} == {LENGTH} else {}


def _parsed(text: str) -> Iterator[tuple[str, bytes]]:
    for line in filter(None, map(str.strip, text.splitlines())):
        name, key = line.split()
        yield name, base64.b64decode(key, validate=True)
