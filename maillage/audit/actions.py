import json
from datetime import timedelta

from django.db import DEFAULT_DB_ALIAS, connections, models
from django.utils import timezone

from maillage.audit.models import HandledRequest
from maillage.permissions import Actor

HANDLED_KEPT = timedelta(days=30)
"""How long a form already received is known again: what it led to names a file."""

INSERT = """
INSERT INTO audit_entry (actor_user_id, actor_structure_id, actor_label, verb, object_kind, object_id, details)
VALUES (%s, %s, %s, %s, %s, %s, %s)
"""


def record(by: Actor, verb: str, obj: models.Model | str, **details: object) -> None:
    """Add a line to the journal, in the transaction of the act it tells.

    `obj` is the row acted upon, or the name of a kind of object when there is no single row ("person").
    `details` must hold no content of a folder: counts, codes, field names, reasons. An accompanied person is not
    named either: the journal outlives their file.
    """
    record_through(DEFAULT_DB_ALIAS, by, verb, obj, **details)


def record_through(using: str, by: Actor, verb: str, obj: models.Model | str, **details: object) -> None:
    """The same, in the transaction of another alias: that of a maintenance command."""
    kind, key = _named(obj)
    label = by.label if by.person_id is None else _unnamed(by)
    values = (by.user_id, by.structure_id, label, verb, kind, key, json.dumps(details, default=str))
    with connections[using].cursor() as cursor:
        cursor.execute(INSERT, values)


def _unnamed(by: Actor) -> str:
    """Of an accompanied person, nothing; of their helper, their own name."""
    return f"{by.helper}, aidant" if by.helper else "personne accompagnée"


def _named(obj: models.Model | str) -> tuple[str, str]:
    if isinstance(obj, str):
        return obj, ""
    return obj._meta.label_lower, str(obj.pk)


def forget_handled() -> None:
    """Every night."""
    HandledRequest.objects.filter(at__lt=timezone.now() - HANDLED_KEPT).delete()
