"""Files handed in to calls, by the day the call closed, with what the jury answered and when; each file counts for one."""

from maillage.calls.enums import CallKind
from maillage.observatory.sources.source import Dimension, Source, days_between, paris


def _kinds() -> dict[str, str]:
    return {str(code): str(label) for code, label in CallKind.listed()}


DELAYS = {
    "quarter": "en trois mois au plus",
    "half": "entre trois et six mois",
    "longer": "en plus de six mois",
    "none": "toujours sans réponse",
}
TOOK = days_between(paris("c.closes_at"), "r.notified_on", {"quarter": 92, "half": 183}, "longer")
SOURCE = Source(
    "files",
    (Dimension("call", "type d’appel", _kinds), Dimension("delay", "réponse", lambda: dict(DELAYS))),
    f"""
    SELECT a.structure_id AS structure, a.id AS person, c.kind AS one, {TOOK} AS two
    FROM calls_application a JOIN calls_call c ON c.id = a.call_id LEFT JOIN calls_ruling r ON r.application_id = a.id
    WHERE {paris("c.closes_at")} BETWEEN first AND last AND a.submitted_at IS NOT NULL
""",
)
