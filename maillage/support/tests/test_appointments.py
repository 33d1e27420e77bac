"""Meetings: planned with somebody who follows the person, moved without losing anything, never a fault."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from maillage.accounts.tests.factories import actor_of, make_member, signed_in
from maillage.audit.models import Entry
from maillage.people.models import Person
from maillage.people.tests.factories import attach, give, make_person
from maillage.permissions.context import acting
from maillage.support.models import Act, Appointment
from maillage.support.queries import work
from maillage.support.tests.factories import make_appointment
from tests.plugin import become, count_queries

pytestmark = pytest.mark.django_db
TOMORROW = timezone.localdate() + timedelta(days=1)


@pytest.fixture
def person(worker):
    with become("maintenance"):
        someone = make_person()
        attach(worker, someone)
        return someone


def typed_for(worker, /, **typed):
    told = {
        "day": f"{TOMORROW:%d/%m/%Y}",
        "hour": "14 h 30",
        "minutes": "45",
        "place": "MDS de Chinon, bureau 3",
        "purpose": "préparer la demande de logement",
        "worker": str(worker.user_id),
    }
    return {**told, **typed}


def plan(client, person, worker, /, **typed):
    return client.post(reverse("support:new_appointment", args=[person.pk]), typed_for(worker, **typed))


def at(moment):
    return timezone.make_aware(moment)


def test_planned_listed_and_told_on_the_timeline_without_why(client, worker, person):
    assert plan(client, person, worker).status_code == 302
    page = client.get(reverse("support:appointments", args=[person.pk])).content.decode()
    assert "MDS de Chinon, bureau 3" in page
    assert "14\u00a0h\u00a030" in page
    with become("maintenance"):
        planned = Appointment.objects.get()
        assert planned.starts_at == at(
            datetime.combine(TOMORROW, datetime.min.time()).replace(hour=14, minute=30)
        )
        assert planned.structure_id == worker.structure_id
        act = Act.objects.get()
        assert (act.what, "logement" in act.outcome) == ("Rendez-vous pris", False)
        assert Entry.objects.filter(verb="appointment", object_id=str(person.pk)).count() == 1


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({"day": "31/02/2027"}, "day", "n’existe pas"),
        ({"day": "01/01/2020"}, "day", "déjà passé"),
        ({"day": "01/01/2199"}, "day", "plus de deux ans"),
        ({"hour": "25 h"}, "hour", "Cette heure n’existe pas"),
        ({"hour": "midi"}, "hour", "Cette heure n’existe pas"),
        ({"hour": ""}, "hour", "Écrivez l’heure"),
        ({"minutes": "0"}, "minutes", "au moins 5"),
        ({"minutes": "longtemps"}, "minutes", "en chiffres"),
        ({"place": "x" * 300}, "place", "trop long"),
        ({"worker": "999999"}, "worker", "choix valide"),
        ({"worker": "moi"}, "worker", "choix valide"),
    ],
)
def test_what_is_mistyped_gets_a_sentence_and_stays_typed(client, worker, person, typed, field, sentence):
    answer = plan(client, person, worker, **typed)
    form = answer.context["form"]
    assert answer.status_code == 422
    assert sentence in str(form.errors[field])
    told = typed_for(worker, **typed)
    assert {name: form[name].value() for name in told} == told


@pytest.mark.parametrize("hour", ["9", "9h", "9 h 05", "09:05", "9H05", "23.59"])
def test_hours_as_people_write_them(client, worker, person, hour):
    assert plan(client, person, worker, hour=hour).status_code == 302


def test_only_with_somebody_here_who_follows_her(client, worker, person):
    with become("maintenance"):
        following, other = (make_member(structure=worker.structure) for _ in range(2))
        elsewhere = make_member()
        attach(following, person)
        attach(elsewhere, person)
    assert plan(client, person, worker, worker=str(following.user_id)).status_code == 302
    for member in (other, elsewhere):
        assert plan(client, person, worker, worker=str(member.user_id)).status_code == 422


@pytest.fixture
def planned(worker, person):
    with become("maintenance"):
        return make_appointment(
            person, worker, timezone.now() + timedelta(days=2), reminded_at=timezone.now()
        )


def url(name, planned):
    return reverse(f"support:{name}", args=[planned.person_id, planned.pk])


def test_moved_it_counts_one_more_and_a_reminder_goes_again(client, worker, planned):
    assert (
        client.post(
            url("move_appointment", planned), typed_for(worker, version="0", place="Chez elle")
        ).status_code
        == 302
    )
    with become("maintenance"):
        now = Appointment.objects.get()
        assert (now.sequence, now.place, now.reminded_at) == (1, "Chez elle", None)
    late = client.post(url("move_appointment", planned), typed_for(worker, version="0", place="À la CAF"))
    assert late.status_code == 409
    assert ("Lieu", "Chez elle", "À la CAF") in late.context["differences"]
    version = late.context["form"]["version"].value()
    again = typed_for(worker, version=version, place="À la CAF")
    assert client.post(url("move_appointment", planned), again).status_code == 302


def test_cancelled_it_is_struck_out_of_calendars_and_no_longer_moves(client, worker, planned):
    assert client.get(url("cancel_appointment", planned)).status_code == 200
    assert client.post(url("cancel_appointment", planned)).status_code == 302
    file = client.get(url("calendar", planned)).content.decode()
    assert "STATUS:CANCELLED" in file
    assert "SEQUENCE:1" in file
    assert client.post(url("cancel_appointment", planned)).status_code == 403
    late = client.post(url("move_appointment", planned), typed_for(worker, version="1"))
    assert (late.status_code, late.context["form"]["place"].value()) == (422, "MDS de Chinon, bureau 3")


def test_the_calendar_file_says_neither_with_whom_nor_why(client, worker, planned):
    Appointment.objects.filter(pk=planned.pk).update(purpose="violences")
    answer = client.get(url("calendar", planned))
    file = answer.content.decode()
    assert answer["Content-Disposition"].startswith("attachment")
    assert "SUMMARY:Rendez-vous" in file
    assert "LOCATION:MDS\\, bureau 3" in file
    for told in ("violences", "Samira", "BENALI", str(worker.user), str(worker.structure)):
        assert told not in file


def test_what_came_of_it_is_a_fact_and_can_be_put_right(client, worker, person):
    with become("maintenance"):
        past = make_appointment(person, worker, timezone.now() - timedelta(days=3))
    tell = url("tell_appointment", past)
    assert client.post(tell, {"state": "absent"}).status_code == 302
    page = client.get(reverse("support:appointments", args=[person.pk])).content.decode()
    assert "La personne n’est pas venue" in page
    assert client.post(tell, {"state": "held"}).status_code == 302
    with become("maintenance"):
        assert Appointment.objects.get().state == "held"
        assert Person.objects.get(pk=person.pk).last_contact_on == timezone.localdate(past.starts_at)
        outcomes = set(Act.objects.values_list("outcome", flat=True))
        assert outcomes == {"la personne n’est pas venue", "a eu lieu"}


@pytest.mark.parametrize("state", ["held", "cancelled", "", "x"])
def test_nothing_is_told_of_what_has_not_begun(client, planned, state):
    client.post(url("tell_appointment", planned), {"state": state})
    with become("maintenance"):
        assert Appointment.objects.get().state == "planned"
        assert not Act.objects.exists()


def test_a_partner_sees_the_path_and_changes_nothing(worker, person, planned):
    client = Client()
    with become("maintenance"):
        partner = make_member()
        give(person, partner)
        signed_in(client, member=partner)
    page = client.get(reverse("support:appointments", args=[person.pk]))
    assert "MDS, bureau 3" in page.content.decode()
    assert client.get(url("move_appointment", planned)).status_code == 403
    assert client.post(url("tell_appointment", planned), {"state": "held"}).status_code == 403


def test_another_structure_that_follows_her_does_not_see_ours(worker, person, planned):
    client = Client()
    with become("maintenance"):
        elsewhere = make_member()
        attach(elsewhere, person)
        signed_in(client, member=elsewhere)
    assert client.get(url("move_appointment", planned)).status_code == 404


def test_lists_take_as_many_queries_for_one_as_for_three(client, worker, person, planned):
    page = reverse("support:appointments", args=[person.pk])

    few = count_queries(client, page)
    with become("maintenance"):
        for days in (3, 4, -3, -4):
            colleague = make_member(structure=worker.structure)
            make_appointment(person, colleague, timezone.now() + timedelta(days=days))
    assert count_queries(client, page) == few


def test_my_day_names_the_person_in_a_query_a_list(worker, person):
    actor, today = actor_of(worker), timezone.localdate()
    with become("maintenance"):
        for days in (1, 2):
            make_appointment(person, worker, timezone.now() + timedelta(days=days))
        make_appointment(person, worker, timezone.now() - timedelta(days=2))
        other = make_member(structure=worker.structure)
        make_appointment(person, other, timezone.now() + timedelta(days=1))
    with acting(actor), CaptureQueriesContext(connection) as captured:
        day = work.my_day(actor, today)
        assert [one.person.full_name for one in day.appointments] == ["Samira BENALI"] * 2
        assert day.promises == []
    assert len([one for one in captured if "support_" in one["sql"]]) == 3
