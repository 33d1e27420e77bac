"""A version of a job description is proposed, changed, signed by both, or refused with a reason. One's own career."""

from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from maillage.accounts.models import User
from maillage.audit.actions import record
from maillage.conditions.models import CareerPeriod, JobVersion
from maillage.conditions.models.posts import OPEN, digest_of
from maillage.conditions.rules import at_work, check_can_sign_job, check_works
from maillage.permissions import Actor, Forbidden

CHANGED = "Ce texte a changé depuis que vous l’avez lu\u00a0: relisez-le, puis signez."
CLOSED = "Cette version est déjà signée par les deux, ou refusée\u00a0: proposez-en une autre."


@transaction.atomic
def propose(*, by: Actor, worker: User, texts: dict[str, str], why: str, training: str = "") -> JobVersion:
    """`texts`: title, mission, activities, skills, learned. `training`: the finished training that it comes from."""
    user_id, structure_id = at_work(by)
    check_can_sign_job(by, worker.pk)
    here = JobVersion.objects.filter(user=worker, structure_id=structure_id)
    number = (here.aggregate(last=Max("number"))["last"] or 0) + 1
    told: dict[str, Any] = {"number": number, "why": why, "training": training, "digest": digest_of(texts)}
    row = JobVersion(user=worker, structure_id=structure_id, proposed_by_id=user_id, **told, **texts)
    row.save(force_insert=True)
    record(by, "job_proposed", row)
    return row


def _open(row: JobVersion) -> Any:
    return JobVersion.objects.filter(OPEN, pk=row.pk)


@transaction.atomic
def rewrite(*, by: Actor, row: JobVersion, texts: dict[str, str], read: str) -> None:
    """`read`: the digest of the text that was being changed. Who had signed signs again."""
    check_can_sign_job(by, row.user_id)
    told: dict[str, Any] = {**texts, "digest": digest_of(texts)}
    if told["digest"] == read:
        return
    unsigned = {"worker_signed_at": None, "leader": None, "leader_signed_at": None}
    if not _open(row).filter(digest=read).update(**told, **unsigned):
        raise Forbidden(CHANGED)
    record(by, "job_rewritten", row)


@transaction.atomic
def sign(*, by: Actor, row: JobVersion, read: str) -> None:
    """Each for themselves, and the text they read: not one that changed meanwhile."""
    check_can_sign_job(by, row.user_id)
    now = timezone.now()
    told: dict[str, Any] = {"worker_signed_at": now}
    waiting = _open(row).filter(digest=read, worker_signed_at=None)
    if row.user_id != by.user_id:
        told = {"leader_signed_at": now, "leader_id": by.user_id}
        waiting = _open(row).filter(digest=read, leader_signed_at=None)
    if not waiting.update(**told):
        raise Forbidden(CHANGED)
    record(by, "job_signed", row, digest=read)


@transaction.atomic
def refuse(*, by: Actor, row: JobVersion, refusal: str) -> None:
    check_can_sign_job(by, row.user_id)
    told = {"refused_at": timezone.now(), "refused_by_id": by.user_id, "refusal": refusal}
    if not _open(row).update(**told):
        raise Forbidden(CLOSED)
    record(by, "job_refused", row)


@transaction.atomic
def keep_period(*, by: Actor, values: dict[str, Any], row: CareerPeriod | None = None) -> CareerPeriod:
    user_id, _ = at_work(by)
    told = list(values) if row else None
    row = row or CareerPeriod(user_id=user_id)
    for name, value in values.items():
        setattr(row, name, value)
    row.save(update_fields=told)
    record(by, "career_period_kept", row)
    return row


@transaction.atomic
def drop_period(*, by: Actor, row: CareerPeriod) -> None:
    check_works(by)
    record(by, "career_period_dropped", row)
    row.delete()
