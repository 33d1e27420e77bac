"""What a local committee sees coming: dated, sourced, naming nobody; and others who see it too."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from maillage.directory.models import Territory
from maillage.directory.models.base import NO_NULL, long_text, short_text
from maillage.directory.models.columns import public_id
from maillage.governance.enums import SignalSource, SignalTheme
from maillage.governance.models.base import MINE, VisibleManager
from maillage.governance.models.committees import Committee
from maillage.governance.models.gatherings import AgendaItem
from maillage.permissions.constraints import RowHistory, RowSecurity


class Signal(models.Model):
    """Its committee reads it whole. Above, `maillage_definer.signals_below` gives its theme, its place, its quarter and
    `wording`: what may be told outside, empty when nothing may."""

    public_id = public_id()
    committee = models.ForeignKey(Committee, models.PROTECT, related_name="signals", verbose_name="instance")
    theme = models.CharField("thème", max_length=9, choices=SignalTheme.listed)
    territory = models.ForeignKey(
        Territory, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="où"
    )
    seen = models.CharField("ce que l’on voit", max_length=600, validators=NO_NULL)
    wording = short_text("ce qui peut en être dit au-dehors", 300)
    source = models.CharField("d’où cela vient", max_length=8, choices=SignalSource.listed)
    source_note = short_text("précisément", 200)
    since = models.DateField("depuis le")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="par")
    told_on = models.DateField("dit le")
    item = models.ForeignKey(
        AgendaItem,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="point d’ordre du jour",
        db_constraint=False,
    )
    outcome = long_text("ce qui en a été fait", 500)
    outcome_on = models.DateField("le", null=True, blank=True)

    objects = VisibleManager()

    class Meta:
        verbose_name = "signal"
        verbose_name_plural = "signaux"
        ordering = ["-told_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["committee", "theme", "territory", "seen"],
                nulls_distinct=False,
                name="governance_signal_once",
                violation_error_message="Ce signal est déjà noté\u00a0: dites plutôt que vous le voyez aussi.",
            ),
            models.CheckConstraint(
                condition=Q(outcome_on=None, outcome="") | Q(outcome_on__isnull=False) & ~Q(outcome=""),
                name="governance_signal_outcome",
            ),
            RowSecurity(name="governance_signal_seen", visible=f"committee_id IN {MINE}"),
            RowHistory(name="governance_signal_history"),
        ]

    def __str__(self) -> str:
        return self.seen[:80]

    def get_absolute_url(self) -> str:
        return f"{reverse('governance:signals', args=[self.committee.public_id])}#s-{self.public_id}"

    @property
    def quarter(self) -> tuple[int, int]:
        return quarter_of(self.told_on)


def quarter_of(day: date) -> tuple[int, int]:
    return day.year, (day.month + 2) // 3


class SignalEcho(models.Model):
    """« Nous le voyons aussi » : once for each account."""

    signal = models.ForeignKey(Signal, models.CASCADE, related_name="echoes")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="par")
    on = models.DateField("le")

    objects = VisibleManager()

    class Meta:
        verbose_name = "confirmation d’un signal"
        verbose_name_plural = "confirmations des signaux"
        ordering = ["on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["signal", "user"], name="governance_signal_echoed_once"),
            RowSecurity(
                name="governance_signalecho_seen", visible="signal_id IN (SELECT id FROM governance_signal)"
            ),
            RowHistory(name="governance_signalecho_history"),
        ]

    def __str__(self) -> str:
        return f"{self.on:%d/%m/%Y}"
