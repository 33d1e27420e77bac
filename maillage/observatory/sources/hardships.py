"""Students on placement who asked their school for support, by the day they asked; their words are never read."""

from maillage.observatory.sources.source import Dimension, Source, days_between, paris

DELAYS = {"week": "en sept jours au plus", "longer": "en plus de sept jours", "none": "sans réponse"}
TOOK = days_between(paris("q.asked_at"), paris("q.answered_at"), {"week": 7}, "longer")
SOURCE = Source(
    "hardships",
    (Dimension("delay", "réponse de l’école", lambda: dict(DELAYS)),),
    f"""
    SELECT v.school_id AS structure, coalesce(v.student_id, -v.id) AS person, {TOOK} AS one, ''::text AS two
    FROM conventions_supportrequest q JOIN conventions_convention v ON v.id = q.convention_id
    WHERE {paris("q.asked_at")} BETWEEN first AND last
""",
)
