"""What schemes answered, by the day they decided; refusals for want of place apart."""

from maillage.observatory.sources.requests import KIND
from maillage.observatory.sources.source import Dimension, Source

ANSWERS = {
    "accepted": "accord",
    "waiting": "accord, en attente d’une place",
    "redirected": "orientation vers un autre dispositif",
    "no_place": "refus faute de place",
    "refused": "refus pour une autre raison",
}
SOURCE = Source(
    "decisions",
    (KIND, Dimension("answer", "décision", lambda: dict(ANSWERS), sensitive=True)),
    """
    SELECT r.structure_id AS structure, r.person_id AS person, s.kind AS one,
        CASE WHEN r.outcome = 'refused' AND r.reason = 'no_place' THEN 'no_place' ELSE r.outcome END AS two
    FROM referrals_schemerequest r JOIN schemes_scheme s ON s.id = r.scheme_id
    WHERE r.decided_on BETWEEN first AND last AND r.outcome <> ''
""",
)
