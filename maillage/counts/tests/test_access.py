"""What `rules.visible` says and what PostgreSQL shows are the same rows, for whoever acts; nobody writes beside."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.db import ProgrammingError, transaction
from django.utils import timezone

from maillage.accounts.enums import Role
from maillage.accounts.tests.factories import actor_of, make_member
from maillage.counts.models import Border, Double, Night, Round, Sector, Sighting, Team
from maillage.counts.rules import visible
from maillage.counts.tests.factories import Counted, make_double, make_line
from maillage.permissions import ANONYMOUS
from maillage.permissions.context import acting
from tests.plugin import become

pytestmark = pytest.mark.django_db
TABLES = sorted(apps.get_app_config("counts").get_models(), key=lambda model: model.__name__)
OTHERS = ("worker", "stranger", "nobody")


@pytest.fixture(scope="module")
def world(whole_module):
    """An open night and a published one of two structures, each with one row of everything; people around them."""
    nights = [Counted(), Counted()]
    for one in nights:
        lines = [make_line(one.rounds[0]), make_line(one.other_round)]
        make_double(*lines, one.keeper.user)
    nights[1].publish()
    with become("maintenance"):
        worker = make_member(Role.SOCIAL_WORKER, nights[0].keeper.structure)
        leader = make_member(Role.TEAM_LEADER, nights[0].keeper.structure)
        stranger = make_member(Role.TEAM_LEADER)
    people = {"keeper": nights[0].keeper, "leader": leader, "worker": worker, "stranger": stranger}
    people["publisher"] = nights[1].keeper
    return nights, {name: actor_of(one) for name, one in people.items()} | {"nobody": ANONYMOUS}


@pytest.mark.parametrize("who", ["keeper", "leader", "publisher", *OTHERS])
def test_rules_and_row_security_agree(world, who):
    actor = world[1][who]
    for model in TABLES:
        with become("maintenance"):
            by_rules = set(model.objects.filter(visible(model, actor)).values_list("pk", flat=True))
        with acting(actor):
            by_database = set(model.objects.values_list("pk", flat=True))
        assert by_rules == by_database, model.__name__


def test_a_report_is_everybodys_its_lines_are_not(world):
    for name in OTHERS:
        with acting(world[1][name]):
            assert (Night.objects.count(), Sighting.objects.count(), Team.objects.count()) == (1, 0, 0), name


@pytest.mark.parametrize("who", OTHERS)
def test_nobody_writes_beside_who_organises(world, who):
    nights, actors = world
    one = nights[0]
    now, zone = timezone.now(), one.night.territory
    tries = (
        lambda: Night.objects.create(
            title="X",
            structure=one.night.structure,
            territory=zone,
            starts_at=now,
            ends_at=now + timedelta(hours=3),
        ),
        lambda: Sector.objects.create(night=one.night, name="X", stratum="dense"),
        lambda: Border.objects.create(one=one.sectors[0], other=one.sectors[1]),
        lambda: Team.objects.create(night=one.night, name="X"),
        lambda: Round.objects.create(team=one.team, sector=one.beside, again=True),
        lambda: Sighting.objects.create(
            round=one.rounds[0], seen_at=now, persons=1, shape="alone", contact="met"
        ),
    )
    with acting(actors[who]):
        for attempt in tries:
            with pytest.raises(ProgrammingError), transaction.atomic():
                attempt()
        for model, told in (
            (Night, {"title": "X"}),
            (Sector, {"name": "X"}),
            (Team, {"leader": "X"}),
            (Round, {"walked": "whole"}),
            (Sighting, {"persons": 9}),
            (Double, {"same": False}),
        ):
            assert model.objects.update(**told) == 0, model.__name__
        assert Border.objects.all().delete()[0] == 0


def test_what_is_published_never_changes(world):
    published, actor = world[0][1], world[1]["publisher"]
    with acting(actor):
        for model, told in (
            (Night, {"title": "X"}),
            (Sector, {"name": "X"}),
            (Team, {"leader": "X"}),
            (Round, {"walked": ""}),
            (Sighting, {"persons": 9}),
            (Double, {"same": False}),
        ):
            assert model.objects.update(**told) == 0, model.__name__
        with pytest.raises(ProgrammingError), transaction.atomic():
            Sector.objects.create(night=published.night, name="X", stratum="dense")


def test_who_organises_elsewhere_keeps_nothing_here(world):
    """Neither a night of another structure, nor a line of another team's night."""
    nights, actors = world
    with acting(actors["stranger"]), pytest.raises(ProgrammingError), transaction.atomic():
        Team.objects.create(night=nights[0].night, name="X")


def test_a_line_is_written_while_the_night_is_open(world):
    nights, actors = world
    with become("maintenance"):
        Night.objects.filter(pk=nights[0].night.pk).update(closed_at=timezone.now())
    with acting(actors["keeper"]):
        assert Sighting.objects.update(persons=2) == 0
        assert Double.objects.update(same=False, user=nights[0].keeper.user) == 1
