"""Papers of the folder that go with a request, agreed to one by one, scheme by scheme."""

from django.db import models
from django.db.models import Q

from maillage.people.enums import ConsentWay
from maillage.referrals.models.base import STILL_READS, OfReferral, security
from maillage.referrals.models.requests import SchemeRequest
from maillage.support.models import Document

AGREED = f"(agreed_at IS NOT NULL AND {STILL_READS})".format("''")


class JoinedDocument(OfReferral):
    """The scheme reads it while the person agrees, and nothing else of the folder: what it is called, and its file, by `key`.

    The file itself stays where it is, sealed under the person's key: it goes with them when they are erased.
    """

    request = models.ForeignKey(
        SchemeRequest, models.CASCADE, related_name="joined", verbose_name="demande", db_index=False
    )
    document = models.ForeignKey(
        Document, models.CASCADE, related_name="+", verbose_name="document du dossier"
    )
    title = models.CharField("intitulé", max_length=160)
    key = models.CharField("clé du fichier", max_length=80)
    name = models.CharField("nom du fichier", max_length=160)
    media_type = models.CharField("type", max_length=100)
    joined_on = models.DateField("joint le")
    agreed_at = models.DateTimeField("accord du", null=True, blank=True)
    way = models.CharField("accord recueilli", max_length=10, choices=ConsentWay.listed, blank=True)
    witness = models.CharField("entendu par", max_length=160, blank=True)

    class Meta:
        verbose_name = "document joint à une demande"
        verbose_name_plural = "documents joints aux demandes"
        constraints = [
            models.UniqueConstraint(
                fields=["request", "document"],
                name="referrals_joined_once",
                violation_error_message="Ce document est déjà joint à cette demande.",
            ),
            models.CheckConstraint(
                condition=Q(agreed_at=None, way="") | (Q(agreed_at__isnull=False) & ~Q(way="")),
                name="referrals_joined_agreement_dated",
            ),
            *security("joined", AGREED),
        ]
        indexes = [models.Index(fields=["person"], name="referrals_joined_of")]

    def __str__(self) -> str:
        return self.title
