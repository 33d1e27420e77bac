"""Committees, seats and meetings without surprises."""

from datetime import datetime, timedelta
from itertools import count

from django.utils import timezone

from maillage.accounts.tests.factories import make_structure
from maillage.governance.enums import CommitteeKind, DutyKind, Rank
from maillage.governance.models import AgendaItem, College, Committee, Duty, Gathering, Occupant, Seat
from tests.plugin import become

LONG_AGO = datetime(2020, 1, 1).date()
numbers = count(1)


def make_committee(structure=None, colleges=("Professionnels", "Personnes concernées"), **told):
    told = {"kind": CommitteeKind.LOCAL, "name": f"Comité {next(numbers)}", "starts_on": LONG_AGO, **told}
    with become("maintenance"):
        committee = Committee.objects.create(structure=structure or make_structure(), **told)
        for position, name in enumerate(colleges):
            College.objects.create(committee=committee, name=name, position=position)
    return committee


def make_seat(committee, college=0, user=None, **told):
    """An occupied seat; its occupant."""
    with become("maintenance"):
        chosen = list(College.objects.filter(committee=committee))[college]
        seat = Seat.objects.create(
            committee=committee,
            college=chosen,
            organisation=f"Association {next(numbers)}",
            starts_on=LONG_AGO,
        )
        return seat_person(seat, user, **told)


def seat_person(seat, user=None, rank=Rank.TITULAR, **told):
    told = {"name": f"Membre {next(numbers)}", "starts_on": LONG_AGO, **told}
    with become("maintenance"):
        return Occupant.objects.create(seat=seat, user=user, rank=rank, **told)


def make_duty(committee, user, kind=DutyKind.SECRETARY, **told):
    with become("maintenance"):
        return Duty.objects.create(
            committee=committee, user=user, kind=kind, **{"starts_on": LONG_AGO, **told}
        )


def make_gathering(committee, starts_at=None, **told):
    start = starts_at or timezone.now() - timedelta(hours=1)
    told = {"title": "Plénière", "place": "Tours", "ends_at": start + timedelta(hours=2), **told}
    with become("maintenance"):
        return Gathering.objects.create(committee=committee, starts_at=start, **told)


def make_item(gathering, title="Budget", **told):
    with become("maintenance"):
        return AgendaItem.objects.create(gathering=gathering, title=title, **{"position": 1, **told})
