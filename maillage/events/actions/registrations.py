"""Somebody registers, confirms, withdraws, proposes a topic and says what came out of it: with an account or without."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from procrastinate.contrib.django import app

from maillage.audit.actions import record
from maillage.events.actions.openings import kept_opening, tell
from maillage.events.enums import Turn
from maillage.events.models import Opening, Registration, Share
from maillage.events.notifications import send_cancelled, send_confirmation, send_moved, send_turn
from maillage.events.queries.registrations import Opened, opened_by, turns_of
from maillage.permissions import ANONYMOUS, MAILER, Actor, Forbidden
from maillage.permissions.context import acting
from maillage.permissions.definer import rows_of, value_of

REGISTER = (
    "event_register(%s::uuid, %s::bigint, %s::varchar, %s::varchar, %s::varchar[], %s::varchar, %s::varchar)"
)
ASK = "maillage.events.ask_to_confirm"
TOLD = (Turn.IN, Turn.WAITING)
CLOSED = "Les inscriptions sont finies."
GONE = "Cette inscription ne peut plus changer."


@transaction.atomic
def register(
    *,
    by: Actor,
    opening: Opening,
    name: str,
    share: Share | None,
    email: str,
    needs: list[str],
    more: str,
    site: str,
) -> UUID | None:
    """The key of what was registered. None when that address is already there: nobody else is to learn it.

    Without an account, it counts once confirmed from that mailbox.
    """
    if not opening.is_open:
        raise Forbidden(CLOSED)
    asked = (opening.public_id, share and share.pk, name, email, needs, more, site.rstrip("/"))
    key: UUID | None = value_of(REGISTER, *asked)
    if key and by.signed_in:
        record(by, "registered", opening)
        tell(opening)
    elif key:
        asked_for = opened_by(key)
        assert asked_for is not None
        app.configure_task(ASK).defer(opening=opening.pk, number=asked_for.facts.number)
    return key


@transaction.atomic
def register_for(
    *,
    by: Actor,
    opening: Opening,
    name: str,
    share: Share | None,
    email: str,
    needs: list[str],
    more: str,
    site: str,
) -> Registration:
    """Typed by who keeps the list, for somebody who telephoned or wrote: it counts at once."""
    row = kept_opening(by, opening)
    if row.by_lot and timezone.now() >= row.closes_at and not row.drawn_at:
        raise Forbidden("Les inscriptions sont finies\u00a0: plus personne n’entre dans le tirage.")
    last = Registration.objects.filter(opening=row).aggregate(last=Max("number"))["last"] or 0
    told = {
        "name": name,
        "share": share,
        "email": email.lower(),
        "needs": needs,
        "more": more,
        "site": site.rstrip("/"),
    }
    made = Registration(opening=row, number=last + 1, confirmed_at=timezone.now(), **told)
    made.full_clean()
    made.save(force_insert=True)
    record(by, "registered_for", row)
    tell(row)
    return made


@transaction.atomic
def withdraw_for(*, by: Actor, opening: Opening, registration: Registration) -> None:
    row = kept_opening(by, opening)
    rows = Registration.objects.filter(pk=registration.pk, opening=row, withdrawn_at=None)
    if rows.update(withdrawn_at=timezone.now(), needs=[], more=""):
        record(by, "registration_withdrawn", row)
        tell(row)


def _by_link(function: str, opened: Opened, *values: Any, otherwise: str = GONE) -> None:
    if not value_of(function, opened.key, *values):
        raise Forbidden(otherwise)


@transaction.atomic
def confirm(*, opened: Opened) -> None:
    """Twice: nothing more."""
    if not opened.facts.confirmed:
        _by_link(
            "event_confirm(%s::uuid)",
            opened,
            otherwise="Les places ont été tirées, ou la rencontre est finie.",
        )
        tell(opened.facts.opening_id)


@transaction.atomic
def withdraw(*, opened: Opened) -> None:
    """The place goes to the next one, who is told."""
    if not opened.facts.withdrawn:
        _by_link("event_withdraw(%s::uuid)", opened)
        tell(opened.facts.opening_id)


@transaction.atomic
def propose(*, opened: Opened, title: str, why: str) -> None:
    _by_link(
        "event_propose(%s::uuid, %s::varchar, %s::text)",
        opened,
        title,
        why,
        otherwise="Cinq sujets au plus, d’une inscription confirmée, avant la fin.",
    )


@transaction.atomic
def tell_what_came_out(*, opened: Opened, topic: int, report: str) -> None:
    _by_link(
        "event_report(%s::uuid, %s::bigint, %s::text)",
        opened,
        topic,
        report,
        otherwise="Ce sujet n’est pas accepté, ou la rencontre n’a pas commencé.",
    )


# The jobs'


def ask_to_confirm(opening: int, number: int) -> None:
    """The address is read as late as it can be."""
    with acting(MAILER):
        for row in rows_of("event_letters(%s::bigint)", opening):
            if row.number == number and not row.confirmed and (opened := opened_by(row.key)):
                send_confirmation(opened)


def tell_turns(opening: int) -> int:
    """One mail to each who now has a place, or waits, and was not told so; how many left."""
    with acting(MAILER):
        rows = [row for row in rows_of("event_letters(%s::bigint)", opening) if row.confirmed]
        first = opened_by(rows[0].key) if rows else None
        found = turns_of(first) if first else {}
    late = [row for row in rows if (turn := found[row.number].turn) in TOLD and row.told != turn]
    return sum(_tell(row.key) for row in late)


def _tell(key: UUID) -> bool:
    """Looked at once more: a place may have been given back in between."""
    with acting(MAILER):
        opened = opened_by(key)
        if not opened or opened.turn not in TOLD or opened.facts.told == opened.turn:
            return False
        value_of("event_told(%s::uuid, %s::varchar)", key, str(opened.turn))
        send_turn(opened)
        return True


def tell_cancelled(opening: int) -> int:
    return _tell_all(opening, send_cancelled)


def tell_moved(opening: int) -> int:
    return _tell_all(opening, send_moved)


def _tell_all(opening: int, send: Callable[[Opened], None]) -> int:
    """Those who have a place or wait for one; how many."""
    with acting(MAILER):
        rows = rows_of("event_letters(%s::bigint)", opening)
        opened = [one for row in rows if row.confirmed and (one := opened_by(row.key))]
        for one in opened:
            send(one)
    return len(opened)


def forget() -> None:
    """Every night: what nobody confirmed, what was needed, where to write, then who it was."""
    with acting(ANONYMOUS):
        value_of("event_forget()")
