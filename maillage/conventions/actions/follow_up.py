"""During a placement: assessments in words, a confidential request for support, what is funded."""

from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from maillage.audit.actions import record
from maillage.conventions.enums import Side
from maillage.conventions.models import Assessment, Convention, Funding, SupportRequest
from maillage.conventions.rules import can_host, can_keep, check_can_keep
from maillage.permissions import Actor, Forbidden


def side_of(actor: Actor, row: Convention) -> str:
    """Which assessment this actor writes; empty for whoever writes none."""
    if actor.user_id is None:
        return ""
    if row.student_id == actor.user_id:
        return str(Side.STUDENT)
    return str(Side.TUTOR) if row.tutor and row.tutor.user_id == actor.user_id else ""


@transaction.atomic
def assess(*, by: Actor, convention: Convention, moment: str, values: dict[str, str]) -> None:
    """Written, or written again by the same side."""
    side = side_of(by, convention)
    if not side:
        raise Forbidden("L’évaluation est écrite par le tuteur et par le stagiaire.")
    if not convention.signed_version:
        raise Forbidden("La convention n’est pas encore signée par tous.")
    told = {**values, "user_id": by.user_id}
    Assessment.objects.update_or_create(convention=convention, moment=moment, side=side, defaults=told)
    record(by, "placement_assessed", convention, moment=moment, side=side)


@transaction.atomic
def ask_support(*, by: Actor, convention: Convention, words: str) -> SupportRequest:
    """Read by the training officers of the school, and by nobody at the host."""
    if by.user_id is None or convention.student_id != by.user_id:
        raise Forbidden("Cette demande est celle du stagiaire.")
    row = SupportRequest.objects.create(convention=convention, words=words)
    record(by, "support_asked", convention)
    return row


@transaction.atomic
def answer_support(*, by: Actor, request: SupportRequest, words: str) -> None:
    """Once."""
    check_can_keep(by, request.convention.school_id)
    row = SupportRequest.objects.select_for_update(of=("self",)).get(pk=request.pk)
    if row.answered_at:
        raise Forbidden("Une réponse a déjà été donnée.")
    row.answer, row.answered_at, row.answered_by_id = words, timezone.now(), by.user_id
    row.save(update_fields=["answer", "answered_at", "answered_by"])
    record(by, "support_answered", row.convention)


def check_can_fund(by: Actor, row: Convention) -> None:
    if not (can_keep(by, row.school_id) or can_host(by, row.host_id)):
        raise Forbidden("Un financement est écrit par l’établissement ou par la structure d’accueil.")


@transaction.atomic
def fund(*, by: Actor, convention: Convention, funder: str, amount: Decimal, granted_on: date) -> Funding:
    check_can_fund(by, convention)
    told = {"convention": convention, "funder": funder, "amount": amount, "granted_on": granted_on}
    row = Funding.objects.create(user_id=by.user_id or 0, **told)
    record(by, "placement_funded", convention, amount=amount)
    return row


@transaction.atomic
def remove_funding(*, by: Actor, funding: Funding) -> None:
    check_can_fund(by, funding.convention)
    if Funding.objects.filter(pk=funding.pk).delete()[0]:
        record(by, "funding_removed", funding.convention, amount=funding.amount)
