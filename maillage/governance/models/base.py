"""Who sees and who writes the rows of a committee, in PostgreSQL; `rules` says the same."""

from django.db import models
from django.db.models import F, Q

from maillage.permissions.managers import VisibleManager

MINE = "(SELECT * FROM maillage_definer.my_committees())"
KEPT = "(SELECT * FROM maillage_definer.my_kept_committees())"
ME = "(SELECT maillage_actor_user())"
HERE = "(SELECT maillage_actor_structure())"
KNOWN = "committee_id IN (SELECT id FROM governance_committee)"
OWN_SEAT = f"occupant_id IN (SELECT id FROM governance_occupant WHERE user_id = {ME})"
PUBLIC = "(SELECT id FROM governance_committee WHERE publicity = 'public')"


class Dated(models.Model):
    """True from a day to another, both included; without an end, still true."""

    starts_on = models.DateField("depuis le")
    ends_on = models.DateField("jusqu’au", null=True, blank=True)

    class Meta:
        abstract = True


def dates_in_order(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
        name=name,
        violation_error_message="Le dernier jour vient après le premier.",
    )


__all__ = [
    "HERE",
    "KEPT",
    "KNOWN",
    "ME",
    "MINE",
    "OWN_SEAT",
    "PUBLIC",
    "Dated",
    "VisibleManager",
    "dates_in_order",
]
