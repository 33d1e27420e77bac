"""A job description: proposed, changed, signed by both, refused; what a finished training proposes."""

import pytest
from django.db import IntegrityError
from django.urls import reverse

from maillage.accounts.tests.factories import client_of
from maillage.conditions.actions import posts as actions
from maillage.conditions.models import JobVersion
from maillage.conditions.queries.posts import proposed_by_training, training_to_add
from maillage.conditions.tests.factories import TEXTS, make_job
from maillage.permissions import Forbidden
from maillage.permissions.context import acting

MORE = TEXTS | {"learned": "Conduire un entretien avec interprète"}


def proposed(team, **told):
    with acting(team.leader_actor):
        return actions.propose(
            by=team.leader_actor, worker=team.worker.user, texts=TEXTS, why="Création", **told
        )


def read(row):
    return JobVersion.objects.get(pk=row.pk).digest


def test_it_is_in_force_once_both_signed(team):
    row = proposed(team)
    for actor, in_force in ((team.leader_actor, False), (team.worker_actor, True)):
        with acting(actor):
            actions.sign(by=actor, row=row, read=row.digest)
            assert JobVersion.objects.get(pk=row.pk).in_force is in_force


def test_signing_twice_is_refused_and_changes_nothing(team):
    row = proposed(team)
    with acting(team.worker_actor):
        actions.sign(by=team.worker_actor, row=row, read=row.digest)
        with pytest.raises(Forbidden):
            actions.sign(by=team.worker_actor, row=row, read=row.digest)


def test_a_text_that_changed_is_not_signed_unread(team):
    row = proposed(team)
    with acting(team.worker_actor):
        actions.rewrite(by=team.worker_actor, row=row, texts=MORE, read=row.digest)
    with acting(team.leader_actor), pytest.raises(Forbidden, match="relisez-le"):
        actions.sign(by=team.leader_actor, row=row, read=row.digest)


def test_who_signed_signs_again_a_text_that_changes(team):
    row = proposed(team)
    with acting(team.leader_actor):
        actions.sign(by=team.leader_actor, row=row, read=row.digest)
    with acting(team.worker_actor):
        actions.rewrite(by=team.worker_actor, row=row, texts=MORE, read=row.digest)
        found = JobVersion.objects.get(pk=row.pk)
    assert (found.leader_signed_at, found.leader_id, found.learned) == (None, None, MORE["learned"])


def test_of_two_who_rewrite_at_once_one_is_told(team):
    row = proposed(team)
    first = row.digest
    with acting(team.worker_actor):
        actions.rewrite(by=team.worker_actor, row=row, texts=MORE, read=first)
    with acting(team.leader_actor), pytest.raises(Forbidden, match="a changé"):
        actions.rewrite(by=team.leader_actor, row=row, texts=TEXTS | {"mission": "Autre"}, read=first)


def test_one_version_is_open_at_a_time(team):
    proposed(team)
    with pytest.raises(IntegrityError):
        proposed(team)


def test_a_refusal_has_its_reason_and_another_version_follows(team):
    row = proposed(team)
    with acting(team.worker_actor):
        actions.refuse(by=team.worker_actor, row=row, refusal="Il manque les déplacements.")
        with pytest.raises(Forbidden):
            actions.sign(by=team.worker_actor, row=row, read=row.digest)
    assert proposed(team).number == 2


def test_a_stranger_and_a_mate_sign_nothing(team):
    row = make_job(team.worker)
    for actor in (team.mate_actor, team.stranger_actor):
        with acting(actor), pytest.raises(Forbidden):
            actions.sign(by=actor, row=row, read=row.digest)


def test_a_mate_proposes_for_themselves_alone(team):
    with acting(team.mate_actor), pytest.raises(Forbidden):
        actions.propose(by=team.mate_actor, worker=team.worker.user, texts=TEXTS, why="x")


def test_a_finished_training_proposes_once(team, finished_training):
    with acting(team.worker_actor):
        (one,) = training_to_add(team.worker_actor)
        assert one.learned == "Conduire un entretien avec interprète"
        assert proposed_by_training(team.worker_actor, one.key) == one
        assert proposed_by_training(team.worker_actor, "session-0") is None
        actions.propose(
            by=team.worker_actor, worker=team.worker.user, texts=MORE, why="Formation", training=one.key
        )
        assert training_to_add(team.worker_actor) == []
    with acting(team.leader_actor):
        assert training_to_add(team.leader_actor) == []


def test_another_update_is_not_offered_while_a_version_waits(team, finished_training):
    page = reverse("conditions:jobs")
    client = client_of(team.worker)
    assert "Mettre à jour ma fiche" in client.get(page).content.decode()
    row = proposed(team)
    read = client.get(page).content.decode()
    assert "Mettre à jour ma fiche" not in read
    assert f'<a href="{row.get_absolute_url()}">version 1</a>' in read
