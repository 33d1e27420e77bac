"""Requests to schemes whose answer was owed these days, by how long it took since they were sent.

By the day the answer was owed: neither those sent (`requests`) nor those decided (`decisions`) then, so that they don't add up."""

from maillage.observatory.sources.requests import KIND
from maillage.observatory.sources.source import Dimension, Source, days_between, paris

DELAYS = {
    "month": "en trente jours au plus",
    "two_months": "entre un et deux mois",
    "longer": "en plus de deux mois",
    "none": "toujours sans réponse",
}
TOOK = days_between(paris("r.sent_at"), "r.decided_on", {"month": 30, "two_months": 61}, "longer")
SOURCE = Source(
    "delays",
    (KIND, Dimension("delay", "délai de réponse", lambda: dict(DELAYS))),
    f"""
    SELECT r.structure_id AS structure, r.person_id AS person, s.kind AS one, {TOOK} AS two
    FROM referrals_schemerequest r JOIN schemes_scheme s ON s.id = r.scheme_id
    WHERE r.due_on BETWEEN first AND last AND r.due_on < day AND r.sent_at IS NOT NULL AND r.state <> 'withdrawn'
""",
)
