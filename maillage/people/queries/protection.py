"""Addresses kept secret, for those told."""

from django.db.models import QuerySet

from maillage.people.models import Person, ProtectedAddress
from maillage.permissions import Actor


def protected_addresses(actor: Actor, person: Person) -> list[ProtectedAddress]:
    rows = ProtectedAddress.objects.visible_to(actor).filter(person=person)
    return list(rows.prefetch_related("readers__reader").order_by("-created_at"))


def protected_rows(actor: Actor, person: Person) -> QuerySet[ProtectedAddress]:
    rows: QuerySet[ProtectedAddress] = ProtectedAddress.objects.visible_to(actor)
    return rows.filter(person=person)
