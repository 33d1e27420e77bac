"""What a committee is asked to produce, by a decision of another: a question, points, outputs, a date."""

from datetime import date, datetime
from typing import Any
from uuid import uuid4

from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.urls import reverse

from maillage.directory.models.base import NO_NULL, long_text, short_text
from maillage.governance.enums import TextKind
from maillage.governance.models.base import MINE, PUBLIC, VisibleManager
from maillage.governance.models.committees import Committee
from maillage.governance.models.decisions import Decision
from maillage.permissions.constraints import RowHistory, RowSecurity

OF_MY_DECISIONS = "decision_id IN (SELECT * FROM maillage_definer.my_givings())"
GIVEN_IN_PUBLIC = (
    f"committee_id IN {PUBLIC} AND decision_id IN (SELECT * FROM maillage_definer.public_givings())"
)
ACCENTED = "àâäéèêëîïôöùûüÿçÀÂÄÉÈÊËÎÏÔÖÙÛÜŸÇ’"
BARE = "aaaeeeeiioouuuycaaaeeeeiioouuuyc'"
JOINED = f"id IN (SELECT mandate_id FROM governance_mandate_joined WHERE committee_id IN {MINE})"


def bare(words: str) -> str:
    """Lower-case, without accents: as `Unaccented` says it in SQL."""
    return words.lower().translate(str.maketrans(ACCENTED, BARE))


class Mandate(models.Model):
    """Given by `decision` to `committee`, with others beside it when joint. Its wording is its last version's.

    Public when its decision and the committee that works on it both are.
    """

    public_id = models.UUIDField("identifiant public", default=uuid4, unique=True, editable=False)
    decision = models.OneToOneField(Decision, models.PROTECT, related_name="mandate", verbose_name="décision")
    committee = models.ForeignKey(
        Committee, models.PROTECT, related_name="mandates", verbose_name="instance mandatée"
    )
    joined = models.ManyToManyField(Committee, related_name="joint_mandates", verbose_name="avec", blank=True)
    title = models.CharField("titre", max_length=150, validators=NO_NULL)
    due_on = models.DateField("à rendre le")
    ended_on = models.DateField("terminé le", null=True, blank=True)
    ending_note = long_text("comment il s’est terminé", 1000)

    last_held: datetime | None = None
    """When its committee last met, once `queries.mandates.shown` looked."""

    objects = VisibleManager()

    class Meta:
        verbose_name = "mandat"
        ordering = ["due_on", "pk"]
        constraints = [
            RowSecurity(
                name="governance_mandate_seen",
                visible=f"committee_id IN {MINE} OR {JOINED} OR {OF_MY_DECISIONS} OR ({GIVEN_IN_PUBLIC})",
            ),
            RowHistory(name="governance_mandate_history"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("governance:mandate", args=[self.public_id])


class MandateVersion(models.Model):
    """The wording of a mandate. Amended: another version; the former stays."""

    mandate = models.ForeignKey(Mandate, models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField("version")
    question = models.TextField("question posée", validators=NO_NULL)
    points = models.JSONField("points à traiter", default=list)
    due_on = models.DateField("à rendre le")
    decision = models.ForeignKey(
        Decision, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="décision"
    )
    reason = short_text("ce qui change", 300)
    made_on = models.DateField("du")

    objects = VisibleManager()

    class Meta:
        verbose_name = "version d’un mandat"
        verbose_name_plural = "versions des mandats"
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["mandate", "number"], name="governance_mandate_numbered"),
            RowSecurity(
                name="governance_mandateversion_seen",
                visible="mandate_id IN (SELECT id FROM governance_mandate)",
            ),
            RowHistory(name="governance_mandateversion_history"),
        ]

    def __str__(self) -> str:
        return f"version {self.number}"


class Text(models.Model):
    """What a committee publishes: its address never changes, its versions are kept. `title`: the last published one.

    `model_version`: the published wording of another text that it was copied from, or says to follow.
    """

    public_id = models.UUIDField("identifiant public", default=uuid4, unique=True, editable=False)
    committee = models.ForeignKey(Committee, models.PROTECT, related_name="texts", verbose_name="instance")
    kind = models.CharField("nature", max_length=9, choices=TextKind.listed)
    title = models.CharField("titre", max_length=200, validators=NO_NULL)
    review_on = models.DateField("à relire le", null=True, blank=True)
    superseded_by = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="supersedes", verbose_name="remplacé par"
    )
    model_version = models.ForeignKey(
        "TextVersion", models.PROTECT, null=True, blank=True, related_name="instances", verbose_name="modèle"
    )

    objects = VisibleManager()

    class Meta:
        verbose_name = "texte"
        ordering = ["title", "pk"]
        constraints = [
            RowSecurity(
                name="governance_text_seen",
                visible=f"committee_id IN {MINE} OR id IN (SELECT text_id FROM governance_textversion)",
            ),
            RowHistory(name="governance_text_history"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("governance:text", args=[self.public_id])


class Unaccented(models.Func):
    """Without the accents of French, as words are often typed."""

    function = "translate"

    def __init__(self, words: Any) -> None:
        told = (Lower(words), models.Value(ACCENTED), models.Value(BARE))
        super().__init__(*told, output_field=models.TextField())


class TextVersion(models.Model):
    """One wording. Published, it is public, bears its digest and no longer changes.

    `search` has no index: under row security PostgreSQL would not use it, and 5,000 texts are read in 30 ms.
    """

    text = models.ForeignKey(Text, models.CASCADE, related_name="versions")
    committee = models.ForeignKey(Committee, models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField("version")
    title = models.CharField("titre", max_length=200, validators=NO_NULL)
    body = long_text("texte", 200_000)
    decision = models.ForeignKey(
        Decision, models.PROTECT, null=True, blank=True, related_name="texts", verbose_name="décision"
    )
    published_at = models.DateTimeField("publié le", null=True, blank=True)
    digest = models.CharField("empreinte", max_length=64, blank=True)
    search = models.GeneratedField(
        expression=SearchVector(Unaccented("title"), Unaccented("body"), config="french"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    objects = VisibleManager()

    class Meta:
        verbose_name = "version d’un texte"
        verbose_name_plural = "versions des textes"
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["text", "number"], name="governance_text_numbered"),
            models.CheckConstraint(
                condition=Q(published_at=None, digest="") | (Q(published_at__isnull=False) & ~Q(digest="")),
                name="governance_text_published_whole",
            ),
            RowSecurity(
                name="governance_textversion_seen",
                visible=f"committee_id IN {MINE} OR published_at IS NOT NULL",
            ),
            RowHistory(name="governance_textversion_history"),
        ]

    def __str__(self) -> str:
        return f"version {self.number}"


class Output(models.Model):
    """Something a mandate must give, by a date; `text`: what was given; `covers`: which points it answers (from 0)."""

    mandate = models.ForeignKey(Mandate, models.CASCADE, related_name="outputs")
    title = models.CharField("livrable", max_length=150, validators=NO_NULL)
    due_on = models.DateField("pour le")
    delivered_on = models.DateField("rendu le", null=True, blank=True)
    text = models.ForeignKey(
        Text, models.PROTECT, null=True, blank=True, related_name="outputs", verbose_name="texte"
    )
    covers = models.JSONField("points couverts", default=list, blank=True)

    objects = VisibleManager()

    class Meta:
        verbose_name = "livrable"
        ordering = ["due_on", "pk"]
        constraints = [
            RowSecurity(
                name="governance_output_seen", visible="mandate_id IN (SELECT id FROM governance_mandate)"
            ),
            RowHistory(name="governance_output_history"),
        ]

    def __str__(self) -> str:
        return self.title

    def is_late(self, day: date) -> bool:
        return self.delivered_on is None and self.due_on < day
