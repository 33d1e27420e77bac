"""Who acts in a person’s own space."""

from typing import Any

from django.db import connection

from maillage.permissions import Actor


def person_actor(access: Any) -> Actor | None:
    """Who acts in a session opened with this access to a person's own space; None when it no longer opens anything."""
    if not access:
        return None
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM maillage_definer.space_of(%s)", [access])
        found = cursor.fetchone()
    if found is None:
        return None
    person_id, name, helper = found
    label = f"{helper}, aidant de {name}" if helper else f"{name}, personne accompagnée"
    return Actor(person_id=person_id, label=label[:200], helper=helper)
