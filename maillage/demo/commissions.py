"""A commission in the middle of its sitting: its agenda filled, its presences noted, some cases decided; the next one planned."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from maillage.demo.clock import back_to
from maillage.demo.offer import ANIMATOR
from maillage.demo.places import Scene
from maillage.governance.actions import committees, gatherings
from maillage.governance.models import Committee, Gathering
from maillage.governance.queries import members_on
from maillage.permissions.context import acting
from maillage.referrals.actions import cases, deciding
from maillage.referrals.actions.deciding import Ruling
from maillage.referrals.enums import Outcome, Reason
from maillage.referrals.queries import cases as queries

SECRETARY, MEMBER = "pauline", "aurelie"
LENGTH = timedelta(hours=3)
DECIDED = (
    Ruling(Outcome.WAITING, rank=3, rank_means="Une place se libère environ chaque mois."),
    Ruling(
        Outcome.REFUSED,
        Reason.NO_PLACE,
        "Toutes les places en famille sont prises jusqu’en février.",
        "Le SIAO garde la demande et vous rappelle en février.",
    ),
)


def lay_out(scene: Scene) -> None:
    committee = Committee.objects.get(name="Commission unique d’orientation")
    secretary = scene.worker(SECRETARY)
    with acting(scene.worker(ANIMATOR)) as by:
        told = {"user": scene.users[SECRETARY], "kind": "secretary", "starts_on": committee.starts_on}
        committees.give_duty(by=by, committee=committee, **told)
    begun = timezone.now() - timedelta(minutes=30)
    with acting(secretary) as by:
        told = {"title": "Commission du mois", "place": "Salle du conseil, Tours"}
        with back_to(begun - timedelta(days=1)):
            sitting = _planned(by, committee, begun, told)
            cases.undertake(by=by, gathering=sitting)
            cases.fill(by=by, gathering=sitting)
        _planned(by, committee, begun + timedelta(days=28), told)
        members = members_on(committee, timezone.localdate(begun))
        gatherings.note_presences(
            by=by, gathering=sitting, present={one.pk: 180 for one in members}, guests=[]
        )
        _decide(by, sitting)
    with acting(scene.worker(MEMBER)) as by:
        cases.undertake(by=by, gathering=sitting)


def _planned(by: Any, committee: Committee, starts_at: Any, told: dict[str, Any]) -> Gathering:
    values = {**told, "starts_at": starts_at, "ends_at": starts_at + LENGTH}
    return gatherings.plan_gathering(by=by, committee=committee, values=values)


def _decide(by: Any, sitting: Gathering) -> None:
    waiting = [one for one in queries.lines(by, sitting) if one.waits and one.request]
    for line, ruling in zip(waiting, DECIDED, strict=False):
        assert line.request is not None
        chosen = {line.case.pk: line.request.version}
        deciding.decide(by=by, gathering=sitting, chosen=chosen, ruling=ruling)
