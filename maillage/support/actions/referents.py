"""The directory of referents: whoever is at work keeps it fresh; nobody is told wrong twice."""

from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from maillage.audit.actions import record
from maillage.people.rules import at_work
from maillage.permissions import Actor, Forbidden
from maillage.support.models import Referent
from maillage.support.rules import check_can_check_referents, check_can_keep_referents

KNOWN = "Ce service est déjà dans la liste\u00a0: corrigez sa ligne."


def _checked(by: Actor) -> dict[str, Any]:
    return {"checked_on": timezone.localdate(), "checked_by_id": by.user_id, "wrong": "", "wrong_on": None}


@transaction.atomic
def add_referent(*, by: Actor, referent: Referent) -> Referent:
    check_can_keep_referents(by)
    at_work(by)
    for name, value in _checked(by).items():
        setattr(referent, name, value)
    try:
        with transaction.atomic():
            referent.save(force_insert=True)
    except IntegrityError:
        raise Forbidden(KNOWN) from None
    record(by, "referent_added", referent)
    return referent


@transaction.atomic
def correct_referent(*, by: Actor, referent: Referent, version: int, values: dict[str, Any]) -> None:
    """Checked today by the same gesture. Somebody saved in between: theirs is shown first."""
    check_can_keep_referents(by)
    rows = Referent.objects.filter(pk=referent.pk, version=version)
    try:
        with transaction.atomic():
            done = rows.update(**values, **_checked(by), version=F("version") + 1)
    except IntegrityError:
        raise Forbidden(KNOWN) from None
    if not done:
        raise Forbidden(
            "Quelqu’un vient de corriger cette ligne\u00a0: relisez-la avant d’enregistrer la vôtre."
        )
    record(by, "referent_corrected", referent, fields=sorted(values))


@transaction.atomic
def confirm_referent(*, by: Actor, referent: Referent) -> None:
    """Still right today, as whoever called them says."""
    check_can_check_referents(by)
    Referent.objects.filter(pk=referent.pk).update(**_checked(by), version=F("version") + 1)
    record(by, "referent_confirmed", referent)


@transaction.atomic
def say_wrong(*, by: Actor, referent: Referent, wrong: str) -> None:
    """Shown as to be checked, with what is wrong, until somebody corrects or confirms it."""
    check_can_check_referents(by)
    told = {"wrong": wrong, "wrong_on": timezone.localdate(), "version": F("version") + 1}
    Referent.objects.filter(pk=referent.pk).update(**told)
    record(by, "referent_wrong", referent)
