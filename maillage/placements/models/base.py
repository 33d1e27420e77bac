"""Who reads the rows of placements, in PostgreSQL; `rules.access` says the same."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from maillage.directory.models.base import NO_NULL, long_text, short_text
from maillage.directory.models.columns import public_id
from maillage.governance.models.base import HERE, ME
from maillage.permissions.managers import VisibleManager

OFFICER = "maillage_actor_has('training_officer')"
LEADS = f"(maillage_actor_has('team_leader') OR {OFFICER})"
SIGNED_IN = f"{ME} IS NOT NULL"
RUN_HERE = f"(structure_id = {HERE} AND {OFFICER})"
OWN_HOST = f"(structure_id = {HERE} AND {LEADS})"
OF_SEEN = "session_id IN (SELECT id FROM placements_session)"
OF_RUN = f"session_id IN (SELECT id FROM placements_session WHERE {RUN_HERE})"
PUBLISHED = "session_id IN (SELECT id FROM placements_session WHERE published_at IS NOT NULL)"
TOLD = (
    "session_id IN (SELECT id FROM placements_session WHERE published_at IS NOT NULL AND results_at <= now())"
)
SCHOOL_HERE = f"(SELECT id FROM placements_school WHERE structure_id = {HERE} AND {OFFICER})"
OF_SCHOOL = f"school_id IN {SCHOOL_HERE}"
CANDIDATE_SEEN = "candidate_id IN (SELECT id FROM placements_candidate)"
LINKED = "(SELECT maillage_definer.placements_linked())"
"""The student whose personal link was opened (`letters_sql`)."""
OWN_SEAT = f"seat_id IN (SELECT id FROM placements_seat WHERE {OWN_HOST})"
LISTED = f"""candidate_id = {LINKED} OR candidate_id IN (SELECT id FROM placements_candidate WHERE user_id = {ME} OR (user_id IS NULL AND {OF_SCHOOL}))
    OR (shown AND candidate_id IN (SELECT id FROM placements_candidate WHERE {OF_SCHOOL}))
    OR candidate_id IN (SELECT id FROM placements_candidate WHERE session_id IN (
        SELECT id FROM placements_session WHERE {RUN_HERE} AND (closes_at <= now() OR taken_over)))"""


def codes(label: str, most: int = 20, **told: object) -> ArrayField:
    inner = models.CharField(max_length=most, validators=NO_NULL)
    return ArrayField(inner, verbose_name=label, default=list, blank=True, **told)


__all__ = [
    "CANDIDATE_SEEN",
    "HERE",
    "LEADS",
    "LINKED",
    "LISTED",
    "ME",
    "NO_NULL",
    "OFFICER",
    "OF_RUN",
    "OF_SCHOOL",
    "OF_SEEN",
    "OWN_HOST",
    "OWN_SEAT",
    "PUBLISHED",
    "RUN_HERE",
    "SCHOOL_HERE",
    "SIGNED_IN",
    "TOLD",
    "VisibleManager",
    "codes",
    "long_text",
    "public_id",
    "short_text",
]
