"""Somebody came in: what for, what they were answered. Nobody is asked who they are."""

from secrets import choice

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse

from maillage.directory.models import Service
from maillage.directory.models.base import short_text
from maillage.people.models import Person
from maillage.permissions.constraints import RowHistory, RowSecurity
from maillage.permissions.managers import VisibleManager
from maillage.reception.enums import Interpreter, Language, Outcome, Where, themes
from maillage.reception.models.base import (
    OURS,
    OWN_PERSON,
    PERSON_VISIBLE,
    RECEIVES,
    identifier,
    in_structure,
    signer,
)

LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 8


def new_reference() -> str:
    """What the slip bears: nothing of the person, no letter taken for another."""
    return "".join(choice(LETTERS) for _ in range(LENGTH))


class Reception(models.Model):
    """`follows`: the first time they came, when they come back with its slip; the story is read there.

    `person`: they chose, later, that it be joined to their file. Until then nothing says who it was.
    """

    id = identifier()
    structure = in_structure()
    user = signer("reçu par")
    received_at = models.DateTimeField("reçu le", auto_now_add=True)
    reference = models.CharField("référence du bon", max_length=LENGTH, unique=True, default=new_reference)
    follows = models.ForeignKey(
        "self",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="returns",
        verbose_name="premier accueil",
    )
    where = models.CharField("où", max_length=7, choices=Where.listed, default=Where.DESK)
    themes = ArrayField(models.CharField(max_length=60), verbose_name="pour quoi")
    language = models.CharField("langue", max_length=5, choices=Language.listed, default=Language.FRENCH)
    interpreter = models.CharField(
        "interprète", max_length=8, choices=Interpreter.listed, default=Interpreter.NONE
    )
    adults = models.PositiveSmallIntegerField("adultes", default=1)
    children = models.PositiveSmallIntegerField("enfants", default=0)
    outcome = models.CharField("suite", max_length=10, choices=Outcome.listed)
    said = short_text("ce qui a été répondu")
    line = short_text("à ne pas faire répéter")
    come_back_on = models.DateField("peut revenir le", null=True, blank=True)
    person = models.ForeignKey(
        Person, models.CASCADE, null=True, blank=True, related_name="+", verbose_name="personne"
    )
    joined_on = models.DateField("joint à son dossier le", null=True, blank=True)

    objects = VisibleManager()

    class Meta:
        verbose_name = "premier accueil"
        verbose_name_plural = "premiers accueils"
        ordering = ["-received_at", "pk"]
        indexes = [models.Index(fields=["structure", "-received_at"], name="reception_reception_recent")]
        constraints = [
            models.CheckConstraint(condition=~Q(themes=[]), name="reception_reception_for_something"),
            models.CheckConstraint(
                condition=Q(person=None, joined_on=None) | Q(person__isnull=False, joined_on__isnull=False),
                name="reception_reception_joined_one_day",
            ),
            RowSecurity(
                name="reception_reception_ours",
                visible=f"{OURS} AND {RECEIVES} AND (person_id IS NULL OR person_id {PERSON_VISIBLE})",
                own=f"person_id = {OWN_PERSON}",
            ),
            RowHistory(name="reception_reception_history"),
        ]

    def __str__(self) -> str:
        return f"accueil du {self.received_at:%d/%m/%Y}"

    def get_absolute_url(self) -> str:
        return reverse("reception:reception", args=[self.follows_id or self.pk])

    @property
    def slip(self) -> str:
        """ "7K3M-2PQX", easier to read aloud."""
        return f"{self.reference[:4]}-{self.reference[4:]}"

    @property
    def theme_labels(self) -> list[str]:
        listed = themes()
        return [listed.get(code, code) for code in self.themes]


class Orientation(models.Model):
    """A service of the directory that somebody received was told of."""

    reception = models.ForeignKey(Reception, models.CASCADE, related_name="orientations")
    service = models.ForeignKey(Service, models.PROTECT, related_name="+", verbose_name="service")

    objects = VisibleManager()

    class Meta:
        verbose_name = "orientation"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["reception", "service"], name="reception_orientation_once"),
            RowSecurity(
                name="reception_orientation_ours",
                visible="reception_id IN (SELECT id FROM reception_reception)",
            ),
            RowHistory(name="reception_orientation_history"),
        ]

    def __str__(self) -> str:
        return f"{self.service}"
