from datetime import date
from itertools import groupby

from django.db.models import Q, QuerySet

from maillage.accounts.models import Membership, User
from maillage.permissions import ANONYMOUS, Actor


def current_memberships(user: User, on: date) -> QuerySet[Membership]:
    """The places this person holds on that day, structure by structure."""
    open_on = Q(since__lte=on) & (Q(until__isnull=True) | Q(until__gte=on))
    return (
        Membership.objects.filter(open_on, user=user)
        .select_related("structure")
        .order_by("structure__name", "structure_id", "role")
    )


def actor_for(
    user: User, on: date, structure_id: int | None = None, second_factor: bool = False
) -> tuple[Actor, list[Membership]]:
    """The actor this person is today, in the structure asked for or else in their first one.

    Returns with it one membership per structure they may choose from.
    """
    places = [list(rows) for _, rows in groupby(current_memberships(user, on), key=lambda m: m.structure_id)]
    if not user.is_active:
        return ANONYMOUS, []
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
        roles=frozenset(membership.role for membership in place),
        label=f"{user.get_full_name()}, {title}, {place[0].structure.name}"[:200],
        second_factor=second_factor,
    )
