"""A council of persons asks for a point: it takes its place by itself, and leaves it for a reason alone."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from maillage.audit.actions import record
from maillage.governance.actions.gatherings import delete_item, locked
from maillage.governance.models import AgendaItem, Committee, ItemRequest
from maillage.governance.queries import standing
from maillage.governance.queries.requests import targets
from maillage.governance.rules import account, check_can_amend
from maillage.permissions import Actor, Forbidden
from maillage.permissions.definer import value_of

NOT_LINKED = "Ce conseil ne peut pas demander de point à cette instance."


@transaction.atomic
def ask_point(*, by: Actor, council: Committee, target: Committee, title: str, details: str) -> ItemRequest:
    """By its members and those who keep its work. On the next agenda at once, or on the first one to come."""
    check_can_amend(by, standing(by, council))
    account(by)
    if not targets(by, council).filter(pk=target.pk).exists():
        raise Forbidden(NOT_LINKED)
    asked = "ask_point(%s::bigint, %s::bigint, %s::varchar, %s::text)"
    made = value_of(asked, council.pk, target.pk, title, details)
    if made is None:
        raise ValidationError({"title": "Ce point est déjà demandé à cette instance."})
    request: ItemRequest = ItemRequest.objects.select_related("target").get(pk=made)
    record(by, "point_asked", request)
    return request


@transaction.atomic
def drop_point(*, by: Actor, item: AgendaItem, why: str) -> None:
    """Off the agenda; the council reads why."""
    locked(by, item.gathering)
    if hasattr(item, "decision") or item.voted.exists():
        raise Forbidden("Ce point a une décision, ou est dans une consultation écrite\u00a0: il reste.")
    told = {"item": None, "dropped_at": timezone.now(), "dropped_why": why}
    request = ItemRequest.objects.filter(item=item).first()
    if request is None:
        raise Forbidden("Ce point n’est pas demandé par un conseil\u00a0: retirez-le depuis l’ordre du jour.")
    ItemRequest.objects.filter(pk=request.pk).update(**told)
    record(by, "asked_point_dropped", request)
    delete_item(item)
