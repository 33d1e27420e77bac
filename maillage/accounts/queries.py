from datetime import date
from itertools import groupby

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db.models import QuerySet

from maillage.accounts.enums import SENSITIVE_ROLES
from maillage.accounts.models import Membership, ProConnectIdentity, RoleProposal, User
from maillage.accounts.sessions import PERSON_ACTORS as PERSON_ACTORS
from maillage.audit.models import Entry
from maillage.permissions import ANONYMOUS, Actor
from maillage.permissions.definer import value_of

SIGN_IN_VERBS = (
    "signed_in",
    "signed_out",
    "structure_chosen",
    "second_factor_added",
    "second_factor_removed",
    "proconnect_linked",
    "proconnect_unlinked",
)
ENTRIES_SHOWN = 10
OF_A_PLACE = ("user", "role", "job_title", "since", "until", "structure__public_id", "structure__name")
"""What every page asks of the places its reader holds: a card has thirty columns more."""


def current_memberships(user: User, on: date) -> QuerySet[Membership]:
    """The places this person holds on that day, structure by structure."""
    held: QuerySet[Membership] = Membership.objects.current(on).filter(user=user)
    return held.select_related("structure").order_by("structure__name", "structure_id", "role")


def actor_for(
    user: User, on: date, structure_id: int | None = None, second_factor: bool = False
) -> tuple[Actor, list[Membership]]:
    """The actor this person is today, in the structure asked for or else in their first one.

    Returns with it one membership per structure they may choose from.
    """
    if not user.is_active:
        return ANONYMOUS, []
    held = current_memberships(user, on).only(*OF_A_PLACE)
    places = [list(rows) for _, rows in groupby(held, key=lambda m: m.structure_id)]
    choices = [place[0] for place in places]
    chosen = next((p for p in places if p[0].structure_id == structure_id), places[0] if places else [])
    return _actor(user, chosen, second_factor), choices


def _actor(user: User, place: list[Membership], second_factor: bool) -> Actor:
    if not place:
        return Actor(user_id=user.pk, label=user.get_full_name(), second_factor=second_factor)
    title = place[0].job_title or place[0].get_role_display()
    return Actor(
        user_id=user.pk,
        structure_id=place[0].structure_id,
        roles=_usable({membership.role for membership in place}, second_factor),
        label=f"{user.get_full_name()}, {title}, {place[0].structure.name}"[:200],
        second_factor=second_factor,
    )


def _usable(roles: set[str], second_factor: bool) -> frozenset[str]:
    """A sensitive role sleeps until a second factor was used in this session."""
    asleep = SENSITIVE_ROLES if settings.SECOND_FACTOR_REQUIRED and not second_factor else frozenset()
    return frozenset(roles - asleep)


def second_factors(user: User) -> dict[str, int]:
    """How many of each kind: "totp", "webauthn", "recovery_codes"."""
    kinds = Authenticator.objects.filter(user_id=user.pk).values_list("type", flat=True)
    return {kind: list(kinds).count(kind) for kind in ("totp", "webauthn", "recovery_codes")}


def account_of(idp_id: str, sub: str) -> User | None:
    """The account linked to this identity of ProConnect, closed or not; PostgreSQL tells its number, no row."""
    found = value_of("proconnect_account(%s::text, %s::text)", idp_id, sub)
    return User.objects.filter(pk=found).first() if found else None


def is_tied(user: User) -> bool:
    """To an identity of ProConnect, whoever asks."""
    return bool(value_of("proconnect_tied(%s::bigint)", user.pk))


def is_in_use(user: User) -> bool:
    """Somebody comes in with it already, in one way or another: no mail gives it to anybody."""
    return user.has_usable_password() or any(second_factors(user).values()) or is_tied(user)


def proconnect_identities(user: User) -> QuerySet[ProConnectIdentity]:
    return ProConnectIdentity.objects.filter(user_id=user.pk)


def has_left(user: User, on: date) -> bool:
    """Held a place once, holds none that day."""
    held = Membership.objects.filter(user_id=user.pk)
    return held.exists() and not Membership.objects.current(on).filter(user_id=user.pk).exists()


def recent_sign_ins(actor: Actor) -> list[Entry]:
    """The actor's own last sign-ins, sign-outs and changes of structure, most recent first."""
    own = Entry.objects.filter(actor_user_id=actor.user_id, verb__in=SIGN_IN_VERBS)
    return list(own.order_by("-at")[:ENTRIES_SHOWN])


def team(structure_id: int, on: date) -> list[list[Membership]]:
    """The current places of a structure, person by person, by name."""
    held = Membership.objects.current(on).filter(structure_id=structure_id).select_related("user")
    ordered = held.order_by("user__last_name", "user__first_name", "user_id", "role")
    return [list(rows) for _, rows in groupby(ordered, key=lambda membership: membership.user_id)]


def has_one_account(structure_id: int, on: date) -> bool:
    """One person works there, in one role or several."""
    held = Membership.objects.current(on).filter(structure_id=structure_id)
    return held.values("user_id").distinct().count() == 1


def pending_proposals(structure_id: int) -> QuerySet[RoleProposal]:
    waiting = RoleProposal.objects.filter(structure_id=structure_id, decided_at__isnull=True)
    return waiting.select_related("user", "proposed_by").order_by("proposed_at")


def lived_in(structures: set[int]) -> set[int]:
    """Those where somebody works or worked: such a structure is never taken into another."""
    return set(
        Membership.objects.filter(structure__in=structures).values_list("structure_id", flat=True).distinct()
    )
