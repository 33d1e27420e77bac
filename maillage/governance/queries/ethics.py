"""Whom to ask about an ethical question, what was asked, each step of its way."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Case, Exists, F, OuterRef, Prefetch, Q, QuerySet, When
from django.utils import timezone

from maillage.accounts.models import Membership
from maillage.governance.enums import KEEPING, CommitteeKind, DutyKind, ReferralState
from maillage.governance.models import Committee, Duty, EthicsReferral, Occupant, ReferralStep, Seat
from maillage.governance.queries.committees import standing
from maillage.governance.rules import Standing, access
from maillage.permissions import Actor

LOCAL = Q(parent__isnull=False) & ~Q(parent__kind=CommitteeKind.NATIONAL)


@dataclass(frozen=True)
class Correspondent:
    name: str
    places: str


def spaces(actor: Actor) -> QuerySet[Committee]:
    """The ethics bodies in force that this actor knows of."""
    day = timezone.localdate()
    serving = Duty.objects.filter(access.in_force(day), kind=DutyKind.CORRESPONDENT).select_related("user")
    rows = Committee.objects.visible_to(actor).filter(access.in_force(day), kind=CommitteeKind.ETHICS)
    told = Prefetch("duties", serving, to_attr="correspondents")
    near = Case(When(LOCAL, then=True), default=False)
    found: QuerySet[Committee] = rows.annotate(near=near).prefetch_related("parent", "territories", told)
    return found.order_by(near.desc(), "name", "pk")


def nearest(actor: Actor) -> QuerySet[Committee]:
    """The spaces of local bodies: asked first."""
    return spaces(actor).filter(LOCAL)


def is_near(actor: Actor, space: Committee) -> bool:
    """Whether it is asked first: the space of a local body, or there is none that this actor knows of."""
    near = set(nearest(actor).values_list("pk", flat=True))
    return not near or space.pk in near


def places_of(users: Iterable[int]) -> dict[int, list[str]]:
    """By account, where they work today; one query."""
    found: dict[int, list[str]] = {}
    rows = Membership.objects.current(timezone.localdate()).filter(user_id__in=set(users))
    for one in rows.select_related("structure").order_by("structure__name"):
        if one.structure.name not in found.setdefault(one.user_id, []):
            found[one.user_id].append(one.structure.name)
    return found


def correspondents(space: Committee, places: dict[int, list[str]]) -> list[Correspondent]:
    """Of a space read by `spaces`."""
    users = {one.user_id: one.user for one in space.correspondents}  # type: ignore[attr-defined]
    return [Correspondent(str(user), ", ".join(places.get(pk, []))) for pk, user in users.items()]


def _serves(**where: OuterRef) -> Exists:
    day = timezone.localdate()
    return Exists(Duty.objects.filter(access.in_force(day), kind=DutyKind.CORRESPONDENT, **where))


def spaces_without(actor: Actor) -> QuerySet[Committee]:
    return spaces(actor).filter(~_serves(committee=OuterRef("pk")))


def locals_without(actor: Actor) -> QuerySet[Committee]:
    """Local committees that have no ethics space."""
    day = timezone.localdate()
    own = Committee.objects.filter(access.in_force(day), parent=OuterRef("pk"), kind=CommitteeKind.ETHICS)
    rows = Committee.objects.visible_to(actor).filter(access.in_force(day), kind=CommitteeKind.LOCAL)
    return rows.filter(~Exists(own)).order_by("name", "pk")


def organisations_without(actor: Actor) -> list[str]:
    """Organisations that sit in a local or ethics body, and where no correspondent works nor sits."""
    day = timezone.localdate()
    serving = Duty.objects.visible_to(actor).filter(access.in_force(day), kind=DutyKind.CORRESPONDENT)
    users = serving.values("user")
    working = Membership.objects.current(day).filter(user__in=users).values("structure")
    sitting = Occupant.objects.filter(access.in_force(day), user__in=users).values("seat__organisation")
    bodies = Committee.objects.visible_to(actor).filter(
        access.in_force(day), kind__in=(CommitteeKind.LOCAL, CommitteeKind.ETHICS)
    )
    seats = Seat.objects.visible_to(actor).filter(access.in_force(day), committee__in=bodies.values("pk"))
    found = seats.exclude(organisation__in=sitting).filter(~Q(structure__in=working) | Q(structure=None))
    return list(found.order_by("organisation").values_list("organisation", flat=True).distinct())


def readers(committee: Committee) -> list[str]:
    """By name, who reads what is asked of it today: those who sit there with an account, those who serve it."""
    day = timezone.localdate()
    seats = Occupant.objects.filter(access.in_force(day), access.in_force(day, "seat__"), user__isnull=False)
    held = {one.user_id: one.name for one in seats.filter(seat__committee=committee)}
    duties = Duty.objects.filter(access.in_force(day), committee=committee).select_related("user")
    return sorted(set({**held, **{one.user_id: str(one.user) for one in duties}}.values()))


def keepers(committee_id: int) -> list[int]:
    """The accounts that answer for it today."""
    rows = Duty.objects.filter(
        access.in_force(timezone.localdate()), committee_id=committee_id, kind__in=KEEPING
    )
    return list(rows.values_list("user_id", flat=True).distinct())


def referrals(actor: Actor) -> QuerySet[EthicsReferral]:
    """Without a join: their author may no longer see the space they asked."""
    rows = EthicsReferral.objects.visible_to(actor)
    return rows.select_related("author").prefetch_related("committee", "national", "structure")


def asked_by(actor: Actor) -> QuerySet[EthicsReferral]:
    return referrals(actor).filter(author_id=actor.user_id).order_by("-sent_on", "-pk")


def received(actor: Actor) -> QuerySet[EthicsReferral]:
    """Those of others that wait first, the soonest due first."""
    rows = referrals(actor).exclude(author_id=actor.user_id)
    return rows.order_by(F("ended_on").desc(nulls_first=True), "due_on", "pk")


def to_answer(actor: Actor) -> QuerySet[EthicsReferral]:
    """What waits for this actor: as the body that answers, or as the author who was asked to be precise."""
    kept = access.duties_of(actor, *KEEPING)
    held = Q(national__in=kept) | Q(national=None, committee__in=kept)
    waits = held & Q(state__in=(ReferralState.SENT, ReferralState.TAKEN))
    mine = Q(author_id=actor.user_id, state=ReferralState.ASKED)
    return EthicsReferral.objects.visible_to(actor).filter(waits | mine)


def steps(actor: Actor, referral: EthicsReferral) -> list[ReferralStep]:
    rows = ReferralStep.objects.visible_to(actor).filter(referral=referral)
    return list(rows.select_related("user").prefetch_related("committee", "text"))


def standing_of(actor: Actor, referral: EthicsReferral) -> Standing:
    """What the actor is for the body that holds it now."""
    holder = Committee.objects.visible_to(actor).filter(pk=referral.holder_id).first()
    return standing(actor, holder) if holder else Standing()


def passable(actor: Actor, referral: EthicsReferral) -> QuerySet[Committee]:
    """Where a local space may pass it on: the ethics bodies of what its committee is attached to, those of the country."""
    above = Committee.objects.filter(children__children=referral.committee_id).values("pk")
    country = Committee.objects.filter(kind=CommitteeKind.NATIONAL).values("pk")
    fits = Q(parent__in=above) | Q(parent__in=country) | Q(parent=None)
    return spaces(actor).filter(fits).exclude(pk=referral.committee_id)
