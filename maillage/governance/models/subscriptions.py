"""Following the work by e-mail, without an account."""

from uuid import uuid4

from django.db import models
from django.db.models import Q

from maillage.governance.models.base import VisibleManager
from maillage.governance.models.committees import Committee
from maillage.governance.models.mandates import Mandate
from maillage.permissions.constraints import RowSecurity


class Subscription(models.Model):
    """An address that asked for a daily mail about a committee, a mandate, or (neither) all that is published.

    Nobody reads this table, and it has no history: `subscriptions_sql` writes it, and gives an address to the job that
    sends. Without an answer to the first mail, or unsubscribed, the row is erased. `told_until`: what is dated before
    that day was sent.
    """

    key = models.UUIDField("clé", default=uuid4, unique=True, editable=False)
    email = models.EmailField("adresse e-mail")
    committee = models.ForeignKey(Committee, models.CASCADE, null=True, blank=True, related_name="+")
    mandate = models.ForeignKey(Mandate, models.CASCADE, null=True, blank=True, related_name="+")
    site = models.CharField("adresse de Maillage", max_length=200)
    asked_at = models.DateTimeField("demandé le")
    confirmed_at = models.DateTimeField("confirmé le", null=True, blank=True)
    told_until = models.DateField("informé jusqu’au", null=True, blank=True)
    tried_on = models.DateField("dernier envoi", null=True, blank=True)

    objects = VisibleManager()

    class Meta:
        verbose_name = "abonnement"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["email", "committee", "mandate"],
                nulls_distinct=False,
                name="governance_subscribed_once",
            ),
            models.CheckConstraint(
                condition=Q(committee=None) | Q(mandate=None), name="governance_subscription_about_one"
            ),
            RowSecurity(name="governance_subscription_seen", visible="false"),
        ]

    def __str__(self) -> str:
        return str(self.key)
