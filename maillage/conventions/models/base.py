"""Who reads the rows of a placement on paper, in PostgreSQL; `rules.access` says the same."""

from maillage.directory.models.base import NO_NULL, long_text, short_text
from maillage.directory.models.columns import public_id
from maillage.governance.models.base import HERE, ME
from maillage.permissions.managers import VisibleManager

OFFICER = "maillage_actor_has('training_officer')"
LEADS = f"(maillage_actor_has('team_leader') OR {OFFICER})"
ANIMATES = f"(maillage_actor_has('animator') OR {OFFICER})"
SIGNED_IN = f"{ME} IS NOT NULL"
OF_SCHOOL = f"(school_id = {HERE} AND {OFFICER})"
OF_HOST = f"(version > 0 AND host_id = {HERE} AND {LEADS})"
OWN = f"student_id = {ME}"
TUTORED = f"(version > 0 AND tutor_id IN (SELECT id FROM conventions_tutor WHERE user_id = {ME}))"
MADE = f"(made_in_id = {HERE} AND {OFFICER})"
SIGNING = "(version > 0 AND id IN (SELECT * FROM maillage_definer.conventions_signing()))"
SEEN = f"{OF_SCHOOL} OR {OF_HOST} OR {OWN} OR {TUTORED} OR {MADE} OR {SIGNING}"


def of(*conditions: str, column: str = "convention_id") -> str:
    """Rows of the conventions of which one of these is true."""
    return f"{column} IN (SELECT id FROM conventions_convention WHERE {' OR '.join(conditions)})"


OF_SEEN = "convention_id IN (SELECT id FROM conventions_convention)"
OF_FOLLOWED = of(OF_SCHOOL, OF_HOST, OWN, TUTORED)
OF_PAID = of(OF_SCHOOL, OF_HOST, OWN)
OF_NEAR = of(OF_SCHOOL, TUTORED, OWN)
OF_ASKED = of(OF_SCHOOL, OWN)
OF_KEPT = of(OF_SCHOOL)
OWN_TUTOR = f"(user_id = {ME} OR (structure_id = {HERE} AND {LEADS}))"
OF_SITE = f"(school_id = {HERE} AND {OFFICER}) OR (host_id = {HERE} AND {LEADS})"

__all__ = [
    "ANIMATES",
    "HERE",
    "LEADS",
    "MADE",
    "ME",
    "NO_NULL",
    "OFFICER",
    "OF_ASKED",
    "OF_FOLLOWED",
    "OF_HOST",
    "OF_KEPT",
    "OF_NEAR",
    "OF_PAID",
    "OF_SCHOOL",
    "OF_SEEN",
    "OF_SITE",
    "OWN",
    "OWN_TUTOR",
    "SEEN",
    "SIGNED_IN",
    "TUTORED",
    "VisibleManager",
    "long_text",
    "of",
    "public_id",
    "short_text",
]
