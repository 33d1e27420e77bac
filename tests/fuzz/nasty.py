"""Values that nobody means and everybody sends one day: drawn with a generator, so that a case can be replayed."""

from random import Random
from uuid import UUID

MEGABYTE = "é" * 500_000
CONSTANTS = (
    "",
    " ",
    "\x00",
    "Zoé\x00Martin",
    "".join(map(chr, range(1, 32))),
    "🧑‍👩‍👧‍👦🇫🇷",
    "\u202eنيلام\u202c",
    "\ufeff\u200b\u00ad",
    "A\u0300" * 60,
    "=cmd|' /C calc'!A0",
    "+33 (0)6",
    "@SUM(1+1)",
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "{{ 7|add:7 }}{% debug %}",
    "'; DROP TABLE people_person; --",
    "1) OR (1=1",
    "%s %(x)s {0} {x}",
    "../../etc/passwd",
    "javascript:alert(1)",
    "//exemple.test/",
    "\r\nSet-Cookie: x=1",
    r"\ud800",
    "\ud800",
    "a\udfffb",
    "31/02/2026",
    "29/02/2025",
    "1890-01-01",
    "01/01/0001",
    "31/12/9999",
    "99999-12-31",
    "2026-13",
    "0000-00",
    "NaN",
    "sNaN",
    "Infinity",
    "-inf",
    "1e999",
    "1E-999",
    "-0",
    "-0,00",
    "0x1F",
    "1_000",
    "²",
    "٣٤",
    "12,5,0",
    "1 234,56",
    "1\u202f234,56 €",
    "0,005",
    "9999999,995",
    "99999999999999999999",
    "-1",
    "2147483648",
    "9223372036854775808",
    "1" * 400,
    "true",
    "on",
    "null",
    "[]",
    "{}",
    "unknown",
    "00000000-0000-0000-0000-000000000000",
    "ffffffff-ffff-ffff-ffff-ffffffffffff",
    "{12345678-1234-5678-1234-567812345678}",
    "urn:uuid:12345678-1234-5678-1234-567812345678",
    "not-a-uuid",
    "a@b",
    "x" * 256 + "@exemple.test",
    "x" * 5_000,
    "37261",
    "2A004",
)


def value(draw: Random, ids: list[str]) -> str:
    """A constant most often; else somebody else's identifier, noise, or a text of a megabyte (seldom)."""
    luck = draw.random()
    if luck < 0.003:
        return MEGABYTE
    if luck < 0.15:
        return draw.choice(ids)
    if luck < 0.25:
        return "".join(chr(draw.randrange(1, 0xD7FF)) for _ in range(draw.randrange(1, 40)))
    if luck < 0.3:
        return str(UUID(int=draw.getrandbits(128)))
    if luck < 0.35:
        return f"{draw.randrange(-3, 40)}/{draw.randrange(-1, 14)}/{draw.randrange(1800, 2200)}"
    return draw.choice(CONSTANTS)
