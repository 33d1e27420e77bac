"""Mails to those registered: what is due is written down once, and left to one job each."""

from collections import defaultdict
from typing import Any

from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django import app

from maillage.permissions import MAILER, Actor
from maillage.permissions.context import acting
from maillage.permissions.definer import rows_of, value_of
from maillage.training.enums import Mail, Turn
from maillage.training.models import Session
from maillage.training.notifications import send_letter
from maillage.training.queries.sessions import rooms
from maillage.training.rules import due

SEND = "maillage.training.send_letter"


@transaction.atomic
def leave_due() -> int:
    """How many mails leave. Looked at twice, what is due leaves once."""
    with acting(MAILER) as by:
        found = [row[0] for row in rows_of("training_contests_due()")] + _registered(by)
    for letter in found:
        app.configure_task(SEND).defer(letter=letter)
    return len(found)


def _registered(by: Actor) -> list[int]:
    today, now, turns = timezone.localdate(), timezone.now(), defaultdict[int, Turn](lambda: Turn.OUT)
    rows = rows_of("training_to_tell()")
    sessions = Session.objects.visible_to(by).filter(pk__in={one.session_id for one in rows})
    for room in rooms(by, sessions).values():
        turns.update({number: told.turn for number, told in room.turns.items()})
    made = [
        _written(one, kind, part)
        for one in rows
        for kind, part in due(one, turns[one.registration_id], today, now)
    ]
    return [pk for pk in made if pk]


def _written(one: Any, kind: Mail, part: str) -> int | None:
    told = one.days if kind in (Mail.IN, Mail.WAITING, Mail.MOVED) else ""
    call = "training_letter_due(%s::bigint, %s::varchar, %s::varchar, %s::varchar)"
    made: int | None = value_of(call, one.registration_id, str(kind), part, told)
    return made


def send_one(letter: int) -> None:
    """By the worker: nothing leaves for who withdrew in between."""
    with acting(MAILER):
        for row in rows_of("training_letter(%s::bigint)", letter):
            send_letter(row)
            value_of("training_letter_sent(%s::bigint)", letter)
