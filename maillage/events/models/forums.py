"""An open forum: what participants propose to speak of, where and when they do, what came out of it."""

from django.db import models
from django.db.models import F, Q

from maillage.directory.models.base import NO_NULL, long_text
from maillage.events.models.openings import OF_OPENING, Opening
from maillage.events.models.registrations import OF_KEPT, Registration
from maillage.permissions.constraints import RowHistory, RowSecurity
from maillage.permissions.managers import VisibleManager


class Slot(models.Model):
    """A room between two times: one topic."""

    opening = models.ForeignKey(Opening, models.CASCADE, related_name="slots")
    starts_at = models.DateTimeField("début")
    ends_at = models.DateTimeField("fin")
    room = models.CharField("salle", max_length=80, validators=NO_NULL)

    objects = VisibleManager()

    class Meta:
        verbose_name = "créneau"
        verbose_name_plural = "créneaux"
        ordering = ["starts_at", "room", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="events_slot_times",
                violation_error_message="Le créneau finit après avoir commencé.",
            ),
            models.UniqueConstraint(
                fields=["opening", "starts_at", "room"],
                name="events_room_once",
                violation_error_message="Cette salle est déjà prise à cette heure.",
            ),
            RowSecurity(name="events_slot_seen", visible=OF_OPENING),
            RowHistory(name="events_slot_history"),
        ]

    def __str__(self) -> str:
        return self.room


class Topic(models.Model):
    """Proposed by a participant, read by all once accepted; its report, once it is written."""

    opening = models.ForeignKey(Opening, models.PROTECT, related_name="topics")
    registration = models.ForeignKey(
        Registration, models.SET_NULL, null=True, blank=True, related_name="+", db_constraint=False
    )
    title = models.CharField("sujet", max_length=150, validators=NO_NULL)
    why = long_text("pourquoi en parler", 1000)
    proposed_by = models.CharField("proposé par", max_length=120, validators=NO_NULL)
    proposed_at = models.DateTimeField("proposé le", auto_now_add=True)
    accepted_at = models.DateTimeField("accepté le", null=True, blank=True)
    slot = models.OneToOneField(
        Slot, models.SET_NULL, null=True, blank=True, related_name="topic", verbose_name="créneau"
    )
    report = long_text("ce qui en est sorti", 10_000)
    reported_at = models.DateTimeField("écrit le", null=True, blank=True)

    objects = VisibleManager()

    class Meta:
        verbose_name = "sujet"
        ordering = ["proposed_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(slot=None) | Q(accepted_at__isnull=False),
                name="events_topic_accepted_before_its_slot",
            ),
            models.CheckConstraint(
                condition=Q(report="", reported_at=None) | (~Q(report="") & Q(reported_at__isnull=False)),
                name="events_report_dated",
            ),
            RowSecurity(
                name="events_topic_seen", visible=f"{OF_KEPT} OR (accepted_at IS NOT NULL AND {OF_OPENING})"
            ),
            RowHistory(name="events_topic_history"),
        ]

    def __str__(self) -> str:
        return self.title
