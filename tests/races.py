"""Two or more at once, each in a connection of its own: what each of them got, "done" or the name of what stopped it."""

import time
from collections.abc import Callable
from threading import Barrier, Thread

from django.db import connection, connections

from maillage.permissions import Actor
from maillage.permissions.context import acting

Act = Callable[[Actor], object]
BLOCKED = "SELECT count(*) FROM pg_locks WHERE NOT granted"


def outcome(actor: Actor, act: Act) -> str:
    try:
        with acting(actor) as by:
            act(by)
    except Exception as error:
        return type(error).__name__
    return "done"


def at_once(*told: tuple[Actor, Act]) -> list[str]:
    """All begin together."""
    barrier, found = Barrier(len(told)), [""] * len(told)

    def one(rank: int) -> None:
        try:
            barrier.wait(30)
            found[rank] = outcome(*told[rank])
        finally:
            connections.close_all()

    threads = [Thread(target=one, args=[rank]) for rank in range(len(told))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return sorted(found)


def crossing(first: tuple[Actor, Act], second: tuple[Actor, Act]) -> str:
    """What `second` got: it began before `first`, already written, was committed."""
    found: list[str] = []

    def late() -> None:
        try:
            found.append(outcome(*second))
        finally:
            connections.close_all()

    thread = Thread(target=late)
    with acting(first[0]) as by:
        first[1](by)
        thread.start()
        _wait_until_blocked(thread)
    thread.join(60)
    return found[0]


def _wait_until_blocked(thread: Thread) -> None:
    """Or over: nothing held it."""
    for _ in range(500):
        with connection.cursor() as cursor:
            cursor.execute(BLOCKED)
            (count,) = cursor.fetchone()
        if count or not thread.is_alive():
            return
        time.sleep(0.02)
    raise AssertionError("neither blocked nor over after ten seconds")
