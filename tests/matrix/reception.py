"""First receptions, and tasks entrusted about the worker's person: one to be taken, one that the agent does."""

from maillage.directory.tests.offer import make_service
from maillage.reception.tests.factories import make_reception, make_task, make_type, type_of
from tests.matrix.row import Row

ONLY_READ = "LMMMMMMMMMML"
RECEIVERS, OUR_RECEIVERS, SEEN = "LFFFOFOOOOOL", "LFFFOFOONONL", "LNNNONOONONL"
TEAM, LEADERS, KEEPERS = "LFFFOOOOOOOLLFFFF", "LFFFFOFFFFFLLF", "LFFFFOOOOOOLLF"
ENTRUSTS = "LNNNNNONNFFL"
TASK_SEEN, TASK_SENT, TASK_DONE = "LNNNONONNNNL", "LNNNRNRNNNNL", "LNNNONFNNNNL"

EXPECTED: dict[str, Row] = {
    "reception:receptions": Row(RECEIVERS, ONLY_READ),
    "reception:receive": Row(RECEIVERS, RECEIVERS),
    "reception:figures": Row(TEAM, ONLY_READ),
    "reception:reception": Row(SEEN, ONLY_READ, ("first_reception",)),
    "reception:come_back": Row(OUR_RECEIVERS, OUR_RECEIVERS, ("first_reception",)),
    "reception:orient": Row(OUR_RECEIVERS, "LFFFRFRRNRNL", ("first_reception", "oriented_service")),
    "reception:slip": Row(SEEN, ONLY_READ, ("first_reception",)),
    "reception:join": Row("LNNNNNONNOFL", "LNNNNNONNOFL", ("person",)),
    "reception:to_do": Row("LFFFOFFFFFFL", ONLY_READ),
    "reception:entrusted": Row("LFFFFFOOOOOL", ONLY_READ),
    "reception:hours": Row(TEAM, ONLY_READ),
    "reception:irritants": Row(LEADERS, ONLY_READ),
    "reception:types": Row(TEAM, ONLY_READ),
    "reception:add_type": Row(KEEPERS, KEEPERS),
    "reception:close_type": Row(ONLY_READ, "LNNFFRRRNRNLLN", ("own_task_kind",)),
    "reception:choose": Row(ENTRUSTS, ONLY_READ, ("person",)),
    "reception:entrust": Row(ENTRUSTS, ENTRUSTS, ("person", "task_kind")),
    "reception:task": Row(TASK_SEEN, ONLY_READ, ("desk_task",)),
    "reception:take": Row(ONLY_READ, TASK_SENT, ("desk_task",)),
    "reception:release": Row(ONLY_READ, TASK_SENT, ("desk_task_taken",)),
    "reception:tick": Row(ONLY_READ, TASK_SENT, ("desk_task_taken",)),
    "reception:minutes": Row(ONLY_READ, TASK_SENT, ("desk_task_taken",)),
    "reception:ask": Row(TASK_DONE, TASK_DONE, ("desk_task_taken",)),
    "reception:answer": Row("LNNNFNONNNNL", "LNNNFNONNNNL", ("desk_task",)),
    "reception:finish": Row(TASK_DONE, TASK_DONE, ("desk_task_taken",)),
    "reception:withdraw": Row(ONLY_READ, TASK_SENT, ("desk_task",)),
    "reception:mark_read": Row(ONLY_READ, TASK_SENT, ("desk_task",)),
    "reception:irritant": Row(TASK_SEEN, TASK_SEEN, ("desk_task_taken",)),
}


def lay_out(world) -> None:
    agent, worker = world.members["reception"], world.members["worker"]
    world.first_reception = make_reception(agent)
    world.oriented_service = make_service(world.here, name="Domiciliation")
    world.task_kind, world.own_task_kind = type_of(), make_type(worker)
    world.desk_task = make_task(worker, world.person)
    world.desk_task_taken = make_task(worker, world.person, agent)
