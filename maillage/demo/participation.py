"""What it costs to take part: an advance asked, claims paid, one that waits, one attendance not claimed yet."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from maillage.demo.clock import back_to, day, moment
from maillage.demo.places import Scene
from maillage.governance.actions import advances, expenses, letters
from maillage.governance.enums import ExpenseKind
from maillage.governance.models import Committee, ExpenseClaim, Gathering, Occupant, Presence
from maillage.permissions import Actor
from maillage.permissions.context import acting


def lay_out(scene: Scene, keeper: Actor, known: dict[str, Committee], told: dict[str, Any]) -> None:
    for row in told["rates"]:
        committee = known[row["committee"]]
        values = {"kind": row["kind"], "amount": Decimal(str(row["amount"])), "decided_by": row["by"]}
        advances.set_rate(by=keeper, committee=committee, starts_on=committee.starts_on, **values)
    for row in told["letters"]:
        _letter(scene, keeper, known[row["committee"]], row)
    for row in told["advances"]:
        _advance(scene, known[row["committee"]], row)
    for row in told["expenses"]:
        _claim(scene, keeper, known[row["committee"]], row)


def _letter(scene: Scene, keeper: Actor, committee: Committee, row: dict[str, Any]) -> None:
    seat = Occupant.objects.get(seat__committee=committee, user=scene.users[row["account"]])
    values = {"mission": row["mission"], "hours": row["hours"], "covers": row["covers"]}
    term = {"starts_on": committee.starts_on, "ends_on": timezone.localdate() + timedelta(days=60)}
    letter = letters.write_letter(by=keeper, committee=committee, occupant=seat, values=values | term)
    with acting(scene.worker(row["account"])) as by:
        letters.sign_letter(by=by, letter=letter, status=row["status"], on=committee.starts_on)


def _advance(scene: Scene, committee: Committee, row: dict[str, Any]) -> None:
    coming = Gathering.objects.filter(committee=committee, starts_at__gt=timezone.now()).first()
    seat = Occupant.objects.get(seat__committee=committee, user=scene.users[row["account"]])
    assert coming is not None
    with acting(scene.worker(row["account"])) as by, back_to(moment(row["ago"])):
        told = {"amount": Decimal(row["amount"]), "reason": row["why"]}
        advances.ask_advance(by=by, gathering=coming, occupant=seat, **told)


def _claim(scene: Scene, keeper: Actor, committee: Committee, row: dict[str, Any]) -> None:
    quantities = {kind: Decimal(str(row[kind])) for kind in ExpenseKind.values if kind in row}
    met = day(row["ago"])
    with acting(scene.worker(row["account"])) as by, back_to(moment(row["sent"])):
        presence = Presence.objects.select_related("gathering__committee", "occupant").get(
            occupant__user_id=by.user_id,
            gathering__committee=committee,
            gathering__starts_at__date=met,
        )
        claim = expenses.write_claim(by=by, presence=presence, quantities=quantities, send=True)
    _settled(keeper, claim, row)


def _settled(keeper: Actor, claim: ExpenseClaim, row: dict[str, Any]) -> None:
    if "answered" in row:
        with back_to(moment(row["answered"])):
            expenses.answer_claim(by=keeper, claim=claim, refused={})
    if "paid" in row:
        on = day(row["paid"])
        with back_to(moment(row["paid"])):
            expenses.pay_claim(by=keeper, claim=claim, on=on)
