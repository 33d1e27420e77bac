"""Every answer of a questionnaire in one file, made apart for whoever asked for it."""

from django.conf import settings
from django.db import models

from maillage.consultations.models.base import ME, READ, VisibleManager
from maillage.consultations.models.questionnaires import Questionnaire
from maillage.permissions.constraints import RowSecurity

MINE = f"user_id = {ME} AND {READ}"


class Workbook(models.Model):
    """`id`: of the job that made it; `key`: of the sealed file. Opened by whoever asked for it, while they may still
    read the answers; forgotten after a week."""

    id = models.UUIDField("identifiant", primary_key=True, editable=False)
    questionnaire = models.ForeignKey(Questionnaire, models.CASCADE, related_name="workbooks")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="par")
    key = models.CharField("clé du fichier", max_length=40)
    made_at = models.DateTimeField("fait le", auto_now_add=True)

    objects = VisibleManager()

    class Meta:
        verbose_name = "classeur de réponses"
        verbose_name_plural = "classeurs de réponses"
        ordering = ["-made_at", "pk"]
        constraints = [RowSecurity(name="consultations_workbook_seen", visible=MINE)]

    def __str__(self) -> str:
        return str(self.id)
