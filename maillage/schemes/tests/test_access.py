"""What `rules.visible` says and what PostgreSQL shows are the same rows; nobody writes beside the rules."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, ProgrammingError, transaction
from django.utils import timezone

from maillage.accounts.enums import Role
from maillage.accounts.tests.factories import actor_of, make_member, make_structure
from maillage.permissions import ANONYMOUS, MAILER, Actor
from maillage.permissions.context import acting
from maillage.schemes.models import HostDoor, Place, PlaceSpell, Scheme, Vacancy
from maillage.schemes.rules import can_keep, can_tell, visible
from maillage.schemes.tests.factories import SINCE, make_place, make_scheme, make_vacancy
from tests.plugin import become

pytestmark = pytest.mark.django_db
TABLES = (HostDoor, Place, PlaceSpell, Scheme, Vacancy)
DAY = timezone.localdate


@pytest.fixture(scope="module")
def world(whole_module):
    """A SIAO whose places two hosts have; a second SIAO with its own; those who work in each, a person, nobody."""
    with become("maintenance"):
        siao, host, other = (make_structure() for _ in range(3))
        officer, worker = make_member(Role.SCHEME_OFFICER, siao), make_member(Role.SOCIAL_WORKER, siao)
        hosting, leader = make_member(Role.SOCIAL_WORKER, host), make_member(Role.TEAM_LEADER, host)
        elsewhere = make_member(Role.SCHEME_OFFICER, other)
        for carrier, at, by in ((siao, host, officer), (siao, siao, officer), (other, host, elsewhere)):
            place = make_place(make_scheme(carrier, "shelter"), at)
            make_vacancy(place)
            told = {"kind": "works", "starts_on": DAY(), "by": by.user}
            PlaceSpell.objects.create(place=place, **told)
        for carrier in (siao, other):
            told = {"host": host, "email": "x@exemple.test", "given_on": DAY(), "site": "https://x.example"}
            HostDoor.objects.create(structure=carrier, **told)
    members = {
        "officer": officer,
        "worker": worker,
        "hosting": hosting,
        "leader": leader,
        "elsewhere": elsewhere,
    }
    actors = {name: actor_of(one) for name, one in members.items()}
    return {**actors, "person": Actor(person_id="00000000-0000-4000-8000-000000000001"), "nobody": ANONYMOUS}


@pytest.mark.parametrize("model", TABLES, ids=lambda model: model.__name__)
def test_rules_and_postgresql_show_the_same_rows(world, model):
    for name, actor in world.items():
        with become("maintenance"):
            allowed = set(model.objects.filter(visible(model, actor)).values_list("pk", flat=True))
        with acting(actor):
            seen = set(model.objects.values_list("pk", flat=True))
        assert (name, seen) == (name, allowed)


def test_what_each_reads(world):
    """Places, spells, what hosts say, links."""
    read = {}
    for name, actor in world.items():
        with acting(actor):
            read[name] = tuple(one.objects.count() for one in (Place, PlaceSpell, Vacancy, HostDoor))
    assert read == {
        "officer": (2, 2, 2, 1),
        "worker": (2, 2, 2, 0),
        "hosting": (2, 2, 2, 0),
        "leader": (2, 2, 2, 0),
        "elsewhere": (1, 1, 1, 1),
        "person": (0, 0, 0, 0),
        "nobody": (0, 0, 0, 0),
    }


def test_the_job_that_writes_to_hosts_reads_where_and_nothing_else(world):
    with acting(MAILER):
        assert (HostDoor.objects.count(), Place.objects.count()) == (2, 0)


def succeeds(act, *args, **told) -> bool:
    try:
        with transaction.atomic():
            found = act(*args, **told)
            transaction.set_rollback(True)
    except (ProgrammingError, IntegrityError):
        return False
    return bool(found)


def test_postgresql_lets_write_those_whom_the_rules_let_write(world):
    for name, actor in world.items():
        with become("maintenance"):
            places = list(Place.objects.all())
        with acting(actor):
            for place in places:
                keeps, tells = can_keep(actor, place.structure_id), can_tell(actor, place)
                assert (name, place.pk, *written(place, actor)) == (
                    name,
                    place.pk,
                    keeps,
                    tells,
                    tells,
                    tells,
                )


def written(place, actor):
    """(the place changed, something said of it, set apart later, a spell ended)."""
    told = {"place": place, "by_id": actor.user_id}
    said = {"said": "taken", "until_on": DAY(), "said_at": timezone.now(), "by_label": "x"}
    return (
        succeeds(Place.objects.filter(pk=place.pk).update, label="autre"),
        succeeds(Vacancy.objects.create, **told, **said),
        succeeds(PlaceSpell.objects.create, **told, kind="kept", starts_on=SINCE, ends_on=SINCE),
        succeeds(PlaceSpell.objects.filter(place=place).update, ends_on=DAY()),
    )


def test_a_place_is_added_and_a_link_given_in_the_name_of_ones_own_structure(world):
    officer = world["officer"]
    with become("maintenance"):
        place = Place.objects.filter(structure_id=officer.structure_id).first()
        others = Place.objects.exclude(structure_id=officer.structure_id).get()
    for name, actor in world.items():
        for one in (place, others):
            may = can_keep(actor, one.structure_id)
            with acting(actor):
                made = succeeds(
                    Place.objects.create, structure_id=one.structure_id, kind="chrs", host_id=one.host_id, label="x",
                    public="men", commune_id=one.commune_id, starts_on=DAY(),
                )  # fmt: skip
                given = succeeds(
                    HostDoor.objects.create, structure_id=one.structure_id, host_id=one.structure_id,
                    email="x@exemple.test", given_on=DAY(), site="https://x.example",
                )  # fmt: skip
            assert (name, made, given) == (name, may, may)


def test_whose_and_what_a_place_is_never_changes_and_nothing_said_is_taken_back(world):
    with acting(world["officer"]):
        place = Place.objects.first()
        assert not succeeds(Place.objects.filter(pk=place.pk).update, kind="chrs")
        assert not succeeds(Place.objects.filter(pk=place.pk).update, host_id=place.structure_id + 1000)
        assert not succeeds(Place.objects.filter(pk=place.pk)._raw_delete, "default")
        assert not succeeds(Vacancy.objects.update, said="works", free_on=None)
        assert not succeeds(Vacancy.objects.all()._raw_delete, "default")
        assert not succeeds(HostDoor.objects.update, host_id=place.structure_id)
        told = {
            "place": place,
            "said": "taken",
            "until_on": DAY(),
            "said_at": timezone.now(),
            "by_label": "x",
        }
        assert not succeeds(Vacancy.objects.create, by_id=world["leader"].user_id, **told)


def test_two_spells_of_a_place_never_overlap(world):
    with acting(world["officer"]):
        place = Place.objects.first()
        told = {"place": place, "kind": "pests", "by_id": world["officer"].user_id}
        assert not succeeds(PlaceSpell.objects.create, starts_on=DAY(), ends_on=DAY(), **told)
        before = timedelta(days=1)
        assert succeeds(PlaceSpell.objects.create, starts_on=SINCE, ends_on=DAY() - before, **told)
        others = Place.objects.exclude(pk=place.pk).get()
        PlaceSpell.objects.filter(place=others).delete()
        assert succeeds(PlaceSpell.objects.create, starts_on=DAY(), **{**told, "place": others})
