"""Who founds, who seats, who keeps a committee's work, who reads it. PostgreSQL says the same (`models`, `sql`)."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from django.apps import apps
from django.db.models import Model, Q
from django.utils import timezone

from maillage.accounts.enums import Role
from maillage.governance.enums import KEEPING, DecisionKind, ExpenseState, Publicity
from maillage.permissions import Actor, Forbidden, can

FOUNDING = (Role.ANIMATOR, Role.ADMINISTRATOR)


@dataclass(frozen=True)
class Standing:
    """What somebody is for one committee today: `sits` or serves it, `keeps` its work, `runs` its secretariat's structure."""

    sits: bool = False
    keeps: bool = False
    runs: bool = False

    @property
    def inside(self) -> bool:
        return self.sits or self.keeps


def account(actor: Actor) -> int:
    """The account that acts. Refused to whoever is not signed in."""
    if actor.user_id is None:
        raise Forbidden("Connectez-vous d’abord.")
    return actor.user_id


def check_can_found(actor: Actor) -> None:
    if not (actor.at_work and actor.has(*FOUNDING)):
        raise Forbidden("L’animateur du territoire ou un administrateur fonde une instance.")


def check_can_seat(actor: Actor, standing: Standing) -> None:
    """Give seats and duties."""
    if not (actor.signed_in and (standing.keeps or standing.runs)):
        raise Forbidden("Le secrétariat de cette instance donne les sièges et les fonctions.")


def check_can_keep(actor: Actor, standing: Standing) -> None:
    """Convene, write the agenda and the minutes, record presences and votes."""
    if not (actor.signed_in and standing.keeps):
        raise Forbidden(
            "Seuls la présidence, le secrétariat et l’animation de cette instance peuvent le faire."
        )


def check_is_inside(actor: Actor, standing: Standing, otherwise: str) -> None:
    """What members do, and those who serve: `otherwise` says who, to whoever is neither."""
    if not (actor.signed_in and standing.inside):
        raise Forbidden(otherwise)


def check_can_amend(actor: Actor, standing: Standing) -> None:
    words = "Les membres de cette instance demandent des changements à ses comptes rendus."
    check_is_inside(actor, standing, words)


can_found = can(check_can_found)
can_seat = can(check_can_seat)
can_keep = can(check_can_keep)
can_amend = can(check_can_amend)


def in_force(day: Any, prefix: str = "") -> Q:
    ends = f"{prefix}ends_on"
    return Q(**{f"{prefix}starts_on__lte": day}) & (Q(**{ends: None}) | Q(**{f"{ends}__gte": day}))


def _rows(name: str) -> Any:
    return apps.get_model("governance", name).objects


def seats_of(actor: Actor) -> Any:
    """Committees where this account occupies a seat today."""
    return _seats(actor.user_id, timezone.localdate()).all()


def duties_of(actor: Actor, *kinds: str) -> Any:
    return _duties(actor.user_id, timezone.localdate(), kinds).all()


# A page asks these two in each of its queries: the question is written once, its answer is never kept.


@lru_cache(maxsize=256)
def _seats(user_id: int | None, day: date) -> Any:
    held = _rows("Occupant").filter(in_force(day), in_force(day, "seat__"), user_id=user_id)
    return held.values("seat__committee")


@lru_cache(maxsize=256)
def _duties(user_id: int | None, day: date, kinds: tuple[str, ...]) -> Any:
    held = _rows("Duty").filter(in_force(day), user_id=user_id)
    return (held.filter(kind__in=kinds) if kinds else held).values("committee")


def _mine(actor: Actor, path: str = "") -> Q:
    if not actor.signed_in:
        return Q(pk__in=[])
    return Q(**{f"{path}__in": seats_of(actor)}) | Q(**{f"{path}__in": duties_of(actor)})


def _kept(actor: Actor, path: str) -> Q:
    return Q(**{f"{path}__in": duties_of(actor, *KEEPING)}) if actor.signed_in else Q(pk__in=[])


def _public(path: str) -> Q:
    return Q(**{f"{path}__publicity": Publicity.PUBLIC})


def _committees(actor: Actor, path: str = "") -> Q:
    """Rows whose committee this actor knows of."""
    prefix = f"{path}__" if path else ""
    seen = _mine(actor, path or "pk") | Q(**{f"{prefix}publicity": Publicity.PUBLIC})
    return seen | Q(**{f"{prefix}structure_id": actor.structure_id}) if actor.at_work else seen


def _items(actor: Actor, path: str = "") -> Q:
    prefix = f"{path}__" if path else ""
    inside = _mine(actor, f"{prefix}gathering__committee")
    lifted = Q(**{f"{prefix}embargo_until": None}) | Q(**{f"{prefix}embargo_until__lte": timezone.now()})
    seen = inside | (lifted & _public(f"{prefix}gathering__committee"))
    if not actor.signed_in:
        return seen
    recused = _rows("Recusal").filter(user_id=actor.user_id).values("item")
    return seen & ~Q(**{f"{path or 'pk'}__in": recused})


def _decisions(actor: Actor) -> Q:
    """Of a meeting of one's committee, or of a public one that is closed; never of a point one stepped aside from.

    The few points under embargo are left out, rather than every other one asked for; so are the few meetings not held.
    """
    embargoed = _rows("AgendaItem").filter(embargo_until__gt=timezone.now())
    unheld = _rows("Gathering").filter(held_at=None)
    held = ~Q(gathering__in=unheld.values("pk")) & ~Q(item__in=embargoed.values("pk")) & _public("committee")
    seen = _mine(actor, "committee") | held
    if not actor.signed_in:
        return seen
    return seen & ~Q(item__in=_rows("Recusal").filter(user_id=actor.user_id).values("item"))


def _decided(actor: Actor, path: str) -> Q:
    return Q(**{f"{path}__in": _rows("Decision").filter(_decisions(actor)).values("pk")})


def _mandates(actor: Actor) -> Q:
    """Theirs, given with them or by them; everybody's when its decision and the committee that works on it are.

    No join: who gave a mandate may not see the committee that works on it.
    """
    mine = _mine(actor, "committee")
    joined = apps.get_model("governance", "Mandate").joined.through.objects.filter(mine)
    giving = _rows("Decision").filter(_decisions(actor), kind=DecisionKind.MANDATE)
    given = giving.filter(mine)
    public = Q(committee__in=_rows("Committee").filter(publicity=Publicity.PUBLIC).values("pk"))
    inside = Q(pk__in=joined.values("mandate")) | Q(decision__in=given.values("pk"))
    return mine | inside | (Q(decision__in=giving.values("pk")) & public)


def _of_mandates(actor: Actor) -> Q:
    return Q(mandate__in=_rows("Mandate").filter(_mandates(actor)).values("pk"))


def _minutes(actor: Actor, path: str = "") -> Q:
    prefix = f"{path}__" if path else ""
    committee = f"{prefix}gathering__committee"
    shared = Q(**{f"{prefix}shared_at__isnull": False}) & _mine(actor, committee)
    approved = Q(**{f"{prefix}approved_at__isnull": False}) & _public(committee)
    return _kept(actor, committee) | shared | approved


def _texts(actor: Actor, prefix: str = "") -> Q:
    published = _rows("TextVersion").filter(published_at__isnull=False).values("text")
    return _mine(actor, f"{prefix}committee") | Q(**{f"{prefix}pk__in": published})


def _own_seat(actor: Actor) -> Q:
    """The account's own, as somebody who sits."""
    own = _rows("Occupant").filter(user_id=actor.user_id).values("pk")
    return Q(occupant__in=own) if actor.signed_in else Q(pk__in=[])


def _addresses(actor: Actor) -> Q:
    seated = _kept(actor, "seat__committee")
    if can_found(actor):
        here = _rows("Committee").filter(structure_id=actor.structure_id).values("pk")
        seated |= Q(seat__committee__in=here)
    return Q(occupant__in=_rows("Occupant").filter(seated).values("pk"))


def _documents(actor: Actor) -> Q:
    inside = _mine(actor, "gathering__committee")
    return Q(item__in=_rows("AgendaItem").filter(_items(actor), inside).values("pk"))


def _rounds(actor: Actor) -> Any:
    return _rows("Round").filter(_mine(actor, "gathering__committee")).values("pk")


def _points(actor: Actor) -> Q:
    items = _rows("AgendaItem").filter(_items(actor)).values("pk")
    return Q(round__in=_rounds(actor)) & Q(item__in=items)


def _ballots(actor: Actor, own: bool = True) -> Q:
    kept = _rows("Round").filter(_kept(actor, "gathering__committee")).values("pk")
    return Q(round__in=kept) | _own_seat(actor) if own else Q(round__in=kept)


def _voices(actor: Actor) -> Q:
    ballots = _rows("Ballot").filter(_ballots(actor)).values("pk")
    return Q(ballot__in=ballots) & Q(point__in=_rows("RoundPoint").filter(_points(actor)).values("pk"))


def _replies(actor: Actor) -> Q:
    return Q(ballot__in=_rows("Ballot").filter(_ballots(actor, own=False)).values("pk"))


def _versions(actor: Actor) -> Q:
    return _mine(actor, "committee") | Q(published_at__isnull=False)


def _held_by_mine(actor: Actor, prefix: str = "") -> Q:
    """Rows of the structure where one works, or of one's committees."""
    seen = _mine(actor, f"{prefix}committee")
    return seen | Q(**{f"{prefix}structure_id": actor.structure_id}) if actor.at_work else seen


def _plans(actor: Actor, prefix: str = "") -> Q:
    return Q(**{f"{prefix}published_on__isnull": False}) | _held_by_mine(actor, prefix)


def _referrals(actor: Actor) -> Q:
    """One's own, those that one's committees were asked or passed on."""
    if not actor.signed_in:
        return Q(pk__in=[])
    return Q(author_id=actor.user_id) | _mine(actor, "committee") | _mine(actor, "national")


def _draft_reviews(actor: Actor) -> Q:
    """One's own, those one is named a reader of; those of one's committees once the embargo is over."""
    if not actor.signed_in:
        return Q(pk__in=[])
    named = _rows("DraftReader").filter(user_id=actor.user_id).values("review")
    lifted = Q(embargo_until__lte=timezone.now()) & (_mine(actor, "committee") | _mine(actor, "ethics"))
    return Q(requester_id=actor.user_id) | Q(pk__in=named) | lifted


def _of_drafts(actor: Actor) -> Q:
    return Q(review__in=_rows("DraftReview").filter(_draft_reviews(actor)).values("pk"))


def _settled(actor: Actor, path: str = "committee") -> Q:
    """Rows of the committees whose work one keeps, and of those that one's structure runs."""
    seen = _kept(actor, path)
    if not can_found(actor):
        return seen
    run = _rows("Committee").filter(structure_id=actor.structure_id)
    return seen | Q(**{f"{path}__in": run.values("pk")})


def _own_or_settled(actor: Actor) -> Q:
    own = Q(user_id=actor.user_id) if actor.signed_in else Q(pk__in=[])
    return own | _settled(actor)


def _claims(actor: Actor) -> Q:
    """Once sent, whoever settles reads it; until then whose it is, who types it, keepers for who has no account."""
    if not actor.signed_in:
        return Q(pk__in=[])
    typed = _kept(actor, "committee") & (Q(user_id=None) | Q(entered_by_id=actor.user_id))
    return Q(user_id=actor.user_id) | typed | (~Q(state=ExpenseState.DRAFT) & _settled(actor))


def _of_claims(actor: Actor) -> Q:
    return Q(claim__in=_rows("ExpenseClaim").filter(_claims(actor)).values("pk"))


def visible(model: type[Model], actor: Actor) -> Q:
    """The rows of a table of `governance` that exist for this actor."""
    conditions: dict[str, Any] = {
        "committee": lambda: _committees(actor),
        "college": lambda: _committees(actor, "committee"),
        "seat": lambda: _committees(actor, "committee"),
        "duty": lambda: _committees(actor, "committee"),
        "occupant": lambda: Q() if actor.signed_in else _public("seat__committee"),
        "gathering": lambda: _committees(actor, "committee"),
        "agendaitem": lambda: _items(actor),
        "recusal": lambda: (
            _items(actor, "item") | (Q(user_id=actor.user_id) if actor.signed_in else Q(pk__in=[]))
        ),
        "presence": lambda: _mine(actor, "gathering__committee"),
        "minutes": lambda: _minutes(actor),
        "amendment": lambda: _minutes(actor, "record"),
        "decision": lambda: _decisions(actor),
        "tally": lambda: _decided(actor, "decision"),
        "mandate": lambda: _mandates(actor),
        "mandateversion": lambda: _of_mandates(actor),
        "output": lambda: _of_mandates(actor),
        "text": lambda: _texts(actor),
        "textversion": lambda: _versions(actor),
        "textlink": lambda: _texts(actor, "text__") & _texts(actor, "about__"),
        "textcomment": lambda: _mine(actor, "committee"),
        "adherence": Q,
        "subscription": lambda: Q(pk__in=[]),
        "recommendation": Q,
        "recommendedaction": Q,
        "plan": lambda: _plans(actor),
        "measure": lambda: _plans(actor, "plan__"),
        "evidence": lambda: _plans(actor, "measure__plan__"),
        "draftreview": lambda: _draft_reviews(actor),
        "draftreader": lambda: _of_drafts(actor),
        "draftversion": lambda: _of_drafts(actor),
        "draftimpact": lambda: _of_drafts(actor),
        "ethicsreferral": lambda: _referrals(actor),
        "referralstep": lambda: Q(
            referral__in=_rows("EthicsReferral").filter(_referrals(actor)).values("pk")
        ),
        "signal": lambda: _mine(actor, "committee"),
        "signalecho": lambda: Q(signal__in=_rows("Signal").filter(_mine(actor, "committee")).values("pk")),
        "raising": lambda: _held_by_mine(actor) | _held_by_mine(actor, "to_"),
        "rate": lambda: _committees(actor, "committee"),
        "advance": lambda: _own_or_settled(actor),
        "expenseclaim": lambda: _claims(actor),
        "expenseline": lambda: _of_claims(actor),
        "receipt": lambda: _of_claims(actor),
        "missionletter": lambda: _own_or_settled(actor),
        "occupantaddress": lambda: _addresses(actor),
        "convocation": lambda: _kept(actor, "gathering__committee") | _own_seat(actor),
        "itemdocument": lambda: _documents(actor),
        "round": lambda: _mine(actor, "gathering__committee"),
        "roundpoint": lambda: _points(actor),
        "roundextension": lambda: Q(round__in=_rounds(actor)),
        "ballot": lambda: _ballots(actor),
        "voice": lambda: _voices(actor),
        "roundreply": lambda: _replies(actor),
        "itemrequest": lambda: _mine(actor, "council") | _mine(actor, "target"),
        "minutesdraft": lambda: Q(user_id=actor.user_id) if actor.signed_in else Q(pk__in=[]),
    }
    condition: Q = conditions[str(model._meta.model_name)]()
    return condition
