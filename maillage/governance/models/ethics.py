"""A question asked of an ethics space, each step of its way to an opinion."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from maillage.directory.models import Structure
from maillage.directory.models.base import NO_NULL, long_text
from maillage.directory.models.columns import public_id
from maillage.governance.enums import REFERRAL_ENDED, ReferralState, ReferralStepKind, ReferralUrgency
from maillage.governance.models.base import ME, MINE, VisibleManager
from maillage.governance.models.committees import Committee
from maillage.governance.models.mandates import Text
from maillage.permissions.constraints import RowHistory, RowSecurity

OVER = [one.value for one in REFERRAL_ENDED]
CHAIN = "referral_id IN (SELECT id FROM governance_ethicsreferral)"


class EthicsReferral(models.Model):
    """Read by its author, by the space seized, by the commission it was passed on to; by nobody else.

    Its words are not sealed: keys are per accompanied person, and governance knows of none. So they must identify
    nobody: `web.identifying` spots what would, and the author rewords it or says that it identifies nobody.
    """

    public_id = public_id()
    committee = models.ForeignKey(
        Committee, models.PROTECT, related_name="referrals", verbose_name="espace saisi"
    )
    national = models.ForeignKey(
        Committee, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="transmise à"
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="auteur"
    )
    structure = models.ForeignKey(
        Structure, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="structure"
    )
    relayed = models.BooleanField("posée pour quelqu’un d’autre", default=False)
    title = models.CharField("titre", max_length=150, validators=NO_NULL)
    situation = models.TextField("la situation", validators=NO_NULL)
    question = models.TextField("la question", validators=NO_NULL)
    urgency = models.CharField(
        "urgence", max_length=6, choices=ReferralUrgency.listed, default=ReferralUrgency.NORMAL
    )
    wished_on = models.DateField("réponse souhaitée le", null=True, blank=True)
    state = models.CharField("état", max_length=9, choices=ReferralState.listed, default=ReferralState.SENT)
    sent_on = models.DateField("posée le")
    due_on = models.DateField("réponse due le")
    reminded_for = models.DateField("délai rappelé", null=True, blank=True, editable=False)
    """The delay whose end was told to the body that answers: once each."""
    ended_on = models.DateField("terminée le", null=True, blank=True)

    objects = VisibleManager()

    class Meta:
        verbose_name = "saisine éthique"
        verbose_name_plural = "saisines éthiques"
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_on=None) & ~Q(state__in=OVER) | Q(ended_on__isnull=False, state__in=OVER),
                name="governance_referral_ended",
            ),
            RowSecurity(
                name="governance_ethicsreferral_seen",
                visible=f"author_id = {ME} OR committee_id IN {MINE} OR national_id IN {MINE}",
            ),
            RowHistory(name="governance_ethicsreferral_history"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("governance:referral", args=[self.public_id])

    @property
    def holder_id(self) -> int:
        """The body that answers now."""
        return self.national_id or self.committee_id

    def is_late(self, day: date) -> bool:
        """The whole last day is in time."""
        return self.ended_on is None and self.due_on < day

    @property
    def is_reminded(self) -> bool:
        return self.reminded_for == self.due_on


class ReferralStep(models.Model):
    """What was done with it, and said. Never changed."""

    referral = models.ForeignKey(EthicsReferral, models.PROTECT, related_name="steps")
    kind = models.CharField("étape", max_length=9, choices=ReferralStepKind.listed)
    committee = models.ForeignKey(
        Committee, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="instance"
    )
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="par")
    at = models.DateTimeField("le", auto_now_add=True)
    due_on = models.DateField("réponse due le", null=True, blank=True)
    words = long_text("ce qui est dit", 20_000)
    text = models.ForeignKey(
        Text, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="texte"
    )

    objects = VisibleManager()

    class Meta:
        verbose_name = "étape d’une saisine"
        verbose_name_plural = "étapes des saisines"
        ordering = ["at", "pk"]
        constraints = [
            RowSecurity(name="governance_referralstep_seen", visible=CHAIN),
            RowHistory(name="governance_referralstep_history"),
        ]

    def __str__(self) -> str:
        return str(self.get_kind_display())
