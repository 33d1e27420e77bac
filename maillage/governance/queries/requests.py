"""Points that a council of persons asked for: where it may ask, what became of each."""

from django.db.models import Q, QuerySet

from maillage.governance.enums import CommitteeKind
from maillage.governance.models import AgendaItem, Committee, ItemRequest
from maillage.governance.queries.committees import committees
from maillage.permissions import Actor

MOST = 30


def targets(actor: Actor, council: Committee) -> QuerySet[Committee]:
    """Committees above and below a council of persons that the actor knows of; none for another kind of committee."""
    if council.kind != CommitteeKind.PERSONS:
        return Committee.objects.none()
    return committees(actor).filter(Q(pk=council.parent_id) | Q(parent=council))


def asked_by(actor: Actor, council: Committee) -> list[ItemRequest]:
    """The last first, with the meeting whose agenda it is on, for whoever sees it."""
    if council.kind != CommitteeKind.PERSONS:
        return []
    rows = list(ItemRequest.objects.visible_to(actor).filter(council=council).select_related("target")[:MOST])
    items = AgendaItem.objects.visible_to(actor).filter(pk__in=[one.item_id for one in rows])
    seen = {one.pk: one for one in items.select_related("gathering")}
    for one in rows:
        one.shown = seen.get(one.item_id)
    return rows


def waiting(committee: Committee) -> QuerySet[ItemRequest]:
    """Those that have no meeting yet, the oldest first."""
    rows: QuerySet[ItemRequest] = ItemRequest.objects.filter(target=committee, item=None, dropped_at=None)
    return rows.select_related("council").order_by("asked_at", "pk")
