"""Requests sent to schemes (housing, aid, support…), by the day they were sent."""

from maillage.observatory.sources.source import TIMING, Dimension, Source, timing
from maillage.schemes.enums import SchemeKind


def kinds() -> dict[str, str]:
    return {str(kind): str(label) for kind, label in SchemeKind.listed()}


KIND = Dimension("kind", "type de dispositif", kinds)
SOURCE = Source(
    "requests",
    (KIND, TIMING),
    f"""
    SELECT r.structure_id AS structure, r.person_id AS person, s.kind AS one,
        {timing("r.decided_on", "r.due_on")} AS two
    FROM referrals_schemerequest r JOIN schemes_scheme s ON s.id = r.scheme_id
    WHERE (r.sent_at AT TIME ZONE 'Europe/Paris')::date BETWEEN first AND last AND r.state <> 'withdrawn'
""",
)
