"""A release is counted apart: followed, stopped, asked twice, refused in French; nothing of it is kept when it does not end."""

from uuid import UUID

import pytest
from django.db import transaction

from maillage.accounts.tests.factories import client_of
from maillage.jobs import actions as jobs
from maillage.jobs.enums import State
from maillage.jobs.models import Job
from maillage.jobs.tests.queue import run_queue
from maillage.observatory.actions import counting, releases
from maillage.observatory.models import Indicator, Release, Snapshot
from maillage.observatory.tests import factories as make
from maillage.permissions.context import acting
from tests.plugin import become

PREPARE = f"/observatoire/{make.RECEPTIONS}/preparer/"


@pytest.fixture
def place(transactional_db):
    with transaction.atomic():
        place = make.held()
        make.busy(place)
    return place


@pytest.fixture
def keeper(place):
    with transaction.atomic():
        return client_of(place.members["first"])


def asked(client, **told):
    answer = client.post(PREPARE, told)
    assert (answer.status_code, "/travaux/" in answer["Location"]) == (302, True)
    return UUID(answer["Location"].strip("/").split("/")[-1])


def job_of(pk):
    with transaction.atomic(), become("maintenance"):
        return Job.objects.get(pk=pk)


def the_indicator():
    with transaction.atomic():
        return make.indicator()


def kept():
    with transaction.atomic(), become("maintenance"):
        return Release.objects.count(), Snapshot.objects.count()


def test_it_is_counted_apart_and_the_pages_say_where_it_is(keeper):
    pk = asked(keeper)
    assert kept() == (0, 0)
    assert f"/travaux/{pk}/" in keeper.get(f"/observatoire/{make.RECEPTIONS}/").text
    assert keeper.get(PREPARE)["Location"] == f"/travaux/{pk}/"
    assert "En attente" in keeper.get(f"/travaux/{pk}/").text
    run_queue()
    job = job_of(pk)
    assert (job.state, job.done, job.total, job.message) == (State.DONE, 3, 3, counting.READY)
    assert kept() == (1, 1)
    assert job.result_url in keeper.get(f"/travaux/{pk}/").text
    assert "Le nombre est là" in keeper.get(job.result_url).text
    assert f"/travaux/{pk}/" not in keeper.get(f"/observatoire/{make.RECEPTIONS}/").text


def test_asked_twice_it_is_one_work_and_counted_again_one_preparation(place, keeper):
    pk = asked(keeper)
    assert asked(keeper) == pk
    run_queue()
    with acting(place.first), transaction.atomic():
        make.written(place.first, Release.objects.get())
    assert asked(keeper) != pk
    run_queue()
    assert kept() == (1, 1)
    with acting(place.first):
        assert Release.objects.get().narrative == "On repart trop souvent sans réponse."


def test_stopped_before_it_begins_or_on_its_way_it_keeps_nothing(place, keeper):
    pk = asked(keeper)
    keeper.post(f"/travaux/{pk}/arreter/")
    run_queue()
    assert (job_of(pk).state, kept()) == (State.CANCELLED, (0, 0))
    pk = asked(keeper)
    job = jobs.begin(by=place.first, job_id=pk)
    keeper.post(f"/travaux/{pk}/arreter/")
    with pytest.raises(jobs.Cancelled):
        counting.make(job, by=place.first, indicator_id=the_indicator().pk, changes="")
    assert kept() == (0, 0)
    assert asked(keeper) != pk, "what was stopped still held the indicator"


def test_what_is_refused_meanwhile_is_said(keeper):
    pk = asked(keeper)
    with transaction.atomic(), become("maintenance"):
        Indicator.objects.filter(code=make.RECEPTIONS).update(
            retired_on=make.TODAY, retired_why="Ne sert plus."
        )
    run_queue()
    assert (job_of(pk).state, job_of(pk).message) == (State.FAILED, "Cet indicateur est arrêté.")
    assert "Cet indicateur est arrêté." in keeper.get(f"/travaux/{pk}/").text
    assert kept() == (0, 0)


def test_a_table_that_does_not_add_up_is_said(keeper, monkeypatch):
    def torn(cube, on_attack):
        raise ArithmeticError("torn")

    pk = asked(keeper)
    monkeypatch.setattr(releases, "protect", torn)
    run_queue()
    assert (job_of(pk).state, job_of(pk).message, kept()) == (State.FAILED, counting.TORN, (0, 0))


def test_a_period_already_told_asks_what_changes_before_anything_is_counted(place, keeper):
    with transaction.atomic():
        release = make.written(place.first, make.prepared(place.first, the_indicator(), today=None))
        make.confirmed(place.second, release)
    answer = keeper.post(PREPARE, {"changes": ""})
    assert (answer.status_code, "dites ce que cette nouvelle version change" in answer.text) == (422, True)
    asked(keeper, changes="Un cahier oublié.")
    run_queue()
    assert kept() == (2, 2)
