"""Whom PostgreSQL shows a referral to; `rules` says the same.

The team that wrote it, by name; the person; and, once sent, whoever instructs for the scheme: what was agreed to, as long
as it is agreed to.
"""

from django.db import models

from maillage.people.models import Person
from maillage.people.models.base import OWN_PERSON, identifier
from maillage.permissions.constraints import RowHistory, RowSecurity
from maillage.permissions.managers import VisibleManager
from maillage.support.models.base import HERE, ME, MY_TEAM

IN_TEAM = f"(structure_id = {HERE} AND person_id IN {MY_TEAM})"
TEAM_READS = f"(structure_id = {HERE} AND person_id IN (SELECT * FROM maillage_definer.team_persons()))"
"""The same, without the policies of attachments being planned inside each query (`reading_sql`)."""
OWN = f"person_id = {OWN_PERSON}"
OFFICER = "(SELECT maillage_actor_has('scheme_officer'))"
OUR_SCHEMES = f"(SELECT id FROM schemes_scheme WHERE structure_id = {HERE} AND {OFFICER})"
RECEIVED = f"(sent_at IS NOT NULL AND scheme_id IN {OUR_SCHEMES})"
"""Sent to a scheme that the actor instructs for."""
OF_RECEIVED = (
    "EXISTS (SELECT FROM referrals_schemerequest r WHERE r.id = request_id"
    f" AND r.sent_at IS NOT NULL AND r.scheme_id IN {OUR_SCHEMES}{{}})"
)
"""Of one request: a row is looked for by its key, whatever their number."""
SCHEME_READS = f"({OFFICER} AND maillage_definer.received_here(request_id))"
STILL_READS = f"({OFFICER} AND maillage_definer.received_still(request_id, {{}}))"
"""As long as the person agrees: to a part (`code`), or to the whole (`''`)."""


class OfReferral(models.Model):
    """A row of one person, written by one structure."""

    id = identifier()
    person = models.ForeignKey(
        Person, models.CASCADE, related_name="+", verbose_name="personne", db_index=False
    )
    structure = models.ForeignKey(
        "directory.Structure", models.PROTECT, related_name="+", verbose_name="structure", db_index=False
    )

    objects = VisibleManager()

    class Meta:
        abstract = True


def security(name: str, more: str = "") -> list[models.BaseConstraint]:
    """`more`: who else sees it."""
    seen = f"{TEAM_READS} OR {more}" if more else TEAM_READS
    return [
        RowSecurity(name=f"referrals_{name}_seen", visible=seen, own=OWN),
        RowHistory(name=f"referrals_{name}_history"),
    ]


__all__ = [
    "HERE",
    "IN_TEAM",
    "ME",
    "OFFICER",
    "OF_RECEIVED",
    "OUR_SCHEMES",
    "OWN",
    "RECEIVED",
    "SCHEME_READS",
    "STILL_READS",
    "TEAM_READS",
    "OfReferral",
    "security",
]
