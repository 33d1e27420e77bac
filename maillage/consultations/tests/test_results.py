"""Results are counted whole, hidden when few, frozen in pictures that can't be subtracted from one another."""

import csv
from datetime import timedelta
from io import BytesIO

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from maillage.accounts.models import User
from maillage.consultations.actions.snapshots import take_snapshot
from maillage.consultations.models import Questionnaire, Snapshot
from maillage.consultations.queries.audience import rates
from maillage.consultations.queries.results import results
from maillage.consultations.tests.factories import (
    kept_flash,
    make_invitation,
    make_question,
    make_response,
    questions_of,
    touraine,
)
from maillage.permissions import Forbidden
from maillage.permissions.context import acting
from tests.plugin import become

pytestmark = pytest.mark.django_db
CLOSED = timedelta(hours=-1)


def client_of(told):
    client = Client()
    with become("maintenance"):
        user = User.objects.get(pk=told.keeper.user_id)
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def answered(told, yes, no, **more):
    first, why, scale, *_ = questions_of(told.row)
    for number in range(yes):
        make_response(told.row, [(first, 0), (scale, number % 5)], **more)
    for number in range(no):
        make_response(told.row, [(first, 1), (why, f"Raison {number}")], **more)
    return told


def counted(told, hide=True):
    with acting(told.keeper):
        return results(told.row, hide)


def test_counts_add_up():
    found = counted(answered(kept_flash(anonymous=False), 6, 2), hide=False)
    assert [one.base for one in found] == [8, 2, 6, 0, 0]
    assert [(cell.count, cell.share) for cell in found[0].blocks[0].cells] == [(6, 75), (2, 25)]


def test_a_small_count_is_hidden_with_what_would_tell_it():
    found = counted(answered(kept_flash(open_for=CLOSED), 12, 3))
    assert [cell.count for cell in found[0].blocks[0].cells] == [None, None]
    assert found[1].base is None


def test_a_question_asked_to_a_hidden_choice_is_hidden_even_when_many_answered_it():
    """Six said « Non », hidden beside three « Oui »: how many explained would tell both."""
    found = counted(answered(kept_flash(open_for=CLOSED), 3, 6))
    assert found[1].base is None


def test_a_number_gives_its_mean_and_median_a_table_its_lines():
    told = kept_flash(anonymous=False)
    number = make_question(told.row, "number", (), title="Combien ?")
    matrix = make_question(told.row, "matrix", ("Oui", "Non"), rows=["Ici", "Là"])
    with become("maintenance"):
        for value in (1, 2, 9):
            made = make_response(told.row)
            made.answers.create(questionnaire=told.row, question=number, number=value)
            made.answers.create(questionnaire=told.row, question=matrix, row=1, choice=0)
    found = counted(told, hide=False)
    assert (found[5].mean, found[5].median) == (4, 2)
    assert [[cell.count for cell in block.cells] for block in found[6].blocks] == [[0, 0], [3, 0]]


def test_the_rate_of_a_territory_is_hidden_under_five():
    told = kept_flash()
    for place, invited, came in ((touraine(), 8, 6), (None, 4, 3)):
        for number in range(invited):
            make_invitation(told.row, territory=place, answered=number < came)
    with acting(told.keeper):
        found = rates(told.row)
    assert [(one.name, one.invited, one.answered) for one in found] == [
        ("Indre-et-Loire", 8, None),
        ("Sans territoire", 4, None),
    ]


def snap(told, public=True):
    with acting(told.keeper) as by:
        return take_snapshot(by=by, questionnaire=told.row, note="", public=public)


def test_a_picture_is_read_by_everybody_once_it_is_public():
    told = answered(kept_flash(open_for=CLOSED), 6, 7)
    address = told.row.get_absolute_url()
    assert Client().get(address).status_code == 404
    private = snap(told, public=False)
    assert Client().get(f"{address}photos/{private.pk}/").status_code == 404
    made = snap(told)
    page = Client().get(f"{address}photos/{made.pk}/")
    assert page.status_code == 200
    assert "Raison" not in page.text
    assert "54\u00a0%" in page.text
    assert Client().get(f"{address}resultats/").status_code == 302


def test_two_pictures_differ_by_five_answers_or_by_none():
    told = answered(kept_flash(anonymous=False), 6, 0)
    snap(told)
    answered(told, 1, 0)
    with pytest.raises(Forbidden, match="de plus"):
        snap(told)
    answered(told, 4, 0)
    snap(told)
    with become("maintenance"):
        assert Snapshot.objects.filter(questionnaire=told.row).count() == 2


@pytest.mark.parametrize(
    ("told", "answers", "why"),
    [({"anonymous": False}, 4, "au moins 5"), ({}, 6, "après la clôture")],
)
def test_a_picture_that_would_tell_somebody_is_refused(told, answers, why):
    with pytest.raises(Forbidden, match=why):
        snap(answered(kept_flash(**told), answers, 0))


def test_anonymous_answers_are_read_once_it_is_closed_and_from_five():
    for told, seen in (
        (answered(kept_flash(), 6, 0), False),
        (answered(kept_flash(open_for=CLOSED), 4, 0), False),
        (answered(kept_flash(open_for=CLOSED), 5, 0), True),
    ):
        page = client_of(told).get(f"{told.row.get_absolute_url()}resultats/")
        assert ("Réponses une à une" in page.text) is seen


def test_files_hold_every_answer_and_no_formula():
    told = kept_flash(anonymous=False)
    first, why, *_ = questions_of(told.row)
    for _ in range(3):
        make_response(told.row, [(first, 1), (why, "=1+1")], name="Awa", territory=touraine())
    client, address = client_of(told), told.row.get_absolute_url()
    lines = b"".join(client.get(f"{address}reponses.csv").streaming_content).decode("utf-8-sig")
    rows = list(csv.reader(lines.splitlines(), delimiter=";"))
    assert len(rows) == 4
    assert rows[0][:4] == ["Reçue le", "Comment", "Nom", "Territoire"]
    assert rows[1][2:6] == ["Awa", "Indre-et-Loire", "Non", "'=1+1"]
    book = client.get(f"{address}reponses.xlsx").content
    assert len(CalamineWorkbook.from_filelike(BytesIO(book)).get_sheet_by_index(0).to_python()) == 4
    counts = client.get(f"{address}resultats.csv").content.decode("utf-8-sig")
    assert "1. Recevez-vous sans rendez-vous ?;;Non;3;100" in counts


def test_an_anonymous_file_tells_no_name_nor_lonely_place():
    told = answered(kept_flash(open_for=CLOSED), 6, 0)
    make_response(told.row, territory=touraine())
    client = client_of(told)
    lines = b"".join(client.get(f"{told.row.get_absolute_url()}reponses.csv").streaming_content).decode()
    assert lines.splitlines()[0].split(";")[:2] == [
        "\ufeffTerritoire",
        "1. Recevez-vous sans rendez-vous ?",
    ]
    assert "Indre-et-Loire" not in lines


def test_lists_ask_as_many_queries_for_one_as_for_three():
    told = answered(kept_flash(anonymous=False), 1, 1)
    make_invitation(told.row)
    client, address = client_of(told), told.row.get_absolute_url()
    pages = ["resultats/", "reponses/", "invites/", ""]
    pages.append(f"resultats/{questions_of(told.row)[1].pk}/textes/")
    queries_of(client, "/questionnaires/")
    before = {page: queries_of(client, address + page) for page in pages}
    before["list"] = queries_of(client, "/questionnaires/")
    answered(told, 2, 2)
    for _ in range(2):
        make_invitation(told.row)
        kept_beside(told)
    after = {page: queries_of(client, address + page) for page in pages}
    after["list"] = queries_of(client, "/questionnaires/")
    assert after == before


def kept_beside(told):
    with become("maintenance"):
        Questionnaire.objects.create(title="Autre", committee=told.committee)


def queries_of(client, address):

    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)
