"""Who of the actor's structure follows a person, by name: whom a meeting or a promise may be with."""

from django.db import connection
from django.utils import timezone

from maillage.accounts.models import Membership, User
from maillage.directory.models import Structure
from maillage.people.models import Person
from maillage.people.rules import at_work
from maillage.permissions import Actor

FOLLOWING = """
SELECT DISTINCT worker_id FROM maillage_definer.followers(%s)
WHERE structure_id = %s AND worker_id IS NOT NULL AND NOT by_consent
"""


def team(actor: Actor, person: Person) -> list[User]:
    """The actor first, then colleagues of their structure who follow the person: what is theirs, they see. Two queries."""
    user_id, structure_id = at_work(actor)
    with connection.cursor() as cursor:
        cursor.execute(FOLLOWING, [person.pk, structure_id])
        ids = [worker for (worker,) in cursor.fetchall()]
    found = User.objects.filter(pk__in=ids, is_active=True).order_by("last_name", "first_name")
    return sorted(found, key=lambda one: one.pk != user_id)


def warned_when_late(actor: Actor) -> list[User]:
    """Everybody at work in the actor's structure today, but themselves: whom to tell that a promise is late."""
    user_id, structure_id = at_work(actor)
    here = Membership.objects.current(timezone.localdate()).filter(structure_id=structure_id)
    rows = User.objects.filter(pk__in=here.values("user_id"), is_active=True).exclude(pk=user_id)
    return list(rows.order_by("last_name", "first_name"))


def department_of(structure_id: int) -> str:
    """The COG code of the département of a structure: its public holidays count. "" when unknown."""
    row = Structure.objects.filter(pk=structure_id).values_list("commune__code", flat=True).first()
    return "" if row is None else row[:3] if row.startswith(("97", "98")) else row[:2]
