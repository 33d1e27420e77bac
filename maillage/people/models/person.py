from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from maillage.people.enums import Activity, ChannelKind, Nationality, Source
from maillage.people.models.base import AT_WORK, OWN_PERSON, PERSON_VISIBLE, identifier
from maillage.people.names import search_name, sound_key
from maillage.permissions.constraints import RowHistory, RowSecurity
from maillage.permissions.managers import VisibleManager


class Person(models.Model):
    """Somebody received. Nothing is obligatory but a name to call them by; blank facts are unknown, never zero."""

    id = identifier()
    called = models.CharField("nom pour l’appeler", max_length=120)
    first_name = models.CharField("prénom", max_length=100, blank=True)
    last_name = models.CharField("nom", max_length=100, blank=True)
    birth_date = models.DateField("date de naissance", null=True, blank=True)
    search_name = models.CharField("nom pour la recherche", max_length=240, editable=False)
    sound_key = models.CharField("clé phonétique", max_length=120, editable=False, default="")
    activity = models.CharField("activité", max_length=20, blank=True, choices=Activity.listed)
    disability_rate = models.PositiveSmallIntegerField(
        "taux d’incapacité", null=True, blank=True, validators=[MaxValueValidator(100)]
    )
    unfit_for_work = models.BooleanField("inapte au travail", null=True, blank=True)
    nationality = models.CharField("nationalité", max_length=20, blank=True, choices=Nationality.listed)
    permit_years = models.PositiveSmallIntegerField(
        "années avec un titre permettant de travailler",
        null=True,
        blank=True,
        validators=[MaxValueValidator(99)],
    )
    pregnant = models.BooleanField("enceinte", null=True, blank=True)
    in_school = models.BooleanField("scolarisé", null=True, blank=True)
    dependency_level = models.PositiveSmallIntegerField(
        "GIR", null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(6)]
    )
    ass_entitled = models.BooleanField("droits ASS ouverts par France Travail", null=True, blank=True)
    taxed_alone = models.BooleanField("fait sa propre déclaration d’impôt", null=True, blank=True)
    scholarship = models.BooleanField("a une bourse d’études", null=True, blank=True)
    facts_on = models.DateField("situation relevée le", null=True, blank=True)
    facts_source = models.CharField("source", max_length=20, blank=True, choices=Source.listed)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="absorbed")
    imported_by = models.ForeignKey("Import", models.SET_NULL, null=True, blank=True, related_name="persons")
    elected_domicile = models.CharField("domiciliation, ou élection de domicile", max_length=300, blank=True)
    version = models.PositiveIntegerField("version", default=1)
    created_at = models.DateTimeField("créée le", auto_now_add=True)
    last_contact_on = models.DateField("dernier contact", null=True, blank=True)
    archived_on = models.DateField("archivée le", null=True, blank=True, editable=False)

    objects = VisibleManager()

    class Meta:
        verbose_name = "personne"
        indexes = [
            models.Index(fields=["sound_key", "birth_date"], name="people_person_sound"),
            models.Index(fields=["search_name"], name="people_person_search"),
            models.Index(
                fields=["id"], condition=Q(archived_on__isnull=False), name="people_person_archived"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(called=""),
                name="people_person_called",
                violation_error_message="Indiquez au moins un nom pour appeler cette personne.",
            ),
            RowSecurity(
                name="people_person_attached",
                visible=f"id {PERSON_VISIBLE}",
                insert=AT_WORK,
                own=f"id = {OWN_PERSON}",
            ),
            RowHistory(name="people_person_history"),
        ]

    def __str__(self) -> str:
        return self.called

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.refresh_search()
        super().save(*args, **kwargs)

    def refresh_search(self) -> None:
        """What lists and duplicates are searched by; an import that writes in bulk calls it before."""
        self.search_name = search_name(self.last_name, self.first_name, self.called)
        self.sound_key = sound_key(self.first_name, self.last_name, *self._usual())

    def _usual(self) -> list[str]:
        return [] if self.first_name or self.last_name else [self.called]

    @property
    def full_name(self) -> str:
        """ "Samira BENALI" when the identity is known, else the name to call them by."""
        return f"{self.first_name} {self.last_name.upper()}".strip() or self.called


class Channel(models.Model):
    """A way to reach somebody. Two persons may share one; discreet means: no message left, neutral sender.

    `opens_space`: the person chose, from inside their space, that its codes may come to this address. PostgreSQL keeps it
    (`doors_sql`): an address that is written by somebody else, or written again, opens nothing.
    """

    id = identifier()
    person = models.ForeignKey(Person, models.CASCADE, related_name="channels", verbose_name="personne")
    kind = models.CharField("moyen", max_length=10, choices=ChannelKind.listed)
    value = models.CharField("coordonnée", max_length=200)
    discreet = models.BooleanField("discret", default=False)
    note = models.CharField("précision", max_length=200, blank=True)
    opens_space = models.BooleanField("reçoit les codes", default=False, db_default=False, editable=False)

    objects = VisibleManager()

    class Meta:
        verbose_name = "moyen de contact"
        verbose_name_plural = "moyens de contact"
        constraints = [
            RowSecurity(
                name="people_channel_attached",
                visible=f"person_id {PERSON_VISIBLE}",
                own=f"person_id = {OWN_PERSON}",
            ),
            RowHistory(name="people_channel_history"),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()
