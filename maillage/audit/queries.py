"""Reading the journal back; `broken_lines` needs the maintenance role, that sees every line."""

from collections.abc import Iterator
from typing import NamedTuple

from django.db import connections


class Broken(NamedTuple):
    """A place where the journal doesn't follow from what precedes it."""

    chain: int
    rank: int
    fault: str


SEQUENCE = """
SELECT chain, rank, CASE
    WHEN rank <> lag(rank, 1, 0::bigint) OVER w + 1 THEN 'ligne manquante avant celle-ci'
    WHEN previous_hash <> lag(hash, 1, '') OVER w THEN 'ne suit pas la ligne précédente'
    WHEN hash <> audit_hash(e) THEN 'contenu modifié'
END AS fault
FROM audit_entry e WINDOW w AS (PARTITION BY chain ORDER BY rank)
"""

HEADS = """
SELECT h.chain, h.rank FROM audit_chainhead h
LEFT JOIN LATERAL (SELECT rank, hash FROM audit_entry e WHERE e.chain = h.chain ORDER BY rank DESC LIMIT 1) last
  ON true
WHERE (coalesce(last.rank, 0), coalesce(last.hash, '')) IS DISTINCT FROM (h.rank, h.hash)
"""


def broken_lines(using: str = "maintenance") -> Iterator[Broken]:
    """Every line that was changed, taken out or slipped in; nothing when the journal is whole."""
    with connections[using].cursor() as cursor:
        cursor.execute(f"SELECT * FROM ({SEQUENCE}) s WHERE fault IS NOT NULL ORDER BY chain, rank")
        yield from (Broken._make(row) for row in cursor.fetchall())
        cursor.execute(HEADS)
        ends = cursor.fetchall()
        yield from (Broken(chain, rank, "fin de chaîne coupée ou ajoutée") for chain, rank in ends)


def count_lines(using: str = "maintenance") -> int:
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT count(*) FROM audit_entry")
        (count,) = cursor.fetchone() or (0,)
        return int(count)
