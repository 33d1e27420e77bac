"""Practices tried elsewhere than where they were born and told, by the day the trial began; each trial counts for one."""

from maillage.observatory.sources.source import Dimension, Source
from maillage.practices.enums import Result


def _results() -> dict[str, str]:
    return {str(code): str(label) for code, label in Result.listed()}


SOURCE = Source(
    "reuses",
    (Dimension("result", "résultat", _results),),
    """
    SELECT u.structure_id AS structure, u.id AS person, u.result AS one, ''::text AS two
    FROM practices_reuse u JOIN practices_sheet f ON f.id = u.sheet_id
    WHERE u.began_on BETWEEN first AND last AND u.published_at IS NOT NULL AND u.withdrawn_on IS NULL
      AND f.withdrawn_on IS NULL
""",
)
