"""Somebody asks to come, their employer answers before a day, they withdraw; a guest without account is typed by who organises."""

from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from maillage.audit.actions import record
from maillage.clocks.working_days import add_working_days
from maillage.governance.rules import account
from maillage.permissions import Actor, Forbidden
from maillage.training.actions.sessions import held
from maillage.training.enums import Asked
from maillage.training.models import Registration, Session
from maillage.training.rules import check_can_agree, check_can_ask

DAYS_TO_ANSWER = 10
"""Working days."""
CLOSED = "Les inscriptions à cette session sont closes."
ANSWERED = "Cette demande a déjà reçu une réponse\u00a0: relisez-la."
WHY = {"reason": "Dites pourquoi\u00a0: la personne le lira."}
GONE = "Cette inscription ne se retire plus\u00a0: la formation est terminée, ou l’inscription l’est déjà."


def is_open(session: Session, today: date) -> bool:
    """Somebody may ask for it that day."""
    live = session.published_at and not session.cancelled_on and not session.finished_at
    return bool(live) and today <= session.asks_until


def due_on(session: Session, today: date) -> date:
    """When the employer owes its answer: ten working days, and before the training begins."""
    return max(today, min(add_working_days(today, DAYS_TO_ANSWER), session.starts_on - timedelta(days=1)))


@transaction.atomic
def ask(*, by: Actor, session: Session) -> Registration:
    """Asked twice, it is one."""
    check_can_ask(by)
    today = timezone.localdate()
    if not is_open(session, today):
        raise Forbidden(CLOSED)
    own = Registration.objects.filter(session=session, user=by.user_id).exclude(state=Asked.WITHDRAWN)
    found = own.first()
    if found is None:
        try:
            with transaction.atomic():
                found = _asked(by, session, today)
        except IntegrityError:
            found = own.get()
    kept: Registration = found
    return kept


def _asked(by: Actor, session: Session, today: date) -> Registration:
    name = by.label.split(",")[0]
    who = {"user_id": account(by), "structure_id": by.structure_id, "name": name}
    row = Registration.objects.create(session=session, answer_due=due_on(session, today), **who)
    record(by, "training_asked", session)
    return row


@transaction.atomic
def withdraw(*, by: Actor, registration: Registration) -> None:
    """One's own, or a guest's by who organises: the seat goes at once to the next one."""
    if registration.user_id is None:
        held(by, registration.session)
    elif registration.user_id != by.user_id:
        raise Forbidden("Cette inscription est à quelqu’un d’autre.")
    rows = Registration.objects.filter(
        pk=registration.pk, state__in=(Asked.ASKED, Asked.AGREED), session__finished_at=None, presences=None
    )
    if not rows.exists():
        raise Forbidden(GONE)
    Registration.objects.filter(pk=registration.pk).update(state=Asked.WITHDRAWN)
    record(by, "training_withdrawn", registration.session)


@transaction.atomic
def answer(*, by: Actor, registration: Registration, agreed: bool, reason: str = "") -> None:
    """The employer's. Of two answers at once, the second is told."""
    check_can_agree(by, registration.structure_id, registration.user_id)
    if not agreed and not reason.strip():
        raise ValidationError(WHY)
    state = Asked.AGREED if agreed else Asked.REFUSED
    told = {"state": state, "answered_by_id": account(by), "answered_on": timezone.localdate()}
    rows = Registration.objects.filter(pk=registration.pk, state=Asked.ASKED)
    if not rows.update(reason=reason.strip(), **told):
        raise Forbidden(ANSWERED)
    record(by, "training_answered", registration.session, state=state)


@transaction.atomic
def add_guest(*, by: Actor, session: Session, name: str) -> Registration:
    """A volunteer, a person concerned: no account, no employer to ask."""
    row = held(by, session)
    if row.published_at is None or row.cancelled_on:
        raise Forbidden(CLOSED)
    told = {"answered_by_id": account(by), "answered_on": timezone.localdate(), "state": Asked.AGREED}
    guest = Registration(session=row, name=name, answer_due=timezone.localdate(), **told)
    guest.full_clean(exclude=["session", "user", "structure", "answered_by"], validate_constraints=False)
    guest.save(force_insert=True)
    record(by, "training_guest", row)
    return guest
