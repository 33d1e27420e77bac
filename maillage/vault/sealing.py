"""Seal and open text or bytes: AES-256-GCM under the data key of a person, bound to the place they are written in.

What is sealed is: version (1 byte), identifier of the data key (16), nonce (12), ciphertext and its tag.
"""

import secrets
from collections.abc import Iterable
from uuid import UUID, uuid4

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.db import DEFAULT_DB_ALIAS

from maillage.permissions import Forbidden
from maillage.vault.erasures import erased
from maillage.vault.masters import LENGTH, masters
from maillage.vault.models import DataKey

VERSION, NONCE = b"\x01", 12
HEAD = len(VERSION) + 16


class Unreadable(Forbidden):
    """Something sealed that cannot be opened; the message is what the page says instead."""


GONE = "Ce contenu ne peut plus être ouvert : la clé de cette personne n’existe plus."
ERASED = (
    "Cette personne a été effacée à sa demande ou par la loi : rien ne s’écrit ni ne se lit plus sur elle."
)
CHANGED = "Ce contenu ne peut pas être ouvert : il a été modifié ou déplacé hors de Maillage. Prévenez votre administrateur."
NO_MASTER = (
    "Ce contenu ne peut pas être ouvert : la clé maîtresse « {} » manque. Prévenez votre administrateur."
)


def seal(text: str, *, owner: UUID, place: str, using: str = DEFAULT_DB_ALIAS) -> bytes:
    """`place` says where it is written ("table.column:row"): copied elsewhere, it no longer opens."""
    return seal_bytes(text.encode(), owner=owner, place=place, using=using)


def unseal(
    sealed: bytes, *, place: str, using: str = DEFAULT_DB_ALIAS, keys: dict[UUID, bytes] | None = None
) -> str:
    """Raises `Unreadable`. `keys`: those of `keys_of`, for a list of texts."""
    return unseal_bytes(sealed, place=place, using=using, keys=keys).decode()


def seal_bytes(content: bytes, *, owner: UUID, place: str, using: str = DEFAULT_DB_ALIAS) -> bytes:
    """As `seal`, for what is not text: `place` is "file:key" for a file."""
    key = _key_of(owner, using)
    return VERSION + key.pk.bytes + _encrypt(_unwrapped(key), content, place)


def unseal_bytes(
    sealed: bytes, *, place: str, using: str = DEFAULT_DB_ALIAS, keys: dict[UUID, bytes] | None = None
) -> bytes:
    """Raises `Unreadable`."""
    found = keys_of([sealed], using) if keys is None else keys
    try:
        key = found[_key_id(sealed)]
    except KeyError:
        raise Unreadable(GONE) from None
    return _decrypt(key, sealed[HEAD:], place)


def keys_of(sealed: Iterable[bytes], using: str = DEFAULT_DB_ALIAS) -> dict[UUID, bytes]:
    """Identifier → key, unwrapped, of all that these texts need; one query. Those that are gone are not there.

    Nor those of the persons erased: a backup put back has their keys again, and opens nothing of theirs.
    """
    wanted, gone = {_key_id(one) for one in sealed}, erased()
    found = DataKey.objects.using(using).filter(pk__in=wanted)
    return {key.pk: _unwrapped(key) for key in found if key.owner not in gone}


def rewrap(key: DataKey) -> None:
    """Wrap a data key under the master in use; what it sealed doesn't change."""
    plain = _unwrapped(key)
    key.master, key.wrapped = _wrapped(plain, key.owner)


def _key_of(owner: UUID, using: str) -> DataKey:
    """Made at the first sealing; of two made at once, one stays."""
    if owner in erased():
        raise Unreadable(ERASED)
    keys = DataKey.objects.using(using)
    found = keys.filter(owner=owner).first()
    if found is None:
        master, wrapped = _wrapped(secrets.token_bytes(LENGTH), owner)
        new = DataKey(pk=uuid4(), owner=owner, master=master, wrapped=wrapped)
        keys.bulk_create([new], ignore_conflicts=True)
        found = keys.get(owner=owner)
    return found


def _wrapped(plain: bytes, owner: UUID) -> tuple[str, bytes]:
    name, master = next(iter(masters().items()))
    return name, _encrypt(master, plain, str(owner))


def _unwrapped(key: DataKey) -> bytes:
    if key.owner in erased():
        raise Unreadable(ERASED)
    try:
        master = masters()[key.master]
    except KeyError:
        raise Unreadable(NO_MASTER.format(key.master)) from None
    return _decrypt(master, bytes(key.wrapped), str(key.owner))


def _key_id(sealed: bytes) -> UUID:
    if sealed[: len(VERSION)] != VERSION or len(sealed) < HEAD + NONCE:
        raise Unreadable(CHANGED)
    return UUID(bytes=sealed[len(VERSION) : HEAD])


def _encrypt(key: bytes, plain: bytes, place: str) -> bytes:
    nonce = secrets.token_bytes(NONCE)
    return nonce + AESGCM(key).encrypt(nonce, plain, place.encode())


def _decrypt(key: bytes, sealed: bytes, place: str) -> bytes:
    try:
        return AESGCM(key).decrypt(sealed[:NONCE], sealed[NONCE:], place.encode())
    except InvalidTag:
        raise Unreadable(CHANGED) from None
