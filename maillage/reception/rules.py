"""Who receives without identity, who entrusts, who takes. Row security repeats `visible` in `models`."""

from typing import Any
from uuid import UUID

from django.apps import apps
from django.db.models import Model, Q

from maillage.accounts.enums import Role
from maillage.people.models import Conflict
from maillage.people.rules import FOLLOWING, NOBODY, RECEIVING, check_can_change
from maillage.permissions import Actor, Forbidden, can
from maillage.reception.enums import UNDER_WAY, TaskState
from maillage.support.rules import among, check_can_follow

AGENT = Role.RECEPTION
GONE = "Cette tâche n’est plus à vous\u00a0: un collègue l’a prise, ou elle est terminée."


def receives(actor: Actor) -> bool:
    return actor.at_work and actor.has(*RECEIVING)


def does_tasks(actor: Actor) -> bool:
    return actor.at_work and actor.has(AGENT)


def check_can_receive(actor: Actor) -> None:
    """Note who comes in, find who comes back."""
    if not receives(actor):
        raise Forbidden("Seules les personnes qui reçoivent du public notent un premier accueil.")


def check_can_join(actor: Actor, person_id: UUID) -> None:
    """Join a reception to a file, as the person chose."""
    check_can_receive(actor)
    check_can_change(actor, person_id)


def check_can_count(actor: Actor) -> None:
    """Read the figures of the structure: who receives there, who leads there."""
    if not (receives(actor) or leads(actor)):
        raise Forbidden("Ces chiffres sont ceux d’une équipe qui reçoit du public.")


def leads(actor: Actor) -> bool:
    return actor.at_work and actor.has(Role.TEAM_LEADER)


def check_can_entrust(actor: Actor, person_id: UUID, refusal: str = "") -> None:
    """`refusal`: what the type of task says of itself. Looking into somebody's situation is not entrusted."""
    check_can_follow(actor, person_id)
    if refusal:
        raise Forbidden(refusal)


def check_can_list_entrusted(actor: Actor) -> None:
    if not (actor.at_work and actor.has(*FOLLOWING)):
        raise Forbidden("Seuls les travailleurs sociaux confient des tâches.")


def check_can_do_tasks(actor: Actor) -> None:
    """The shared list of the team."""
    if not does_tasks(actor):
        raise Forbidden("Cette liste est celle des agents d’accueil de l’équipe.")


def check_can_take(actor: Actor, state: str) -> None:
    check_can_do_tasks(actor)
    if state != TaskState.OPEN:
        raise Forbidden("Un collègue vient de prendre cette tâche.")


def check_does_it(actor: Actor, taken_by_id: int | None) -> None:
    """Tick, note time, ask, finish: the agent who took it."""
    check_can_do_tasks(actor)
    if taken_by_id != actor.user_id:
        raise Forbidden("Prenez d’abord cette tâche.")


def check_can_note_irritant(actor: Actor) -> None:
    check_can_receive(actor)


def check_can_read_irritants(actor: Actor) -> None:
    if not leads(actor):
        raise Forbidden("Cette liste est celle des responsables d’équipe.")


def check_can_read_types(actor: Actor) -> None:
    """What is entrusted, and what is not: who entrusts, who does it, who leads them."""
    if not (receives(actor) or leads(actor)):
        raise Forbidden("Cette liste est celle d’une équipe qui reçoit du public.")


def check_can_keep_types(actor: Actor) -> None:
    """Add a type of task to the structure's list, or close one of its own."""
    if not (actor.at_work and actor.has(*FOLLOWING, Role.TEAM_LEADER)):
        raise Forbidden("Les travailleurs sociaux et leur responsable tiennent la liste des tâches.")


can_receive = can(check_can_receive)
can_join = can(check_can_join)
can_count = can(check_can_count)
can_entrust = can(check_can_entrust)
can_take = can(check_can_take)
can_do = can(check_does_it)
can_keep_types = can(check_can_keep_types)
can_read_irritants = can(check_can_read_irritants)
can_list_entrusted = can(check_can_list_entrusted)


def _receptions(actor: Actor) -> Q:
    """Of the structure; once joined to a file, of those who see the person."""
    if not receives(actor):
        return NOBODY
    return Q(structure_id=actor.structure_id) & (Q(person=None) | among(actor, "seen"))


def _tasks(actor: Actor) -> Q:
    """Of the team that follows the person by name; under way, of the agents of the structure who are not kept out."""
    mine = among(actor, "in_team")
    if actor.has(AGENT):
        kept_out = Conflict.objects.filter(agent_id=actor.user_id).values("person_id")
        mine |= Q(state__in=UNDER_WAY) & ~Q(person_id__in=kept_out)
    return Q(structure_id=actor.structure_id) & mine


def _orientations(receptions: Q) -> Q:
    return Q(reception__in=apps.get_model("reception", "Reception").objects.filter(receptions).values("pk"))


def visible(model: type[Model], actor: Actor) -> Q:
    """The rows of a table of `reception` that exist for this actor."""
    name = str(model._meta.model_name)
    if actor.person_id:
        own: dict[str, Q] = {
            "reception": Q(person_id=actor.person_id),
            "task": Q(person_id=actor.person_id),
            "orientation": _orientations(Q(person_id=actor.person_id)),
        }
        return own.get(name, NOBODY)
    if actor.user_id is None or actor.structure_id is None:
        return NOBODY
    here = Q(structure_id=actor.structure_id)
    conditions: dict[str, Any] = {
        "reception": lambda: _receptions(actor),
        "orientation": lambda: _orientations(_receptions(actor)),
        "task": lambda: _tasks(actor),
        "tasktype": lambda: Q(structure=None) | here,
        "irritant": lambda: here if actor.has(Role.TEAM_LEADER) else NOBODY,
    }
    condition: Q = conditions[name]()
    return condition
