"""Who signs: with the account that they have in the school or at the host, or by a link."""

from django.utils import timezone

from maillage.accounts.models import Membership, User
from maillage.directory.models import Structure
from maillage.permissions import Actor


def account_at(email: str, structures: list[int]) -> User | None:
    """The account of this address, when it is of somebody of one of these structures."""
    if not email:
        return None
    held = Membership.objects.current(timezone.localdate()).filter(structure__in=structures)
    found = held.filter(user__email__iexact=email, user__is_active=True).select_related("user").first()
    return found.user if found else None


def colleagues(structure_id: int | None) -> list[User]:
    """Who works in a structure today, by name."""
    held = Membership.objects.current(timezone.localdate()).filter(structure=structure_id)
    users = User.objects.filter(pk__in=held.values("user"), is_active=True)
    return list(users.order_by("last_name", "first_name", "pk"))


def place_of(actor: Actor) -> Structure:
    return Structure.objects.get(pk=actor.structure_id or 0)
