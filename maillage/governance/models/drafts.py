"""A draft law or decree that a council is asked about, before it is known: its versions, its readers, two opinions."""

from datetime import date, datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from maillage.directory.models import Structure
from maillage.directory.models.base import NO_NULL, long_text
from maillage.directory.models.columns import public_id
from maillage.governance.enums import ImpactAxis
from maillage.governance.models.base import ME, MINE, VisibleManager
from maillage.governance.models.committees import Committee
from maillage.governance.models.decisions import Decision
from maillage.governance.models.mandates import Text
from maillage.permissions.constraints import RowHistory, RowSecurity

LISTED = "(SELECT * FROM maillage_definer.my_drafts())"
LIFTED = f"(embargo_until <= now() AND (committee_id IN {MINE} OR ethics_id IN {MINE}))"
OF_SEEN = "review_id IN (SELECT id FROM governance_draftreview)"


def an_account(label: str, **options: bool) -> models.ForeignKey:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=label, **options
    )


class DraftReview(models.Model):
    """Until `embargo_until`, its requester and the readers named one by one know of it; then its two bodies too.

    The ethics commission is due first, the council next; neither date moves when the other is late: both are shown.
    """

    public_id = public_id()
    committee = models.ForeignKey(Committee, models.PROTECT, related_name="+", verbose_name="conseil saisi")
    ethics = models.ForeignKey(
        Committee,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="commission éthique",
    )
    requester = an_account("demandé par")
    structure = models.ForeignKey(
        Structure, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="pour"
    )
    title = models.CharField("titre du projet", max_length=200, validators=NO_NULL)
    asked = models.TextField("ce qui est demandé", validators=NO_NULL)
    asked_on = models.DateField("demandé le")
    embargo_until = models.DateTimeField("sous embargo jusqu’au")
    ethics_due_on = models.DateField("avis éthique pour le", null=True, blank=True)
    due_on = models.DateField("avis du conseil pour le")
    ethics_words = long_text("avis de la commission éthique", 20_000)
    ethics_on = models.DateField("rendu le", null=True, blank=True)
    text = models.ForeignKey(
        Text, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="avis du conseil"
    )
    decision = models.ForeignKey(
        Decision,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="décision",
        db_constraint=False,
    )
    given_on = models.DateField("avis rendu le", null=True, blank=True)
    follow_up = long_text("ce qui en a été retenu", 5000)
    followed_on = models.DateField("suite dite le", null=True, blank=True)

    objects = VisibleManager()

    class Meta:
        verbose_name = "projet de texte"
        verbose_name_plural = "projets de texte"
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ethics=None, ethics_due_on=None)
                | Q(ethics__isnull=False, ethics_due_on__isnull=False, ethics_due_on__lte=F("due_on")),
                name="governance_draft_ethics_first",
                violation_error_message="La commission éthique répond avant le conseil.",
            ),
            models.CheckConstraint(
                condition=Q(ethics_on=None, ethics_words="")
                | Q(ethics_on__isnull=False) & ~Q(ethics_words=""),
                name="governance_draft_ethics_said",
            ),
            models.CheckConstraint(
                condition=Q(given_on=None, text=None) | Q(given_on__isnull=False, text__isnull=False),
                name="governance_draft_given",
            ),
            RowSecurity(
                name="governance_draftreview_seen",
                visible=f"requester_id = {ME} OR id IN {LISTED} OR {LIFTED}",
            ),
            RowHistory(name="governance_draftreview_history"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("governance:draft", args=[self.public_id])

    def ethics_late(self, day: date) -> bool:
        return self.ethics_on is None and self.ethics_due_on is not None and self.ethics_due_on < day

    def council_late(self, day: date) -> bool:
        return self.given_on is None and self.due_on < day

    def under_embargo(self, now: datetime) -> bool:
        return now < self.embargo_until


class DraftReader(models.Model):
    """An account that reads it before the hour. Added, never taken away: what was read was read."""

    review = models.ForeignKey(DraftReview, models.CASCADE, related_name="readers")
    user = an_account("lecteur")
    added_by = an_account("ajouté par")
    added_at = models.DateTimeField("ajouté le", auto_now_add=True)

    objects = VisibleManager()

    class Meta:
        verbose_name = "lecteur d’un projet"
        verbose_name_plural = "lecteurs des projets"
        ordering = ["added_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["review", "user"], name="governance_draft_reader_once"),
            RowSecurity(name="governance_draftreader_seen", visible=OF_SEEN),
            RowHistory(name="governance_draftreader_history"),
        ]

    def __str__(self) -> str:
        return str(self.user_id)


class DraftVersion(models.Model):
    """One wording of the draft, as its requester gave it. Never changed."""

    review = models.ForeignKey(DraftReview, models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField("version")
    body = long_text("texte", 200_000)
    given_at = models.DateTimeField("déposée le", auto_now_add=True)

    objects = VisibleManager()

    class Meta:
        verbose_name = "version d’un projet"
        verbose_name_plural = "versions des projets"
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["review", "number"], name="governance_draft_numbered"),
            RowSecurity(name="governance_draftversion_seen", visible=OF_SEEN),
            RowHistory(name="governance_draftversion_history"),
        ]

    def __str__(self) -> str:
        return f"version {self.number}"


class DraftImpact(models.Model):
    """What a reader says it would change, for one of three. Never changed."""

    review = models.ForeignKey(DraftReview, models.CASCADE, related_name="impacts")
    axis = models.CharField("pour", max_length=13, choices=ImpactAxis.listed)
    words = models.CharField("ce que cela change", max_length=2000, validators=NO_NULL)
    user = an_account("par")
    at = models.DateTimeField("le", auto_now_add=True)

    objects = VisibleManager()

    class Meta:
        verbose_name = "effet d’un projet"
        verbose_name_plural = "effets des projets"
        ordering = ["at", "pk"]
        constraints = [
            RowSecurity(name="governance_draftimpact_seen", visible=OF_SEEN),
            RowHistory(name="governance_draftimpact_history"),
        ]

    def __str__(self) -> str:
        return self.words[:80]
