"""What is spoken of in an open forum."""

from django.db.models import QuerySet

from maillage.events.models import Opening, Slot, Topic
from maillage.permissions import Actor


def topics(actor: Actor, opening: Opening) -> QuerySet[Topic]:
    """In the order of the day, those without a slot last."""
    rows = Topic.objects.visible_to(actor).filter(opening=opening).select_related("slot")
    return rows.order_by("slot__starts_at", "slot__room", "proposed_at", "pk")


def free_slots(opening: Opening, but: Topic | None = None) -> QuerySet[Slot]:
    taken = Topic.objects.filter(opening=opening, slot__isnull=False)
    taken = taken.exclude(pk=but.pk) if but else taken
    return Slot.objects.filter(opening=opening).exclude(pk__in=taken.values("slot"))
