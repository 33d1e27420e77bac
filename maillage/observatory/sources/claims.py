"""Rights claimed from a body (CAF, CPAM…), by the day they were filed."""

from maillage.observatory.sources.source import TIMING, Dimension, Source, timing
from maillage.rights.engine import BENEFITS

OTHER = "other"


def _benefits() -> dict[str, str]:
    return {**{one.code: one.name for one in BENEFITS}, OTHER: "Autre prestation"}


KNOWN = ", ".join(f"'{one.code}'" for one in BENEFITS)
SOURCE = Source(
    "claims",
    (Dimension("benefit", "prestation", _benefits), TIMING),
    f"""
    SELECT c.structure_id AS structure, c.person_id AS person,
        CASE WHEN c.benefit IN ({KNOWN}) THEN c.benefit ELSE '{OTHER}' END AS one,
        {timing("CASE WHEN c.implicit THEN NULL ELSE c.answered_on END", "c.answer_due_on")} AS two
    FROM rights_claim c WHERE c.filed_on BETWEEN first AND last
""",
)
