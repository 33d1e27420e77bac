"""A territory of three structures and who is received there; indicators held, prepared, released."""

from datetime import date, datetime
from types import SimpleNamespace

from django.utils import timezone

from maillage.accounts.enums import Role
from maillage.accounts.tests.factories import actor_of, make_member, make_structure
from maillage.observatory.actions import releases
from maillage.observatory.models import Indicator
from maillage.permissions import Actor
from maillage.permissions.context import acting
from maillage.reception.models import Reception
from maillage.reception.tests.factories import THEME
from tests.plugin import become

TODAY = date(2026, 11, 30)
RECEPTIONS, CLAIMS, ENTRIES = "premiers-accueils-sans-reponse", "reponses-hors-delai", "entrees-en-formation"
LOCHES, TOURS = "37132", "37261"


def indicator(code: str = RECEPTIONS) -> Indicator:
    with become("maintenance"):
        return Indicator.objects.get(code=code)


def own(structure, *codes) -> None:
    with become("maintenance"):
        Indicator.objects.filter(code__in=codes).update(owner=structure)


def receive(member, number: int, outcome: str = "answered", day: date = date(2026, 9, 15)) -> None:
    """So many persons received at the desk of this member that day."""
    at = timezone.make_aware(datetime(day.year, day.month, day.day, 10))
    told = {"themes": [THEME], "outcome": outcome, "user_id": member.user_id}
    with become("maintenance"):
        rows = [Reception(structure_id=member.structure_id, **told) for _ in range(number)]
        Reception.objects.bulk_create(rows)
        Reception.objects.filter(pk__in=[one.pk for one in rows]).update(received_at=at)


class Held(SimpleNamespace):
    """`first` and `second` may prepare and confirm; `other` keeps indicators in another structure; `worker` works there."""


def held(*codes: str) -> Held:
    with become("maintenance"):
        here = make_structure()
        told = {
            "first": make_member(Role.ANIMATOR, here),
            "second": make_member(Role.TEAM_LEADER, here),
            "worker": make_member(Role.SOCIAL_WORKER, here),
            "other": make_member(Role.ANIMATOR),
        }
        desks = [
            make_member(Role.RECEPTION, make_structure(commune=one)) for one in (TOURS, TOURS, LOCHES, LOCHES)
        ]
    own(here, *(codes or (RECEPTIONS,)))
    actors = {name: actor_of(member) for name, member in told.items()}
    return Held(members=told, here=here, desks=desks, **actors)


def busy(place: Held, times: int = 1) -> None:
    """At Tours 44 persons of two structures, 14 without an answer; at Loches 25, 3 without."""
    for rank, (many, none) in enumerate(((15, 7), (15, 7), (12, 2), (10, 1))):
        receive(place.desks[rank], many * times)
        receive(place.desks[rank], none * times, "unanswered")


def prepared(by: Actor, row: Indicator, **told):
    with acting(by):
        return releases.prepare(by=by, indicator=row, **{"today": TODAY, **told})


def written(by: Actor, release, narrative: str = "On repart trop souvent sans réponse."):
    with acting(by):
        release.refresh_from_db()
        releases.write(by=by, release=release, saves=release.saves, narrative=narrative, unsaid="Le reste.")
        release.refresh_from_db()
    return release


def confirmed(by: Actor, release):
    with acting(by):
        return releases.confirm(by=by, release=release, saves=release.saves)


def released(place: Held, code: str = RECEPTIONS, **told):
    release = written(place.first, prepared(place.first, indicator(code), **told))
    return confirmed(place.second, release)
