"""Requests counted by route, status and duration, over all web processes of one machine.

Each process writes its own file of numbers in `MAILLAGE_DATA/mesures/<machine>`, mapped in memory: counting costs no write to wait
for, and what a killed process had counted stays. Whoever reads adds the files up. All have one layout, since routes are known from
the start; gunicorn empties the folder when the service starts, and counters go back to zero, as Prometheus expects.
Several machines have several folders, even where they share MAILLAGE_DATA: Prometheus asks each, and adds.
"""

import mmap
import os
import secrets
import socket
import threading
from array import array
from bisect import bisect_left
from collections.abc import Iterator
from contextlib import suppress
from functools import cache, cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

from django.conf import settings
from django.urls import URLResolver, get_resolver

SECONDS = (0.025, 0.05, 0.1, 0.2, 0.4, 0.8, 1.5, 3.0, 6.0, 12.0, 30.0)
STATUSES = (1, 2, 3, 4, 5)
ROW = len(SECONDS) + 2
"""Of one route and one status: each bucket, what is longer, the sum of seconds."""
STATIC, PROBES, UNKNOWN = "static", "sante", "inconnue"


class Counted(NamedTuple):
    route: str
    status: int
    buckets: list[int]
    seconds: float


@cache
def routes() -> tuple[str, ...]:
    return (STATIC, PROBES, UNKNOWN, *sorted(set(_names(get_resolver()))))


@cache
def _rank() -> dict[str, int]:
    return {name: number for number, name in enumerate(routes())}


def _names(resolver: URLResolver, prefix: str = "") -> Iterator[str]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from _names(pattern, f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix)
        elif pattern.name:
            yield f"{prefix}{pattern.name}"


def folder() -> Path:
    return Path(settings.MAILLAGE_DATA) / "mesures" / socket.gethostname()


def suffix() -> str:
    """Files of another version of the code have another layout: they are not read."""
    return "." + sha256("\n".join(routes()).encode()).hexdigest()[:12]


def size() -> int:
    return len(routes()) * len(STATUSES) * ROW


def forget_former_service() -> None:
    with suppress(FileNotFoundError):
        for path in folder().iterdir():
            path.unlink(missing_ok=True)


class Counter:
    """The numbers of this process."""

    def __init__(self) -> None:
        self.lock = threading.Lock()

    @cached_property
    def numbers(self) -> Any:
        folder().mkdir(mode=0o700, parents=True, exist_ok=True)
        path = folder() / f"{os.getpid()}-{secrets.token_hex(4)}{suffix()}"
        try:
            return _mapped(path)
        except OSError:
            path.unlink(missing_ok=True)
            raise

    def add(self, route: str, status: int, seconds: float) -> None:
        ranks, kind = _rank(), min(max(status // 100, 1), 5)
        start = (ranks.get(route, ranks[UNKNOWN]) * len(STATUSES) + kind - 1) * ROW
        with self.lock:
            self.numbers[start + bisect_left(SECONDS, seconds)] += 1
            self.numbers[start + ROW - 1] += seconds


def _mapped(path: Path) -> Any:
    """Its room is taken on the disk at once: to write in memory what a full disk cannot hold would kill the process."""
    with path.open("w+b") as file:
        os.posix_fallocate(file.fileno(), 0, size() * 8)
        return memoryview(mmap.mmap(file.fileno(), size() * 8)).cast("d")


def counted() -> Iterator[Counted]:
    """Each route and status that was asked for, over all processes."""
    total = _added_up()
    for number, route in enumerate(routes()):
        for kind in STATUSES:
            start = (number * len(STATUSES) + kind - 1) * ROW
            row = total[start : start + ROW]
            if any(row):
                yield Counted(route, kind, [int(one) for one in row[:-1]], row[-1])


def _added_up() -> list[float]:
    """A file that was just opened is still empty: what has not its size has counted nothing yet."""
    total = [0.0] * size()
    for path in folder().glob(f"*{suffix()}") if folder().is_dir() else ():
        written = path.read_bytes()
        if len(written) == size() * 8:
            total = [here + there for here, there in zip(total, array("d", written), strict=True)]
    return total
