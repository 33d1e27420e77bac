"""Hide where somebody lives from everybody but named readers."""

from django.db import connection, transaction
from django.db.models import F

from maillage.audit.actions import record
from maillage.people.enums import ChannelKind
from maillage.people.models import Channel, Household, Person, ProtectedAddress, ProtectedReader
from maillage.people.queries import colleagues
from maillage.people.rules import at_work, check_can_protect
from maillage.permissions import Actor, Forbidden

ERASE = "DELETE FROM people_protectedaddress WHERE id = %s"
"""Before its readers, by hand: without them the row is out of everybody's sight, and out of reach of a delete."""


@transaction.atomic
def protect_address(
    *,
    by: Actor,
    person: Person,
    address: str,
    elected_domicile: str,
    elected_commune: str,
    motive: str,
    reader_ids: set[int],
) -> ProtectedAddress:
    """Put the real address apart for its readers (the actor is one), and the elected domicile everywhere else.

    Postal addresses leave the file for the protected one; the households where the person lives take the commune
    of the elected domicile, because a commune tells too much. Former versions of rows forget both.
    """
    check_can_protect(by)
    posts = Channel.objects.filter(person=person, kind=ChannelKind.POST)
    homes = Household.objects.filter(members__person=person, members__until=None)
    known = [*posts.values_list("value", flat=True), *(home.commune for home in homes if home.commune)]
    protected = ProtectedAddress(person=person, address=address, motive=motive, former="\n".join(known))
    protected.save(force_insert=True)
    _name(by, protected, reader_ids)
    posts.delete()
    Household.objects.filter(pk__in=[home.pk for home in homes]).update(
        commune=elected_commune, version=F("version") + 1
    )
    Person.objects.filter(pk=person.pk).update(elected_domicile=elected_domicile, version=F("version") + 1)
    _forget_former(protected)
    record(by, "protect_address", person, readers=len(reader_ids))
    return protected


def _name(by: Actor, protected: ProtectedAddress, reader_ids: set[int]) -> None:
    """The actor first: only a reader names others."""
    user_id, _ = at_work(by)
    others = reader_ids - {user_id}
    if others - {one.pk for one in colleagues(by)}:
        raise Forbidden("Choisissez des lecteurs qui reçoivent du public dans votre structure.")
    for reader in (user_id, *sorted(others)):
        ProtectedReader(protected=protected, reader_id=reader).save(force_insert=True)


def _forget_former(protected: ProtectedAddress) -> None:
    """Last: the changes above have just left former versions of rows behind them."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT maillage_definer.forget_addresses(%s)", [protected.pk])


@transaction.atomic
def lift_protection(*, by: Actor, protected: ProtectedAddress) -> None:
    """The address is erased; the elected domicile stays until somebody changes it."""
    check_can_protect(by)
    record(by, "lift_protection", protected.person)
    with connection.cursor() as cursor:
        cursor.execute(ERASE, [protected.pk])
        if not cursor.rowcount:
            raise Forbidden("Cette protection est déjà levée.")
    protected.readers.all().delete()
