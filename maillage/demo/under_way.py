"""Gestures of what is pursued, planned and owed: goals, appointments, promises; what a person asks on their data."""

from datetime import datetime, time, timedelta
from typing import Any

from django.utils import timezone

from maillage.clocks.working_days import next_working_day
from maillage.demo.stories import Gesture, Story, in_days
from maillage.permissions import Actor
from maillage.support.actions import appointments, data_requests, goals, promises
from maillage.support.models import Appointment, Goal, Promise, Step

DESK = "à l’accueil de la structure"


def goal(story: Story, by: Actor, line: dict[str, Any]) -> Goal:
    """In the person's words; `review`: in how many days; `steps`: who does what."""
    agreed = Goal(
        person=story.person,
        words=line["goal"],
        level="circle" if "part" in line else "team",
        part=line.get("part", ""),
        review_on=in_days(line, "review") if "review" in line else None,
    )
    steps = [goals.Planned(**step) for step in line.get("steps", [])]
    return goals.agree_goal(by=by, goal=agreed, steps=steps)


def signs(story: Story, by: Actor, line: dict[str, Any]) -> None:
    signed = Goal.objects.get(pk=story.rows[line["signs"]].pk)
    goals.sign_goal(by=by, goal=signed, version=signed.version, on=timezone.localdate())


def marks(story: Story, by: Actor, line: dict[str, Any]) -> Any:
    told = {"mark": line["mark"], "words": line.get("words", "")}
    return goals.mark_progress(by=by, goal=story.rows[line["marks"]], **told)


def ticks(story: Story, by: Actor, line: dict[str, Any]) -> None:
    """`step`: its rank, from 0."""
    pursued = story.rows[line["ticks"]]
    goals.tick_step(by=by, goal=pursued, step=Step.objects.get(goal=pursued, rank=line["step"]))


def closes_goal(story: Story, by: Actor, line: dict[str, Any]) -> None:
    closed = Goal.objects.get(pk=story.rows[line["closes_goal"]].pk)
    told = {"on": timezone.localdate(), "outcome": line["outcome"]}
    goals.close_goal(by=by, goal=closed, version=closed.version, **told)


def appointment(story: Story, by: Actor, line: dict[str, Any]) -> Appointment:
    """`in`: in how many days from that day, `at` an hour."""
    day = next_working_day(timezone.localdate() + timedelta(days=line["in"]))
    planned = Appointment(
        person=story.person,
        worker_id=by.user_id,
        starts_at=timezone.make_aware(datetime.combine(day, time.fromisoformat(line["at"]))),
        place=line.get("place", DESK),
        purpose=line["appointment"],
        remind=line.get("remind", False),
    )
    return appointments.plan_appointment(by=by, appointment=planned)


def came(story: Story, by: Actor, line: dict[str, Any]) -> None:
    appointments.tell_appointment(by=by, appointment=story.rows[line["came"]], state="held")


def absent(story: Story, by: Actor, line: dict[str, Any]) -> None:
    appointments.tell_appointment(by=by, appointment=story.rows[line["absent"]], state="absent")


def promise(story: Story, by: Actor, line: dict[str, Any]) -> Promise:
    """`days`: working days; `warn`: whom to tell when it is late."""
    warned = story.scene.users[line["warn"]].pk if "warn" in line else None
    promised = Promise(
        person=story.person,
        what=line["promise"],
        owed_by_id=by.user_id,
        escalate_to_id=warned,
        made_on=timezone.localdate(),
        working_days=line["days"],
    )
    return promises.promise(by=by, promised=promised)


def keeps(story: Story, by: Actor, line: dict[str, Any]) -> None:
    promised = story.rows[line["keeps"]]
    promises.keep_promise(by=by, promised=promised, on=timezone.localdate(), outcome=line["outcome"])


def asks(story: Story, by: Actor, line: dict[str, Any]) -> Any:
    return data_requests.ask_about_data(by=by, kind=line["asks"], words=line.get("words", ""))


GESTURES: dict[str, Gesture] = {
    "goal": goal,
    "signs": signs,
    "marks": marks,
    "ticks": ticks,
    "closes_goal": closes_goal,
    "appointment": appointment,
    "came": came,
    "absent": absent,
    "promise": promise,
    "keeps": keeps,
    "asks": asks,
}
