"""Where teams go, when a place is closed, how much room is left, who is present, who came: counts, nobody's name."""

from datetime import date
from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from maillage.directory.enums import Half, Level, Sent, SessionKind, Visibility, Visitor
from maillage.directory.models.base import NO_NULL, in_commune, long_text, phone_number, short_text
from maillage.directory.models.lines import AT_WORK
from maillage.directory.models.links import category_codes
from maillage.directory.models.offers import Service
from maillage.directory.models.quality import about
from maillage.directory.models.structures import Structure
from maillage.permissions import Actor
from maillage.permissions.constraints import RowHistory, RowSecurity
from maillage.permissions.managers import AtWorkManager

OURS = "structure_id = (SELECT maillage_actor_structure())"
LONGEST_MINUTES = 12 * 60
MOST_COUNTED = 9999


class SessionQuerySet(models.QuerySet["OutreachSession"]):
    def visible_to(self, actor: Actor) -> "SessionQuerySet":
        seen = self.filter(structure__in=Structure.objects.visible_to(actor))
        return seen if actor.at_work else seen.filter(visibility=Visibility.PUBLIC)

    def running(self, today: date) -> "SessionQuerySet":
        """Neither stopped nor over."""
        over = Q(until__lt=today) | Q(rule="", starts_on__lt=today)
        moved = SessionChange.objects.filter(new_day__gte=today).values("session")
        return self.filter(~over | Q(pk__in=moved))


class OutreachSession(models.Model):
    """A team receives somewhere, once or again and again. Times are those of the clock on the wall of its commune.

    `rule` is an iCalendar RRULE without its end (`until` says it), empty when it happens once. `version` counts the
    changes, for calendars that already hold it.
    """

    public_id = models.UUIDField("identifiant public", default=uuid4, unique=True, editable=False)
    structure = models.ForeignKey(Structure, models.PROTECT, related_name="sessions", verbose_name="équipe")
    kind = models.CharField("type", max_length=11, choices=SessionKind.listed, default=SessionKind.OUTREACH)
    name = models.CharField("nom", max_length=150, validators=NO_NULL)
    host = models.ForeignKey(
        Structure,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="hosted_sessions",
        verbose_name="structure qui accueille",
    )
    place = models.CharField("lieu", max_length=200, validators=NO_NULL)
    address = short_text("adresse")
    commune = in_commune("sessions")
    categories = category_codes("thèmes")
    publics = ArrayField(models.CharField(max_length=60), verbose_name="publics", default=list, blank=True)
    description = long_text("à savoir", 1000)
    phone = phone_number("téléphone")
    by_appointment = models.BooleanField("sur rendez-vous", default=False)
    starts_on = models.DateField("premier jour")
    starts_at = models.TimeField("heure")
    minutes = models.PositiveSmallIntegerField(
        "durée en minutes", validators=[MinValueValidator(5), MaxValueValidator(LONGEST_MINUTES)]
    )
    rule = models.CharField("répétition", max_length=200, blank=True)
    until = models.DateField("dernier jour", null=True, blank=True)
    on_holidays = models.BooleanField("a lieu aussi les jours fériés", default=False)
    visibility = models.CharField(
        "visible par", max_length=13, choices=Visibility.listed, default=Visibility.PUBLIC
    )
    version = models.PositiveIntegerField("version", default=1)

    objects = SessionQuerySet.as_manager()

    class Meta:
        verbose_name = "permanence"
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(minutes__range=(5, LONGEST_MINUTES)), name="directory_session_minutes"
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("starts_on")),
                name="directory_session_dates",
                violation_error_message="Le dernier jour vient après le premier.",
            ),
            RowHistory(name="directory_session_history"),
        ]
        indexes = [models.Index(fields=["commune"], name="directory_session_place")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("directory:session", args=[self.public_id])


class SessionChange(models.Model):
    """One day of a session is cancelled, or moved to `new_day` at `new_time`. `day` is the day the rule gave."""

    session = models.ForeignKey(OutreachSession, models.CASCADE, related_name="changes")
    day = models.DateField("jour prévu")
    new_day = models.DateField("nouveau jour", null=True, blank=True)
    new_time = models.TimeField("nouvelle heure", null=True, blank=True)
    new_place = short_text("nouveau lieu", 200)
    reason = models.CharField("raison", max_length=200, validators=NO_NULL)
    said_at = models.DateTimeField("dit le", auto_now=True)

    class Meta:
        verbose_name = "changement d’une permanence"
        verbose_name_plural = "changements des permanences"
        constraints = [
            models.UniqueConstraint(fields=["session", "day"], name="directory_change_once_a_day"),
            models.CheckConstraint(
                condition=Q(new_day=None, new_time=None) | Q(new_day__isnull=False, new_time__isnull=False),
                name="directory_change_whole",
            ),
            RowHistory(name="directory_change_history"),
        ]

    def __str__(self) -> str:
        return f"{self.session_id}, {self.day}"

    @property
    def cancelled(self) -> bool:
        return self.new_day is None


class Closure(models.Model):
    """A structure, or one of its services, is closed these days, both included."""

    structure = models.ForeignKey(Structure, models.CASCADE, null=True, related_name="closures")
    service = models.ForeignKey(Service, models.CASCADE, null=True, related_name="closures")
    since = models.DateField("du")
    until = models.DateField("au")
    reason = short_text("raison", 200)

    class Meta:
        verbose_name = "fermeture"
        ordering = ["since", "pk"]
        constraints = [
            about("closure"),
            models.CheckConstraint(
                condition=Q(until__gte=F("since")),
                name="directory_closure_dates",
                violation_error_message="La fin vient après le début.",
            ),
            RowHistory(name="directory_closure_history"),
        ]

    def __str__(self) -> str:
        return f"{self.since} → {self.until}"


class Availability(models.Model):
    """How much room a service said it had; append-only, the last one counts until `until`, then nobody knows."""

    service = models.ForeignKey(Service, models.CASCADE, related_name="availabilities")
    level = models.CharField("état", max_length=9, choices=Level.listed)
    places = models.PositiveSmallIntegerField("places libres", null=True, blank=True)
    weeks = models.PositiveSmallIntegerField("attente en semaines", null=True, blank=True)
    said_on = models.DateField("dit le")
    by = models.CharField("par", max_length=200)
    until = models.DateField("valable jusqu’au")

    class Meta:
        verbose_name = "disponibilité"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(until__gte=F("said_on")), name="directory_availability_dates"),
            models.CheckConstraint(
                condition=Q(places=None) | Q(level__in=["free", "tense"]),
                name="directory_availability_places",
                violation_error_message="Complet ou suspendu : il n’y a pas de place à compter.",
            ),
        ]
        indexes = [models.Index(fields=["service", "-id"], name="directory_availability_last")]

    def __str__(self) -> str:
        return f"{self.get_level_display()} le {self.said_on}"


class Presence(models.Model):
    """A public service is present in a one-stop place: `halves` are "1am" (Monday morning) to "6pm", sorted."""

    place = models.ForeignKey(Structure, models.CASCADE, related_name="presences", verbose_name="lieu")
    body = models.CharField("service présent", max_length=120, validators=NO_NULL)
    folded_body = models.CharField(max_length=240, editable=False)
    halves = ArrayField(models.CharField(max_length=3), verbose_name="demi-journées", default=list)
    how = short_text("comment", 200)
    version = models.PositiveIntegerField("version", default=1)

    class Meta:
        verbose_name = "présence dans un lieu"
        verbose_name_plural = "présences dans les lieux"
        ordering = ["body", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["place", "folded_body"],
                name="directory_presence_once",
                violation_error_message="Ce service est déjà dans la grille : corrigez sa ligne.",
            ),
            RowHistory(name="directory_presence_history"),
        ]

    def __str__(self) -> str:
        return self.body


class Attendance(models.Model):
    """How many came that day (the day the rule gave), how many for the first time, what they asked for. No identity."""

    session = models.ForeignKey(OutreachSession, models.CASCADE, related_name="attendances")
    day = models.DateField("jour")
    came = models.PositiveSmallIntegerField("personnes venues")
    new = models.PositiveSmallIntegerField("venues pour la première fois")
    asked = models.JSONField("thèmes demandés", default=dict)
    version = models.PositiveIntegerField("version", default=1)

    objects = AtWorkManager()

    class Meta:
        verbose_name = "fréquentation"
        ordering = ["day"]
        constraints = [
            models.UniqueConstraint(fields=["session", "day"], name="directory_attendance_once_a_day"),
            models.CheckConstraint(
                condition=Q(came__lte=MOST_COUNTED, new__lte=F("came")),
                name="directory_attendance_new_came",
                violation_error_message="Les nouvelles personnes ne sont pas plus nombreuses que les personnes venues.",
            ),
            RowSecurity(name="directory_attendance_at_work", visible=AT_WORK),
            RowHistory(name="directory_attendance_history"),
        ]

    def __str__(self) -> str:
        return f"{self.session_id}, {self.day}"


class ReceptionQuerySet(models.QuerySet["ReceptionCount"]):
    def visible_to(self, actor: Actor) -> "ReceptionQuerySet":
        return self.filter(structure_id=actor.structure_id) if actor.at_work else self.none()


class ReceptionCount(models.Model):
    """How many came to the desk on a half-day, for what, and where they went next. No identity; `category` "": other."""

    structure = models.ForeignKey(Structure, models.CASCADE, related_name="+")
    day = models.DateField("jour")
    half = models.CharField("demi-journée", max_length=2, choices=Half.listed)
    visitor = models.CharField("qui", max_length=8, choices=Visitor.listed)
    category = models.CharField("pour quoi", max_length=60, blank=True)
    sent = models.CharField("suite", max_length=11, choices=Sent.listed)
    count = models.PositiveIntegerField("nombre")

    objects = ReceptionQuerySet.as_manager()

    class Meta:
        verbose_name = "passages à l’accueil"
        verbose_name_plural = "passages à l’accueil"
        ordering = ["day", "half", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["structure", "day", "half", "visitor", "category", "sent"],
                name="directory_reception_one_count",
            ),
            models.CheckConstraint(condition=Q(count__lte=MOST_COUNTED), name="directory_reception_count"),
            RowSecurity(name="directory_reception_ours", visible=OURS),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.half} : {self.count}"
