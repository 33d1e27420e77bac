"""A placement on paper, the versions that were read, who signs and who signed."""

from collections.abc import Iterable
from datetime import date
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone

from maillage.conventions.enums import DropCause, Level, SignerRole, State, Status
from maillage.conventions.models.base import (
    NO_NULL,
    OF_KEPT,
    OF_SEEN,
    SEEN,
    VisibleManager,
    long_text,
    public_id,
    short_text,
)
from maillage.conventions.models.tutors import Tutor
from maillage.conventions.rules.presence import Calendar, from_json
from maillage.directory.models import Structure
from maillage.permissions.constraints import RowHistory, RowSecurity


class Convention(models.Model):
    """`version`: the text that is offered to signature, 0 while it is prepared; `signed_version`: the last one that all
    signed. `calendar`: `rules.Calendar` as JSON, from which `starts_on`, `ends_on` and `hours` are derived.
    `made_in`: the structure that made it for the school. `source`: the name of what made it, empty by hand.
    """

    public_id = public_id()
    student = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="compte du stagiaire",
    )
    student_name = models.CharField("stagiaire", max_length=160, validators=NO_NULL)
    student_birth_date = models.DateField("né le", null=True, blank=True)
    school = models.ForeignKey(
        Structure, models.PROTECT, related_name="+", verbose_name="établissement de formation"
    )
    made_in = models.ForeignKey(Structure, models.PROTECT, related_name="+", verbose_name="préparée par")
    host = models.ForeignKey(
        Structure, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="structure d’accueil"
    )
    host_abroad = short_text("organisme d’accueil à l’étranger", 300)
    country = short_text("pays", 80)
    abroad_terms = long_text("droits et devoirs du stagiaire dans ce pays, assurance, rapatriement", 4000)
    status = models.CharField("statut", max_length=10, choices=Status.listed, default=Status.INITIAL)
    diploma_code = models.CharField("diplôme préparé", max_length=30, blank=True, validators=NO_NULL)
    year = models.PositiveSmallIntegerField("année de formation", default=1)
    course_hours = models.PositiveSmallIntegerField(
        "volume horaire de l’année de formation", null=True, blank=True
    )
    level = models.CharField("difficulté", max_length=1, choices=Level.listed, blank=True)
    skills = long_text("compétences à acquérir ou à développer", 4000)
    activities = long_text("activités confiées", 4000)
    teacher_name = short_text("enseignant référent", 160)
    tutor = models.ForeignKey(
        Tutor, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="tuteur"
    )
    tutor_name = short_text("nom du tuteur", 160)
    calendar = models.JSONField("périodes de présence")
    starts_on = models.DateField("premier jour")
    ends_on = models.DateField("dernier jour")
    hours = models.DecimalField("heures prévues", max_digits=7, decimal_places=2)
    hourly_rate = models.DecimalField(
        "gratification par heure (€)", max_digits=6, decimal_places=2, null=True, blank=True
    )
    owed = models.DecimalField(
        "gratification due (€)", max_digits=9, decimal_places=2, default=0, editable=False
    )
    """As counted when something last changed: what sums of a territory are made of."""
    smoothed = models.BooleanField("versée en parts égales chaque mois", default=False)
    clauses = models.JSONField("clauses", default=dict, blank=True)
    version = models.PositiveSmallIntegerField("version", default=0)
    signed_version = models.PositiveSmallIntegerField("version signée", default=0)
    dropped_on = models.DateField("interrompue le", null=True, blank=True)
    drop_cause = models.CharField("cause", max_length=11, choices=DropCause.listed, blank=True)
    drop_words = long_text("ce qui s’est passé", 2000)
    source = models.CharField("d’où elle vient", max_length=40, blank=True, validators=NO_NULL)
    created_at = models.DateTimeField("créée le", auto_now_add=True)

    objects = VisibleManager()

    class Meta:
        verbose_name = "convention de stage"
        verbose_name_plural = "conventions de stage"
        ordering = ["-starts_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="conventions_convention_dates",
                violation_error_message="Le stage finit après avoir commencé.",
            ),
            models.CheckConstraint(
                condition=Q(host__isnull=False, host_abroad="")
                | Q(host=None, status=Status.ABROAD) & ~Q(host_abroad=""),
                name="conventions_convention_one_host",
                violation_error_message="Écrivez la structure d’accueil\u00a0: une de l’annuaire, ou un organisme à l’étranger.",
            ),
            models.CheckConstraint(
                condition=Q(host=None) | ~Q(school=F("host")),
                name="conventions_convention_two_parties",
                violation_error_message="La structure d’accueil n’est pas l’établissement de formation.",
            ),
            models.CheckConstraint(
                condition=Q(signed_version__lte=F("version")), name="conventions_convention_signed_a_version"
            ),
            models.CheckConstraint(
                condition=Q(dropped_on=None, drop_cause="") | Q(dropped_on__isnull=False) & ~Q(drop_cause=""),
                name="conventions_convention_dropped_why",
                violation_error_message="Dites le jour et la cause.",
            ),
            models.CheckConstraint(
                condition=Q(hourly_rate=None) | Q(hourly_rate__gt=0),
                name="conventions_convention_rate",
                violation_error_message="Le montant par heure est supérieur à zéro.",
            ),
            RowSecurity(name="conventions_convention_seen", visible=SEEN),
            RowHistory(name="conventions_convention_history"),
        ]
        indexes = [
            models.Index(fields=["host", "starts_on"], name="conventions_by_host"),
            models.Index(fields=["tutor", "starts_on"], name="conventions_by_tutor"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.student_name}, {self.host_name}"

    def get_absolute_url(self) -> str:
        return reverse("conventions:convention", args=[self.public_id])

    @property
    def host_name(self) -> str:
        return self.host.name if self.host else f"{self.host_abroad} ({self.country})"

    @property
    def periods(self) -> Calendar:
        return from_json(self.calendar)

    @property
    def last_day(self) -> date:
        """The last day, an end before the planned one included."""
        return min(self.ends_on, self.dropped_on) if self.dropped_on else self.ends_on

    def state_on(self, day: date, refused: bool = False) -> State:
        if self.version == 0:
            return State.DRAFT
        if self.dropped_on:
            return State.DROPPED
        if self.signed_version < self.version:
            if refused:
                return State.REFUSED
            return State.AMENDED if self.signed_version else State.PROPOSED
        if day < self.starts_on:
            return State.SIGNED
        return State.RUNNING if day <= self.ends_on else State.ENDED


class Version(models.Model):
    """The text as it was read: sections of words. Never changes; `digest` is what is signed."""

    convention = models.ForeignKey(Convention, models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField("numéro")
    text = models.JSONField("texte")
    values = models.JSONField("valeurs")
    """Of the convention's columns, so that an amendment that is withdrawn gives them back."""
    digest = models.CharField("empreinte", max_length=64)
    why = short_text("ce qui change", 500)
    proposed_at = models.DateTimeField("proposée le", auto_now_add=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="par")

    objects = VisibleManager()

    class Meta:
        verbose_name = "version d’une convention"
        verbose_name_plural = "versions d’une convention"
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["convention", "number"], name="conventions_version_once"),
            RowSecurity(name="conventions_version_seen", visible=OF_SEEN),
        ]

    def __str__(self) -> str:
        return f"version {self.number}"


class Signer(models.Model):
    """Who must sign, one for each part played; with an account (they sign in) or by a link."""

    convention = models.ForeignKey(Convention, models.CASCADE, related_name="signers")
    role = models.CharField("au titre de", max_length=8, choices=SignerRole.listed)
    name = models.CharField("nom", max_length=160, validators=NO_NULL)
    function = short_text("fonction", 160)
    email = models.EmailField("adresse e-mail", blank=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="compte",
    )

    objects = VisibleManager()

    class Meta:
        verbose_name = "signataire"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["convention", "role"],
                name="conventions_signer_role_once",
                violation_error_message="Une seule personne signe à ce titre.",
            ),
            models.UniqueConstraint(
                fields=["convention", "user"],
                name="conventions_signer_account_once",
                violation_error_message="La même personne ne signe pas à deux titres\u00a0: le tuteur n’est pas le signataire de la structure d’accueil.",
            ),
            models.UniqueConstraint(
                "convention",
                Lower("name"),
                name="conventions_signer_name_once",
                violation_error_message="La même personne ne signe pas à deux titres\u00a0: le tuteur n’est pas le signataire de la structure d’accueil.",
            ),
            RowSecurity(name="conventions_signer_seen", visible=OF_SEEN),
            RowHistory(name="conventions_signer_history"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name


class SigningLink(models.Model):
    """What opens the convention to a signatory without an account; the school hands it over. The same for every version."""

    signer = models.OneToOneField(Signer, models.CASCADE, related_name="link")
    key = models.UUIDField("clé du lien", default=uuid4, unique=True, editable=False)

    objects = VisibleManager()

    class Meta:
        verbose_name = "lien de signature"
        verbose_name_plural = "liens de signature"
        constraints = [
            RowSecurity(
                name="conventions_signinglink_seen",
                visible=f"signer_id IN (SELECT id FROM conventions_signer WHERE {OF_KEPT})",
            )
        ]

    def __str__(self) -> str:
        return str(self.signer_id)


class Signature(models.Model):
    """The answer of one signatory to one version: signed, or refused with a reason. Written by PostgreSQL alone."""

    convention = models.ForeignKey(Convention, models.CASCADE, related_name="signatures")
    number = models.PositiveSmallIntegerField("version")
    role = models.CharField("au titre de", max_length=8, choices=SignerRole.listed)
    name = models.CharField("nom", max_length=160)
    digest = models.CharField("empreinte lue", max_length=64)
    signed_at = models.DateTimeField("signée le", null=True, blank=True)
    refused_at = models.DateTimeField("refusée le", null=True, blank=True)
    reason = long_text("pourquoi", 1000)
    by_link = models.BooleanField("par un lien", default=False)

    objects = VisibleManager()

    class Meta:
        verbose_name = "signature"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["convention", "number", "role"], name="conventions_signature_once"
            ),
            models.CheckConstraint(
                condition=Q(signed_at__isnull=False, refused_at=None, reason="")
                | Q(signed_at=None, refused_at__isnull=False) & ~Q(reason=""),
                name="conventions_signature_one_answer",
            ),
            RowSecurity(name="conventions_signature_seen", visible=OF_SEEN),
            RowHistory(name="conventions_signature_history"),
        ]

    def __str__(self) -> str:
        return self.name


def state_of(row: Convention, signatures: Iterable[Signature]) -> State:
    refused = any(one.number == row.version and one.refused_at for one in signatures)
    return row.state_on(timezone.localdate(), refused)
