"""What happened, story by story: each line of `territory/stories_*.yaml` is one gesture of one actor, some days ago.

The gesture is named by the line's own key (`note`, `act`, `consent`…). While it happens, today is that day.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from maillage.clocks.working_days import next_working_day
from maillage.demo.clock import back_to, moment
from maillage.demo.places import Scene
from maillage.people.models import Person
from maillage.permissions import Actor
from maillage.permissions.context import acting

THEMSELVES = "person"


@dataclass
class Story:
    """Whose it is, who writes when a line doesn't say, and the rows that later lines come back to, by their tag."""

    scene: Scene
    person: Person
    by: str
    rows: dict[str, Any] = field(default_factory=dict)

    def actor(self, line: dict[str, Any]) -> Actor:
        """`by: person` is the accompanied person, in their own space."""
        name = line.get("by", self.by)
        if name == THEMSELVES:
            return Actor(person_id=self.person.pk, label=self.person.full_name)
        return self.scene.worker(name)


def in_days(line: dict[str, Any], name: str) -> date:
    """What a line says in days from the present: `{ago: 30, …, for: 60}` lasts until two months from now."""
    return next_working_day(timezone.localdate() + timedelta(days=line["ago"] + line[name]))


Gesture = Callable[[Story, Actor, dict[str, Any]], Any]


def tell(scene: Scene, row: dict[str, Any], gestures: dict[str, Gesture]) -> None:
    """From the oldest line to the last, whatever their order in the file."""
    story = Story(scene, scene.persons[row["person"]], row["by"])
    for rank, line in enumerate(sorted(row["story"], key=lambda one: -one["ago"])):
        _happen(story, line, rank, gestures)


def _happen(story: Story, line: dict[str, Any], rank: int, gestures: dict[str, Gesture]) -> None:
    (name,) = gestures.keys() & line.keys()
    actor = story.actor(line)
    with back_to(moment(line["ago"], rank)), acting(actor):
        row = gestures[name](story, actor, line)
    if "tag" in line:
        story.rows[line["tag"]] = row
