"""The actor, told to PostgreSQL: signed, bound to the connection, gone with the transaction.

Policies read it through `maillage_actor_user()`, `maillage_actor_structure()`, `maillage_actor_has(role)` and
`maillage_actor_person()` (see migrations 0001 and 0002). The key is derived from SECRET_KEY; its copy in the database lies in a schema that the
application's role cannot read, so a SELECT injection cannot forge a context.
"""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.conf import settings
from django.db import connection, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from maillage.permissions.actor import ANONYMOUS, Actor

SETTING = "maillage.actor"
current_actor: ContextVar[Actor] = ContextVar("current_actor", default=ANONYMOUS)


def signing_key() -> bytes:
    return hashlib.sha256(b"maillage row context\0" + settings.SECRET_KEY.encode()).digest()


def signed(actor: Actor, backend_pid: int) -> str:
    """`user|structure|roles|person|pid|signature`; the same arithmetic as `maillage_actor()` in SQL."""
    roles = ",".join(sorted(actor.roles))
    fields = (actor.user_id or "", actor.structure_id or "", roles, actor.person_id or "", backend_pid)
    payload = "|".join(str(field) for field in fields)
    key = signing_key()
    inner = hashlib.sha256(key + payload.encode()).digest()
    return f"{payload}|{hashlib.sha256(key + inner).hexdigest()}"


def tell_database(connection: BaseDatabaseWrapper, actor: Actor) -> None:
    """Set the actor for the rest of the current transaction; fails closed outside of one."""
    connection.ensure_connection()
    pid = connection.connection.info.backend_pid
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config(%s, %s, true)", [SETTING, signed(actor, pid)])


@contextmanager
def acting(actor: Actor) -> Iterator[Actor]:
    """One transaction in which PostgreSQL knows `actor`; nested, the outer actor comes back at the end."""
    previous = current_actor.get()
    token = current_actor.set(actor)
    try:
        with transaction.atomic():
            tell_database(connection, actor)
            yield actor
            if connection.savepoint_ids and not connection.needs_rollback:
                tell_database(connection, previous)
    finally:
        current_actor.reset(token)


def install_key(using: str, **kwargs: Any) -> None:
    """After each `migrate`: put the signing key where only the definer functions read it."""
    with connections[using].cursor() as cursor:
        cursor.execute(
            "INSERT INTO maillage_private.context_key (key) VALUES (%s)"
            " ON CONFLICT (single) DO UPDATE SET key = excluded.key",
            [signing_key()],
        )
