from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from maillage.directory.models import Structure
from maillage.directory.models.base import NO_NULL, long_text
from maillage.permissions.constraints import RowHistory, RowSecurity
from maillage.permissions.managers import VisibleManager
from maillage.practices.enums import Result
from maillage.practices.models.base import HERE, LIVE, Told, place, told_whole
from maillage.practices.models.sheets import Sheet


class Reuse(Told):
    """« Nous l’avons essayé ici »: by another structure than the sheet's, with what it gave."""

    sheet = models.ForeignKey(Sheet, models.PROTECT, related_name="reuses")
    structure = models.ForeignKey(Structure, models.PROTECT, related_name="+")
    territory = place()
    began_on = models.DateField("à partir du")
    ended_on = models.DateField("jusqu’au", null=True, blank=True)
    changed = long_text("ce qui a été changé", 1000)
    result = models.CharField("résultat", max_length=6, choices=Result.listed)
    learnt = models.CharField("ce qui en a été appris", max_length=1500, validators=NO_NULL)

    objects = VisibleManager()

    class Meta:
        verbose_name = "essai d’une pratique"
        verbose_name_plural = "essais des pratiques"
        ordering = ["-began_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=F("began_on")),
                name="practices_reuse_dates",
                violation_error_message="Le dernier jour vient après le premier.",
            ),
            models.UniqueConstraint(
                fields=["sheet", "structure", "began_on"],
                condition=Q(withdrawn_on=None),
                name="practices_reuse_once",
                violation_error_message="Cet essai est déjà déclaré.",
            ),
            *told_whole("reuse"),
            RowSecurity(
                name="practices_reuse_seen",
                visible=f"(published_at IS NOT NULL AND withdrawn_on IS NULL AND sheet_id IN {LIVE})"
                f" OR structure_id = {HERE}",
            ),
            RowHistory(name="practices_reuse_history"),
        ]

    def __str__(self) -> str:
        return self.learnt[:60]

    def get_absolute_url(self) -> str:
        return f"{reverse('practices:sheet', args=[self.sheet.public_id])}#essai-{self.public_id}"
