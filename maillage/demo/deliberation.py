"""A year of committees: founded, seated, met, decided; what is owed and what is to come."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from maillage.demo import consulting, convened, forum, participation
from maillage.demo.clock import back_to, day, moment
from maillage.demo.offer import ANIMATOR
from maillage.demo.places import Scene
from maillage.directory.models import Territory
from maillage.governance.actions import committees, decisions, gatherings, mandates, minutes, plans, texts
from maillage.governance.enums import DecisionKind, Ending, PlanKind, Publicity, Rank, TextKind
from maillage.governance.models import (
    AgendaItem,
    College,
    Committee,
    Decision,
    Gathering,
    Measure,
    RecommendedAction,
)
from maillage.governance.queries import members_on
from maillage.governance.rules import Voices
from maillage.permissions import Actor
from maillage.permissions.context import acting

FOUNDED = 345
LENGTH = timedelta(hours=2)
MORNING = time(9, 30)


def lay_out(scene: Scene, told: dict[str, Any]) -> None:
    with acting(scene.worker(ANIMATOR)) as animator:
        found: dict[str, Committee] = {}
        since = day(FOUNDED)
        with back_to(moment(FOUNDED)):
            for row in told["committees"]:
                found[row["code"]] = _committee(scene, animator, row, found, since)
        for row in told["meetings"]:
            _meeting(animator, row, found[row["committee"]])
        for row in told["mandates"]:
            _mandate(animator, found[row["group"]], row)
        _plan(animator, found["local"], told["plan"])
        participation.lay_out(scene, animator, found, told)
        convened.lay_out(scene, animator, found, told["convened"])
        forum.lay_out(scene, animator, found, told["forum"])
        consulting.lay_out(scene, animator, found, told["questionnaires"])


def _committee(
    scene: Scene, by: Actor, row: dict[str, Any], known: dict[str, Committee], since: date
) -> Committee:
    values = {
        "kind": row["kind"],
        "name": row["name"],
        "mission": row["mission"],
        "parent": known.get(row.get("parent", "")),
        "starts_on": since,
        "ends_on": None,
        "decision_mode": row["mode"],
        "publicity": Publicity.PUBLIC,
    }
    areas = _areas(row) if "area" in row else []
    made = committees.found_committee(by=by, values=values, colleges=list(row["colleges"]), territories=areas)
    for college in College.objects.filter(committee=made):
        committees.set_college(by=by, college=college, quorum=row["colleges"][college.name], required=True)
    for seat in row["seats"]:
        _seat(scene, by, made, seat, since)
    return made


def _areas(row: dict[str, Any]) -> list[Territory]:
    scale = row.get("scale", "departement")
    return list(Territory.objects.current().filter(kind=scale, code=row["area"]))


def _seat(scene: Scene, by: Actor, committee: Committee, row: dict[str, Any], since: date) -> None:
    college = College.objects.get(committee=committee, name=row["college"])
    told = {"organisation": row["organisation"], "college": college, "starts_on": since}
    seat = committees.give_seat(by=by, committee=committee, values=told)
    account = scene.users[row["account"]] if "account" in row else None
    who = {"name": row["titular"], "rank": Rank.TITULAR, "user": account, "expert": row.get("expert", False)}
    committees.seat_somebody(by=by, seat=seat, values={**who, "starts_on": since})
    if "substitute" in row:
        who = {"name": row["substitute"], "rank": Rank.SUBSTITUTE, "starts_on": since}
        committees.seat_somebody(by=by, seat=seat, values=who)


def _meeting(by: Actor, row: dict[str, Any], committee: Committee) -> None:
    today = timezone.localdate()
    on = day(row["ago"]) if "ago" in row else timezone.localdate() + timedelta(days=row["in"])
    start = timezone.make_aware(datetime.combine(on, MORNING))
    told = {"title": row["title"], "place": row["place"], "starts_at": start, "ends_at": start + LENGTH}
    with back_to(min(start - timedelta(days=15), timezone.now())):
        meeting = gatherings.plan_gathering(by=by, committee=committee, values=told)
        items = [_item(by, meeting, item) for item in row["items"]]
    if "ago" in row:
        with back_to(start + LENGTH):
            _held(by, row, meeting, items, today)


def _item(by: Actor, meeting: Gathering, row: dict[str, Any]) -> AgendaItem:
    embargo = timezone.localdate() + timedelta(days=row["embargo"]) if "embargo" in row else None
    lifted = timezone.make_aware(datetime.combine(embargo, time())) if embargo else None
    told = {name: row.get(name, "") for name in ("title", "nature", "details", "plain_words")}
    told |= {"asked_by": row.get("asked", ""), "embargo_until": lifted}
    return gatherings.add_item(by=by, gathering=meeting, values=told)


def _held(by: Actor, row: dict[str, Any], meeting: Gathering, items: list[AgendaItem], today: date) -> None:
    members = members_on(meeting.committee, timezone.localdate(meeting.starts_at))
    present = {one.pk: 120 for one in members if one.name not in row["absent"] and one.rank == Rank.TITULAR}
    gatherings.note_presences(by=by, gathering=meeting, present=present, guests=[])
    for item, told in zip(items, row["items"], strict=True):
        if "kind" in told:
            _decide(by, meeting, item, told, today)
    decisions.close_gathering(by=by, gathering=meeting)
    written = minutes.write_minutes(by=by, gathering=meeting, version=0, text=row["minutes"])
    minutes.share_minutes(by=by, minutes=written)
    _approve_the_former(by, meeting)


def _decide(by: Actor, meeting: Gathering, item: AgendaItem, row: dict[str, Any], today: date) -> None:
    due = today + timedelta(days=row["due"]) if "due" in row else None
    told = {name: row.get(name, "") for name in ("kind", "text", "owner", "plain_words")} | {"due_on": due}
    favour, against = row.get("votes", (0, 0))
    voices = {
        college.pk: _shared(meeting, college, favour, against)
        for college in College.objects.filter(committee=meeting.committee)
    }
    made = decisions.record_decision(by=by, item=item, values=told, voices=voices)
    if "done" in row:
        on = today - timedelta(days=row["done"]["ago"])
        decisions.end_decision(by=by, decision=made, ending=Ending.DONE, note=row["done"]["note"], on=on)


def _shared(meeting: Gathering, college: College, favour: int, against: int) -> Voices:
    """No college votes more than its members present."""
    there = meeting.presences.filter(occupant__seat__college=college).count()
    against = min(against, there)
    return Voices(min(favour, there - against), against)


def _approve_the_former(by: Actor, meeting: Gathering) -> None:
    earlier = Gathering.objects.filter(
        committee=meeting.committee, starts_at__lt=meeting.starts_at, record__approved_at=None
    ).exclude(record=None)
    for one in earlier:
        minutes.approve_minutes(by=by, minutes=one.record, approved_in=meeting)


def _mandate(by: Actor, worker: Committee, row: dict[str, Any]) -> None:
    """Given by the decision of the year; its first output is delivered by a published text."""
    given = mandates.give_mandate(
        by=by,
        decision=Decision.objects.get(kind=DecisionKind.MANDATE, committee=worker.parent, owner=worker.name),
        committee=worker,
        joined=[],
        title=row["title"],
        question=row["question"],
        points=row["points"],
        outputs=row["outputs"],
        due_on=timezone.localdate() + timedelta(days=row["due"]),
    )
    told = {"kind": TextKind.REPORT, "title": row["text"]["title"], "body": row["text"]["body"]}
    text = texts.write_text(by=by, committee=worker, review_on=None, **told)
    texts.publish_text(by=by, text=text, read=texts.mark(text.versions.get()))
    first = given.outputs.get(title=row["outputs"][0])
    mandates.deliver_output(by=by, output=first, text=text, covers=[0])


def _plan(by: Actor, holder: Committee, row: dict[str, Any]) -> None:
    """Three actions of the recommendations, at mid-course."""
    today = timezone.localdate()
    term = {"starts_on": today - timedelta(days=200), "ends_on": today + timedelta(days=165)}
    where = {"territory": holder.territories.first()}
    values = {"title": row["title"], "kind": PlanKind.OWN, **term, **where}
    plan = plans.open_plan(by=by, holder=holder, values=values)
    codes = list(row["actions"])
    chosen = RecommendedAction.objects.filter(code__in=codes, ends_on=None)
    plans.adopt(by=by, plan=plan, actions=chosen, owner="Secrétariat", due_on=today + timedelta(days=60))
    for code, said in row["actions"].items():
        for one in said:
            values = {
                "on": today - timedelta(days=one["ago"]),
                "kind": one["kind"],
                "what": one["what"],
                "link": "",
            }
            measure = Measure.objects.get(plan=plan, action__code=code)
            plans.add_evidence(by=by, measure=measure, values=values)
    plans.publish_plan(by=by, plan=plan, published=True)
