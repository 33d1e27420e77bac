"""A person's own space: a code on paper, perhaps for a helper with a mandate; opened, closed."""

from datetime import date
from hmac import compare_digest
from uuid import UUID, uuid4

from django.core.cache import cache
from django.db import connection, transaction
from django.utils import timezone
from procrastinate.contrib.django import app

from maillage.audit.actions import record
from maillage.people.models import Channel, Person, SpaceAccess
from maillage.people.rules import at_work, check_can_choose_mail, check_can_give_code
from maillage.people.space_codes import fingerprint, new_code
from maillage.permissions import Actor, Forbidden
from maillage.permissions.context import acting
from maillage.web.senders import Message, send


@transaction.atomic
def give_code(*, by: Actor, person: Person, until: date, helper: str = "", relation: str = "") -> str:
    """The code to hand over on paper; it can't be read again. A new one, for the person or a helper, ends the former one."""
    check_can_give_code(by, person.pk)
    if person.birth_date is None:
        raise Forbidden(
            "Notez d’abord sa date de naissance\u00a0: elle est demandée avec le code pour ouvrir l’espace."
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
        check_can_give_code(by, access.person_id)
    SpaceAccess.objects.filter(pk=access.pk, ended_at=None).update(ended_at=timezone.now())
    record(by, "space_closed", access.person)


def open_space(code: str, birth_date: date) -> tuple[UUID, UUID] | None:
    """(access, person) that this code opens with this date of birth; None otherwise, whatever is wrong."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM maillage_definer.open_space(%s, %s)", [fingerprint(code), birth_date])
        found: tuple[UUID, UUID] | None = cursor.fetchone()
    return found


def enter_space(*, by: Actor, way: str) -> None:
    """Somebody opened their own space, or a helper did: written down under their name, whoever was signed in before.

    `way`: "paper" or "mail", whence the code came.
    """
    assert by.person_id
    with acting(by):
        record(by, "space_entered", Person(pk=by.person_id), way=way)


@transaction.atomic
def choose_mail(*, by: Actor, channel: Channel, access: UUID, chosen: bool) -> None:
    """From inside the space that `access` opens: codes may come to this address, or no longer."""
    check_can_choose_mail(by, channel.person_id)
    with connection.cursor() as cursor:
        cursor.execute("SELECT maillage_definer.choose_mail(%s, %s, %s)", [channel.pk, access, chosen])
        (done,) = cursor.fetchone()
    if not done:
        raise Forbidden("Cette adresse ne peut pas recevoir de code.")
    record(by, "space_mail", Person(pk=channel.person_id), chosen=chosen)


SEND_CODE = "maillage.people.send_space_code"
CODE_SECONDS = 15 * 60


def ask_code_by_mail(address: str, birth_date: date) -> str:
    """A ticket for the session that asks; a code leaves by mail when somebody is told by both. The same work either way.

    The worker makes the code: it is in no table, and only its fingerprint waits, under the ticket, for a quarter of an
    hour.
    """
    ticket = uuid4().hex
    with connection.cursor() as cursor:
        cursor.execute("SELECT maillage_definer.space_by_mail(%s, %s)", [address, birth_date])
        (access,) = cursor.fetchone()
    task = app.configure_task(SEND_CODE)
    task.defer(ticket=ticket, access=str(access or ""), address=address.strip())
    return ticket


def send_code(*, ticket: str, access: str, address: str) -> None:
    """By the worker; nothing leaves when nobody was told. Discreet: whoever sees it arrive learns nothing of it."""
    if not access:
        return
    code = new_code()
    cache.set(f"space:ticket:{ticket}", [access, fingerprint(code)], CODE_SECONDS)
    body = f"Votre code\u00a0: {code}\nIl sert une fois, pendant 15 minutes.\nVous n’avez rien demandé\u00a0? Ne faites rien."
    send(Message("email", address, "Votre code", body, discreet=True))


def open_by_mail(ticket: str, code: str) -> UUID | None:
    """The access that this code opens for the session that asked for it; it serves once."""
    access, expected = cache.get(f"space:ticket:{ticket}") or ("", "")
    if not expected or not compare_digest(expected, fingerprint(code)):
        return None
    return UUID(access) if cache.delete(f"space:ticket:{ticket}") else None
