"""A path is opened for a colleague, kept, ended; its milestones are set and told."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from maillage.accounts.models import User
from maillage.audit.actions import record
from maillage.diplomas.models import Milestone, Path
from maillage.diplomas.queries.paths import colleagues
from maillage.diplomas.rules import check_can_follow, check_can_keep
from maillage.governance.rules import account
from maillage.permissions import Actor, Forbidden

NOT_HERE = "Choisissez quelqu’un qui travaille aujourd’hui dans votre structure."
OVER = "Ce parcours est terminé\u00a0: il ne change plus."
NOT_YET = "Ce jour n’est pas encore venu."
NOT_HERS = ["structure", "user", "diploma", "opened_by"]
FOLLOWED = ("kind", "post", "started_on", "months_needed", "months_funded", "months_paid", "funder")


class KeptBetween(Forbidden):
    """Somebody else saved in between: `now` is what is kept."""

    def __init__(self, now: Path) -> None:
        super().__init__("Quelqu’un vient d’enregistrer ce parcours\u00a0: comparez les deux.")
        self.now = now


@transaction.atomic
def open_path(*, by: Actor, user: User, values: dict[str, Any]) -> Path:
    """The colleague reads it from the first day."""
    check_can_follow(by)
    if not colleagues(by, timezone.localdate()).filter(pk=user.pk).exists():
        raise Forbidden(NOT_HERE)
    told = {"structure_id": by.structure_id, "user": user, "opened_by_id": account(by)}
    path = Path(**told, **values)
    path.full_clean(exclude=NOT_HERS)
    path.save(force_insert=True)
    record(by, "path_opened", path, kind=path.kind)
    return path


@transaction.atomic
def keep_path(*, by: Actor, path: Path, version: int, values: dict[str, Any]) -> Path:
    """`version`: what was read, so that somebody else's save is seen."""
    check_can_keep(by, path.structure_id)
    for name in FOLLOWED:
        setattr(path, name, values[name])
    path.full_clean(exclude=NOT_HERS, validate_unique=False)
    rows = Path.objects.filter(pk=path.pk, version=version, ended_on=None)
    if not rows.update(version=F("version") + 1, **{name: values[name] for name in FOLLOWED}):
        _refuse(path)
    record(by, "path_kept", path)
    return path


def _refuse(path: Path) -> None:
    now = Path.objects.get(pk=path.pk)
    raise Forbidden(OVER) if now.ended_on else KeptBetween(now)


def _check_passed(field: str, day: date) -> None:
    if day > timezone.localdate():
        raise ValidationError({field: NOT_YET})


@transaction.atomic
def end_path(*, by: Actor, path: Path, ended_on: date, outcome: str) -> None:
    check_can_keep(by, path.structure_id)
    _check_passed("ended_on", ended_on)
    path.ended_on, path.outcome = ended_on, outcome
    path.full_clean(exclude=NOT_HERS, validate_unique=False)
    if Path.objects.filter(pk=path.pk, ended_on=None).update(ended_on=ended_on, outcome=outcome):
        record(by, "path_ended", path, outcome=outcome)


@transaction.atomic
def add_milestone(*, by: Actor, path: Path, title: str, due_on: date) -> Milestone:
    check_can_keep(by, path.structure_id)
    if path.ended_on:
        raise Forbidden(OVER)
    step = Milestone(path=path, title=title, due_on=due_on)
    step.full_clean(exclude=["path"])
    step.save(force_insert=True)
    record(by, "milestone_added", path, due_on=due_on)
    return step


@transaction.atomic
def tell_milestone(*, by: Actor, step: Milestone, done_on: date) -> None:
    """Told twice, the first day stays."""
    check_can_keep(by, step.path.structure_id)
    if step.path.ended_on:
        raise Forbidden(OVER)
    _check_passed("done_on", done_on)
    if Milestone.objects.filter(pk=step.pk, done_on=None).update(done_on=done_on):
        record(by, "milestone_done", step.path, done_on=done_on)
