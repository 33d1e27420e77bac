"""Gestures of rights opened: proposed, decided by the person, filed, answered, contested, paid; money asked back."""

from decimal import Decimal
from typing import Any

from django.utils import timezone

from maillage.demo.stories import Gesture, Story, in_days
from maillage.people.models import Household
from maillage.permissions import Actor
from maillage.rights.actions import claims, outcomes
from maillage.rights.models import Claim, Overpayment


def proposes(story: Story, by: Actor, line: dict[str, Any]) -> Claim:
    """`euros`: what the screening said; its household is the person's own."""
    home = Household.objects.visible_to(by).filter(members__person=story.person).first()
    estimated = Decimal(str(line["euros"])) if "euros" in line else None
    told = {
        "benefit": line["proposes"],
        "on": timezone.localdate(),
        "household": home,
        "estimated": estimated,
    }
    return claims.propose(by=by, person=story.person, **told)


def _now(story: Story, tag: str) -> dict[str, Any]:
    """The claim as it stands that day."""
    claim = Claim.objects.get(pk=story.rows[tag].pk)
    return {"claim": claim, "version": claim.version}


def wants(story: Story, by: Actor, line: dict[str, Any]) -> None:
    claims.decide(by=by, wants=True, on=timezone.localdate(), **_now(story, line["wants"]))


def declines(story: Story, by: Actor, line: dict[str, Any]) -> None:
    said = {"reason": line.get("reason", ""), "words": line.get("words", "")}
    claims.decide(by=by, wants=False, on=timezone.localdate(), **said, **_now(story, line["declines"]))


def files(story: Story, by: Actor, line: dict[str, Any]) -> None:
    told = {"channel": line.get("how", "paper"), "body": line["body"], "reference": line.get("number", "")}
    claims.file_claim(by=by, on=timezone.localdate(), **told, **_now(story, line["files"]))


def received(story: Story, by: Actor, line: dict[str, Any]) -> None:
    claims.note_receipt(by=by, on=timezone.localdate(), **_now(story, line["received"]))


def lacks(story: Story, by: Actor, line: dict[str, Any]) -> None:
    """`until`: in how many days from the present."""
    told = {"on": timezone.localdate(), "complete_by": in_days(line, "until"), "papers": line["papers"]}
    claims.note_incomplete(by=by, **told, **_now(story, line["lacks"]))


def completes(story: Story, by: Actor, line: dict[str, Any]) -> None:
    claims.complete(by=by, on=timezone.localdate(), **_now(story, line["completes"]))


def granted(story: Story, by: Actor, line: dict[str, Any]) -> None:
    now = _now(story, line["granted"])
    told = {
        "on": timezone.localdate(),
        "amount": Decimal(str(line["euros"])),
        "due_from": now["claim"].filed_on,
    }
    outcomes.grant(by=by, **told, **now)


def refused(story: Story, by: Actor, line: dict[str, Any]) -> None:
    outcomes.refuse(by=by, on=timezone.localdate(), refusal=line["why"], **_now(story, line["refused"]))


def silent(story: Story, by: Actor, line: dict[str, Any]) -> None:
    outcomes.note_silence(by=by, **_now(story, line["silent"]))


def appeals(story: Story, by: Actor, line: dict[str, Any]) -> None:
    told = {"on": timezone.localdate(), "grounds": line.get("words", "")}
    outcomes.appeal(by=by, **told, **_now(story, line["appeals"]))


def won(story: Story, by: Actor, line: dict[str, Any]) -> None:
    told = {"outcome": "won", "on": timezone.localdate(), "amount": Decimal(str(line["euros"]))}
    outcomes.answer_appeal(by=by, **told, **_now(story, line["won"]))


def paid(story: Story, by: Actor, line: dict[str, Any]) -> None:
    arrears = Decimal(str(line["arrears"])) if "arrears" in line else None
    outcomes.note_payment(
        by=by, on=timezone.localdate(), amount=None, arrears=arrears, **_now(story, line["paid"])
    )


def owes(story: Story, by: Actor, line: dict[str, Any]) -> Overpayment:
    asked = Overpayment(
        benefit=line["owes"],
        amount=Decimal(str(line["euros"])),
        notified_on=timezone.localdate(),
        explanation=line["words"],
    )
    return outcomes.note_overpayment(by=by, person=story.person, overpayment=asked)


GESTURES: dict[str, Gesture] = {
    "proposes": proposes,
    "wants": wants,
    "declines": declines,
    "files": files,
    "received": received,
    "lacks": lacks,
    "completes": completes,
    "granted": granted,
    "refused": refused,
    "silent": silent,
    "appeals": appeals,
    "won": won,
    "paid": paid,
    "owes": owes,
}
