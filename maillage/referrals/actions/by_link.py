"""A scheme where nobody has an account: a link leaves by mail, opens what was agreed to, and lets it answer."""

import json
from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from django.core.serializers.json import DjangoJSONEncoder
from procrastinate.contrib.django import app

from maillage.audit.actions import record
from maillage.files.storage import read
from maillage.people.models import Person
from maillage.permissions import MAILER, Forbidden
from maillage.permissions.context import acting
from maillage.permissions.definer import rows_of, value_of
from maillage.referrals.actions.answering import DECISION, Piece, fulfil, lack, receive, settle
from maillage.referrals.enums import EventKind, Outcome
from maillage.referrals.models import Event, JoinedDocument, SchemeRequest
from maillage.referrals.notifications import send_request_link
from maillage.referrals.queries.by_link import Opened, by_link, token_of
from maillage.vault.fields import SealedText

SEND = "maillage.referrals.send_request_link"
TELL = "maillage.referrals.tell_answered"
GONE = "Cette demande n’attend plus de réponse ici, ou elle a changé. Si vous venez de répondre, votre réponse est arrivée."
ANSWERED = ("state", "complete_on", "paused_days", "due_on", "silence", *DECISION)
"""All that an answer changes of a request."""


def offer_link(request: SchemeRequest, site: str) -> None:
    """To the address of the scheme, when nobody there signs in to receive."""
    scheme = request.scheme
    if site and scheme.email and not value_of("instructed_here(%s::bigint)", scheme.structure_id):
        app.configure_task(SEND).defer(request=str(request.pk), site=site)


def send_link(*, request_id: UUID, site: str) -> None:
    """By the worker: nothing leaves once the link opens nothing."""
    with acting(MAILER):
        for row in rows_of("link_to_send(%s::uuid)", request_id):
            send_request_link(row, token_of(row.link), site)


def read_by_link(*, who: str, opened: Opened, what: str = "read_request") -> None:
    """The person sees who read what was asked in their name."""
    found = opened.request
    with acting(by_link(who, found)) as by:
        record(by, what, Person(pk=found.person_id), asked=found.pk)


def read_joined_by_link(*, who: str, opened: Opened, joined: JoinedDocument) -> bytes:
    read_by_link(who=who, opened=opened, what="read_request_document")
    return read(joined.key)


def acknowledge(*, opened: Opened, who: str, version: int, on: date) -> None:
    receive(opened.request, on)
    _kept(opened, who, version, EventKind.RECEIVED, on)


def ask_missing(
    *, opened: Opened, who: str, version: int, on: date, complete_by: date, pieces: Iterable[Piece]
) -> None:
    lack(opened.request, on, complete_by)
    _kept(opened, who, version, EventKind.INCOMPLETE, on, pieces=pieces)


def complete(*, opened: Opened, who: str, version: int, on: date) -> None:
    fulfil(opened.request, on)
    _kept(opened, who, version, EventKind.COMPLETE, on)


def decide(
    *, opened: Opened, who: str, version: int, on: date, outcome: str, reason: str, words: str, next_step: str,
    rank: int | None, rank_means: str,
) -> None:  # fmt: skip
    found = opened.request
    settle(found, on, outcome, reason, words, next_step, rank, rank_means)
    found.decided_by = found.scheme.structure.name
    _kept(opened, who, version, EventKind.DECIDED, on, str(Outcome(outcome).label))


def _kept(
    opened: Opened, who: str, version: int, kind: str, on: date, words: str = "", pieces: Iterable[Piece] = ()
) -> None:
    """Sealed here, kept by PostgreSQL as long as the link opens. Raises `Forbidden` once it no longer does."""
    found = opened.request
    event = Event(pk=uuid4(), person_id=found.person_id, words=words)
    listed = json.dumps([one._asdict() for one in pieces])
    with acting(by_link(who, found)) as by:
        call = (
            "answer_request_by_link(%s::uuid, %s::integer, %s::jsonb, %s::varchar, %s::date, %s::varchar, %s::uuid,"
            " %s::bytea, %s::jsonb)"
        )
        values = (
            opened.link,
            version,
            _told(found),
            str(kind),
            on,
            by.label,
            event.pk,
            sealed(event, "words"),
        )
        if value_of(call, *values, listed) is None:
            raise Forbidden(GONE)
        record(by, f"request_{kind}", Person(pk=found.person_id), request=found.pk)
        app.configure_task(TELL).defer(request=str(found.pk))


def _told(request: SchemeRequest) -> str:
    told: dict[str, Any] = {}
    for name in ANSWERED:
        hides = isinstance(SchemeRequest._meta.get_field(name), SealedText)
        told[name] = f"\\x{sealed(request, name).hex()}" if hides else getattr(request, name)
    return json.dumps(told, cls=DjangoJSONEncoder)


def sealed(row: Any, name: str) -> bytes:
    field = type(row)._meta.get_field(name)
    assert isinstance(field, SealedText)
    return field.pre_save(row, True)
