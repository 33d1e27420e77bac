"""What members read before a point is discussed: sealed files, under the rules of the point itself."""

from uuid import uuid4

from django.conf import settings
from django.db import models

from maillage.directory.models.base import NO_NULL
from maillage.governance.models.base import MINE, VisibleManager
from maillage.governance.models.gatherings import AgendaItem, Gathering
from maillage.permissions.constraints import RowHistory, RowSecurity

OF_MINE = f"gathering_id IN (SELECT id FROM governance_gathering WHERE committee_id IN {MINE})"
MINE_TO_READ = f"(SELECT id FROM governance_agendaitem WHERE {OF_MINE})"


class ItemDocument(models.Model):
    """A paper of a point, for members alone. `plain`: a version in plain language."""

    public_id = models.UUIDField("identifiant public", default=uuid4, unique=True, editable=False)
    item = models.ForeignKey(AgendaItem, models.CASCADE, related_name="documents", verbose_name="point")
    title = models.CharField("intitulé", max_length=160, validators=NO_NULL)
    plain = models.BooleanField("en clair", default=False)
    key = models.CharField("clé du fichier", max_length=80)
    name = models.CharField("nom du fichier", max_length=160)
    media_type = models.CharField("type", max_length=100)
    size = models.PositiveIntegerField("taille en octets")
    added_at = models.DateTimeField("ajouté le", auto_now_add=True)

    objects = VisibleManager()

    class Meta:
        verbose_name = "document d’un point"
        verbose_name_plural = "documents des points"
        ordering = ["pk"]
        constraints = [
            RowSecurity(name="governance_itemdocument_seen", visible=f"item_id IN {MINE_TO_READ}"),
            RowHistory(name="governance_itemdocument_history"),
        ]

    def __str__(self) -> str:
        return self.title


class MinutesDraft(models.Model):
    """Minutes being typed, for whoever types them alone. `version`: of the minutes that they had read."""

    gathering = models.ForeignKey(Gathering, models.CASCADE, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name="par")
    text = models.TextField("texte", blank=True)
    version = models.PositiveIntegerField("version lue", default=0)
    saved_at = models.DateTimeField("gardé le", auto_now=True)

    objects = VisibleManager()

    class Meta:
        verbose_name = "brouillon de compte rendu"
        verbose_name_plural = "brouillons de comptes rendus"
        constraints = [
            models.UniqueConstraint(fields=["gathering", "user"], name="governance_minutesdraft_once"),
            RowSecurity(
                name="governance_minutesdraft_seen", visible="user_id = (SELECT maillage_actor_user())"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.gathering_id} : {self.user_id}"
