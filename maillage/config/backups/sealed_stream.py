"""A stream sealed in chunks: AES-256-GCM under a key drawn for this file alone; the order and the end are sealed too.

    magic, length of the key's name (1 byte), the name, salt (32), HMAC-SHA256 of all that (32)
    chunk 0, chunk 1, … each of 256 KiB, the last one shorter or as long, each with its tag (16)

The nonce of a chunk is its rank (11 bytes), then 1 for the last one, 0 for the others: none can be taken out, moved,
or come from another file.
"""

import hmac
import secrets
from collections.abc import Mapping
from typing import BinaryIO, NoReturn

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from maillage.config.backups.errors import BackupError

MAGIC = b"maillage-backup-1\n"
CHUNK = 256 * 1024
SALT = PRINT = 32
TAG = 16
NOT_ONE = "Ce fichier n’est pas une sauvegarde de Maillage, ou son début a été coupé."
NO_KEY = (
    "Cette sauvegarde a été faite avec la clé «\u00a0{}\u00a0», qui n’est pas dans le fichier des clés de sauvegarde\u00a0: "
    "remettez-la dans ce fichier (MAILLAGE_BACKUP_KEYS)."
)
OTHER_KEY = "La clé «\u00a0{}\u00a0» n’ouvre pas cette sauvegarde\u00a0: ce n’est pas celle qui l’a faite, ou le début du fichier a été modifié."
BROKEN = (
    "Cette sauvegarde est abîmée (morceau {})\u00a0: le fichier a été coupé, modifié, ou ses morceaux déplacés. "
    "Prenez-en une autre copie, ou une autre sauvegarde."
)


class SealedWriter:
    """What is written goes sealed to `target`; nothing opens before `close` has sealed the end."""

    def __init__(self, target: BinaryIO, name: str, key: bytes) -> None:
        self._target, self._waiting, self._rank = target, bytearray(), 0
        label = name.encode("ascii")
        head = MAGIC + bytes([len(label)]) + label + secrets.token_bytes(SALT)
        self._cipher, signing = _drawn(key, head[-SALT:])
        target.write(head + hmac.digest(signing, head, "sha256"))

    def write(self, content: bytes) -> int:
        """The last chunk is only known at the end: a whole one waits for what follows."""
        self._waiting += content
        while len(self._waiting) > CHUNK:
            self._seal(bytes(self._waiting[:CHUNK]), last=False)
            del self._waiting[:CHUNK]
        return len(content)

    def close(self) -> None:
        self._seal(bytes(self._waiting), last=True)

    def _seal(self, chunk: bytes, *, last: bool) -> None:
        self._target.write(self._cipher.encrypt(_nonce(self._rank, last), chunk, None))
        self._rank += 1


class SealedReader:
    """Gives back what was written, chunk by chunk, never an octet that was not authenticated. Raises `BackupError`."""

    def __init__(self, source: BinaryIO, keys: Mapping[str, bytes]) -> None:
        self._source, self._ready, self._rank = source, b"", 0
        self._cipher = _opened(source, keys)
        self._next = source.read(CHUNK + TAG)
        self._ended = False

    def read(self, size: int) -> bytes:
        """`size` octets, less at the end only."""
        found = bytearray()
        while len(found) < size and (self._ready or not self._ended):
            self._ready = self._ready or self._open()
            wanted = size - len(found)
            found += self._ready[:wanted]
            self._ready = self._ready[wanted:]
        return bytes(found)

    def read_to_the_end(self) -> None:
        """The end too is authenticated."""
        while self.read(CHUNK):
            pass

    def _open(self) -> bytes:
        sealed, self._next = self._next, self._source.read(CHUNK + TAG)
        self._ended = not self._next
        try:
            chunk = self._cipher.decrypt(_nonce(self._rank, self._ended), sealed, None)
        except (InvalidTag, ValueError):
            raise BackupError(BROKEN.format(self._rank)) from None
        self._rank += 1
        return chunk


def _opened(source: BinaryIO, keys: Mapping[str, bytes]) -> AESGCM:
    head = source.read(len(MAGIC) + 1)
    if len(head) <= len(MAGIC) or not head.startswith(MAGIC):
        raise BackupError(NOT_ONE)
    rest = source.read(head[-1] + SALT)
    name, salt = rest[:-SALT].decode("ascii", "replace"), rest[-SALT:]
    if name not in keys:
        _refuse_name(name)
    cipher, signing = _drawn(keys[name], salt)
    if not hmac.compare_digest(source.read(PRINT), hmac.digest(signing, head + rest, "sha256")):
        raise BackupError(OTHER_KEY.format(name))
    return cipher


def _refuse_name(name: str) -> NoReturn:
    raise BackupError(NO_KEY.format(name) if name.isprintable() else NOT_ONE)


def _drawn(key: bytes, salt: bytes) -> tuple[AESGCM, bytes]:
    """The cipher of one file, and what signs its head."""
    both = HKDF(SHA256(), 64, salt, MAGIC).derive(key)
    return AESGCM(both[:32]), both[32:]


def _nonce(rank: int, last: bool) -> bytes:
    return rank.to_bytes(11, "big") + bytes([last])
