"""A place offered to somebody, until they leave it; and what a request needs of a place, as the commission says it."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from maillage.directory.models.base import in_commune
from maillage.people.enums import ConsentWay
from maillage.referrals.enums import LIVE, LeaveReason, OfferState
from maillage.referrals.models.base import HERE, SCHEME_READS, STILL_READS, OfReferral, security
from maillage.referrals.models.requests import SchemeRequest, day
from maillage.schemes.enums import PlacePublic
from maillage.schemes.models import Place
from maillage.schemes.models.places import MOST_PERSONS
from maillage.vault.fields import SealedText

HOSTED = (
    "(state IN ('accepted', 'entered') AND place_id IN"
    f" (SELECT id FROM schemes_place WHERE host_id = {HERE}))"
)
"""The host reads who comes once they said yes, as long as they are there."""
AGREED = STILL_READS.format("''")
ASSIGNED = f"({AGREED} OR state = 'entered' AND {SCHEME_READS})"
"""Whoever assigned it, as long as the person agrees, or lives there: somebody notes that they leave."""


class Offer(OfReferral):
    """One place, for one request. `what`: the place as it was told to the person that day. `message`: what they should know.

    `words`: why they don't take it, if they say so; nothing follows from it. `name` and `household`: what the host reads
    once they said yes; erased when it ends. `closed_at`: when it ended, however it did.
    """

    request = models.ForeignKey(
        SchemeRequest, models.CASCADE, related_name="offers", verbose_name="demande", db_index=False
    )
    place = models.ForeignKey(
        Place, models.PROTECT, related_name="offers", verbose_name="place", db_index=False
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name="proposée par",
        db_index=False,
    )
    state = models.CharField("état", max_length=10, choices=OfferState.listed, default=OfferState.PROPOSED)
    what = models.CharField("la place", max_length=600)
    persons = models.PositiveSmallIntegerField("nombre de personnes")
    proposed_on = models.DateField("proposée le")
    answer_by = models.DateField("réponse attendue avant le")
    message = SealedText("à savoir", blank=True)
    answered_on = day("répondu le")
    way = models.CharField("réponse recueillie", max_length=10, choices=ConsentWay.listed, blank=True)
    words = SealedText("ce que dit la personne", blank=True)
    entered_on = day("entrée le")
    left_on = day("sortie le")
    left_why = models.CharField("pourquoi", max_length=10, choices=LeaveReason.listed, blank=True)
    left_to = SealedText("où", blank=True)
    name = SealedText("qui vient", blank=True)
    household = SealedText("avec qui", blank=True)
    closed_at = models.DateTimeField("finie le", null=True, blank=True)
    version = models.PositiveIntegerField("version", default=1)

    class Meta:
        verbose_name = "proposition de place"
        verbose_name_plural = "propositions de place"
        indexes = [
            models.Index(fields=["place", "-proposed_on"], name="referrals_offer_of_place"),
            models.Index(fields=["request"], name="referrals_offer_of_request"),
            models.Index(fields=["person"], name="referrals_offer_of"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["place"],
                condition=Q(state__in=LIVE),
                name="referrals_offer_one_a_place",
                violation_error_message="Cette place vient d’être attribuée à une autre demande.",
            ),
            models.UniqueConstraint(
                fields=["request"],
                condition=Q(state__in=LIVE),
                name="referrals_offer_one_a_request",
                violation_error_message="Une place est déjà proposée pour cette demande.",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=LIVE) & Q(closed_at__isnull=False) | Q(state__in=LIVE, closed_at=None),
                name="referrals_offer_end_dated",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["entered", "left"]) | Q(entered_on__isnull=False),
                name="referrals_offer_entry_dated",
            ),
            models.CheckConstraint(
                condition=Q(left_on=None) | Q(left_on__gte=F("entered_on")),
                name="referrals_offer_left_after",
                violation_error_message="La sortie vient après l’entrée.",
            ),
            models.CheckConstraint(
                condition=Q(state="left", left_on__isnull=False) & ~Q(left_why="")
                | ~Q(state="left") & Q(left_on=None, left_why=""),
                name="referrals_offer_left_reasoned",
            ),
            *security("offer", f"{ASSIGNED} OR {HOSTED}"),
        ]

    def __str__(self) -> str:
        return str(self.get_state_display())

    @property
    def is_live(self) -> bool:
        return self.state in LIVE


class PlaceNeed(OfReferral):
    """What a request needs of a place. `need`: one of those that the scheme publishes, as the commission recognised it."""

    request = models.OneToOneField(
        SchemeRequest, models.CASCADE, related_name="place_need", verbose_name="demande"
    )
    public = models.CharField("public", max_length=8, choices=PlacePublic.listed)
    persons = models.PositiveSmallIntegerField("nombre de personnes")
    accessible = models.BooleanField("accessible en fauteuil roulant", default=False)
    animals = models.BooleanField("avec un animal", default=False)
    commune = in_commune("+", null=True, blank=True, db_index=False)
    need = models.CharField("besoin reconnu", max_length=200, blank=True)
    said_on = models.DateField("dit le")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="par", db_index=False
    )

    class Meta:
        verbose_name = "besoin de place"
        verbose_name_plural = "besoins de place"
        indexes = [models.Index(fields=["person"], name="referrals_need_of")]
        constraints = [
            models.CheckConstraint(
                condition=Q(persons__range=(1, MOST_PERSONS)),
                name="referrals_need_persons",
                violation_error_message="Écrivez un nombre de personnes, de 1 à 30.",
            ),
            *security("need", AGREED),
        ]

    def __str__(self) -> str:
        return self.need or str(self.get_public_display())
