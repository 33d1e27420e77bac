"""Links that follow and stop following, without an account; what a link is about."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from maillage.governance.models import Committee, Mandate
from maillage.permissions import Actor
from maillage.permissions.definer import rows_of
from maillage.web.signed_keys import key_in

CONFIRM, END = "maillage.governance.subscribe", "maillage.governance.unsubscribe"
LONGEST = timedelta(days=3)
"""How long the first mail's link opens, in seconds; `forget_unconfirmed` erases the address then."""

EVERYTHING = "tout ce que les instances publient"


@dataclass(frozen=True)
class Followed:
    """What a subscription is about, in words; `confirmed` or not."""

    key: UUID
    about: str
    confirmed: bool


def followed(actor: Actor, token: str, salt: str) -> Followed | None:
    """None for a link that is wrong, too old, or about an address already erased."""
    key = key_in(token, salt, LONGEST if salt == CONFIRM else None)
    if key is None:
        return None
    row = next(iter(rows_of("subscription(%s::uuid)", key)), None)
    return row and Followed(key, about(actor, row.committee_id, row.mandate_id), row.confirmed)


def about(actor: Actor, committee_id: int | None, mandate_id: int | None) -> str:
    if committee_id:
        found = Committee.objects.visible_to(actor).filter(pk=committee_id).first()
        return found.name if found else "une instance qui n’est plus publique"
    if mandate_id:
        mandate = Mandate.objects.visible_to(actor).filter(pk=mandate_id).first()
        return f"le mandat «\u00a0{mandate.title}\u00a0»" if mandate else "un mandat qui n’est plus public"
    return EVERYTHING
