"""A diagnosis is opened and closed by the animator, told and signed by structures; what is closed no longer moves."""

from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone

from maillage.audit.actions import record
from maillage.directory.models import Contribution, Diagnosis, DiagnosisVersion, Signature, Territory
from maillage.directory.queries.diagnosis import take
from maillage.directory.rules import check_can_animate, check_keeps_some
from maillage.permissions import Actor, Forbidden

CLOSED = "Cette version est close\u00a0: elle ne change plus. L’animateur peut en ouvrir une nouvelle."
ONE_OPEN = "Une version est déjà ouverte\u00a0: complétez-la, ou fermez-la d’abord."


@transaction.atomic
def open_diagnosis(*, by: Actor, title: str, territory: Territory) -> Diagnosis:
    """With its first version, and the figures of today."""
    check_can_animate(by)
    row = Diagnosis(
        title=title, territory=territory, opened_on=timezone.localdate(), opened_by=by.label[:200]
    )
    row.full_clean()
    row.save(force_insert=True)
    _open(by, row, 1)
    record(by, "diagnosis_opened", row)
    return row


@transaction.atomic
def open_version(*, by: Actor, diagnosis: Diagnosis) -> DiagnosisVersion:
    check_can_animate(by)
    last = diagnosis.versions.aggregate(last=Max("number"))["last"] or 0
    try:
        with transaction.atomic():
            version = _open(by, diagnosis, last + 1)
    except IntegrityError:
        raise Forbidden(ONE_OPEN) from None
    record(by, "diagnosis_version_opened", version)
    return version


@transaction.atomic
def take_again(*, by: Actor, version: DiagnosisVersion) -> None:
    check_can_animate(by)
    row, today = _open_row(version), timezone.localdate()
    row.snapshot, row.taken_on = take(by, row.diagnosis.territory, today), today
    row.save(update_fields=["snapshot", "taken_on"])
    _to_sign_again(row)
    record(by, "diagnosis_figures_taken", row)


@transaction.atomic
def close_version(*, by: Actor, version: DiagnosisVersion) -> None:
    """Immutable from now on. Closed twice, closed once."""
    check_can_animate(by)
    told = {"closed_on": timezone.localdate(), "closed_by": by.label[:200]}
    if DiagnosisVersion.objects.filter(pk=version.pk, closed_on=None).update(**told):
        record(by, "diagnosis_version_closed", version)


@transaction.atomic
def contribute(*, by: Actor, version: DiagnosisVersion, category: str, text: str) -> Contribution:
    """One text per structure and theme, in the name of the structure one works in; written again, it replaces."""
    check_keeps_some(by)
    _open_row(version)
    told = {"text": text, "written_on": timezone.localdate(), "by": by.label[:200]}
    key: Any = {"version": version, "structure_id": by.structure_id, "category": category}
    row, _ = Contribution.objects.update_or_create(**key, defaults=told)
    _to_sign_again(version)
    record(by, "diagnosis_contributed", row, category=category)
    return row


@transaction.atomic
def sign(*, by: Actor, version: DiagnosisVersion) -> None:
    """In the name of one's structure; signed twice, signed once, by the first."""
    check_keeps_some(by)
    _open_row(version)
    told = {"signed_on": timezone.localdate(), "by": by.label[:200]}
    key: Any = {"version": version, "structure_id": by.structure_id}
    row, new = Signature.objects.get_or_create(**key, defaults=told)
    if new:
        record(by, "diagnosis_signed", row)


@transaction.atomic
def unsign(*, by: Actor, version: DiagnosisVersion) -> None:
    check_keeps_some(by)
    _open_row(version)
    mine: Any = {"structure_id": by.structure_id}
    if Signature.objects.filter(version=version, **mine).delete()[0]:
        record(by, "diagnosis_unsigned", version)


def _to_sign_again(version: DiagnosisVersion) -> None:
    """What was signed is no longer what is written."""
    Signature.objects.filter(version=version).delete()


def _open(by: Actor, diagnosis: Diagnosis, number: int) -> DiagnosisVersion:
    today = timezone.localdate()
    snapshot = take(by, diagnosis.territory, today)
    return DiagnosisVersion.objects.create(
        diagnosis=diagnosis, number=number, taken_on=today, snapshot=snapshot
    )


def _open_row(version: DiagnosisVersion) -> DiagnosisVersion:
    """Locked: nobody closes it while somebody writes in it."""
    rows = DiagnosisVersion.objects.select_related("diagnosis__territory").select_for_update(of=("self",))
    row = rows.filter(pk=version.pk, closed_on=None).first()
    if row is None:
        raise Forbidden(CLOSED)
    return row
