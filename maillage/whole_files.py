"""Files that are there whole or not at all, also after a power cut."""

import os
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, BinaryIO


@contextmanager
def writing_whole(path: Path, check: Callable[[Path], object] | None = None) -> Iterator[BinaryIO]:
    """A file that only its owner reads, whole or not at all, and still there after a power cut.

    `check`: reads it back before it takes its name; what it raises leaves nothing.
    """
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    erase(unfinished)
    try:
        with open(os.open(unfinished, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        if check:
            check(unfinished)
        unfinished.replace(path)
    except BaseException:
        with suppress(OSError):
            unfinished.unlink()
        raise
    sync(path.parent)


def write_atomically(path: Path, content: bytes | str) -> None:
    with writing_whole(path) as file:
        file.write(content.encode() if isinstance(content, str) else content)


def sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def erase(path: Path) -> None:
    """A program that was killed may still be writing while it dies: its last files are waited for."""
    for pause in (0.1, 0.2, 0.5, 1, 2, 0):
        try:
            shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink(missing_ok=True)
            return
        except OSError:
            if not pause:
                raise
            time.sleep(pause)


def copy_atomically(source: Path, destination: Path, ignore: Callable[..., Any] | None = None) -> None:
    """Copy a tree so that `destination` is either whole or absent, and readable by everyone."""
    unfinished = destination.with_name(destination.name + ".new")
    shutil.rmtree(unfinished, ignore_errors=True)
    shutil.copytree(source, unfinished, symlinks=True, ignore=ignore)
    for folder, _, files in os.walk(unfinished):
        os.chmod(folder, 0o755)
        for name in files:
            _open_to_all(Path(folder, name))
    unfinished.rename(destination)


def _open_to_all(file: Path) -> None:
    if not file.is_symlink():
        file.chmod(0o755 if os.access(file, os.X_OK) else 0o644)
