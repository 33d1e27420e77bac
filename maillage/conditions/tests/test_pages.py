"""Pages as their users meet them: what is shown, what is typed wrong and kept, what costs how many queries."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from maillage.accounts.tests.factories import signed_in
from maillage.conditions.models import Analysis, Arrival, ArrivalPlan, CareerPeriod, JobVersion, WeekTime
from maillage.conditions.rules import monday_of
from maillage.conditions.tests.factories import (
    make_alert,
    make_analysis,
    make_arrival,
    make_arrival_plan,
    make_expertise,
    make_job,
    make_period,
    make_proposal,
    make_step,
    make_week,
)
from tests.plugin import become


@pytest.fixture
def visit(team):
    """The client of a member of the team."""
    clients = {}

    def client(name):
        if name not in clients:
            clients[name] = Client()
            signed_in(clients[name], member=team.members[name])
        return clients[name]

    return client


def page(response) -> str:
    return response.content.decode()


def everything(model):
    with become("maintenance"):
        return list(model.objects.all())


def test_a_week_is_filled_from_the_last_one_and_noted(visit, team):
    monday = monday_of(timezone.localdate())
    make_week(team.worker, monday - timedelta(weeks=1), face=31, reflective=4)
    shown = page(visit("worker").get(reverse("conditions:week")))
    assert 'value="15,5"' in shown
    visit("worker").post(reverse("conditions:week"), {"face": "12,5", "reflective": "2h"})
    last = everything(WeekTime)[0]
    assert (last.monday, last.face, last.reflective) == (monday, 25, 4)


def test_what_is_typed_wrong_is_kept_and_explained(visit):
    answer = visit("worker").post(reverse("conditions:week"), {"face": "beaucoup", "travel": "2"})
    assert answer.status_code == 422
    assert "par demi-heures" in page(answer)
    assert 'value="beaucoup"' in page(answer)
    assert everything(WeekTime) == []


def test_a_week_of_more_hours_than_there_are_is_refused(visit):
    answer = visit("worker").post(reverse("conditions:week"), {"face": "60", "travel": "40"})
    assert "70 heures au plus" in page(answer)


def test_an_analysis_is_noted_with_who_was_there(visit, team):
    values = {
        "day": "7/9/2026",
        "minutes": "120",
        "facilitator": "Paule Marin",
        "present": [team.worker.user_id],
    }
    visit("leader").post(reverse("conditions:note_analysis"), values)
    assert [one.minutes for one in everything(Analysis)] == [120]
    assert "vous y étiez" in page(visit("worker").get(reverse("conditions:analyses")))
    assert "vous y étiez" not in page(visit("mate").get(reverse("conditions:analyses")))


def test_an_arrival_is_prepared_and_seen_by_the_newcomer(visit, team):
    steps = {"post": "Assistante sociale", "steps": "0 : Badge\n7 : Rencontrer l’équipe"}
    visit("leader").post(reverse("conditions:new_arrival_plan"), steps)
    plan = everything(ArrivalPlan)[0]
    values = {
        "newcomer": team.newcomer.user_id,
        "plan": plan.pk,
        "mentor": team.mate.user_id,
        "starts_on": "2/11/2026",
    }
    visit("leader").post(reverse("conditions:prepare_arrival"), values)
    (row,) = everything(Arrival)
    assert "Rencontrer l’équipe" in page(visit("newcomer").get(row.get_absolute_url()))
    assert visit("worker").get(row.get_absolute_url()).status_code == 404


def test_a_step_without_its_day_is_explained(visit):
    answer = visit("leader").post(reverse("conditions:new_arrival_plan"), {"post": "x", "steps": "Badge"})
    assert "Ligne 1" in page(answer)
    assert "Badge" in page(answer)


def test_both_sign_from_the_page(visit, team):
    row = make_job(team.worker, team.leader)
    for name in ("worker", "leader"):
        assert "J’ai lu, je signe" in page(visit(name).get(row.get_absolute_url()))
        visit(name).post(reverse("conditions:sign_job", args=[row.pk]), {"read": row.digest})
    assert [one.in_force for one in everything(JobVersion)] == [True]
    assert "En vigueur" in page(visit("worker").get(row.get_absolute_url()))
    assert visit("worker").get(reverse("conditions:job_pdf", args=[row.pk])).content.startswith(b"%PDF")


def test_a_training_fills_the_next_version(visit, team, finished_training):
    listed = page(visit("worker").get(reverse("conditions:jobs")))
    assert "L’interprète en entretien" in listed
    key = f"session-{finished_training.session_id}"
    shown = page(visit("worker").get(reverse("conditions:propose_job"), {"formation": key}))
    assert "Conduire un entretien avec interprète" in shown
    values = {"worker": team.worker.user_id, "why": "Formation", "title": "AS", "mission": "Accompagner"}
    visit("worker").post(reverse("conditions:propose_job") + f"?formation={key}", values)
    assert [one.training for one in everything(JobVersion)] == [key]
    assert "Vos formations terminées" not in page(visit("worker").get(reverse("conditions:jobs")))


def test_a_career_is_carried_away(visit, team):
    make_period(team.worker)
    assert visit("worker").get(reverse("conditions:career_pdf")).content.startswith(b"%PDF")
    (row,) = everything(CareerPeriod)
    assert visit("leader").get(reverse("conditions:period", args=[row.pk])).status_code == 404
    values = {"employer": "CCAS", "post": "x", "sector": "public", "since": "1/1/2024", "until": "1/1/2023"}
    answer = visit("worker").post(reverse("conditions:period", args=[row.pk]), values)
    assert "La fin vient après le début." in page(answer)
    visit("worker").post(reverse("conditions:period", args=[row.pk]), values | {"until": ""})
    assert [(one.employer, one.until) for one in everything(CareerPeriod)] == [("CCAS", None)]


def test_a_step_is_added_to_the_arrival_of_one_person_who_sees_it(visit, team):
    row = make_arrival(team.leader, team.newcomer)
    address = reverse("conditions:add_step", args=[row.pk])
    wrong = visit("leader").post(address, {"title": "Rencontrer la CAF", "due_on": ""})
    assert (wrong.status_code, "Dites pour quand." in page(wrong)) == (422, True)
    visit("leader").post(address, {"title": "Rencontrer la CAF", "due_on": "1/12/2026"})
    assert "Rencontrer la CAF" in page(visit("newcomer").get(row.get_absolute_url()))


def test_an_alert_does_not_exist_for_the_leader_it_is_not_addressed_to(visit, team):
    row = make_alert(team.worker, team.mate, words="Je suis à bout.")
    assert visit("leader").get(row.get_absolute_url()).status_code == 404
    assert "Je suis à bout." not in page(visit("leader").get(reverse("conditions:alerts")))
    assert "Je suis à bout." in page(visit("mate").get(row.get_absolute_url()))


def test_alerts_that_wait_come_before_those_that_are_closed(visit, team):
    make_alert(team.worker, team.leader, closed_on=timezone.localdate())
    make_alert(team.worker, team.leader)
    shown = page(visit("leader").get(reverse("conditions:alerts")))
    assert shown.index("Réponse due le") < shown.index("Close")


def test_a_proposal_answered_in_between_is_said_and_the_words_stay(visit, team):
    row = make_proposal(team.worker)
    for words in ("Dès janvier.", "En mars plutôt."):
        answer = visit("leader").post(row.get_absolute_url(), {"verdict": "accepted", "words": words})
    assert answer.status_code == 422
    assert "déjà répondu" in page(answer)
    assert "En mars plutôt." in page(answer)


def test_a_mate_does_not_answer_a_proposal(visit, team):
    row = make_proposal(team.worker)
    assert (
        visit("mate").post(row.get_absolute_url(), {"verdict": "accepted", "words": "x"}).status_code == 403
    )


LISTS = ("analyses", "arrivals", "jobs", "alerts", "proposals", "known", "career", "week")


def one_of_each(team, rank):
    """A row of each list that the leader sees."""
    make_analysis(team.leader, team.worker)
    make_step(make_arrival(team.leader, team.newcomer, starts_on=date(2026, 1, 1) + timedelta(days=rank)))
    make_arrival_plan(team.leader)
    make_proposal(team.worker)
    make_alert(team.worker, team.leader)
    make_expertise(team.worker, f"Sujet {rank}")
    make_period(team.leader)
    refused = {"refused_at": timezone.now(), "refused_by_id": team.worker.user_id, "refusal": "Non."}
    make_job(team.worker, number=rank + 1, **refused)
    make_week(team.leader, monday_of(timezone.localdate()) - timedelta(weeks=rank + 1))


def test_lists_cost_as_many_queries_with_one_row_or_three(visit, team):
    spent = {}
    for rank in range(3):
        one_of_each(team, rank)
        for name in LISTS:
            with CaptureQueriesContext(connection) as queries:
                assert visit("leader").get(reverse(f"conditions:{name}")).status_code == 200
            spent.setdefault(name, []).append(len(queries))
    assert all(counts[1] == counts[2] for counts in spent.values()), spent
