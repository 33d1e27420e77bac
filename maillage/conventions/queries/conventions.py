"""Conventions read by whom they concern, and what waits for each."""

from datetime import timedelta
from typing import Any

from django.db.models import F, Q, QuerySet
from django.utils import timezone

from maillage.conventions import rules
from maillage.conventions.enums import State
from maillage.conventions.models import (
    Aid,
    Convention,
    Signature,
    Signer,
    SupportRequest,
    Version,
    state_of,
)
from maillage.permissions import Actor
from maillage.permissions.definer import rows_of


def conventions(actor: Actor) -> QuerySet[Convention]:
    rows: QuerySet[Convention] = Convention.objects.visible_to(actor)
    return rows.select_related("school", "host", "tutor__user")


def listed(actor: Actor) -> QuerySet[Convention]:
    """With what their state is read from."""
    return conventions(actor).prefetch_related("signatures", "signers")


def current(rows: QuerySet[Convention]) -> QuerySet[Convention]:
    """Not over for more than a year, in the teaching year or to come."""
    return rows.filter(ends_on__gte=timezone.localdate() - timedelta(days=365))


def waiting_for_signatures(rows: QuerySet[Convention]) -> QuerySet[Convention]:
    return rows.filter(version__gt=F("signed_version"), dropped_on=None)


def answers(row: Convention) -> dict[str, Signature]:
    """Of the version that is offered, by role."""
    return {one.role: one for one in row.signatures.all() if one.number == row.version}


def state(row: Convention) -> State:
    return state_of(row, row.signatures.all())


def unsigned(row: Convention) -> list[Signer]:
    said = answers(row)
    return [one for one in row.signers.all() if one.role not in said]


def text_of(row: Convention, number: int) -> Version | None:
    return Version.objects.filter(convention=row, number=number).first()


def waiting(actor: Actor) -> list[dict[str, Any]]:
    """Lines of `web/_due_list.html`: what this account must sign, what its school must correct or answer."""
    if actor.user_id is None:
        return []
    lines = [_to_sign(row) for row in _unanswered(actor)]
    lines += [_support(one) for one in _support_asked(actor)]
    return lines


def _unanswered(actor: Actor) -> list[Convention]:
    mine = Signer.objects.filter(user=actor.user_id).values("convention")
    rows = listed(actor).filter(pk__in=mine, version__gt=0, dropped_on=None)
    return [
        row
        for row in rows.order_by("starts_on", "pk")[:50]
        if state(row) != State.REFUSED and any(one.user_id == actor.user_id for one in unsigned(row))
    ]


def _to_sign(row: Convention) -> dict[str, Any]:
    late = row.starts_on <= timezone.localdate()
    return {
        "date": row.starts_on,
        "text": f"Convention de {row.student_name} à signer",
        "note": f"{row.host_name}. Le stage commence ce jour-là.",
        "late": "Le stage a commencé sans signature." if late else "",
        "url": row.get_absolute_url(),
        "action": "Lire et signer",
    }


def _support_asked(actor: Actor) -> list[SupportRequest]:
    kept = conventions(actor).filter(rules.kept(actor)).values("pk")
    rows = SupportRequest.objects.visible_to(actor).filter(answered_at=None, convention__in=kept)
    return list(rows.select_related("convention").defer("words", "answer").order_by("asked_at")[:50])


def _support(one: SupportRequest) -> dict[str, Any]:
    asked = timezone.localdate(one.asked_at)
    return {
        "date": asked + timedelta(days=7),
        "text": f"{one.convention.student_name} demande du soutien",
        "note": "Demande confidentielle, à l’établissement seul.",
        "url": one.convention.get_absolute_url(),
        "action": "Répondre",
    }


def drops() -> list[Any]:
    return rows_of("conventions_drops()")


def unfunded_by_territory() -> list[Any]:
    year = timezone.localdate() - timedelta(days=365)
    return rows_of("conventions_unfunded(%s::date)", year)


def aids(actor: Actor, territories: list[int] | None = None) -> QuerySet[Aid]:
    rows: QuerySet[Aid] = Aid.objects.visible_to(actor).filter(withdrawn_on=None)
    rows = rows.select_related("territory", "structure")
    return rows.filter(Q(territory__in=territories)) if territories is not None else rows
