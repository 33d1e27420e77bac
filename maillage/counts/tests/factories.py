"""Nights, sectors, teams and lines without surprises."""

from datetime import timedelta
from itertools import count

from django.utils import timezone

from maillage.accounts.enums import Role
from maillage.accounts.tests.factories import actor_of, make_member
from maillage.counts.actions import nights as actions
from maillage.counts.models import Border, Double, Night, Round, Sector, Sighting, Team
from maillage.counts.queries.door import opened_by, token_of
from maillage.directory.models import Territory
from maillage.permissions.context import acting
from tests.plugin import become

numbers = count(1)
ASKED = ["age", "gender", "since", "called", "wants"]


def make_night(structure, opened=True, closed=False, starts=timedelta(hours=-3), **told):
    now = timezone.now()
    dates = {"starts_at": now + starts, "ends_at": now + starts + timedelta(hours=4)}
    dates |= {"opened_at": now + starts} if opened else {}
    dates |= {"closed_at": now} if closed else {}
    told = {"title": f"Nuit {next(numbers)}", "asked": ASKED, **dates, **told}
    with become("maintenance"):
        told.setdefault("territory", Territory.objects.communes().get(code="37261"))
        return Night.objects.create(structure=structure, **told)


def make_sector(night, stratum="dense", **told):
    told = {"name": f"Secteur {next(numbers):03}", "limits": "De la gare au pont.", **told}
    with become("maintenance"):
        return Sector.objects.create(night=night, stratum=stratum, **told)


def make_team(night, *sectors, again=(), **told):
    told = {"name": f"Équipe {next(numbers)}", "leader": "Awa", "members": "Jules, Inès", **told}
    with become("maintenance"):
        team = Team.objects.create(night=night, **told)
        for sector in sectors:
            Round.objects.create(team=team, sector=sector)
        for sector in again:
            Round.objects.create(team=team, sector=sector, again=True)
    return team


def make_line(round, ago=timedelta(hours=1), **told):
    told = {"persons": 1, "shape": "alone", "contact": "met", "seen_at": timezone.now() - ago, **told}
    with become("maintenance"):
        return Sighting.objects.create(round=round, **told)


def make_border(one, other):
    with become("maintenance"):
        return Border.objects.create(one_id=min(one.pk, other.pk), other_id=max(one.pk, other.pk))


def make_double(first, second, user, same=True):
    with become("maintenance"):
        return Double.objects.create(first=first, second=second, same=same, user=user)


def rounds_of(team):
    with become("maintenance"):
        return list(team.rounds.select_related("sector", "team__night"))


def lines_of(night):
    with become("maintenance"):
        return list(Sighting.objects.filter(round__team__night=night).order_by("pk"))


def walk(*rounds, how="whole"):
    with become("maintenance"):
        Round.objects.filter(pk__in=[one.pk for one in rounds]).update(walked=how)


def fresh(row):
    with become("maintenance"):
        return type(row).objects.get(pk=row.pk)


class Counted:
    """An open night, kept by an animator; a team with two sectors that touch, another team beside."""

    def __init__(self, **told):
        with become("maintenance"):
            self.keeper = make_member(Role.ANIMATOR)
        self.actor = actor_of(self.keeper)
        self.night = make_night(self.keeper.structure, **told)
        self.sectors = [make_sector(self.night), make_sector(self.night, "sparse")]
        self.beside = make_sector(self.night)
        make_border(self.sectors[0], self.beside)
        self.team, self.other = make_team(self.night, *self.sectors), make_team(self.night, self.beside)
        self.rounds, (self.other_round,) = rounds_of(self.team), rounds_of(self.other)

    @property
    def token(self):
        return token_of(fresh(self.team).key)

    @property
    def link(self):
        return f"/comptages/equipe/{self.token}/"

    @property
    def opened(self):
        return opened_by(self.token)

    def publish(self):
        with acting(self.actor):
            if not fresh(self.night).closed_at:
                actions.close_night(by=self.actor, night=self.night)
            actions.publish(by=self.actor, night=self.night)
        return fresh(self.night)


def typed(one, **told):
    """What the form of a team sends."""
    blank = {"contact": "met", "shape": "alone", "persons": "1", "minors": "0"}
    return {"round": str(one.pk), **blank, **told}
