"""Persons and their households. Every table here holds personal data: row security on all of them.

Access is a row of `Attachment`: one worker, one person or one household, from one structure. A household has its
own attachment: a child living in two homes must not open one parent's home to the other parent's worker.
"""

from uuid import uuid4

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from maillage.people.enums import (
    Activity,
    BudgetKind,
    Certainty,
    ChannelKind,
    Housing,
    MemberRole,
    Nationality,
    Source,
    Union,
)
from maillage.people.managers import VisibleManager
from maillage.permissions.constraints import RowHistory, RowSecurity

PERSON_VISIBLE = (
    "= ANY (ARRAY(SELECT person_id FROM people_attachment WHERE ended_at IS NULL AND person_id IS NOT NULL))"
)
HOUSEHOLD_VISIBLE = "= ANY (ARRAY(SELECT household_id FROM people_attachment WHERE ended_at IS NULL AND household_id IS NOT NULL))"
AT_WORK = "(SELECT maillage_actor_structure()) IS NOT NULL"


def identifier() -> models.UUIDField:
    return models.UUIDField("identifiant", primary_key=True, default=uuid4, editable=False)


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
    facts_on = models.DateField("situation relevée le", null=True, blank=True)
    facts_source = models.CharField("source", max_length=20, blank=True, choices=Source.listed)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="absorbed")
    imported_by = models.ForeignKey("Import", models.SET_NULL, null=True, blank=True, related_name="persons")
    version = models.PositiveIntegerField("version", default=1)
    created_at = models.DateTimeField("créée le", auto_now_add=True)
    last_contact_on = models.DateField("dernier contact", null=True, blank=True)

    objects = VisibleManager()

    class Meta:
        verbose_name = "personne"
        indexes = [
            models.Index(fields=["sound_key", "birth_date"], name="people_person_sound"),
            models.Index(fields=["search_name"], name="people_person_search"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(called=""),
                name="people_person_called",
                violation_error_message="Indiquez au moins un nom pour appeler cette personne.",
            ),
            RowSecurity(name="people_person_attached", visible=f"id {PERSON_VISIBLE}", insert=AT_WORK),
            RowHistory(name="people_person_history"),
        ]

    def __str__(self) -> str:
        return self.called


class Household(models.Model):
    """People who live together, as benefits count them. Blank facts are unknown."""

    id = identifier()
    commune = models.CharField("commune (code INSEE)", max_length=5, blank=True)
    address = models.CharField("adresse", max_length=300, blank=True)
    housing = models.CharField("logement", max_length=20, blank=True, choices=Housing.listed)
    rent = models.DecimalField(
        "loyer sans les charges",
        max_digits=9,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    flat_share = models.BooleanField("colocation", null=True, blank=True)
    union = models.CharField("union", max_length=20, blank=True, choices=Union.listed)
    reference_income = models.DecimalField(
        "revenu fiscal de référence",
        max_digits=10,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    facts_on = models.DateField("situation relevée le", null=True, blank=True)
    facts_source = models.CharField("source", max_length=20, blank=True, choices=Source.listed)
    imported_by = models.ForeignKey(
        "Import", models.SET_NULL, null=True, blank=True, related_name="households"
    )
    version = models.PositiveIntegerField("version", default=1)
    created_at = models.DateTimeField("créé le", auto_now_add=True)

    objects = VisibleManager()

    class Meta:
        verbose_name = "foyer"
        constraints = [
            RowSecurity(name="people_household_attached", visible=f"id {HOUSEHOLD_VISIBLE}", insert=AT_WORK),
            RowHistory(name="people_household_history"),
        ]

    def __str__(self) -> str:
        return f"foyer {self.pk}"


class HouseholdMember(models.Model):
    """A person in a household, between two dates."""

    id = identifier()
    household = models.ForeignKey(Household, models.CASCADE, related_name="members", verbose_name="foyer")
    person = models.ForeignKey(Person, models.CASCADE, related_name="homes", verbose_name="personne")
    role = models.CharField("place dans le foyer", max_length=10, choices=MemberRole.listed)
    shared_custody = models.BooleanField("garde alternée", null=True, blank=True)
    since = models.DateField("depuis le", null=True, blank=True)
    until = models.DateField("jusqu’au", null=True, blank=True)

    objects = VisibleManager()

    class Meta:
        verbose_name = "membre du foyer"
        constraints = [
            models.CheckConstraint(
                condition=Q(since__isnull=True) | Q(until__isnull=True) | Q(until__gte=F("since")),
                name="people_member_dates",
                violation_error_message="La date de départ précède la date d’arrivée.",
            ),
            models.UniqueConstraint(
                fields=["household", "person"],
                condition=Q(until__isnull=True),
                name="people_member_once",
                violation_error_message="Cette personne est déjà dans ce foyer.",
            ),
            models.UniqueConstraint(
                fields=["household", "role"],
                condition=Q(until__isnull=True, role__in=["applicant", "partner"]),
                name="people_member_one_couple",
                violation_error_message="Un foyer a un seul demandeur et au plus un conjoint.",
            ),
            RowSecurity(name="people_member_attached", visible=f"household_id {HOUSEHOLD_VISIBLE}"),
            RowHistory(name="people_member_history"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} ({self.get_role_display()})"


class BudgetLine(models.Model):
    """What came in or went out, for one person, one month. Unknown has no amount; zero is written zero."""

    id = identifier()
    household = models.ForeignKey(
        Household, models.CASCADE, related_name="budget_lines", verbose_name="foyer"
    )
    person = models.ForeignKey(Person, models.CASCADE, related_name="budget_lines", verbose_name="personne")
    month = models.DateField("mois")
    kind = models.CharField("nature", max_length=20, choices=BudgetKind.listed)
    amount = models.DecimalField(
        "montant",
        max_digits=9,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    certainty = models.CharField("certitude", max_length=10, choices=Certainty.listed)
    source = models.CharField("source", max_length=20, choices=Source.listed)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="saisi par")
    entered_at = models.DateTimeField("saisi le", auto_now=True)

    objects = VisibleManager()

    class Meta:
        verbose_name = "ligne de budget"
        verbose_name_plural = "lignes de budget"
        constraints = [
            models.UniqueConstraint(
                fields=["household", "person", "month", "kind"],
                name="people_budget_once",
                violation_error_message="Ce montant est déjà saisi pour ce mois.",
            ),
            models.CheckConstraint(
                condition=Q(amount__isnull=True, certainty="unknown")
                | (Q(amount__gte=0) & ~Q(certainty="unknown")),
                name="people_budget_amount_or_unknown",
                violation_error_message="Indiquez un montant, ou « on ne sait pas ».",
            ),
            RowSecurity(name="people_budget_attached", visible=f"household_id {HOUSEHOLD_VISIBLE}"),
            RowHistory(name="people_budget_history"),
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.kind}"


class Channel(models.Model):
    """A way to reach somebody. Two persons may share one; discreet means: no message left, neutral sender."""

    id = identifier()
    person = models.ForeignKey(Person, models.CASCADE, related_name="channels", verbose_name="personne")
    kind = models.CharField("moyen", max_length=10, choices=ChannelKind.listed)
    value = models.CharField("coordonnée", max_length=200)
    discreet = models.BooleanField("discret", default=False)
    note = models.CharField("précision", max_length=200, blank=True)

    objects = VisibleManager()

    class Meta:
        verbose_name = "moyen de contact"
        verbose_name_plural = "moyens de contact"
        constraints = [
            RowSecurity(name="people_channel_attached", visible=f"person_id {PERSON_VISIBLE}"),
            RowHistory(name="people_channel_history"),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()


class ProtectedAddress(models.Model):
    """Where somebody in danger lives: one row for each named reader, nobody else, never in a list or a letter."""

    id = identifier()
    person = models.ForeignKey(
        Person, models.CASCADE, related_name="protected_addresses", verbose_name="personne"
    )
    reader = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, verbose_name="lecteur")
    address = models.CharField("adresse protégée", max_length=300)
    elected_domicile = models.CharField("adresse à utiliser partout", max_length=300)
    motive = models.CharField("motif", max_length=300)

    objects = VisibleManager()

    class Meta:
        verbose_name = "adresse protégée"
        verbose_name_plural = "adresses protégées"
        constraints = [
            models.UniqueConstraint(fields=["person", "reader"], name="people_protected_once"),
            RowSecurity(
                name="people_protected_named",
                visible=f"reader_id = (SELECT maillage_actor_user()) AND person_id {PERSON_VISIBLE}",
                insert=f"person_id {PERSON_VISIBLE}",
            ),
        ]

    def __str__(self) -> str:
        return "adresse protégée"


class Attachment(models.Model):
    """Who may open a person's or a household's file, from which structure. No worker yet: waiting to be taken."""

    id = identifier()
    person = models.ForeignKey(
        Person, models.CASCADE, null=True, related_name="attachments", verbose_name="personne"
    )
    household = models.ForeignKey(
        Household, models.CASCADE, null=True, related_name="attachments", verbose_name="foyer"
    )
    structure = models.ForeignKey("directory.Structure", models.PROTECT, verbose_name="structure")
    worker = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, verbose_name="professionnel"
    )
    reason = models.CharField("motif", max_length=200)
    started_at = models.DateTimeField("depuis le", auto_now_add=True)
    ended_at = models.DateTimeField("jusqu’au", null=True, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="ouvert par"
    )

    objects = VisibleManager()

    class Meta:
        verbose_name = "rattachement"
        indexes = [
            models.Index(
                fields=["structure", "worker"],
                name="people_attachment_open",
                condition=Q(ended_at__isnull=True),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False, household__isnull=True)
                | Q(person__isnull=True, household__isnull=False),
                name="people_attachment_one_target",
                violation_error_message="Un rattachement vise une personne ou un foyer.",
            ),
            models.UniqueConstraint(
                fields=["person", "structure", "worker"],
                condition=Q(ended_at__isnull=True, person__isnull=False),
                nulls_distinct=False,
                name="people_attachment_person_once",
            ),
            models.UniqueConstraint(
                fields=["household", "structure", "worker"],
                condition=Q(ended_at__isnull=True, household__isnull=False),
                nulls_distinct=False,
                name="people_attachment_household_once",
            ),
            RowSecurity(
                name="people_attachment_mine",
                visible="structure_id = (SELECT maillage_actor_structure()) AND ("
                "worker_id = (SELECT maillage_actor_user())"
                " OR (worker_id IS NULL AND ((SELECT maillage_actor_has('social_worker'))"
                " OR (SELECT maillage_actor_has('reception'))))"
                " OR (SELECT maillage_actor_has('rights_lead')))",
            ),
            RowHistory(name="people_attachment_history"),
        ]

    def __str__(self) -> str:
        return f"{self.structure_id} {self.worker_id}"


class Import(models.Model):
    """One file of households brought in: what was in it, what became of it, and its undoing."""

    id = identifier()
    structure = models.ForeignKey("directory.Structure", models.PROTECT, verbose_name="structure")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="importé par")
    filename = models.CharField("fichier", max_length=200)
    fingerprint = models.CharField("empreinte", max_length=64)
    mapping = models.JSONField("correspondance des colonnes", default=dict)
    counts = models.JSONField("décompte", default=dict)
    job_id = models.UUIDField("travail", null=True)
    created_at = models.DateTimeField("déposé le", auto_now_add=True)
    written_at = models.DateTimeField("importé le", null=True)
    undone_at = models.DateTimeField("annulé le", null=True)

    objects = VisibleManager()

    class Meta:
        verbose_name = "import"
        ordering = ["-created_at"]
        constraints = [
            RowSecurity(
                name="people_import_own",
                visible="owner_id = (SELECT maillage_actor_user())"
                " AND structure_id = (SELECT maillage_actor_structure())",
            ),
        ]

    def __str__(self) -> str:
        return self.filename
