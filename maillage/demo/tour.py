"""Where each step of the guided tour opens, in the data of the demonstration, for whoever the visitor is just now."""

from collections.abc import Callable

from django.urls import reverse

from maillage.people.models import Person
from maillage.permissions import Actor

CHINON = "200043081"
"""The communauté de communes of the fictional territory."""


def _folder(actor: Actor) -> str:
    found = Person.objects.visible_to(actor).filter(first_name="Samira", last_name="Benali").first()
    return reverse("people:person", args=[found.pk]) if found else reverse("people:persons")


OPENS: dict[str, Callable[[Actor], str]] = {
    "folder": _folder,
    "claims": lambda actor: reverse("rights:my_claims"),
    "inbox": lambda actor: reverse("referrals:inbox"),
    "coverage": lambda actor: reverse("directory:coverage_of", args=["epci", CHINON]),
    "profession": lambda actor: reverse("placements:home"),
}
