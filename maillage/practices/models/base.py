"""What a structure or a committee says of practices: kept among themselves, then published, then perhaps withdrawn."""

from django.db import models
from django.db.models import Q

from maillage.directory.models.base import short_text
from maillage.directory.models.columns import public_id, signer
from maillage.governance.models.base import HERE, KEPT, ME, MINE

LEADS = (
    "(maillage_actor_has('team_leader') OR maillage_actor_has('animator')"
    " OR maillage_actor_has('administrator'))"
)
HELD = f"(structure_id = {HERE} OR committee_id IN {KEPT})"
LED = f"((structure_id = {HERE} AND {LEADS}) OR committee_id IN {KEPT})"
LIVE = "(SELECT id FROM practices_sheet WHERE published_at IS NOT NULL AND withdrawn_on IS NULL)"


def place() -> models.ForeignKey:
    return models.ForeignKey(
        "directory.Territory",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="territoire",
    )


class Told(models.Model):
    """Once published it stays as it was said; withdrawn, with its reason, it is no longer read."""

    public_id = public_id()
    user = signer("écrit par")
    written_at = models.DateTimeField("écrit le", auto_now_add=True)
    published_at = models.DateTimeField("publié le", null=True, blank=True)
    published_by = signer("publié par", null=True, blank=True)
    withdrawn_on = models.DateField("retiré le", null=True, blank=True)
    withdrawn_why = short_text("pourquoi", 500)

    class Meta:
        abstract = True


def told_whole(name: str) -> list[models.BaseConstraint]:
    return [
        models.CheckConstraint(
            condition=Q(withdrawn_on=None, withdrawn_why="")
            | Q(withdrawn_on__isnull=False) & ~Q(withdrawn_why=""),
            name=f"practices_{name}_withdrawn_with_a_reason",
            violation_error_message="Dites pourquoi.",
        ),
        models.CheckConstraint(
            condition=Q(published_at=None, published_by=None)
            | Q(published_at__isnull=False, published_by__isnull=False),
            name=f"practices_{name}_published_by_somebody",
        ),
    ]


__all__ = [
    "HELD",
    "HERE",
    "KEPT",
    "LEADS",
    "LED",
    "LIVE",
    "ME",
    "MINE",
    "Told",
    "place",
    "public_id",
    "signer",
]
