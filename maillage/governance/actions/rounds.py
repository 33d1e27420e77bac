"""A written round is opened, extended with a reason, closed: its results become ordinary decisions."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django import app

from maillage.audit.actions import record
from maillage.governance.actions.decisions import tallied
from maillage.governance.actions.gatherings import locked
from maillage.governance.models import (
    Ballot,
    Decision,
    Gathering,
    Round,
    RoundExtension,
    RoundPoint,
    Tally,
)
from maillage.governance.notifications.convocations import send_ballot
from maillage.governance.queries.convocations import addresses, members
from maillage.governance.queries.rounds import Result, may_be_voted, points, points_of, results
from maillage.governance.rules import account, is_adopted
from maillage.permissions import Actor, Forbidden
from maillage.permissions.context import acting

SEND = "maillage.governance.send_ballot"
OVER = "Cette consultation est finie."
LOCKED_POINT = "Un de ces points est sous embargo, a déjà sa décision, ou est déjà dans une consultation\u00a0: rouvrez cette page."
RECUSED = "Vous vous êtes déporté d’un de ses points\u00a0: quelqu’un d’autre qui tient les travaux le fera."


@transaction.atomic
def open_round(
    *, by: Actor, gathering: Gathering, kind: str, closes_at: datetime, texts: dict[int, str], site: str
) -> Round:
    """`texts`: what is voted, by point of the agenda. Everybody who sits is asked; those with an address by mail."""
    kept = locked(by, gathering)
    if not timezone.now() < closes_at <= kept.starts_at:
        raise Forbidden(
            "Elle finit plus tard que maintenant, et avant la séance\u00a0: corrigez le jour ou l’heure."
        )
    items = [one for one in may_be_voted(by, kept) if one.pk in texts]
    if not items or len(items) != len(texts):
        raise Forbidden(LOCKED_POINT)
    row = Round.objects.create(gathering=kept, kind=kind, closes_at=closes_at, size=len(items))
    rows = [
        RoundPoint(round=row, item=item, number=number, text=texts[item.pk])
        for number, item in enumerate(items, start=1)
    ]
    RoundPoint.objects.bulk_create(rows)
    asked = Ballot.objects.bulk_create([Ballot(round=row, occupant=one) for one in members(kept)])
    record(by, "round_opened", row, points=len(items), until=closes_at)
    ask(by, asked, site)
    return row


def ask(by: Actor, asked: list[Ballot], site: str) -> None:
    """A job each. Which mails leave is known when they do."""
    for one in asked:
        app.configure_task(SEND).defer(ballot=one.pk, site=site, actor=by.to_json())


def send_one(*, by: Actor, ballot: int, site: str) -> None:
    """By the worker, as who opened it: nothing leaves once it is over, nor to who has nothing more to say of it."""
    with acting(by):
        rows = Ballot.objects.visible_to(by).filter(pk=ballot)
        row = rows.select_related("round__gathering__committee", "occupant__user").first()
        to = addresses([row.occupant]).get(row.occupant_id, "") if row else ""
        asked = points_of(row.key) if row and to else []
        if row and any(one.vote is None for one in asked):
            send_ballot(row, to, asked, site)


def kept_round(by: Actor, row: Round) -> Round:
    """The round, locked, whose result is not noted yet. Once it is, PostgreSQL locks it for nobody."""
    locked(by, row.gathering)
    rows = Round.objects.select_for_update(of=("self",)).select_related("gathering__committee")
    found: Round | None = rows.filter(pk=row.pk, closed_at=None).first()
    if found is None:
        raise Forbidden(OVER)
    return found


@transaction.atomic
def extend_round(*, by: Actor, row: Round, until: datetime, reason: str, site: str) -> RoundExtension:
    """While it runs; those who have not said everything yet are told."""
    kept = kept_round(by, row)
    if not kept.runs:
        raise Forbidden(f"{OVER} Une consultation se prolonge avant sa fin.")
    if not kept.closes_at < until <= kept.gathering.starts_at:
        raise Forbidden("La nouvelle fin vient après l’ancienne, et avant la séance.")
    told = {"before": kept.closes_at, "until": until, "reason": reason, "user_id": account(by)}
    extension = RoundExtension.objects.create(round=kept, **told)
    Round.objects.filter(pk=kept.pk).update(closes_at=until)
    record(by, "round_extended", kept, before=kept.closes_at, until=until)
    silent = [one for one in kept.ballots.prefetch_related("voices") if len(one.voices.all()) < kept.size]
    ask(by, silent, site)
    return extension


@transaction.atomic
def close_round(*, by: Actor, row: Round) -> list[Decision]:
    """Once over: a decision for each point whose quorum answered. The others stay on the agenda."""
    kept = kept_round(by, row)
    if kept.runs:
        raise Forbidden("Elle n’est pas finie\u00a0: son résultat se note après l’heure dite.")
    listed = points(by, kept)
    if len(listed) != kept.size:
        raise Forbidden(RECUSED)
    found = results(kept, listed)
    made = [
        _decided(kept, one) for one in found if not one.lacking and not hasattr(one.point.item, "decision")
    ]
    Round.objects.filter(pk=kept.pk).update(closed_at=timezone.now())
    record(by, "round_closed", kept, decisions=len(made), points=kept.size)
    for one in made:
        record(by, "decision_recorded", one, kind=one.kind, adopted=one.adopted)
    return made


def _decided(row: Round, result: Result) -> Decision:
    committee = row.gathering.committee
    told: dict[str, Any] = {
        "committee": committee,
        "gathering": row.gathering,
        "item": result.point.item,
        "kind": row.kind,
        "text": result.point.text,
        "adopted": is_adopted(committee.decision_mode, result.voices.values()),
        "decided_at": row.last_minute,
        "in_writing": True,
    }
    decision = Decision.objects.create(**told)
    rows = tallied(result.counts, result.voices)
    Tally.objects.bulk_create([Tally(decision=decision, **one) for one in rows])
    return decision
