"""A sealed stream gives back what was written, and nothing when anything of it was touched."""

import io

import pytest

from maillage.config.backups.errors import BackupError
from maillage.config.backups.sealed_stream import CHUNK, MAGIC, PRINT, SALT, TAG, SealedReader, SealedWriter

KEY, NAME = bytes(range(32)), "sauvegardes-2026"
HEAD = len(MAGIC) + 1 + len(NAME) + SALT + PRINT


def sealed(content: bytes, step: int = 100_000) -> bytes:
    target = io.BytesIO()
    writer = SealedWriter(target, NAME, KEY)
    for start in range(0, len(content), step):
        writer.write(content[start : start + step])
    writer.close()
    return target.getvalue()


def opened(content: bytes, keys=None) -> bytes:
    reader = SealedReader(io.BytesIO(content), {NAME: KEY} if keys is None else keys)
    found = b"".join(iter(lambda: reader.read(70_001), b""))
    reader.read_to_the_end()
    return found


def plain(size: int) -> bytes:
    return (bytes(range(256)) * (size // 256 + 1))[:size]


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK, 3 * CHUNK + 7])
def test_what_was_written_comes_back(size):
    whole = sealed(plain(size))
    assert opened(whole) == plain(size)
    assert len(whole) == HEAD + size + TAG * max(1, -(-size // CHUNK))


def test_nothing_of_it_is_in_clear_and_two_are_never_alike():
    word = b"Samira Benali"
    assert word not in sealed(word)
    assert sealed(word)[HEAD:] != sealed(word)[HEAD:]


def test_octets_are_asked_for_by_any_number():
    reader = SealedReader(io.BytesIO(sealed(plain(2 * CHUNK))), {NAME: KEY})
    assert reader.read(5) == plain(5)
    assert len(reader.read(CHUNK)) == CHUNK
    assert len(reader.read(2 * CHUNK)) == CHUNK - 5
    assert reader.read(1) == b""


WHOLE = sealed(plain(3 * CHUNK + 10))
CHUNKS = [WHOLE[HEAD + rank * (CHUNK + TAG) :][: CHUNK + TAG] for rank in range(4)]


@pytest.mark.parametrize("place", [HEAD, HEAD + CHUNK, HEAD + CHUNK + TAG, len(WHOLE) // 2, len(WHOLE) - 1])
def test_an_octet_changed_in_a_chunk(place):
    changed = bytearray(WHOLE)
    changed[place] ^= 1
    with pytest.raises(BackupError, match="abîmée"):
        opened(bytes(changed))


@pytest.mark.parametrize("place", range(0, HEAD, 3))
def test_an_octet_changed_in_the_head(place):
    changed = bytearray(WHOLE)
    changed[place] ^= 1
    with pytest.raises(BackupError, match="sauvegarde"):
        opened(bytes(changed))


@pytest.mark.parametrize(
    "order", [(1, 0, 2, 3), (0, 2, 1, 3), (0, 1, 3), (0, 1, 2), (0, 1, 2, 2, 3), (3,), (0, 1, 2, 3, 3), ()]
)
def test_chunks_moved_taken_out_or_added(order):
    with pytest.raises(BackupError, match="abîmée"):
        opened(WHOLE[:HEAD] + b"".join(CHUNKS[rank] for rank in order))


def test_a_chunk_of_another_backup_made_with_the_same_key():
    other = sealed(plain(3 * CHUNK + 10))
    swapped = WHOLE[: HEAD + CHUNK + TAG] + other[HEAD + CHUNK + TAG :]
    with pytest.raises(BackupError, match="morceau 1"):
        opened(swapped)


@pytest.mark.parametrize("size", [0, 5, len(MAGIC), len(MAGIC) + 1, HEAD - 1, HEAD, HEAD + 5, len(WHOLE) - 1])
def test_a_file_cut_short(size):
    with pytest.raises(BackupError, match="sauvegarde"):
        opened(WHOLE[:size])


def test_what_follows_the_end_is_refused():
    with pytest.raises(BackupError, match="abîmée"):
        opened(WHOLE + b"x")


def test_another_key_of_the_same_name_and_a_key_that_is_not_there():
    with pytest.raises(BackupError, match="n’ouvre pas"):
        opened(WHOLE, {NAME: bytes(32)})
    with pytest.raises(BackupError, match=f"«\u00a0{NAME}\u00a0», qui n’est pas"):
        opened(WHOLE, {})
