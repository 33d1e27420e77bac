"""Who asked to come. What they need is kept until a week after, their address three months."""

from uuid import uuid4

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from maillage.directory.models.base import NO_NULL, short_text
from maillage.events.enums import Need, Turn
from maillage.events.models.openings import Opening, Share
from maillage.governance.models.base import KEPT
from maillage.permissions.constraints import RowSecurity
from maillage.permissions.managers import VisibleManager

OF_KEPT = (
    "opening_id IN (SELECT o.id FROM events_opening o JOIN governance_gathering g ON g.id = o.gathering_id"
    f" WHERE g.committee_id IN {KEPT})"
)


class Registration(models.Model):
    """One person for one meeting. `number` is theirs in the drawing of lots; `key` opens their page without an account.

    Without an account it counts once confirmed from their own mailbox, or typed by who keeps the work. It has no history:
    what is forgotten (`sql`) is nowhere else.
    """

    opening = models.ForeignKey(Opening, models.PROTECT, related_name="registrations")
    share = models.ForeignKey(
        Share, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="au titre de"
    )
    number = models.PositiveIntegerField("numéro")
    name = models.CharField("prénom et nom", max_length=120, validators=NO_NULL)
    email = models.EmailField("adresse e-mail", max_length=254, blank=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="compte",
    )
    needs = ArrayField(
        models.CharField(max_length=10, choices=Need.listed),
        default=list,
        blank=True,
        verbose_name="pour y participer",
    )
    more = short_text("autre chose à prévoir", 200)
    key = models.UUIDField("clé du lien", default=uuid4, unique=True, editable=False)
    site = models.CharField("adresse de Maillage", max_length=200)
    asked_at = models.DateTimeField("demandée le", auto_now_add=True)
    confirmed_at = models.DateTimeField("confirmée le", null=True, blank=True)
    withdrawn_at = models.DateTimeField("retirée le", null=True, blank=True)
    rank = models.PositiveIntegerField("rang au tirage", null=True, blank=True)
    told = models.CharField("dernière nouvelle envoyée", max_length=11, choices=Turn.listed, blank=True)
    came = models.BooleanField("venue", null=True, blank=True)

    objects = VisibleManager()

    class Meta:
        verbose_name = "inscription"
        ordering = ["number", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["opening", "number"], name="events_number_once"),
            models.UniqueConstraint(
                "opening",
                Lower("email"),
                condition=Q(withdrawn_at=None) & ~Q(email=""),
                name="events_registered_once",
                violation_error_message="Cette adresse est déjà inscrite.",
            ),
            RowSecurity(
                name="events_registration_seen",
                visible=f"{OF_KEPT} OR user_id = (SELECT maillage_actor_user())",
            ),
        ]

    def __str__(self) -> str:
        return f"n° {self.number}"
