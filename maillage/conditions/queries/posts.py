"""The job description in force, and the finished trainings that may change it."""

from typing import NamedTuple

from maillage.conditions.models import JobVersion
from maillage.conditions.models.posts import OPEN
from maillage.permissions import Actor
from maillage.training.models import AccountLine


class Learned(NamedTuple):
    """A finished training: its key, its title, what it lets one do."""

    key: str
    title: str
    learned: str


def current(actor: Actor) -> JobVersion | None:
    """The actor's own, here."""
    rows = JobVersion.objects.visible_to(actor).filter(user_id=actor.user_id, structure_id=actor.structure_id)
    return next((one for one in rows.order_by("-number") if one.in_force), None)


def to_sign(actor: Actor) -> JobVersion | None:
    """The actor's own version that waits for signatures, here: no other is proposed before."""
    rows = JobVersion.objects.visible_to(actor).filter(OPEN, user_id=actor.user_id)
    return rows.filter(structure_id=actor.structure_id).first()


def training_to_add(actor: Actor) -> list[Learned]:
    """Finished trainings of the actor that no version of their job description took up yet."""
    rows = JobVersion.objects.visible_to(actor).filter(user_id=actor.user_id, structure_id=actor.structure_id)
    known = set(rows.exclude(training="").values_list("training", flat=True))
    return [one for one in finished(actor) if one.key not in known]


def proposed_by_training(actor: Actor, key: str) -> Learned | None:
    return next((one for one in training_to_add(actor) if one.key == key), None)


def finished(actor: Actor) -> list[Learned]:
    """What feeds the actor's account of training, the last first; a training over two years is one."""
    lines = AccountLine.objects.visible_to(actor).filter(user_id=actor.user_id)
    found = {
        _learned(one).key: _learned(one) for one in lines.select_related("session").order_by("-last_on", "pk")
    }
    return list(found.values())


def _learned(line: AccountLine) -> Learned:
    if line.session_id and line.session:
        return Learned(f"session-{line.session_id}", line.title, line.session.acquired or line.title)
    return Learned(f"declaration-{line.declaration_id}", line.title, line.title)
