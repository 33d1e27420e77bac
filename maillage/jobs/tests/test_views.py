from uuid import uuid4

import pytest
from django.urls import reverse

from maillage.accounts.tests.factories import actor_of, signed_in
from maillage.jobs.actions import enqueue
from maillage.jobs.models import Job
from maillage.jobs.tests.test_actions import count
from maillage.permissions.context import acting


@pytest.fixture
def member(client, db):
    return signed_in(client)


def make_job(member, **fields):
    actor = actor_of(member)
    with acting(actor):
        job = enqueue(count, by=actor, label="Compter les foyers", noun="foyer", total=3)
        Job.objects.filter(pk=job.pk).update(**fields)
    return job


def test_a_job_shows_how_far_it_is(client, member):
    job = make_job(member, state="running", done=4, total=9)
    page = client.get(reverse("jobs:show", args=[job.pk])).content.decode()
    assert "Compter les foyers" in page
    assert '<progress max="9" value="4"' in page


@pytest.mark.parametrize("state", ["waiting", "running", "done", "failed", "cancelled"])
def test_work_that_is_not_counted_yet_shows_in_every_state(client, member, state):
    job = make_job(member, state=state, total=None)
    assert client.get(reverse("jobs:show", args=[job.pk])).status_code == 200


@pytest.mark.parametrize(
    ("state", "words"),
    [("running", "Le travail commence."), ("done", "Terminé."), ("cancelled", "Arrêté à votre demande.")],
)
def test_before_it_is_counted_no_figure_is_shown(client, member, state, words):
    job = make_job(member, state=state, done=0, total=None)
    page = client.get(reverse("jobs:show", args=[job.pk])).content.decode()
    assert words in page
    assert "sur None" not in page


def test_the_fragment_comes_alone(client, member):
    job = make_job(member, state="running", done=4, total=9)
    page = client.get(reverse("jobs:show", args=[job.pk]), headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in page
    assert "<progress" in page


def test_it_can_be_stopped(client, member):
    job = make_job(member, state="running", done=4, total=9)
    response = client.post(reverse("jobs:cancel", args=[job.pk]))
    assert response.url == reverse("jobs:show", args=[job.pk])
    with acting(actor_of(member)):
        assert Job.objects.get().cancel_asked is True


@pytest.mark.parametrize("name", ["jobs:show", "jobs:cancel"])
def test_the_job_of_another_is_not_there(client, client_of_another, name):
    method = client.get if name == "jobs:show" else client.post
    assert method(reverse(name, args=[client_of_another])).status_code == 404
    assert method(reverse(name, args=[uuid4()])).status_code == 404


@pytest.fixture
def client_of_another(client, db):
    from django.test import Client

    job = make_job(signed_in(Client()))
    signed_in(client)
    return job.pk
