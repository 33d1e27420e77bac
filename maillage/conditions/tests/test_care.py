"""Alerts, proposals, arrivals, what can be asked of whom: what each action writes and refuses."""

from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.utils import timezone

from maillage.conditions.actions import arrivals, care
from maillage.conditions.enums import AlertKind
from maillage.conditions.models import Alert, ArrivalStep, Proposal
from maillage.conditions.queries.care import alert_counts, expertises
from maillage.conditions.queries.waiting import waiting
from maillage.conditions.tests.factories import (
    make_alert,
    make_arrival,
    make_arrival_plan,
    make_expertise,
    make_job,
    make_proposal,
    make_step,
)
from maillage.permissions import Forbidden
from maillage.permissions.context import acting
from tests.plugin import become


def test_an_aggression_is_answered_within_two_days(team):
    with acting(team.worker_actor):
        row = care.alert(
            by=team.worker_actor, kind="aggression", words="Menacée à l’accueil.", reader=team.leader.user
        )
    assert row.due_on == timezone.localdate() + timedelta(days=2)


def test_its_reader_answers_and_its_author_closes(team):
    row = make_alert(team.worker, team.leader)
    with acting(team.leader_actor):
        care.reply(by=team.leader_actor, row=row, words="Je viens demain.", in_risk_document=True)
        with pytest.raises(Forbidden, match="l’auteur"):
            care.close(by=team.leader_actor, row=row)
    with acting(team.worker_actor):
        care.close(by=team.worker_actor, row=row)
        assert Alert.objects.get(pk=row.pk).closed_on == timezone.localdate()
        with pytest.raises(Forbidden, match="close"):
            care.reply(by=team.worker_actor, row=row, words="Encore")


def test_alerts_are_counted_once_the_year_is_over_and_from_five(team):
    last_year = timezone.now().replace(year=timezone.now().year - 1, month=6, day=15)
    for kind, times in ((AlertKind.OVERLOAD, 5), (AlertKind.ISOLATION, 4)):
        for _ in range(times):
            make_alert(team.worker, team.leader, kind=kind)
    with become("maintenance"):
        Alert.objects.update(created_at=last_year)
    make_alert(team.worker, team.leader, kind=AlertKind.AGGRESSION)
    with acting(team.mate_actor):
        assert alert_counts() == [(last_year.year, "isolation", None), (last_year.year, "overload", 5)]
    for actor in (team.stranger_actor, team.student_actor):
        with acting(actor):
            assert alert_counts() == []


def test_a_proposal_is_answered_once(team):
    row = make_proposal(team.worker)
    with acting(team.leader_actor):
        care.answer(by=team.leader_actor, row=row, verdict="accepted", words="Dès janvier.")
        with pytest.raises(Forbidden, match="déjà répondu"):
            care.answer(by=team.leader_actor, row=row, verdict="refused", words="Non.")
        found = Proposal.objects.get(pk=row.pk)
    assert (found.verdict, found.answer) == ("accepted", "Dès janvier.")


def test_what_is_refused_is_not_done(team):
    row = make_proposal(team.worker)
    with acting(team.worker_actor), pytest.raises(Forbidden):
        care.mend(by=team.worker_actor, row=row, after=2)
    with acting(team.leader_actor):
        care.answer(by=team.leader_actor, row=row, verdict="accepted", words="Oui.")
    with acting(team.worker_actor):
        care.mend(by=team.worker_actor, row=row, after=2)
        assert Proposal.objects.get(pk=row.pk).after == 2


def test_an_arrival_takes_the_steps_of_its_post(team):
    plan = make_arrival_plan(team.leader)
    start = timezone.localdate()
    with acting(team.leader_actor):
        row = arrivals.prepare(
            by=team.leader_actor, newcomer=team.newcomer.user, plan=plan, mentor=None, starts_on=start
        )
        steps = [(one.title, one.due_on) for one in ArrivalStep.objects.filter(arrival=row)]
    assert steps == [("Badge", start), ("Équipe", start + timedelta(days=7))]


def test_a_step_is_done_once_and_what_is_done_stays(team):
    step = make_step(make_arrival(team.leader, team.newcomer, team.mate))
    with acting(team.newcomer_actor):
        arrivals.finish_step(by=team.newcomer_actor, step=step)
        for again in (arrivals.finish_step, arrivals.drop_step):
            with pytest.raises(Forbidden, match="a changé"):
                again(by=team.newcomer_actor, step=step)


def test_a_newcomer_says_it_once_a_date(team):
    row = make_arrival(team.leader, team.newcomer)
    with acting(team.newcomer_actor):
        arrivals.say(by=team.newcomer_actor, arrival=row, month=1, words="Bien accueillie.")
        with pytest.raises(IntegrityError):
            arrivals.say(by=team.newcomer_actor, arrival=row, month=1, words="Encore.")
    with acting(team.leader_actor), pytest.raises(Forbidden):
        arrivals.say(by=team.leader_actor, arrival=row, month=3, words="Tout va bien.")


def test_a_subject_is_found_by_its_words_and_withdrawn(team):
    row = make_expertise(team.worker, "Surendettement des ménages")
    with acting(team.stranger_actor):
        assert list(expertises(team.stranger_actor, "ménages surend")) == [row]
        assert list(expertises(team.stranger_actor, "logement")) == []
    with acting(team.worker_actor):
        care.withdraw(by=team.worker_actor, row=row)
        assert list(expertises(team.worker_actor, "")) == []


def texts(actor):
    with acting(actor):
        return [line["text"] for line in waiting(actor)]


def test_what_waits_for_whom(team):
    make_alert(team.worker, team.leader)
    make_job(team.worker, team.leader)
    make_proposal(team.mate, subject="Formulaire FSL")
    arrival = make_arrival(team.leader, team.newcomer, starts_on=timezone.localdate() - timedelta(days=40))
    make_step(arrival, title="Badge", due_on=timezone.localdate())
    assert texts(team.leader_actor) == [
        f"Alerte de {team.worker.user}",
        f"Fiche de poste de {team.worker.user}, version 1",
        "Proposition de l’équipe\u00a0: Formulaire FSL",
    ]
    assert texts(team.worker_actor) == ["Votre fiche de poste, version 1"]
    assert texts(team.newcomer_actor) == [
        "Dire comment se passe votre arrivée, après 1 mois",
        "Votre arrivée\u00a0: Badge",
    ]
    assert texts(team.stranger_actor) == []
