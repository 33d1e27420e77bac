"""A long file of answers is made apart: followed, stopped, taken by whoever asked for it, forgotten after a week."""

from datetime import timedelta
from io import BytesIO
from uuid import UUID

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone
from python_calamine import CalamineWorkbook

from maillage.accounts.models import User
from maillage.audit.models import Entry
from maillage.consultations.actions import workbooks as actions
from maillage.consultations.models import Response, Workbook
from maillage.consultations.tests.factories import keeper_of, kept_flash, make_response, questions_of
from maillage.consultations.views.exports import MOST_IN_A_BOOK
from maillage.files.storage import FileLost, read
from maillage.governance.models import Duty
from maillage.jobs import actions as jobs
from maillage.jobs.enums import State
from maillage.jobs.models import Job
from maillage.jobs.tests.queue import run_queue
from maillage.permissions import Forbidden
from maillage.permissions.context import acting
from maillage.web.wording import plural
from tests.plugin import become

ANSWERS = 3


@pytest.fixture
def told(transactional_db):
    """A signed questionnaire that three answered; a formula among their words."""
    with transaction.atomic():
        told = kept_flash(anonymous=False)
        first, why, *_ = questions_of(told.row)
        for _ in range(ANSWERS):
            make_response(told.row, [(first, 1), (why, "=1+1")], name="Awa")
    return told


def client_of(actor):
    client = Client()
    with transaction.atomic(), become("maintenance"):
        user = User.objects.get(pk=actor.user_id)
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def xlsx(told):
    return f"{told.row.get_absolute_url()}reponses.xlsx"


def asked(told):
    """The job that a button of the page begins."""
    answer = client_of(told.keeper).post(xlsx(told))
    assert answer.status_code == 302
    return UUID(answer["Location"].strip("/").split("/")[-1])


def job_of(pk):
    with transaction.atomic(), become("maintenance"):
        return Job.objects.get(pk=pk)


def books():
    with transaction.atomic(), become("maintenance"):
        return list(Workbook.objects.all())


def file_of(told, pk):
    return f"{told.row.get_absolute_url()}classeurs/{pk}/"


def lines_of(content):
    return CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python()


def test_it_is_made_apart_followed_and_taken(told):
    pk = asked(told)
    assert "En attente" in client_of(told.keeper).get(f"/travaux/{pk}/").text
    run_queue()
    job = job_of(pk)
    assert (job.state, job.done, job.total) == (State.DONE, ANSWERS, ANSWERS)
    client = client_of(told.keeper)
    assert job.result_url in client.get(f"/travaux/{pk}/").text
    assert f'href="{file_of(told, pk)}"' in client.get(job.result_url).text
    answer = client.get(file_of(told, pk))
    assert answer["Content-Disposition"] == 'attachment; filename="reponses.xlsx"'
    headers, *rows = lines_of(answer.content)
    assert headers[:4] == ["Reçue le", "Comment", "Nom", "Territoire"]
    assert [row[2:6] for row in rows] == [["Awa", "", "Non", "'=1+1"]] * ANSWERS
    with transaction.atomic(), become("maintenance"):
        assert Entry.objects.filter(verb="export_responses").count() == 1


def test_stopped_before_it_begins_it_never_does(told):
    pk = asked(told)
    client_of(told.keeper).post(f"/travaux/{pk}/arreter/")
    run_queue()
    job = job_of(pk)
    assert (job.state, books()) == (State.CANCELLED, [])
    assert client_of(told.keeper).get(job.result_url).status_code == 200


def test_stopped_on_its_way_it_keeps_nothing(told):
    pk = asked(told)
    job = jobs.begin(by=told.keeper, job_id=pk)
    with acting(told.keeper) as by:
        jobs.ask_to_cancel(by=by, job_id=pk)
    with pytest.raises(jobs.Cancelled):
        actions.make_workbook(job, by=told.keeper, questionnaire_id=told.row.pk)
    assert books() == []


def test_nobody_else_takes_it_nor_whoever_keeps_it_no_longer(told):
    pk = asked(told)
    run_queue()
    address = file_of(told, pk)
    with transaction.atomic():
        other = keeper_of(told.committee)
    assert client_of(other).get(address).status_code == 404
    with transaction.atomic(), become("maintenance"):
        yesterday = timezone.localdate() - timedelta(days=1)
        Duty.objects.filter(user=told.keeper.user_id).update(starts_on=yesterday, ends_on=yesterday)
    assert client_of(told.keeper).get(address).status_code == 404


def test_it_is_forgotten_after_a_week_file_and_row(told):
    for _ in range(2):
        asked(told)
    run_queue()
    old, fresh = books()
    with transaction.atomic(), become("maintenance"):
        Workbook.objects.filter(pk=old.pk).update(made_at=timezone.now() - timedelta(days=8))
    actions.forget()
    assert books() == [fresh]
    with pytest.raises(FileLost):
        read(old.key)
    assert read(fresh.key)


@pytest.mark.django_db
def test_a_short_one_leaves_at_once_a_long_one_is_asked_for():
    told = kept_flash(anonymous=False)
    make_response(told.row)
    client = client_of(told.keeper)
    assert len(lines_of(client.get(xlsx(told)).content)) == 2
    today = timezone.localdate()
    with become("maintenance"):
        Response.objects.bulk_create(
            Response(questionnaire=told.row, channel="open", answered_on=today) for _ in range(MOST_IN_A_BOOK)
        )
    page = client.get(xlsx(told))
    assert "Content-Disposition" not in page
    assert plural(MOST_IN_A_BOOK + 1, "réponse") in page.text
    assert "Préparer le fichier" in page.text


@pytest.mark.django_db
def test_what_may_not_be_read_is_not_put_in_a_file():
    told = kept_flash()
    make_response(told.row)
    with acting(told.keeper) as by, pytest.raises(Forbidden, match="pas encore"):
        actions.ask_workbook(by=by, questionnaire=told.row)
    page = client_of(told.keeper).post(xlsx(told), follow=True)
    assert actions.NOTHING in page.text
