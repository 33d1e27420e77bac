"""A commission of two colleges, its secretary, its members; requests that wait for it."""

from types import SimpleNamespace

from django.utils import timezone

from maillage.accounts.enums import Role
from maillage.accounts.tests.factories import actor_of, make_member
from maillage.governance.models import Presence
from maillage.governance.tests.factories import make_committee, make_duty, make_gathering, make_seat
from maillage.people.tests.factories import attach, make_person
from maillage.permissions.context import acting
from maillage.referrals.actions import answering, drafting, sending
from maillage.referrals.actions import cases as actions
from maillage.referrals.models import Case, SchemeRequest
from maillage.schemes.models import Scheme
from tests.plugin import become


def make_commission(town, **told):
    """Its secretary keeps the work without a seat; `first` and `second` sit, one in each college."""
    committee = make_committee(town.siao, kind="cases", publicity="members", **told)
    with become("maintenance"):
        people = {name: make_member() for name in ("keeper", "first", "second")}
        Scheme.objects.filter(pk=town.transitional.pk).update(committee=committee)
        town.transitional.committee = committee
    make_duty(committee, people["keeper"].user)
    seats = [make_seat(committee, rank, people[name].user) for rank, name in enumerate(("first", "second"))]
    actors = {name: actor_of(one) for name, one in people.items()}
    return SimpleNamespace(committee=committee, seats=seats, members=people, **actors)


def make_sitting(commission, present=(0, 1), signed=("keeper", "first", "second"), **told):
    """Begun an hour ago, its presences noted, the undertaking signed."""
    sitting = make_gathering(commission.committee, **told)
    with become("maintenance"):
        for rank in present:
            seat = commission.seats[rank]
            Presence.objects.create(gathering=sitting, occupant=seat, name=seat.name, minutes=60)
    for name in signed:
        with acting(getattr(commission, name)) as by:
            actions.undertake(by=by, gathering=sitting)
    return sitting


def received(town, count=1, scheme=None):
    """Requests to the scheme, each of another person, received by its officer."""
    return [_received(town, scheme or town.transitional, number) for number in range(count)]


def _received(town, scheme, number):
    with become("maintenance"):
        someone = make_person(f"Nora {chr(65 + number % 26)}", f"Exemple {number}")
        attach(town.members["worker"], someone)
    with acting(town.worker) as by:
        referral = drafting.begin(by=by, person=someone, schemes=[scheme])
        request = SchemeRequest.objects.get(referral=referral)
        told = {"parts": scheme.sections, "way": "oral"}
        request = drafting.agree(by=by, request=request, version=request.version, **told)
        request = sending.send(by=by, request=request, version=request.version)
    with acting(town.shelter) as by:
        on = timezone.localdate()
        return answering.acknowledge(by=by, request=request, version=request.version, on=on)


def filled(town, commission, count=1, **told):
    """A sitting with that many cases on its agenda."""
    received(town, count)
    sitting = make_sitting(commission, **told)
    with acting(commission.keeper) as by:
        assert actions.fill(by=by, gathering=sitting) == count
    return sitting


def cases_of(sitting):
    with become("maintenance"):
        return list(Case.objects.filter(gathering=sitting).select_related("request", "gathering__committee"))


def chosen(rows):
    return {one.pk: one.request.version for one in rows}


def worker_of(role=Role.SOCIAL_WORKER):
    with become("maintenance"):
        return actor_of(make_member(role))
