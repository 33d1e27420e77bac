"""A file is begun, written, shared with partners, handed in; given back to correct. Every version handed in is kept."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from maillage.audit.actions import record
from maillage.calls.enums import FileState
from maillage.calls.models import Answer, Application, Call, FileVersion, Partner, Question
from maillage.calls.queries.applications import content_of, lacking
from maillage.calls.queries.calls import open_now, standing_in
from maillage.calls.rules import check_can_apply, check_can_keep_jury, check_can_write, workplace
from maillage.directory.models import Structure
from maillage.governance.rules import account
from maillage.permissions import Actor, Forbidden

CLOSED = "Cet appel est fermé\u00a0: il ne prend plus de dossier."
NOT_OPEN = "Cet appel n’est pas encore ouvert."
TOO_LATE = "Le délai pour corriger ce dossier est passé. Appelez qui tient l’appel."
BETWEEN = "Ce dossier a changé entre-temps\u00a0: relisez-le."
SITS = (
    "Vous êtes au jury de cet appel\u00a0: un collègue de votre structure dépose le dossier. Vous ne le verrez plus"
    " jusqu’à la réponse."
)
OWN = "Votre structure porte déjà ce dossier."
ANSWERED = "Votre structure a déjà répondu."


@transaction.atomic
def begin(*, by: Actor, call: Call, title: str, asked: Decimal | None) -> Application:
    """One a structure and a call: begun twice, it is the same."""
    here = workplace(by)
    check_open(call)
    told = {"title": title, "asked": asked, "written_by_id": account(by)}
    found, new = Application.objects.get_or_create(call=call, structure_id=here, defaults=told)
    if new:
        record(by, "file_begun", found)
    application: Application = found
    return application


def check_open(call: Call) -> None:
    if not call.published_at or timezone.now() < call.opens_at:
        raise Forbidden(NOT_OPEN)
    if not open_now(call):
        raise Forbidden(CLOSED)


@transaction.atomic
def write(
    *, by: Actor, application: Application, version: int, values: dict[str, Any], texts: dict[int, str]
) -> None:
    """A draft: it may be incomplete. `texts` by question."""
    kept = _own(by, application)
    if kept.version != version:
        raise Forbidden(BETWEEN)
    for name, value in {**values, "version": version + 1}.items():
        setattr(kept, name, value)
    kept.full_clean(exclude=["call", "structure", "written_by"])
    kept.save(update_fields=[*values, "version"])
    known = set(Question.objects.filter(call_id=kept.call_id).values_list("pk", flat=True))
    for question, text in texts.items():
        if question in known:
            Answer.objects.update_or_create(application=kept, question_id=question, defaults={"text": text})
    record(by, "file_written", kept)


def _own(by: Actor, application: Application) -> Application:
    """Locked, as it is now, in the hands of its structure; PostgreSQL lets nobody else lock it."""
    check_can_write(by, application)
    rows = Application.objects.select_for_update(of=("self",)).select_related("call")
    kept: Application | None = rows.filter(pk=application.pk).first()
    if kept is None:
        raise Forbidden(BETWEEN)
    check_can_write(by, kept)
    return kept


@transaction.atomic
def add_partner(*, by: Actor, application: Application, structure: Structure, role: str) -> Partner:
    kept = _own(by, application)
    if structure.pk == kept.structure_id:
        raise ValidationError({"structure": OWN})
    partner = Partner(application=kept, structure=structure, role=role)
    partner.full_clean(exclude=["application", "structure"])
    partner.save(force_insert=True)
    record(by, "partner_asked", kept, structure=structure.pk)
    return partner


@transaction.atomic
def remove_partner(*, by: Actor, partner: Partner) -> None:
    kept = _own(by, partner.application)
    if Partner.objects.filter(pk=partner.pk, application=kept).delete()[0]:
        record(by, "partner_removed", kept)


@transaction.atomic
def answer_partner(*, by: Actor, partner: Partner, accepted: bool) -> None:
    """By anybody who works in that structure; it is said once."""
    check_can_apply(by)
    if partner.structure_id != by.structure_id:
        raise Forbidden("Cette demande est adressée à une autre structure.")
    today = timezone.localdate()
    told = {"accepted_on": today} if accepted else {"refused_on": today}
    rows = Partner.objects.filter(
        pk=partner.pk, structure_id=by.structure_id, accepted_on=None, refused_on=None
    )
    if not rows.update(**told):
        raise Forbidden(ANSWERED)
    record(by, "partner_answered", "calls.application", accepted=accepted)


@transaction.atomic
def hand_in(*, by: Actor, application: Application) -> FileVersion:
    """Whole and in time. Handed in again after a correction, the former version stays."""
    kept = _own(by, application)
    _check_in_time(kept)
    if standing_in(by, kept.call).inside:
        raise Forbidden(SITS)
    if left := lacking(kept):
        raise Forbidden(f"Il manque encore\u00a0: {', '.join(left)}.")
    version = _version(by, kept)
    told = {"state": FileState.SUBMITTED, "submitted_at": version.submitted_at}
    rows = Application.objects.filter(pk=kept.pk, state=kept.state)
    if not rows.update(**told, to_correct="", correct_until=None):
        raise Forbidden(BETWEEN)
    record(by, "file_handed_in", kept, number=version.number)
    return version


def _check_in_time(application: Application) -> None:
    if application.state == FileState.DRAFT:
        check_open(application.call)
    elif application.correct_until and timezone.localdate() > application.correct_until:
        raise Forbidden(TOO_LATE)


def _version(by: Actor, application: Application) -> FileVersion:
    rows = FileVersion.objects.filter(application=application)
    number = (rows.aggregate(last=Max("number"))["last"] or 0) + 1
    names = Partner.objects.filter(application=application).values_list("structure__name", flat=True)
    made: FileVersion = FileVersion.objects.create(
        application=application,
        number=number,
        title=application.title,
        asked=application.asked,
        content=content_of(application),
        partners=list(names),
        submitted_at=timezone.now(),
        submitted_by_id=account(by),
    )
    return made


@transaction.atomic
def ask_correction(*, by: Actor, application: Application, what: str, until: date) -> None:
    """The right to correct: what, and until when. The file goes back to its structure."""
    check_can_keep_jury(by, standing_in(by, application.call))
    if until < timezone.localdate():
        raise ValidationError({"until": "Écrivez un jour à venir."})
    rows = Application.objects.filter(pk=application.pk, state__in=(FileState.SUBMITTED, FileState.ADMITTED))
    told = {"state": FileState.TO_CORRECT, "to_correct": what.strip(), "correct_until": until}
    if not rows.update(**told):
        raise Forbidden(BETWEEN)
    record(by, "file_to_correct", application)


@transaction.atomic
def admit(*, by: Actor, application: Application) -> None:
    check_can_keep_jury(by, standing_in(by, application.call))
    rows = Application.objects.filter(pk=application.pk, state=FileState.SUBMITTED)
    if rows.update(state=FileState.ADMITTED):
        record(by, "file_admitted", application)
