from datetime import date
from typing import Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from maillage.accounts.enums import Role
from maillage.people.enums import ConsentWay, Part
from maillage.people.models.base import OWN_PERSON, PERSON_VISIBLE, TODAY, identifier
from maillage.people.models.person import Person
from maillage.people.rules import live
from maillage.permissions.constraints import RowHistory, RowSecurity
from maillage.permissions.managers import VisibleManager, VisibleQuerySet

COVERS_ME = (
    f"withdrawn_at IS NULL AND until >= {TODAY} AND (reader_id = (SELECT maillage_actor_user())"
    " OR (reader_id IS NULL AND structure_id = (SELECT maillage_actor_structure())"
    " AND (role = '' OR maillage_actor_has(role))))"
    " AND person_id NOT IN (SELECT maillage_definer.blocked_files())"
)


EMERGENCY = "danger"
"""The basis of an access opened by its reader alone: it has its own page, and hides nothing."""


class LegalBasisQuerySet(models.QuerySet["LegalBasis"]):
    def in_force(self, day: date) -> Self:
        """Those that a team may rely on that day."""
        rows = self.exclude(code=EMERGENCY).filter(Q(until=None) | Q(until__gte=day), since__lte=day)
        return rows.order_by("label")


class LegalBasis(models.Model):
    """What allows sharing without asking for a consent: a text, and its limits. Dated rows with their source."""

    code = models.CharField("code", max_length=40, primary_key=True)
    label = models.CharField("nom", max_length=120)
    text = models.CharField("texte", max_length=200)
    limits = models.TextField("limites")
    source = models.URLField("source")
    longest_days = models.PositiveSmallIntegerField("durée la plus longue, en jours", null=True)
    since = models.DateField("en vigueur depuis")
    until = models.DateField("jusqu’au", null=True, blank=True)

    objects = LegalBasisQuerySet.as_manager()

    class Meta:
        verbose_name = "base légale"
        verbose_name_plural = "bases légales"

    def __str__(self) -> str:
        return self.label


class ConsentQuerySet(VisibleQuerySet):
    def live(self, day: date) -> Self:
        return self.filter(live(day))


class Consent(models.Model):
    """A line of the ledger: who may read which parts of a person's file, for what, until when, and by what right.

    Given by the person (out loud before a witness, on paper, by themselves), or open by law when `basis` names a text.
    The recipient is a named reader, or a structure, or those of a structure who hold a role. Any line in force opens
    the identity, the ways to reach the person and the path (who did what); `parts` open the rest, piece by piece.
    Whether somebody may read is computed from these lines and from attachments, never kept. A line opened by law in an
    emergency ("danger") is reviewed by the team afterwards.
    """

    id = identifier()
    person = models.ForeignKey(Person, models.CASCADE, related_name="consents", verbose_name="personne")
    structure = models.ForeignKey("directory.Structure", models.PROTECT, verbose_name="structure")
    role = models.CharField("rôle", max_length=30, choices=Role.listed, blank=True)
    reader = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="lecteur",
    )
    parts = ArrayField(models.CharField(max_length=20, choices=Part.listed), default=list, blank=True)
    purpose = models.CharField("pourquoi", max_length=300)
    basis = models.ForeignKey(
        LegalBasis, models.PROTECT, null=True, blank=True, verbose_name="base légale", related_name="+"
    )
    way = models.CharField("recueilli", max_length=10, choices=ConsentWay.listed)
    witness = models.CharField("témoin", max_length=160, blank=True)
    given_on = models.DateField("donné le")
    until = models.DateField("jusqu’au")
    scan_key = models.CharField("copie du papier signé", max_length=80, blank=True)
    scan_name = models.CharField("nom de la copie", max_length=160, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="noté par"
    )
    recorded_at = models.DateTimeField("noté le", auto_now_add=True)
    withdrawn_at = models.DateTimeField("retiré le", null=True)
    withdrawn_way = models.CharField("retiré", max_length=10, choices=ConsentWay.listed, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="retrait noté par"
    )
    reviewed_at = models.DateTimeField("relu le", null=True)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="relu par"
    )
    review = models.CharField("ce qui en est dit", max_length=300, blank=True)

    objects = models.Manager.from_queryset(ConsentQuerySet)()

    class Meta:
        verbose_name = "accord"
        indexes = [
            models.Index(
                fields=["structure", "person"],
                name="people_consent_in_force",
                condition=Q(withdrawn_at__isnull=True),
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(until__gte=F("given_on")),
                name="people_consent_dates",
                violation_error_message="La date de fin précède la date de l’accord.",
            ),
            models.CheckConstraint(
                condition=Q(reader=None) | Q(role=""),
                name="people_consent_one_recipient",
                violation_error_message="Un accord vise une personne nommée, ou un rôle : pas les deux.",
            ),
            models.CheckConstraint(
                condition=~Q(way="oral") | ~Q(witness=""),
                name="people_consent_witnessed",
                violation_error_message="Un accord donné oralement porte le nom de qui l’a entendu.",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_way="", withdrawn_by=None)
                | (Q(withdrawn_at__isnull=False) & ~Q(withdrawn_way="")),
                name="people_consent_withdrawn",
            ),
            models.CheckConstraint(
                condition=Q(recorded_by__isnull=False) | Q(way="self"), name="people_consent_signed"
            ),
            RowSecurity(
                name="people_consent_concerned",
                visible=f"person_id {PERSON_VISIBLE} OR ({COVERS_ME})",
                own=f"person_id = {OWN_PERSON}",
            ),
            RowHistory(name="people_consent_history"),
        ]

    def __str__(self) -> str:
        return f"{self.structure_id} {self.role or self.reader_id or ''}"


class Conflict(models.Model):
    """An agent who must never see somebody: a former spouse, a neighbour, a relative.

    Read by those who follow the person, and by the person; never by the agent: knowing that one is kept out tells too much.
    """

    id = identifier()
    person = models.ForeignKey(Person, models.CASCADE, related_name="conflicts", verbose_name="personne")
    agent = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name="agent tenu à l’écart"
    )
    reason = models.CharField("raison", max_length=200)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="noté par"
    )
    at = models.DateTimeField("noté le", auto_now_add=True)

    objects = VisibleManager()

    class Meta:
        verbose_name = "agent tenu à l’écart"
        verbose_name_plural = "agents tenus à l’écart"
        constraints = [
            models.UniqueConstraint(
                fields=["person", "agent"],
                name="people_conflict_once",
                violation_error_message="Cet agent est déjà tenu à l’écart de ce dossier.",
            ),
            RowSecurity(
                name="people_conflict_team",
                visible=f"person_id {PERSON_VISIBLE} AND agent_id <> (SELECT maillage_actor_user())",
                own=f"person_id = {OWN_PERSON}",
            ),
        ]

    def __str__(self) -> str:
        return str(self.agent_id)


class SpaceAccess(models.Model):
    """A code on paper that opens a person's own space, with their date of birth. Only its fingerprint is kept.

    With a `helper`, it is a dated mandate: somebody the person chose reads and asks for them, under their own name.
    """

    id = identifier()
    person = models.ForeignKey(Person, models.CASCADE, related_name="space_accesses", verbose_name="personne")
    fingerprint = models.CharField("empreinte du code", max_length=64, unique=True)
    helper = models.CharField("aidant", max_length=120, blank=True)
    relation = models.CharField("lien avec la personne", max_length=80, blank=True)
    until = models.DateField("jusqu’au")
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="remis par"
    )
    created_at = models.DateTimeField("remis le", auto_now_add=True)
    ended_at = models.DateTimeField("fermé le", null=True)

    objects = VisibleManager()

    class Meta:
        verbose_name = "accès à l’espace personnel"
        verbose_name_plural = "accès à l’espace personnel"
        constraints = [
            RowSecurity(
                name="people_space_team",
                visible=f"person_id {PERSON_VISIBLE}",
                own=f"person_id = {OWN_PERSON}",
            ),
            RowHistory(name="people_space_history"),
        ]

    def __str__(self) -> str:
        return self.helper or "la personne"
