"""A file of the national register is read: known records are corrected, nothing is created or deleted."""

from dataclasses import dataclass
from datetime import date
from typing import IO

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from maillage.audit.actions import record
from maillage.diplomas.models import Record
from maillage.diplomas.register_file import Said, read
from maillage.diplomas.rules import check_can_read_register
from maillage.permissions import Actor
from maillage.permissions.definer import value_of

CALL = "diplomas_read_record(%s::varchar, %s::varchar, %s::boolean, %s::date, %s::varchar, %s::date)"
NONE_KNOWN = "Ce fichier ne parle d’aucune des fiches suivies ici. Prenez l’export complet du répertoire."


@dataclass(frozen=True)
class Read:
    """Numbers of the records that the file speaks of, of those that changed, of those it says nothing of."""

    found: list[str]
    changed: list[str]
    silent: list[str]


@transaction.atomic
def read_register(*, by: Actor, content: IO[bytes], of_day: date) -> Read:
    """`of_day`: the day of the file; one older than what was read before changes nothing."""
    check_can_read_register(by)
    if of_day > timezone.localdate():
        raise ValidationError({"of_day": "Ce jour n’est pas encore venu\u00a0: écrivez la date du fichier."})
    known = list(Record.objects.order_by("number").values_list("number", flat=True))
    told = read(content, known)
    if not told:
        raise ValidationError({"file": NONE_KNOWN})
    changed = [number for number, said in sorted(told.items()) if _correct(said, of_day)]
    record(by, "register_read", "diplomas.record", found=len(told), changed=changed, of_day=of_day)
    return Read(sorted(told), changed, [one for one in known if one not in told])


def _correct(said: Said, of_day: date) -> bool:
    followers = ",".join(said.replaced_by)[:100]
    return bool(value_of(CALL, said.number, said.title, said.active, said.ends_on, followers, of_day))
