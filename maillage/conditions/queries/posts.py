"""The job description in force, and the finished trainings that may change it."""

from typing import NamedTuple

from maillage.conditions.models import JobVersion
from maillage.permissions import Actor


class Learned(NamedTuple):
    """A finished training: its key, its title, what it lets one do."""

    key: str
    title: str
    learned: str


def current(actor: Actor) -> JobVersion | None:
    """The actor's own, here."""
    rows = JobVersion.objects.visible_to(actor).filter(user_id=actor.user_id, structure_id=actor.structure_id)
    return next((one for one in rows.order_by("-number") if one.in_force), None)


def training_to_add(actor: Actor) -> list[Learned]:
    """Finished trainings of the actor that no version of their job description took up yet."""
    rows = JobVersion.objects.visible_to(actor).filter(user_id=actor.user_id, structure_id=actor.structure_id)
    known = set(rows.exclude(training="").values_list("training", flat=True))
    return [one for one in finished(actor) if one.key not in known]


def proposed_by_training(actor: Actor, key: str) -> Learned | None:
    return next((one for one in training_to_add(actor) if one.key == key), None)


def finished(actor: Actor) -> list[Learned]:
    return []
