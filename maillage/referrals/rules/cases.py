"""Who reads what a commission decides on, and until when. PostgreSQL says the same (`cases_sql`)."""

from typing import Any

from django.apps import apps
from django.db.models import Q

from maillage.governance.enums import KEEPING
from maillage.governance.rules import Standing
from maillage.governance.rules.access import check_is_inside, duties_of, seats_of
from maillage.people.rules import NOBODY
from maillage.permissions import Actor, Forbidden, can
from maillage.referrals.enums import CaseState

OF_MEMBERS = ("undertaking", "caserecusal")
WITHOUT_TEAM = (*OF_MEMBERS, "casebrief")
BY_KEEPERS = ("identity", "contact")
"""Parts of a document that members do not read: they have initials and an age."""
SIGN_FIRST = "Signez d’abord l’engagement de confidentialité de cette séance."


def check_can_sit(actor: Actor, standing: Standing) -> None:
    check_is_inside(actor, standing, "Seuls les membres de cette commission en lisent les situations.")


def check_undertook(signed: bool) -> None:
    """Nothing is read nor decided before the undertaking is signed."""
    if not signed:
        raise Forbidden(SIGN_FIRST)


can_sit = can(check_can_sit)


def _rows(label: str) -> Any:
    return apps.get_model(label).objects


def _sittings(*committees: Any) -> Q:
    """No join: whose request it is may not see the commission that decides on it."""
    wanted = Q()
    for one in committees:
        wanted |= Q(committee__in=one)
    return Q(gathering__in=_rows("governance.Gathering").filter(wanted).values("pk"))


def _mine(actor: Actor) -> Q:
    return _sittings(seats_of(actor), duties_of(actor))


def _kept(actor: Actor) -> Q:
    return _sittings(duties_of(actor, *KEEPING))


def _undertook(actor: Actor) -> Any:
    return _rows("referrals.Undertaking").filter(user_id=actor.user_id).values("gathering")


def recused(actor: Actor) -> Any:
    """Requests that this account stepped aside from."""
    return _rows("referrals.CaseRecusal").filter(user_id=actor.user_id).values("request")


def seen(actor: Actor) -> Q:
    """Lines of an agenda, without what they are about: to its keepers, and to members who signed."""
    if not actor.signed_in:
        return NOBODY
    signed = _mine(actor) & Q(gathering__in=_undertook(actor))
    return (_kept(actor) | signed) & ~Q(request__in=recused(actor))


def _under_reading(actor: Actor, whose: Q) -> Any:
    rows = _rows("referrals.Case").filter(
        whose,
        state__in=(CaseState.LISTED, CaseState.DECIDED),
        request__withdrawn_at=None,
        gathering__cancelled_at=None,
        gathering__record__approved_at=None,
        gathering__in=_undertook(actor),
    )
    return rows.exclude(request__in=recused(actor)).order_by().values_list("request", flat=True)


def read(actor: Actor) -> Any:
    """Requests whose sheet this actor reads today, by their seat or their duty."""
    return _under_reading(actor, _mine(actor)) if actor.signed_in else []


def sheets(actor: Actor) -> Q:
    """Parts of those sheets; who the person is and how to reach them, to keepers alone."""
    if not actor.signed_in:
        return NOBODY
    kept = _under_reading(actor, _kept(actor))
    return Q(request__in=kept) | (Q(request__in=read(actor)) & ~Q(code__in=BY_KEEPERS))


def still_read(gathering: Any) -> bool:
    """The sheets of a sitting are read, by who signed its undertaking, until its record is approved. As `read`."""
    closed = hasattr(gathering, "record") and gathering.record.approved_at
    return not (gathering.cancelled_at or closed)


def read_parts(agreed: list[str], *, keeps: bool) -> list[str]:
    """Of what the person agrees to. As `sheets`."""
    return [one for one in agreed if keeps or one not in BY_KEEPERS]


def of_members(actor: Actor) -> Q:
    """One's own, and those of the members of a commission whose work one keeps."""
    if not actor.signed_in:
        return NOBODY
    return Q(user_id=actor.user_id) | _kept(actor)
