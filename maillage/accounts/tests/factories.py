"""People who work somewhere, for every test that needs somebody signed in."""

from datetime import date
from itertools import count
from time import time

from allauth.account.internal.flows.login import (
    _AUTHENTICATION_METHODS_USER_SESSION_KEY as METHODS_OWNER_KEY,
)
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY as METHODS_KEY
from django.test import Client

from maillage.accounts.enums import Role
from maillage.accounts.models import Membership, User
from maillage.accounts.queries import actor_for
from maillage.accounts.sessions import STRUCTURE_KEY
from maillage.directory.models import Structure, StructureKind, Territory
from maillage.permissions import Actor
from tests.plugin import become

PASSWORD = "le chat dort sur le toit"
LONG_AGO = date(2020, 1, 1)
numbers = count(1)


def make_structure(name: str = "", commune: str = "37072") -> Structure:
    """A CCAS in a real commune (Chinon unless told)."""
    kind, _ = StructureKind.objects.get_or_create(code="CCAS", defaults={"label": "CCAS"})
    place = Territory.objects.communes().get(code=commune)
    return Structure.objects.create(name=name or f"CCAS n° {next(numbers)}", kind=kind, commune=place)


def make_user(email: str = "", password: str | None = None, **fields) -> User:
    """An open account; without `password` (`PASSWORD` is a good one) it cannot sign in by itself."""
    number = next(numbers)
    names = {"first_name": "Claire", "last_name": f"Morel {number}"}
    return User.objects.create_user(
        email or f"personne{number}@exemple.test", password, **{**names, **fields}
    )


def make_member(
    role: str = Role.SOCIAL_WORKER, structure: Structure | None = None, user: User | None = None, **fields
) -> Membership:
    """Somebody (`.user`) with a role in a structure (`.structure`), since long ago."""
    place = structure or make_structure()
    return Membership.objects.create(
        user=user or make_user(), structure=place, role=role, **{"since": LONG_AGO, **fields}
    )


def actor_of(member: Membership, second_factor: bool = True) -> Actor:
    """The actor that this member is in that structure, today."""
    return actor_for(member.user, date.today(), member.structure_id, second_factor)[0]


def signed_in(
    client: Client,
    role: str = Role.SOCIAL_WORKER,
    structure: Structure | None = None,
    member: Membership | None = None,
    second_factor: bool = True,
) -> Membership:
    """Sign `client` in as a new member with this role (or as `member`), second factor used unless told otherwise."""
    who = member or make_member(role, structure)
    client.force_login(who.user, backend="allauth.account.auth_backends.AuthenticationBackend")
    session = client.session
    session[STRUCTURE_KEY] = who.structure_id
    if second_factor:
        session[METHODS_KEY] = [{"method": "mfa", "at": time(), "type": "totp", "id": 0}]
        session[METHODS_OWNER_KEY] = str(who.user_id)
    session.save()
    return who


def client_of(member: Membership) -> Client:
    """Another browser, where this member is signed in."""
    client = Client()
    with become("maintenance"):
        signed_in(client, member=member)
    return client
