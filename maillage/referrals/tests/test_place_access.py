"""Offers and needs: what `rules.visible` says and what PostgreSQL shows are the same rows; who writes which columns."""

import pytest
from django.db import IntegrityError, ProgrammingError, transaction
from django.utils import timezone

from maillage.accounts.enums import Role
from maillage.accounts.tests.factories import actor_of, make_member, make_structure
from maillage.people.tests.factories import make_person
from maillage.permissions import ANONYMOUS, MAILER, Actor
from maillage.permissions.context import acting
from maillage.referrals.models import Offer, PlaceNeed, SchemeRequest
from maillage.referrals.rules import visible
from maillage.referrals.tests.place_factories import accepted, entered, free_place, offered, waits
from maillage.schemes.models import Place
from tests.plugin import become

pytestmark = pytest.mark.django_db
ACTORS = ("worker", "mate", "colleague", "officer", "shelter", "stranger", "person")
DAY = timezone.localdate
REFUSED = {"outcome": "refused", "reason": "other", "decided_on": DAY()}


@pytest.fixture(scope="module")
def world(whole_town):
    """Three places: one proposed, one accepted, one lived in, all at a host's that works for nobody else."""
    town = whole_town
    with become("maintenance"):
        town.host = make_structure("Foyer")
        hosting = actor_of(make_member(Role.SCHEME_OFFICER, town.host))
        reception = actor_of(make_member(Role.RECEPTION, town.siao))
        other = Actor(person_id=make_person().pk, label="Léo")
    for act in (offered, accepted, entered):
        act(town, place=free_place(town, town.host, largest=3), request=waits(town))
    town.actors = {name: getattr(town, name) for name in ACTORS}
    town.actors |= {
        "hosting": hosting,
        "reception": reception,
        "other": other,
        "nobody": ANONYMOUS,
        "mailer": MAILER,
    }
    return town


@pytest.mark.parametrize("taken_back", [False, True])
@pytest.mark.parametrize("model", [Offer, PlaceNeed], ids=lambda model: model.__name__)
def test_rules_and_postgresql_show_the_same_rows(world, model, taken_back):
    if taken_back:
        with become("maintenance"):
            SchemeRequest.objects.update(withdrawn_at=timezone.now())
    for name, actor in world.actors.items():
        with become("maintenance"):
            allowed = set(model.objects.filter(visible(model, actor)).values_list("pk", flat=True))
        with acting(actor):
            seen = set(model.objects.values_list("pk", flat=True))
        assert (name, seen) == (name, allowed)


def test_what_each_reads(world):
    read = {}
    for name, actor in world.actors.items():
        with acting(actor):
            read[name] = (Offer.objects.count(), PlaceNeed.objects.count())
    whole, none = (3, 3), (0, 0)
    assert read == {
        "worker": whole, "mate": whole, "colleague": none, "officer": none, "shelter": whole, "stranger": none,
        "person": whole, "hosting": (2, 0), "reception": none, "other": none, "nobody": none, "mailer": none,
    }  # fmt: skip


def test_once_the_agreement_is_taken_back_the_scheme_reads_no_need_and_no_offer_but_where_they_live(world):
    with become("maintenance"):
        SchemeRequest.objects.update(withdrawn_at=timezone.now())
    with acting(world.shelter):
        assert [one.state for one in Offer.objects.all()] == ["entered"]
        assert not PlaceNeed.objects.exists()


OWN_TRIES = [
    ("proposed", {"state": "accepted"}), ("proposed", {"state": "entered"}), ("proposed", {"state": "closed"}),
    ("proposed", {"state": "draft"}), ("entered", {"state": "closed"}), ("entered", {"ended_on": DAY()}),
    ("waiting", {"state": "proposed"}), ("refused", {"state": "complete"}), ("proposed", {"ending": "done"}),
]  # fmt: skip


@pytest.mark.parametrize(("state", "written"), OWN_TRIES)
def test_the_person_moves_no_request_but_by_taking_back_or_by_declining(world, state, written):
    """By SQL, in the columns that are theirs to change."""
    with become("maintenance"):
        one = SchemeRequest.objects.filter(state__in=("proposed", "entered")).first()
        SchemeRequest.objects.filter(pk=one.pk).update(state=state, **REFUSED if state == "refused" else {})
    with acting(world.person):
        rows = SchemeRequest.objects.filter(pk=one.pk)
        assert not succeeds(rows.update, **written)
        taken_back = {
            "state": "withdrawn",
            "withdrawn_at": timezone.now(),
            "ended_on": DAY(),
            "ending": "declined",
        }
        assert succeeds(rows.update, **taken_back) == (state != "refused")


def succeeds(act, *args, **told) -> bool:
    try:
        with transaction.atomic():
            found = act(*args, **told)
            transaction.set_rollback(True)
    except (ProgrammingError, IntegrityError):
        return False
    return bool(found)


def written(offer):
    """(an answer, an entry, the words that were told, the place)."""
    rows = Offer.objects.filter(pk=offer.pk)
    with become("maintenance"):
        other = Place.objects.exclude(pk=offer.place_id).first().pk
    return (
        succeeds(rows.update, state="accepted", answered_on=DAY(), way="self"),
        succeeds(rows.update, state="entered", entered_on=DAY()),
        succeeds(rows.update, what="autre"),
        succeeds(rows.update, place_id=other),
    )


def test_each_writes_what_is_theirs(world):
    """The team and the officers: what happens. The person: their answer. What was told never changes."""
    with become("maintenance"):
        offer = Offer.objects.get(state="proposed")
    told = {}
    for name, actor in world.actors.items():
        with acting(actor):
            told[name] = written(offer)
    may, none = (True, True, False, False), (False,) * 4
    expected = {"worker": may, "mate": may, "shelter": may, "person": (True, False, False, False)}
    assert told == {name: expected.get(name, none) for name in world.actors}


def test_only_the_officers_of_the_scheme_offer_its_places_to_its_requests(world):
    request = waits(world)
    place = free_place(world, world.host)
    with become("maintenance"):
        request = SchemeRequest.objects.get(pk=request.pk)
        elsewhere = Place.objects.create(
            structure=world.there, kind="shelter", host=world.host, label="x", public="men",
            commune=world.host.commune, starts_on=DAY(),
        )  # fmt: skip
    made = {}
    for name, actor in world.actors.items():
        with acting(actor):
            tries = ((place, "proposed"), (elsewhere, "proposed"), (place, "accepted"))
            made[name] = tuple(succeeds(insert, request, actor, *one) for one in tries)
    assert made == {name: (name == "shelter", False, False) for name in world.actors}


def insert(request, actor, place, state):
    told = {"request": request, "person_id": request.person_id, "structure_id": request.structure_id}
    days = {"proposed_on": DAY(), "answer_by": DAY()}
    row = Offer(place=place, by_id=actor.user_id, state=state, what="x", persons=1, **told, **days)
    row.save(force_insert=True)
    return row


def test_only_the_officers_say_what_is_needed(world):
    with become("maintenance"):
        need = PlaceNeed.objects.first()
    for name, actor in world.actors.items():
        with acting(actor):
            rows = PlaceNeed.objects.filter(pk=need.pk)
            changed = succeeds(rows.update, persons=4, by_id=actor.user_id)
            signed = succeeds(rows.update, persons=4, by_id=world.worker.user_id)
        assert (name, changed, signed) == (name, name == "shelter", False)


def test_no_offer_is_ever_deleted(world):
    with acting(world.shelter):
        assert not succeeds(Offer.objects.all()._raw_delete, "default")
        assert not succeeds(PlaceNeed.objects.all()._raw_delete, "default")
