"""The structures of the territory, and who works there."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from maillage.accounts.models import Membership, User
from maillage.accounts.queries import actor_for
from maillage.directory.actions import create_structure
from maillage.directory.models import Structure, StructureKind, Territory
from maillage.people.models import Person
from maillage.permissions import Actor
from maillage.support.models import Referent

DOMAIN = "maillage.example"
THREE_YEARS = timedelta(days=1095)


@dataclass
class Scene:
    """Who and what the stories name: structures and referents by code, accounts by the start of their address, persons by
    name."""

    structures: dict[str, Structure] = field(default_factory=dict)
    users: dict[str, User] = field(default_factory=dict)
    persons: dict[str, Person] = field(default_factory=dict)
    referents: dict[str, Referent] = field(default_factory=dict)

    def worker(self, name: str) -> Actor:
        """ "karim", or "karim@epicerie" from the second structure he works in."""
        user, _, place = name.partition("@")
        chosen = self.structures[place].pk if place else None
        return actor_for(self.users[user], timezone.localdate(), chosen)[0]


def lay_out(by: Actor, told: dict[str, Any]) -> Scene:
    scene = Scene()
    scene.structures = {row["code"]: _structure(by, row) for row in told["structures"]}
    password = make_password(told["password"])
    scene.users = {row["email"]: _colleague(row, scene.structures, password) for row in told["staff"]}
    return scene


def known() -> Scene:
    """The accounts of a territory laid out before."""
    accounts = User.objects.filter(email__endswith=f"@{DOMAIN}")
    return Scene(users={user.email.partition("@")[0]: user for user in accounts})


def _structure(by: Actor, row: dict[str, Any]) -> Structure:
    return create_structure(
        by=by,
        name=row["name"],
        kind=StructureKind.objects.get(code=row["kind"]),
        commune=Territory.objects.communes().get(code=row["commune"]),
        phone=row["phone"],
    )


def _colleague(row: dict[str, Any], structures: dict[str, Structure], password: str) -> User:
    """`password` is hashed already, once for all: that is slow on purpose."""
    names = {"first_name": row["first"], "last_name": row["last"]}
    user = User.objects.create(email=f"{row['email']}@{DOMAIN}", password=password, **names)
    since = timezone.localdate() - THREE_YEARS
    for code, roles in row["roles"].items():
        for role in roles:
            place = {"structure": structures[code], "job_title": row["title"]}
            Membership.objects.create(user=user, role=role, since=since, **place)
    return user
