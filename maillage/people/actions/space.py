"""A person's own space: a code on paper, perhaps for a helper with a mandate; opened, closed."""

from datetime import date
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from maillage.audit.actions import record
from maillage.people.models import Person, SpaceAccess
from maillage.people.rules import at_work, check_can_keep_ledger
from maillage.people.space import fingerprint, new_code
from maillage.permissions import Actor, Forbidden
from maillage.permissions.context import acting


@transaction.atomic
def give_code(*, by: Actor, person: Person, until: date, helper: str = "", relation: str = "") -> str:
    """The code to hand over on paper; it can't be read again. A new one, for the person or a helper, ends the former one."""
    check_can_keep_ledger(by, person.pk)
    if person.birth_date is None:
        raise Forbidden(
            "Notez d’abord sa date de naissance : elle est demandée avec le code pour ouvrir l’espace."
        )
    user_id, _ = at_work(by)
    former = SpaceAccess.objects.filter(person=person, helper=helper, ended_at=None)
    former.update(ended_at=timezone.now())
    code = new_code()
    told = {"helper": helper, "relation": relation, "until": until, "created_by_id": user_id}
    SpaceAccess(person=person, fingerprint=fingerprint(code), **told).save(force_insert=True)
    record(by, "space_code", person, helper=bool(helper))
    return code


@transaction.atomic
def end_space_access(*, by: Actor, access: SpaceAccess) -> None:
    """The team, or the person themselves. A helper acts as the person: no page of the own space offers it."""
    if by.person_id != access.person_id:
        check_can_keep_ledger(by, access.person_id)
    SpaceAccess.objects.filter(pk=access.pk, ended_at=None).update(ended_at=timezone.now())
    record(by, "space_closed", access.person)


def open_space(code: str, birth_date: date) -> tuple[UUID, UUID] | None:
    """(access, person) that this code opens with this date of birth; None otherwise, whatever is wrong."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM maillage_definer.open_space(%s, %s)", [fingerprint(code), birth_date])
        found: tuple[UUID, UUID] | None = cursor.fetchone()
    return found


def enter_space(*, by: Actor) -> None:
    """Somebody opened their own space, or a helper did: written down under their name, whoever was signed in before."""
    assert by.person_id
    with acting(by):
        record(by, "space_entered", Person(pk=by.person_id))
