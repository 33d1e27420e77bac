from datetime import date

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.urls import reverse

from maillage.directory.models.base import NO_NULL, long_text
from maillage.governance.models import Committee
from maillage.governance.models.base import KNOWN
from maillage.permissions.constraints import RowHistory, RowSecurity
from maillage.permissions.managers import VisibleManager
from maillage.practices.models.base import public_id, signer
from maillage.practices.models.sheets import Sheet


class SheetCall(models.Model):
    """A committee asks for sheets on some tags, until the last second of a day, in Paris."""

    public_id = public_id()
    committee = models.ForeignKey(Committee, models.PROTECT, related_name="sheet_calls")
    title = models.CharField("titre", max_length=150, validators=NO_NULL)
    asked = long_text("ce qui est cherché", 2000)
    tags = ArrayField(models.CharField(max_length=30), verbose_name="mots-clés")
    opened_on = models.DateField("ouvert le")
    closes_on = models.DateField("jusqu’au")
    user = signer("écrit par")

    objects = VisibleManager()

    class Meta:
        verbose_name = "appel à fiches"
        verbose_name_plural = "appels à fiches"
        ordering = ["-closes_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(closes_on__gte=models.F("opened_on")), name="practices_sheetcall_dates"
            ),
            models.UniqueConstraint(
                fields=["committee", "title"],
                name="practices_sheetcall_once",
                violation_error_message="Cette instance a déjà un appel de ce titre.",
            ),
            RowSecurity(name="practices_sheetcall_seen", visible=KNOWN),
            RowHistory(name="practices_sheetcall_history"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("practices:call", args=[self.public_id])

    def is_open(self, day: date) -> bool:
        return self.opened_on <= day <= self.closes_on


class CallAnswer(models.Model):
    """A sheet answers a call. Read by whoever reads both."""

    call = models.ForeignKey(SheetCall, models.CASCADE, related_name="answers")
    sheet = models.ForeignKey(Sheet, models.PROTECT, related_name="answers")
    user = signer("proposée par")
    answered_on = models.DateField("proposée le")

    objects = VisibleManager()

    class Meta:
        verbose_name = "réponse à un appel"
        verbose_name_plural = "réponses aux appels"
        ordering = ["answered_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["call", "sheet"], name="practices_answer_once"),
            RowSecurity(
                name="practices_callanswer_seen",
                visible="call_id IN (SELECT id FROM practices_sheetcall)"
                " AND sheet_id IN (SELECT id FROM practices_sheet)",
            ),
            RowHistory(name="practices_callanswer_history"),
        ]

    def __str__(self) -> str:
        return f"{self.call_id} : {self.sheet_id}"
