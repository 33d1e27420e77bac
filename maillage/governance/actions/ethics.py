"""A question goes to an ethics space, is taken up, made precise, answered there or passed on with a first opinion."""

import re
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django import app

from maillage.audit.actions import record
from maillage.governance.actions import texts
from maillage.governance.actions.identifying import check_names_nobody
from maillage.governance.enums import CommitteeKind, ReferralState, ReferralStepKind, TextKind
from maillage.governance.models import Committee, EthicsReferral, ReferralStep, Text
from maillage.governance.queries import ethics as queries
from maillage.governance.queries import standing
from maillage.governance.rules import account
from maillage.governance.rules.ethics import (
    check_can_answer,
    check_can_refer,
    check_is_author,
    referral_due_on,
)
from maillage.permissions import Actor, Forbidden

TELL = "maillage.governance.tell_of_referral"
NOT_ETHICS = "Cette instance n’est pas un espace éthique."
OVER = "La mandature de cet espace est finie\u00a0: choisissez-en un autre."
BETWEEN = "Cette saisine a changé entre-temps\u00a0: relisez-la."
TO_COME = "Écrivez un jour à venir."
NAMES_AUTHOR = "Le nom de qui a posé la question n’a pas sa place dans un avis, qui peut être publié un jour."
OPEN = (ReferralState.SENT, ReferralState.TAKEN, ReferralState.ASKED)


@transaction.atomic
def refer(
    *, by: Actor, committee: Committee, values: dict[str, Any], confirmed: Iterable[str] = ()
) -> EthicsReferral:
    """Nobody reads it but its author and the space."""
    check_can_refer(by, standing(by, committee), near=queries.is_near(by, committee))
    today = timezone.localdate()
    _check_open(committee, today)
    check_names_nobody((values["title"], values["situation"], values["question"]), confirmed)
    told = {"author_id": account(by), "structure_id": by.structure_id, "committee": committee, **values}
    asked = EthicsReferral(sent_on=today, due_on=referral_due_on(today, national=False), **told)
    asked.full_clean(exclude=["committee", "author", "structure"])
    asked.save(force_insert=True)
    _step(by, asked, ReferralStepKind.SENT, committee_id=committee.pk, due_on=asked.due_on)
    _tell(queries.keepers(committee.pk), by)
    return asked


def _check_open(committee: Committee, today: date) -> None:
    if committee.kind != CommitteeKind.ETHICS:
        raise Forbidden(NOT_ETHICS)
    if committee.ends_on and committee.ends_on < today:
        raise Forbidden(OVER)


def _step(by: Actor, asked: EthicsReferral, kind: str, **told: Any) -> ReferralStep:
    """In the journal too: that it was done, never what was said."""
    step = ReferralStep(referral=asked, kind=kind, user_id=account(by), **told)
    step.full_clean(exclude=["referral", "committee", "user", "text"])
    step.save(force_insert=True)
    record(by, f"referral_{kind}", asked)
    return step


def _tell(users: Iterable[int], by: Actor) -> None:
    """By mail, that something moved; never what."""
    told = sorted(set(users) - {by.user_id})
    if told:
        app.configure_task(TELL).defer(users=told)


def _locked(asked: EthicsReferral, *states: ReferralState) -> EthicsReferral:
    """Nobody else moves it until the end; as it is now, in one of `states`."""
    rows = EthicsReferral.objects.select_for_update(of=("self",))
    kept: EthicsReferral | None = rows.filter(pk=asked.pk, state__in=states).first()
    if kept is None:
        raise Forbidden(BETWEEN)
    return kept


def _held(by: Actor, asked: EthicsReferral, *states: ReferralState) -> EthicsReferral:
    """Locked, for whoever keeps the work of the body that holds it."""
    check_can_answer(by, queries.standing_of(by, asked))
    kept = _locked(asked, *states)
    if kept.holder_id != asked.holder_id:
        raise Forbidden(BETWEEN)
    return kept


def _move(kept: EthicsReferral, **told: Any) -> None:
    EthicsReferral.objects.filter(pk=kept.pk).update(**told)


@transaction.atomic
def take_up(*, by: Actor, referral: EthicsReferral, due_on: date) -> None:
    """With the day its space gives itself."""
    kept = _held(by, referral, ReferralState.SENT)
    if due_on < timezone.localdate():
        raise ValidationError({"due_on": TO_COME})
    _move(kept, state=ReferralState.TAKEN, due_on=due_on)
    _step(by, kept, ReferralStepKind.TAKEN, committee_id=kept.holder_id, due_on=due_on)
    _tell([kept.author_id], by)


@transaction.atomic
def ask_precision(*, by: Actor, referral: EthicsReferral, words: str) -> None:
    kept = _held(by, referral, ReferralState.SENT, ReferralState.TAKEN)
    _move(kept, state=ReferralState.ASKED)
    _step(by, kept, ReferralStepKind.ASKED, committee_id=kept.holder_id, words=words)
    _tell([kept.author_id], by)


@transaction.atomic
def clarify(*, by: Actor, referral: EthicsReferral, words: str, confirmed: Iterable[str] = ()) -> None:
    check_is_author(by, referral.author_id)
    kept = _locked(referral, ReferralState.ASKED)
    check_names_nobody([words], confirmed)
    _move(kept, state=ReferralState.TAKEN)
    _step(by, kept, ReferralStepKind.CLARIFIED, committee_id=kept.holder_id, words=words)
    _tell(queries.keepers(kept.holder_id), by)


@transaction.atomic
def withdraw(*, by: Actor, referral: EthicsReferral) -> None:
    check_is_author(by, referral.author_id)
    kept = _locked(referral, *OPEN)
    _move(kept, state=ReferralState.WITHDRAWN, ended_on=timezone.localdate())
    _step(by, kept, ReferralStepKind.WITHDRAWN, committee_id=kept.holder_id)
    _tell(queries.keepers(kept.holder_id), by)


@transaction.atomic
def pass_on(
    *, by: Actor, referral: EthicsReferral, to: Committee, words: str, confirmed: Iterable[str] = ()
) -> None:
    """With the opinion of the space that was asked first; the commission has its own delay."""
    kept = _held(by, referral, *OPEN)
    if kept.national_id:
        raise Forbidden("Cette commission est la dernière à répondre.")
    _check_open(to, timezone.localdate())
    if not queries.passable(by, kept).filter(pk=to.pk).exists():
        raise Forbidden("Choisissez la commission d’une instance au-dessus de la vôtre.")
    check_names_nobody([words], confirmed)
    due = referral_due_on(timezone.localdate(), national=True)
    _step(by, kept, ReferralStepKind.PASSED, committee_id=kept.committee_id, words=words, due_on=due)
    _move(kept, state=ReferralState.SENT, national_id=to.pk, due_on=due)
    _tell([kept.author_id, *queries.keepers(to.pk)], by)


@transaction.atomic
def give_opinion(
    *,
    by: Actor,
    referral: EthicsReferral,
    title: str,
    words: str,
    publish: bool,
    confirmed: Iterable[str] = (),
) -> Text:
    """A text of the body that answers: published, everybody reads it, and nothing in it says who asked."""
    kept = _held(by, referral, *OPEN)
    check_names_nobody((title, words), confirmed)
    _check_author_unnamed(kept, title, words)
    holder = Committee.objects.get(pk=kept.holder_id)
    text = _write(by, holder, TextKind.OPINION, title, words)
    if publish:
        texts.publish_text(by=by, text=text, read=texts.mark(text.versions.get()))
    _step(by, kept, ReferralStepKind.ANSWERED, committee_id=holder.pk, words=words, text=text)
    _move(kept, state=ReferralState.ANSWERED, ended_on=timezone.localdate())
    _tell([kept.author_id], by)
    return text


def _write(by: Actor, committee: Committee, kind: str, title: str, body: str) -> Text:
    return texts.write_text(by=by, committee=committee, kind=kind, title=title, body=body, review_on=None)


def _check_author_unnamed(asked: EthicsReferral, title: str, words: str) -> None:
    name = re.escape(asked.author.last_name.strip())
    if name and re.search(rf"\b{name}\b", f"{title}\n{words}", re.IGNORECASE):
        raise ValidationError({"words": NAMES_AUTHOR})


@transaction.atomic
def write_doctrine(*, by: Actor, referral: EthicsReferral, title: str, words: str) -> Text:
    """What an opinion teaches beyond its question: a draft of the body that answered, published as any text."""
    check_can_answer(by, queries.standing_of(by, referral))
    if referral.state != ReferralState.ANSWERED:
        raise Forbidden("Une doctrine s’écrit à partir d’un avis rendu.")
    Committee.objects.select_for_update().get(pk=referral.holder_id)
    _check_author_unnamed(referral, title, words)
    if ReferralStep.objects.filter(referral=referral, kind=ReferralStepKind.DOCTRINE).exists():
        raise Forbidden("Une doctrine est déjà écrite à partir de cet avis.")
    holder = Committee.objects.get(pk=referral.holder_id)
    text = _write(by, holder, TextKind.DOCTRINE, title, words)
    _step(by, referral, ReferralStepKind.DOCTRINE, committee_id=holder.pk, text=text)
    _tell([referral.author_id], by)
    return text
