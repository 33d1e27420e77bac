"""A call is written, published, extended; its questions; its help desk answers everybody at once."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.text import slugify

from maillage.audit.actions import record
from maillage.calls.models import Call, Funder, HelpAnswer, HelpRequest, Intent, Question
from maillage.calls.queries.calls import open_now, standing_in
from maillage.calls.rules import check_can_apply, check_can_publish, workplace
from maillage.directory.models import Structure
from maillage.governance.models import College, Committee
from maillage.governance.queries import standing
from maillage.governance.rules import account
from maillage.permissions import ANONYMOUS, Actor, Forbidden
from maillage.permissions.context import acting
from maillage.permissions.definer import value_of

SAVED_BETWEEN = "Quelqu’un vient de l’enregistrer\u00a0: relisez avant d’enregistrer à votre tour."
CLOSED = "Cet appel n’est pas ouvert."
PUBLISHED = "Cet appel est publié\u00a0: ses questions ne changent plus, pour que tous répondent aux mêmes."
NO_QUESTION = "Ajoutez d’abord au moins une question."
NO_CRITERION = "Écrivez d’abord au moins un critère\u00a0: le jury lira avec."
NO_COLLEGE = (
    "Ce jury n’a pas deux collèges dont la présence est obligatoire\u00a0: donnez leur place aux professionnels"
    " de terrain et aux personnes concernées, puis publiez."
)
SHORTENED = (
    "Un appel publié ne se ferme pas plus tôt\u00a0: gardez la date, ou choisissez-en une plus tardive."
)
REOPENED = "Cet appel est fermé\u00a0: ses dossiers sont au jury, il ne rouvre pas."
ANSWERED = "Quelqu’un vient de répondre à cette question."
TOO_MUCH = "Les parts des financeurs dépassent la somme de l’appel."
FREE = (
    "title",
    "purpose",
    "decision_on",
    "closes_at",
    "letter_until",
    "joint_until",
    "answer_days",
    "remedies",
)
"""What may still change once it is published."""
NOT_CHECKED = ["committee"]


@transaction.atomic
def open_call(*, by: Actor, committee: Committee, values: dict[str, Any]) -> Call:
    check_can_publish(by, standing(by, committee))
    call = Call(committee=committee, **values)
    call.full_clean(exclude=NOT_CHECKED)
    call.save(force_insert=True)
    record(by, "call_opened", call, kind=call.kind)
    return call


@transaction.atomic
def correct_call(*, by: Actor, call: Call, version: int, values: dict[str, Any]) -> None:
    """Published, only its words and its calendar; it never closes earlier than was told."""
    kept = _locked(by, call)
    if kept.version != version:
        raise Forbidden(SAVED_BETWEEN)
    told = {name: value for name, value in values.items() if not kept.published_at or name in FREE}
    _check_not_shortened(kept, told.get("closes_at", kept.closes_at))
    for name, value in {**told, "version": version + 1}.items():
        setattr(kept, name, value)
    kept.full_clean(exclude=NOT_CHECKED)
    kept.save()
    record(by, "call_corrected", kept)


def _check_not_shortened(call: Call, closes_at: datetime) -> None:
    if call.published_at and closes_at < call.closes_at:
        raise ValidationError({"closes_on": SHORTENED})
    if call.published_at and closes_at != call.closes_at and call.closes_at <= timezone.now():
        raise ValidationError({"closes_on": REOPENED})


def _locked(by: Actor, call: Call) -> Call:
    check_can_publish(by, standing_in(by, call))
    kept: Call = Call.objects.select_for_update(of=("self",)).get(pk=call.pk)
    return kept


@transaction.atomic
def add_question(*, by: Actor, call: Call, values: dict[str, Any]) -> Question:
    kept = _not_published(by, call)
    last = Question.objects.filter(call=kept).aggregate(last=Max("position"))["last"] or 0
    told = {"key": values.get("key") or slugify(values["label"])[:40] or f"question-{last + 1}"}
    question = Question(call=kept, position=last + 1, **{**values, **told})
    question.full_clean(exclude=["call"])
    question.save(force_insert=True)
    record(by, "call_question_added", kept, key=question.key)
    return question


@transaction.atomic
def remove_question(*, by: Actor, question: Question) -> None:
    kept = _not_published(by, question.call)
    if Question.objects.filter(pk=question.pk).delete()[0]:
        record(by, "call_question_removed", kept)


def _not_published(by: Actor, call: Call) -> Call:
    kept = _locked(by, call)
    if kept.published_at:
        raise Forbidden(PUBLISHED)
    return kept


@transaction.atomic
def add_funder(*, by: Actor, call: Call, structure: Structure, amount: Decimal) -> Funder:
    kept = _locked(by, call)
    others = sum((one.amount for one in kept.funders.all()), Decimal("0"))
    if kept.amount is not None and others + amount > kept.amount:
        raise ValidationError({"amount": TOO_MUCH})
    funder = Funder(call=kept, structure=structure, amount=amount)
    funder.full_clean(exclude=["call", "structure"])
    funder.save(force_insert=True)
    record(by, "call_funder_added", kept, structure=structure.pk)
    return funder


@transaction.atomic
def publish_call(*, by: Actor, call: Call) -> None:
    """Once: with a question, a criterion, and a jury where two colleges at least must be present."""
    kept = _locked(by, call)
    if kept.published_at:
        return
    if not kept.criteria:
        raise Forbidden(NO_CRITERION)
    if not kept.questions.exists():
        raise Forbidden(NO_QUESTION)
    if College.objects.filter(committee=kept.committee, required=True).count() < 2:
        raise Forbidden(NO_COLLEGE)
    _pay_alone(kept)
    Call.objects.filter(pk=kept.pk).update(published_at=timezone.now(), version=kept.version + 1)
    record(by, "call_published", kept)


def _pay_alone(call: Call) -> None:
    """Without a funder named, whoever carries the call pays its sum."""
    if call.amount and not call.funders.exists():
        Funder.objects.create(call=call, structure=call.committee.structure, amount=call.amount)


@transaction.atomic
def ask(*, by: Actor, call: Call, question: str) -> HelpRequest:
    """In private. Asked twice, it is one."""
    check_can_apply(by)
    if not call.published_at or timezone.now() >= call.closes_at:
        raise Forbidden(CLOSED)
    today = timezone.localdate()
    told = {"asked_on": today, "due_on": today + timedelta(days=call.answer_days)}
    who = {"structure_id": by.structure_id, "user_id": account(by)}
    asked, new = HelpRequest.objects.get_or_create(
        call=call, question=question.strip(), answer=None, **who, defaults=told
    )
    if new:
        record(by, "call_question_asked", call)
    return asked


@transaction.atomic
def answer(*, by: Actor, asked: HelpRequest, question: str, words: str) -> HelpAnswer:
    """To everybody, in words that don't say who asked."""
    check_can_publish(by, standing_in(by, asked.call))
    kept = HelpRequest.objects.select_for_update(of=("self",)).filter(pk=asked.pk, answer=None).first()
    if kept is None:
        raise Forbidden(ANSWERED)
    said = HelpAnswer(call=asked.call, question=question, answer=words, answered_on=timezone.localdate())
    said.full_clean(exclude=["call"])
    said.save(force_insert=True)
    HelpRequest.objects.filter(pk=kept.pk).update(answer=said)
    record(by, "call_question_answered", asked.call)
    return said


@transaction.atomic
def send_intent(*, by: Actor, call: Call, values: dict[str, Any]) -> Intent:
    """One a structure; written again while letters are taken."""
    here = workplace(by)
    if call.letter_until is None or not open_now(call) or timezone.localdate() > call.letter_until:
        raise Forbidden("Cet appel ne prend plus de lettre d’intention.")
    told = {**values, "sent_on": timezone.localdate()}
    try:
        with transaction.atomic():
            sent, _ = Intent.objects.update_or_create(call=call, structure_id=here, defaults=told)
    except IntegrityError:
        raise Forbidden(SAVED_BETWEEN) from None
    record(by, "intent_sent", call, shared=sent.shared)
    return sent


def forget() -> None:
    """Every night: private questions a year after the end, why somebody stepped aside and first readings two years after."""
    with acting(ANONYMOUS):
        value_of("calls_forget()")
