"""What one cannot do oneself is raised to who can; their reply is read by whoever asked."""

from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from maillage.audit.actions import record
from maillage.directory.models import Structure
from maillage.governance.models import Committee, Measure, Raising, RecommendedAction
from maillage.governance.queries.plans import holder_of, target_of
from maillage.governance.rules import account, check_can_raise_action, check_can_tell, check_can_write_plan
from maillage.permissions import Actor, Forbidden

ALREADY = "C’est déjà demandé, et la réponse est attendue."
ANSWERED = "Une réponse vient d’être donnée\u00a0: relisez-la."
ITSELF = "Une instance ne se remonte rien à elle-même."


@transaction.atomic
def raise_measure(*, by: Actor, measure: Measure, to: Structure | Committee, asked: str) -> Raising:
    plan = measure.plan
    check_can_tell(by, holder_of(by, plan))
    if to == plan.committee:
        raise Forbidden(ITSELF)
    about = {"measure": measure, "action": measure.action, "subject": measure.title}
    return _raise(by, {**about, "structure": plan.structure, "committee": plan.committee}, to, asked)


@transaction.atomic
def raise_action(*, by: Actor, action: RecommendedAction, to: Structure | Committee, asked: str) -> Raising:
    check_can_raise_action(by)
    about = {"action": action, "subject": action.text, "structure_id": by.structure_id}
    return _raise(by, about, to, asked)


def _raise(by: Actor, about: dict[str, Any], to: Structure | Committee, asked: str) -> Raising:
    """Asked once until it is answered."""
    target = {"to_committee": to} if isinstance(to, Committee) else {"to_structure": to}
    told = {**about, **target, "asked": asked.strip(), "asked_on": timezone.localdate()}
    raising = Raising(asked_by_id=account(by), **told)
    raising.full_clean(exclude=["measure", "action", *target, "asked_by"], validate_constraints=False)
    try:
        with transaction.atomic():
            raising.save(force_insert=True)
    except IntegrityError:
        raise Forbidden(ALREADY) from None
    record(by, "raised", raising)
    return raising


@transaction.atomic
def reply_to(*, by: Actor, raising: Raising, reply: str) -> None:
    """Given once: the second of two at the same time reads the first."""
    check_can_write_plan(by, target_of(by, raising))
    rows = Raising.objects.filter(pk=raising.pk, replied_on=None)
    if not rows.update(reply=reply.strip(), replied_by_id=account(by), replied_on=timezone.localdate()):
        raise Forbidden(ANSWERED)
    record(by, "raising_replied", raising)
