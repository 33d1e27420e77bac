"""A form that is refused comes back with what surrounds it: the reading is in the person's journal all the same."""

import pytest
from django.urls import reverse

from maillage.accounts.tests.factories import actor_of, client_of
from maillage.people import ledger
from maillage.permissions import Actor
from maillage.permissions.context import acting
from maillage.support.models import DataRequest, Handover, TrustedPerson
from maillage.support.tests.factories import make_accompaniment, make_goal, make_note
from tests.plugin import become


def readings(town) -> int:
    """As the person finds them in their space."""
    with acting(Actor(person_id=town.samira.pk)):
        return sum(one.times for one in ledger.openings(town.samira))


@pytest.fixture
def rows(town):
    day = "2026-09-01"
    with become("maintenance"):
        town.note = make_note(town.samira, town.worker)
        town.goal = make_goal(town.samira, town.worker)
        town.asked = DataRequest.objects.create(
            person=town.samira, kind="correct", asked_on=day, due_on="2026-10-01"
        )
        accompaniment = make_accompaniment(town.samira, town.worker)
        town.handover = Handover.objects.create(
            accompaniment=accompaniment, person=town.samira, giver=town.worker.user, taker=town.other.user,
            taker_structure=town.here, reason="x", note="Elle a peur de son voisin",
        )  # fmt: skip
    return town


@pytest.mark.parametrize(
    ("page", "row"), [("reply", "note"), ("data", ""), ("data_request", "asked"), ("mark_goal", "goal")]
)
def test_a_refused_form_is_a_reading(rows, page, row):
    more = [getattr(rows, row).pk] if row else []
    answer = client_of(rows.worker).post(
        reverse(f"support:{page}", args=[rows.samira.pk, *more]), {"sent": "1"}
    )
    assert (answer.status_code, readings(rows)) == (422, 1)


def test_the_person_sees_who_read_what_is_handed_over(rows):
    answer = client_of(rows.other).get(reverse("support:handover", args=[rows.handover.pk]))
    assert "Elle a peur de son voisin" in answer.content.decode()
    assert readings(rows) == 1


def test_somebody_leaves_the_circle_whatever_is_typed(rows):
    with become("maintenance"):
        told = {"name": "Nadia", "relation": "sœur", "since": "2026-09-01"}
        trusted = TrustedPerson.objects.create(person=rows.samira, **told)
    address = reverse("support:end_trusted", args=[rows.samira.pk, trusted.pk])
    assert client_of(rows.worker).post(address, {"reason": "a\x00b"}).status_code == 302
    with acting(actor_of(rows.worker)):
        assert TrustedPerson.objects.get().left_reason == "ab"
