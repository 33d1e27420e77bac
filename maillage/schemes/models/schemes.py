"""What a structure of the territory offers, to whom, by what rules: public, dated, each rule with its text."""

from datetime import date
from typing import Any
from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse

from maillage.clocks.delays import Delay, Unit
from maillage.directory.models import Structure
from maillage.directory.models.base import NO_NULL, long_text, short_text
from maillage.governance.models import Committee
from maillage.governance.models.base import Dated, VisibleManager, dates_in_order
from maillage.permissions.constraints import RowHistory, RowSecurity
from maillage.schemes.enums import (
    HOUSING,
    UNITS,
    USUAL_VACANCY_DAYS,
    CountsFrom,
    Order,
    SchemeKind,
    Section,
    Silence,
)
from maillage.schemes.rules.catalogue import Question, spaced


class Scheme(Dated):
    """One scheme by its rules from a day; other rules from another day are another row, that `follows` it.

    `sections`: of the single document, all that it receives. `questions` and `appeals`: as in the pack. `committee`: the
    commission that decides, where one does. `email`: where requests go when nobody there has an account.
    `assignment_order` and `needs`: by what, one after the other, those who wait for a place are listed; a person decides.
    """

    public_id = models.UUIDField("identifiant public", default=uuid4, unique=True, editable=False)
    structure = models.ForeignKey(Structure, models.PROTECT, related_name="schemes", verbose_name="structure")
    committee = models.ForeignKey(
        Committee, models.PROTECT, null=True, blank=True, related_name="schemes", verbose_name="commission"
    )
    kind = models.CharField("nature", max_length=16, choices=SchemeKind.listed)
    name = models.CharField("nom", max_length=120, validators=NO_NULL)
    offers = long_text("ce qu’il offre", 2000)
    for_whom = long_text("pour qui", 1000)
    criteria = ArrayField(
        models.CharField(max_length=300), verbose_name="conditions d’admission", default=list, blank=True
    )
    sections = ArrayField(
        models.CharField(max_length=12, choices=Section.listed), verbose_name="parties du dossier reçues"
    )
    questions = models.JSONField("questions propres", default=list, blank=True)
    delay_n = models.PositiveSmallIntegerField("réponse promise en")
    delay_unit = models.CharField("unité", max_length=13, choices=UNITS)
    counts_from = models.CharField("compté depuis", max_length=8, choices=CountsFrom.listed)
    silence = models.CharField("sans réponse", max_length=8, choices=Silence.listed)
    silence_text = short_text("ce que dit le texte du silence", 500)
    appeals = models.JSONField("recours", default=list, blank=True)
    source = short_text("texte")
    source_url = models.URLField("adresse du texte", blank=True, max_length=500)
    read_on = models.DateField("lu le", null=True, blank=True)
    to_confirm = models.BooleanField("à confirmer par un juriste", default=False)
    email = models.EmailField("adresse e-mail qui reçoit", blank=True)
    assignment = long_text("règles d’attribution des places", 2000)
    assignment_order = ArrayField(
        models.CharField(max_length=8, choices=Order.listed),
        verbose_name="ordre d’attribution",
        default=list,
        blank=True,
    )
    needs = ArrayField(
        models.CharField(max_length=200),
        verbose_name="besoins, du plus au moins pressant",
        default=list,
        blank=True,
    )
    vacancy_days = models.PositiveSmallIntegerField(
        "ce que dit l’hôte vaut (jours)", default=USUAL_VACANCY_DAYS
    )
    follows = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="next", verbose_name="remplace"
    )
    version = models.PositiveIntegerField("version", default=1)

    objects = VisibleManager()

    class Meta:
        verbose_name = "dispositif"
        ordering = ["name", "pk"]
        constraints = [
            dates_in_order("schemes_scheme_dates"),
            models.CheckConstraint(
                condition=~Q(sections=[]),
                name="schemes_scheme_receives",
                violation_error_message="Choisissez au moins une partie du dossier.",
            ),
            RowSecurity(name="schemes_scheme_seen", visible="true"),
            RowHistory(name="schemes_scheme_history"),
        ]
        indexes = [models.Index(fields=["structure", "starts_on"], name="schemes_scheme_of")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("schemes:scheme", args=[self.public_id])

    def is_open(self, day: date) -> bool:
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)

    @property
    def delay(self) -> Delay:
        return Delay(self.delay_n, Unit(self.delay_unit))

    @property
    def gives_places(self) -> bool:
        return self.kind in HOUSING

    @property
    def asked(self) -> list[Question]:
        """Questions for this scheme alone."""
        return [Question(one["code"], spaced(one["label"]), one["kind"]) for one in self.questions]

    @property
    def promise(self) -> str:
        """ "2 mois depuis le dossier complet"."""
        return f"{self.delay} depuis {self.get_counts_from_display()}"

    @property
    def section_names(self) -> list[str]:
        return [str(Section(one).label) for one in Section if one in self.sections]

    @property
    def ways_to_appeal(self) -> list[dict[str, Any]]:
        return list(self.appeals)
