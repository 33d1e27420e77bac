"""A text that disagrees: given by its author, or copied by who runs the process; corrected until a synthesis that it stands
beside is published. What it said before stays readable."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from maillage.audit.actions import record
from maillage.contributions.models import Axis, Dissent, Process
from maillage.contributions.queries.dissents import is_settled
from maillage.contributions.rules import check_can_correct_dissent, check_can_dissent
from maillage.governance.queries import standing
from maillage.governance.rules import account
from maillage.permissions import Actor, Forbidden
from maillage.permissions.locks import alone

DISSENTS = "contributions_dissents"
"""By process: none is corrected while a synthesis is being published."""
BETWEEN = "Quelqu’un vient de corriger ce texte\u00a0: relisez-le, puis recommencez."
SETTLED = "Une synthèse a été publiée avec ce texte à côté\u00a0: il ne change plus. Ajoutez-en un autre."
NOTHING = "Rien n’a changé\u00a0: corrigez le texte, ou revenez en arrière."
WRITTEN = ("title", "author", "body")


@transaction.atomic
def add_dissent(
    *, by: Actor, process: Process, axis: Axis | None, copied: bool, values: dict[str, Any]
) -> Dissent:
    """`copied`: from what somebody sent, by who runs the process; otherwise it is one's own."""
    check_can_dissent(by, standing(by, process.committee), copied)
    now = timezone.now()
    told = {"added_at": now, "added_on": timezone.localdate(now), "user_id": None if copied else account(by)}
    dissent = Dissent(process=process, axis=axis, **told, **values)
    dissent.full_clean(exclude=["process", "axis", "user"])
    dissent.save(force_insert=True)
    record(by, "dissent_added", dissent)
    return dissent


@transaction.atomic
def correct_dissent(*, by: Actor, dissent: Dissent, version: int, values: dict[str, Any]) -> None:
    """`version`: the one that was read. PostgreSQL keeps what it said before."""
    check_can_correct_dissent(by, dissent, standing(by, dissent.process.committee))
    alone(DISSENTS, dissent.process_id)
    if is_settled(by, dissent):
        raise Forbidden(SETTLED)
    _check_changed(dissent, values)
    told = {**values, "version": version + 1, "corrected_at": timezone.now()}
    if not Dissent.objects.filter(pk=dissent.pk, version=version).update(**told):
        raise Forbidden(BETWEEN)
    record(by, "dissent_corrected", dissent, version=version + 1)


def _check_changed(dissent: Dissent, values: dict[str, Any]) -> None:
    if all(getattr(dissent, name) == values[name] for name in WRITTEN):
        raise ValidationError(NOTHING)
    for name in WRITTEN:
        setattr(dissent, name, values[name])
    dissent.full_clean(exclude=["process", "axis", "user"])
