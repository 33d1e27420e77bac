"""Placements of students signed by all, by the day they were to end, where their host is: how long, and how they ended."""

from maillage.conventions.enums import DropCause
from maillage.observatory.sources.source import Dimension, Source

LENGTHS = {"under": "308 heures ou moins", "over": "plus de 308 heures"}
WHOLE = "whole"


def _endings() -> dict[str, str]:
    causes = {str(code): f"interrompu\u00a0: {label}" for code, label in DropCause.listed()}
    return {WHOLE: "mené à son terme", **causes}


SOURCE = Source(
    "internships",
    (
        Dimension("length", "durée prévue", lambda: dict(LENGTHS)),
        Dimension("ending", "fin du stage", _endings, sensitive=True),
    ),
    f"""
    SELECT v.host_id AS structure, coalesce(v.student_id, -v.id) AS person,
        CASE WHEN v.hours > 308 THEN 'over' ELSE 'under' END AS one,
        CASE WHEN v.dropped_on IS NULL THEN '{WHOLE}' ELSE v.drop_cause END AS two
    FROM conventions_convention v
    WHERE v.ends_on BETWEEN first AND last AND v.signed_version > 0 AND v.host_id IS NOT NULL AND v.status <> 'immersion'
""",
)
