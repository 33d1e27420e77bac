"""What the tables of `rights` share. Row security on all of them.

Policies on what is written in bulk use IN, which PostgreSQL hashes: the ANY(ARRAY) of `people` is searched from end to
end for each row written, which makes a bulk write quadratic.
"""

from django.db import models

from maillage.people.models.base import OWN_PERSON
from maillage.permissions.managers import VisibleManager
from maillage.rights.enums import INDIVIDUAL

HOUSEHOLD_VISIBLE = (
    "household_id IN (SELECT household_id FROM people_attachment"
    " WHERE ended_at IS NULL AND household_id IS NOT NULL)"
)
OWN_HOUSEHOLD = (
    f"household_id IN (SELECT household_id FROM people_householdmember WHERE person_id = {OWN_PERSON}"
    " AND role IN ('applicant', 'partner') AND until IS NULL)"
)
"""What the accompanied person reads: the rights of the household they ask for."""
OWN_RIGHT = (
    f"{OWN_HOUSEHOLD} AND (benefit NOT IN ({', '.join(map(repr, INDIVIDUAL))})"
    " OR household_id NOT IN (SELECT maillage_definer.own_couples()))"
)

LEADS = "(SELECT maillage_actor_has('rights_lead'))"

__all__ = [
    "HOUSEHOLD_VISIBLE",
    "LEADS",
    "OWN_HOUSEHOLD",
    "OWN_RIGHT",
    "VisibleManager",
    "euros",
]


def euros(label: str) -> models.DecimalField:
    return models.DecimalField(label, max_digits=9, decimal_places=2, null=True)
