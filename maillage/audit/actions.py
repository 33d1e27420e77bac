import json

from django.db import connection, models

from maillage.permissions import Actor

INSERT = """
INSERT INTO audit_entry (actor_user_id, actor_structure_id, actor_label, verb, object_kind, object_id, details)
VALUES (%s, %s, %s, %s, %s, %s, %s)
"""


def record(by: Actor, verb: str, obj: models.Model | str, **details: object) -> None:
    """Add a line to the journal, in the transaction of the act it tells.

    `obj` is the row acted upon, or the name of a kind of object when there is no single row ("person").
    `details` must hold no content of a folder: counts, codes, field names, reasons.
    """
    kind, key = _named(obj)
    values = (by.user_id, by.structure_id, by.label, verb, kind, key, json.dumps(details, default=str))
    with connection.cursor() as cursor:
        cursor.execute(INSERT, values)


def _named(obj: models.Model | str) -> tuple[str, str]:
    if isinstance(obj, str):
        return obj, ""
    return obj._meta.label_lower, str(obj.pk)
