"""A scheme opened, its rules changed from a day, closed."""

from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from maillage.audit.actions import record
from maillage.permissions import Actor, Forbidden
from maillage.schemes.models import Scheme
from maillage.schemes.rules import check_can_keep, workplace

ASSIGNED = ("assignment", "assignment_order", "needs", "vacancy_days")
CHANGED = "Quelqu’un vient de modifier ce dispositif\u00a0: rechargez la page, puis recommencez."
NEWER = "D’autres règles remplacent déjà celles-ci\u00a0: changez les plus récentes."


@transaction.atomic
def open_scheme(*, by: Actor, kind: str, starts_on: date, values: dict[str, Any]) -> Scheme:
    scheme = Scheme(structure_id=workplace(by), kind=kind, starts_on=starts_on, **values)
    scheme.full_clean(exclude=["structure", "committee", "follows"])
    scheme.save()
    record(by, "open_scheme", scheme)
    return scheme


@transaction.atomic
def correct(*, by: Actor, scheme: Scheme, version: int, values: dict[str, Any]) -> Scheme:
    """What was badly said. What binds (delay, silence, sections, questions) changes from a day: `revise`."""
    found = _locked(by, scheme, version)
    for name, value in values.items():
        setattr(found, name, value)
    found.full_clean(exclude=["structure", "committee", "follows"])
    found.save()
    record(by, "correct_scheme", found)
    return found


@transaction.atomic
def revise(*, by: Actor, scheme: Scheme, version: int, starts_on: date, values: dict[str, Any]) -> Scheme:
    """Other rules from a day: requests already sent keep those they were sent under."""
    found = _locked(by, scheme, version)
    if hasattr(found, "next"):
        raise Forbidden(NEWER)
    if starts_on <= found.starts_on:
        raise ValidationError({"starts_on": "Les nouvelles règles commencent après les précédentes."})
    found.ends_on = starts_on - timedelta(days=1)
    found.save(update_fields=["ends_on", "version"])
    return _following(by, found, starts_on, values)


def _following(by: Actor, found: Scheme, starts_on: date, values: dict[str, Any]) -> Scheme:
    same = (
        "structure_id",
        "kind",
        "questions",
        "appeals",
        "source",
        "source_url",
        "read_on",
        "to_confirm",
        *ASSIGNED,
    )
    kept = {name: getattr(found, name) for name in same}
    new = Scheme(follows=found, starts_on=starts_on, **{**kept, **values})
    new.full_clean(exclude=["structure", "committee", "follows"])
    new.save()
    record(by, "revise_scheme", new, follows=found.pk)
    return new


@transaction.atomic
def close(*, by: Actor, scheme: Scheme, version: int, ends_on: date) -> Scheme:
    """No request leaves for it after that day; those already sent are still owed an answer."""
    found = _locked(by, scheme, version)
    if ends_on < found.starts_on:
        raise ValidationError({"ends_on": "Le dernier jour vient après le premier."})
    found.ends_on = ends_on
    found.save(update_fields=["ends_on", "version"])
    record(by, "close_scheme", found)
    return found


def _locked(by: Actor, scheme: Scheme, version: int) -> Scheme:
    check_can_keep(by, scheme.structure_id)
    found: Scheme | None = Scheme.objects.select_for_update(of=("self",)).filter(pk=scheme.pk).first()
    if found is None or found.version != version:
        raise Forbidden(CHANGED)
    found.version += 1
    return found
