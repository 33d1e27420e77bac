"""The single document: one for several schemes, written once, read and corrected by the person."""

import json
from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models

from maillage.people.models import Household
from maillage.referrals.models.base import OfReferral, security
from maillage.schemes.enums import Section
from maillage.vault.fields import SealedText


class Referral(OfReferral):
    """`shown_at`: given to the person to read; from then on they may write in it."""

    household = models.ForeignKey(
        Household, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="foyer"
    )
    worker = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="suivi par"
    )
    began_on = models.DateField("commencé le")
    shown_at = models.DateTimeField("donné à lire le", null=True, blank=True)

    class Meta:
        verbose_name = "dossier unique"
        verbose_name_plural = "dossiers uniques"
        indexes = [models.Index(fields=["person", "-began_on"], name="referrals_referral_of")]
        constraints = security("referral")

    def __str__(self) -> str:
        return f"dossier du {self.began_on:%d/%m/%Y}"


class ReferralSection(OfReferral):
    """A part of it. `filled`: {field: what is written}, sealed. `known`: fields still as the folder had them.

    `own_words`: what the person says of this part, beside it.
    """

    referral = models.ForeignKey(
        Referral, models.CASCADE, related_name="sections", verbose_name="dossier", db_index=False
    )
    code = models.CharField("partie", max_length=12, choices=Section.listed)
    filled = SealedText("ce qui est écrit", blank=True)
    known = ArrayField(
        models.CharField(max_length=20), verbose_name="repris du dossier", default=list, blank=True
    )
    own_words = SealedText("ce qu’en dit la personne", blank=True)
    written_at = models.DateTimeField("écrit le", null=True, blank=True)
    own_at = models.DateTimeField("dit le", null=True, blank=True)
    version = models.PositiveIntegerField("version", default=1)

    class Meta:
        verbose_name = "partie d’un dossier unique"
        verbose_name_plural = "parties des dossiers uniques"
        constraints = [
            models.UniqueConstraint(fields=["referral", "code"], name="referrals_section_once"),
            *security("section_row"),
        ]
        indexes = [models.Index(fields=["person"], name="referrals_section_of")]

    def __str__(self) -> str:
        return str(self.get_code_display())

    @property
    def values(self) -> dict[str, str]:
        return read(self.filled)


def read(sealed: Any) -> dict[str, str]:
    """What a sealed text of fields holds."""
    found: dict[str, str] = json.loads(sealed) if sealed else {}
    return found


def write(values: dict[str, str]) -> str:
    """As kept: fields with something in them."""
    return json.dumps({name: value for name, value in values.items() if value}, ensure_ascii=False)
