"""Requests counted by route, status and duration, over all web processes of one machine.

Each process writes its own file of numbers in `MAILLAGE_DATA/mesures`, mapped in memory: counting costs no write to wait for, and
what a killed process had counted stays. Whoever reads adds the files up. All have one layout, since routes are known from
the start; gunicorn empties the folder when the service starts, and counters go back to zero, as Prometheus expects.
Several machines have several folders: Prometheus asks each, and adds.
"""

import mmap
import os
import secrets
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
    return Path(settings.MAILLAGE_DATA) / "mesures"


def suffix() -> str:
    """Files of another version of the code have another layout: they are not read."""
    return "." + sha256("\n".join(routes()).encode()).hexdigest()[:12]


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
        octets = len(routes()) * len(STATUSES) * ROW * 8
        with path.open("w+b") as file:
            file.truncate(octets)
            return memoryview(mmap.mmap(file.fileno(), octets)).cast("d")

    def add(self, route: str, status: int, seconds: float) -> None:
        ranks, kind = _rank(), min(max(status // 100, 1), 5)
        start = (ranks.get(route, ranks[UNKNOWN]) * len(STATUSES) + kind - 1) * ROW
        with self.lock:
            self.numbers[start + bisect_left(SECONDS, seconds)] += 1
            self.numbers[start + ROW - 1] += seconds


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
    total = [0.0] * (len(routes()) * len(STATUSES) * ROW)
    for path in folder().glob(f"*{suffix()}") if folder().is_dir() else ():
        one = array("d", path.read_bytes())
        total = [here + there for here, there in zip(total, one, strict=True)]
    return total
