"""A point that a council of persons puts on the agenda of a committee it is linked with."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q

from maillage.directory.models.base import NO_NULL, long_text, short_text
from maillage.governance.models.base import MINE, VisibleManager
from maillage.governance.models.committees import Committee
from maillage.governance.models.gatherings import AgendaItem
from maillage.permissions.constraints import RowHistory, RowSecurity


class ItemRequest(models.Model):
    """It waits for a meeting, is on an agenda (`item`), or was left out for a reason that the council reads."""

    public_id = models.UUIDField("identifiant public", default=uuid4, unique=True, editable=False)
    council = models.ForeignKey(Committee, models.PROTECT, related_name="+", verbose_name="conseil")
    target = models.ForeignKey(Committee, models.PROTECT, related_name="+", verbose_name="instance")
    title = models.CharField("point", max_length=200, validators=NO_NULL)
    details = long_text("ce qu’il faut savoir", 5000)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="par")
    asked_at = models.DateTimeField("demandé le", auto_now_add=True)
    item = models.OneToOneField(
        AgendaItem,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="asked",
        verbose_name="point de l’ordre du jour",
        db_constraint=False,
    )
    dropped_at = models.DateTimeField("écarté le", null=True, blank=True)
    dropped_why = short_text("raison", 500)

    objects = VisibleManager()

    class Meta:
        verbose_name = "point demandé"
        verbose_name_plural = "points demandés"
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(dropped_at=None, dropped_why="")
                | (Q(dropped_at__isnull=False, item=None) & ~Q(dropped_why="")),
                name="governance_itemrequest_dropped_with_a_reason",
                violation_error_message="Dites pourquoi il est écarté.",
            ),
            models.UniqueConstraint(
                fields=["council", "target", "title"],
                condition=Q(dropped_at=None),
                name="governance_itemrequest_once",
                violation_error_message="Ce point est déjà demandé.",
            ),
            RowSecurity(
                name="governance_itemrequest_seen", visible=f"council_id IN {MINE} OR target_id IN {MINE}"
            ),
            RowHistory(name="governance_itemrequest_history"),
        ]

    def __str__(self) -> str:
        return self.title
