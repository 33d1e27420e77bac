"""Rights found for somebody and talked about, by the day they were found (radar, screening, interview), with what came of them."""

from maillage.observatory.sources.claims import KNOWN, OTHER
from maillage.observatory.sources.claims import SOURCE as CLAIMS
from maillage.observatory.sources.source import Dimension, Source

AFTER = {
    "opened": "droit ouvert",
    "going": "en cours",
    "declined": "non demandé, par choix de la personne",
    "stopped": "arrêté sans ouverture",
}
SOURCE = Source(
    "found",
    (CLAIMS.dimensions[0], Dimension("after", "suite", lambda: dict(AFTER), sensitive=True)),
    f"""
    SELECT c.structure_id AS structure, c.person_id AS person,
        CASE WHEN c.benefit IN ({KNOWN}) THEN c.benefit ELSE '{OTHER}' END AS one,
        CASE c.state WHEN 'paid' THEN 'opened' WHEN 'declined' THEN 'declined' WHEN 'closed' THEN 'stopped' ELSE 'going' END AS two
    FROM rights_claim c
    WHERE c.found_on BETWEEN first AND last AND c.ending NOT IN ('mistake', 'double')
""",
)
