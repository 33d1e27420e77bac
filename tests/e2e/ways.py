"""How somebody uses a page. A test that asks for `way` is made in one of them at each change, always the same, and in each of
them in the bar `journeys`; all three are made at each change, by one test or another."""

from typing import Any, NamedTuple
from zlib import crc32

from tests.depth import WHOLE
from tests.e2e.hands import Keyboard


class Way(NamedTuple):
    name: str
    how: dict[str, Any]


WAYS = (
    Way("keyboard", {"hands": Keyboard}),
    Way("without JavaScript", {"javascript": False}),
    Way("on a phone", {"width": 360}),
)


def ways_of(journey: str) -> tuple[Way, ...]:
    return WAYS if WHOLE else (WAYS[crc32(journey.encode()) % len(WAYS)],)
