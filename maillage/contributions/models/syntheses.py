"""A synthesis, sentence by sentence, each with its sources; what is said against it, whole."""

from uuid import uuid4

from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from maillage.contributions.models.base import KNOWN, RUN, VisibleManager
from maillage.contributions.models.contributions import Contribution
from maillage.contributions.models.processes import Axis, Process, of_axis
from maillage.directory.models.base import NO_NULL
from maillage.permissions.constraints import RowHistory, RowSecurity


class Synthesis(models.Model):
    """A version, of one row, of one column, or of the whole. Published, it no longer changes."""

    public_id = models.UUIDField("identifiant public", default=uuid4, unique=True, editable=False)
    process = models.ForeignKey(Process, models.CASCADE, related_name="syntheses")
    axis = of_axis("ligne ou colonne")
    number = models.PositiveSmallIntegerField("version", default=1)
    title = models.CharField("titre", max_length=200, validators=NO_NULL)
    published_at = models.DateTimeField("publiée le", null=True, blank=True)
    digest = models.CharField("empreinte", max_length=64, blank=True)

    objects = VisibleManager()

    class Meta:
        verbose_name = "synthèse"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["process", "axis", "number"],
                nulls_distinct=False,
                name="contributions_synthesis_numbered",
            ),
            models.CheckConstraint(
                condition=Q(published_at=None, digest="") | Q(published_at__isnull=False) & ~Q(digest=""),
                name="contributions_synthesis_published_whole",
            ),
            RowSecurity(
                name="contributions_synthesis_seen",
                visible=f"{KNOWN} AND (published_at IS NOT NULL OR {RUN})",
            ),
            RowHistory(name="contributions_synthesis_history"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("contributions:synthesis", args=[self.public_id])


class Sentence(models.Model):
    """`paragraph`: the heading it stands under, as the synthesis groups them."""

    synthesis = models.ForeignKey(Synthesis, models.CASCADE, related_name="sentences")
    paragraph = models.CharField("sous quel titre", max_length=120, blank=True, validators=NO_NULL)
    position = models.PositiveIntegerField("rang")
    text = models.TextField("phrase", validators=[*NO_NULL, MaxLengthValidator(1000)])

    objects = VisibleManager()

    class Meta:
        verbose_name = "phrase d’une synthèse"
        verbose_name_plural = "phrases des synthèses"
        ordering = ["position", "pk"]
        constraints = [
            RowSecurity(
                name="contributions_sentence_seen",
                visible="synthesis_id IN (SELECT id FROM contributions_synthesis)",
            ),
            RowHistory(name="contributions_sentence_history"),
        ]

    def __str__(self) -> str:
        return self.text[:80]


class SentenceSource(models.Model):
    """What a sentence rests on. It stays, even when who reads the sentence may not read the source."""

    sentence = models.ForeignKey(Sentence, models.CASCADE, related_name="sources")
    contribution = models.ForeignKey(Contribution, models.PROTECT, related_name="uses", db_constraint=False)

    objects = VisibleManager()

    class Meta:
        verbose_name = "source d’une phrase"
        verbose_name_plural = "sources des phrases"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["sentence", "contribution"], name="contributions_source_once"),
            RowSecurity(
                name="contributions_sentencesource_seen",
                visible="sentence_id IN (SELECT id FROM contributions_sentence)",
            ),
            RowHistory(name="contributions_sentencesource_history"),
        ]

    def __str__(self) -> str:
        return str(self.contribution_id)


class Dissent(models.Model):
    """A text that disagrees: attributed, whole, shown with the syntheses, never merged into them. `user`: who wrote it
    by their account; without one, who runs the process copied it from what they received. Its author corrects it until a
    synthesis it stands beside is published (`dissent_sql`)."""

    process = models.ForeignKey(Process, models.CASCADE, related_name="dissents")
    axis = models.ForeignKey(
        Axis, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="à propos de"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="auteur",
    )
    title = models.CharField("titre", max_length=200, validators=NO_NULL)
    author = models.CharField("de qui", max_length=200, validators=NO_NULL)
    body = models.TextField("texte entier", validators=[*NO_NULL, MaxLengthValidator(60_000)])
    added_on = models.DateField("ajouté le")
    added_at = models.DateTimeField("à", default=timezone.now, editable=False)
    version = models.PositiveSmallIntegerField("version", default=1)
    corrected_at = models.DateTimeField("corrigé le", null=True, blank=True)

    objects = VisibleManager()

    class Meta:
        verbose_name = "texte en désaccord"
        verbose_name_plural = "textes en désaccord"
        ordering = ["pk"]
        constraints = [
            RowSecurity(name="contributions_dissent_seen", visible=KNOWN),
            RowHistory(name="contributions_dissent_history"),
        ]

    def __str__(self) -> str:
        return self.title


class DissentVersion(models.Model):
    """As it was said before a correction; written by a trigger, whoever corrects."""

    dissent = models.ForeignKey(Dissent, models.CASCADE, related_name="former")
    number = models.PositiveSmallIntegerField("version")
    title = models.CharField("titre", max_length=200)
    author = models.CharField("de qui", max_length=200)
    body = models.TextField("texte entier")
    until = models.DateTimeField("jusqu’au")

    objects = VisibleManager()

    class Meta:
        verbose_name = "version d’un texte en désaccord"
        verbose_name_plural = "versions des textes en désaccord"
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["dissent", "number"], name="contributions_dissentversion_numbered"
            ),
            RowSecurity(
                name="contributions_dissentversion_seen",
                visible="dissent_id IN (SELECT id FROM contributions_dissent)",
            ),
        ]

    def __str__(self) -> str:
        return f"version {self.number}"
