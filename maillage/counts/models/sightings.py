"""What a team saw: one line a household, nothing that names anybody; and what looks like the same one seen twice."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from maillage.counts.enums import Age, Called, ChangedBy, Contact, Gender, Shape, Since, Wants
from maillage.counts.models.base import VisibleManager
from maillage.counts.models.ground import Round
from maillage.directory.models.base import short_text
from maillage.permissions.choices import Choices
from maillage.permissions.constraints import RowHistory, RowSecurity

MOST_PERSONS = 60


def answer(label: str, listed: type[Choices]) -> models.CharField:
    return models.CharField(label, max_length=10, choices=listed.listed, blank=True)


class Sighting(models.Model):
    """`public_id` is made by the phone: sent twice, one row. Struck, it stays, with why."""

    public_id = models.UUIDField("identifiant", default=uuid4, unique=True)
    round = models.ForeignKey(Round, models.PROTECT, related_name="sightings")
    seen_at = models.DateTimeField("vue à")
    received_at = models.DateTimeField("reçue le", auto_now_add=True)
    on_paper = models.BooleanField("saisie d’un papier", default=False)
    persons = models.PositiveSmallIntegerField("personnes")
    minors = models.PositiveSmallIntegerField("dont mineurs", default=0)
    shape = models.CharField("ménage", max_length=7, choices=Shape.listed)
    contact = models.CharField("rencontre", max_length=7, choices=Contact.listed)
    age = answer("âge apparent des adultes", Age)
    gender = answer("genre", Gender)
    since = answer("sans logement depuis", Since)
    called = answer("115 ce soir", Called)
    wants = answer("demande d’abord", Wants)
    edge = models.BooleanField("au bord du secteur", default=False)
    changed_at = models.DateTimeField("corrigée le", null=True, blank=True)
    changed_by = models.CharField("corrigée par", max_length=9, choices=ChangedBy.listed, blank=True)
    struck_at = models.DateTimeField("rayée le", null=True, blank=True)
    struck_why = short_text("pourquoi", 200)

    objects = VisibleManager()

    class Meta:
        verbose_name = "fiche"
        ordering = ["seen_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(persons__range=(1, MOST_PERSONS), minors__lte=F("persons")),
                name="counts_sighting_persons",
                violation_error_message="Les mineurs sont comptés parmi les personnes.",
            ),
            models.CheckConstraint(
                condition=Q(struck_at=None, struck_why="") | Q(struck_at__isnull=False) & ~Q(struck_why=""),
                name="counts_struck_with_a_reason",
                violation_error_message="Dites pourquoi.",
            ),
            RowSecurity(name="counts_sighting_seen", visible="round_id IN (SELECT id FROM counts_round)"),
            RowHistory(name="counts_sighting_history"),
        ]

    def __str__(self) -> str:
        return f"{self.persons} × {self.shape}"


class Double(models.Model):
    """Somebody decided whether two lines are the same people. `first` is the older line."""

    first = models.ForeignKey(Sighting, models.CASCADE, related_name="+")
    second = models.ForeignKey(Sighting, models.CASCADE, related_name="+")
    same = models.BooleanField("les mêmes personnes")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="par")
    decided_at = models.DateTimeField("décidé le", auto_now=True)

    objects = VisibleManager()

    class Meta:
        verbose_name = "double"
        constraints = [
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="counts_double_in_order"),
            models.UniqueConstraint(fields=["first", "second"], name="counts_double_once"),
            RowSecurity(name="counts_double_seen", visible="first_id IN (SELECT id FROM counts_sighting)"),
            RowHistory(name="counts_double_history"),
        ]

    def __str__(self) -> str:
        return f"{self.first_id}-{self.second_id}"
