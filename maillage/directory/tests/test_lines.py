"""Whom to call: shown at work only, revealed one by one, reported wrong in one click; a notebook nobody else reads."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from maillage.accounts.enums import Role
from maillage.accounts.tests.factories import actor_of, make_structure, signed_in
from maillage.audit.models import Entry
from maillage.directory.models import DirectLine, NotebookLine
from maillage.directory.queries.lines import lines_for
from maillage.directory.tests.factories import commune
from maillage.directory.tests.offer import make_line
from maillage.permissions import ANONYMOUS
from maillage.permissions.context import acting
from tests.plugin import become

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("territories")]
TODAY = timezone.localdate()
NUMBER = "02 47 00 00 51"


@pytest.fixture
def line(worker):
    with become("maintenance"):
        return make_line(make_structure("CAF"))


def post(client, name, line, **data):
    return client.post(reverse(f"directory:{name}", args=[line.pk]), data)


def test_a_number_is_shown_when_asked_for_and_the_journal_keeps_it(client, worker, line):
    page = reverse("directory:lines")
    assert NUMBER not in client.get(page).content.decode()
    assert post(client, "reveal_line", line).status_code == 302
    assert NUMBER in client.get(page).content.decode()
    with become("maintenance"):
        entry = Entry.objects.get(verb="line_revealed")
    assert (entry.actor_user_id, entry.object_id) == (worker.user_id, str(line.pk))


def test_postgresql_hides_the_lines_from_whoever_is_not_at_work(line):
    with acting(ANONYMOUS):
        assert list(DirectLine.objects.all()) == []
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM directory_directline")
            assert cursor.fetchone() == (0,)


def test_no_public_page_shows_a_line(line):
    page = Client().get(line.structure.get_absolute_url()).content.decode()
    assert NUMBER not in page
    assert line.role not in page


def test_wrong_in_one_click_lands_on_the_list_of_whoever_keeps_it(client, line):
    assert post(client, "wrong_line", line).status_code == 302
    with become("maintenance"):
        line.refresh_from_db()
    assert (line.wrong_on, line.wrong) == (TODAY, "Le numéro ne répond pas ou n’est pas le bon.")
    keeper = Client()
    signed_in(keeper, Role.SOCIAL_WORKER, line.structure)
    assert [one.pk for one in keeper.get(reverse("directory:reports")).context["lines"]] == [line.pk]
    assert post(client, "confirm_line", line).status_code == 302
    assert list(keeper.get(reverse("directory:reports")).context["lines"]) == []


def test_my_notebook_is_mine(client, worker, line):
    post(client, "note_line", line)
    post(client, "note_line", line)
    assert [one["line"].pk for one in client.get(reverse("directory:book")).context["rows"]] == [line.pk]
    colleague = Client()
    signed_in(colleague, Role.SOCIAL_WORKER, worker.structure)
    assert colleague.get(reverse("directory:book")).context["rows"] == []
    with become("maintenance"):
        assert NotebookLine.objects.count() == 1
    post(client, "note_line", line, remove="oui")
    assert client.get(reverse("directory:book")).context["rows"] == []


def test_lines_by_theme_place_words_and_day(worker):
    with become("maintenance"):
        caf = make_structure("CAF")
        everywhere = make_line(caf, role="accueil des partenaires")
        housing = make_line(
            caf, role="impayés", category="logement-hebergement", sector=commune("37072").departement
        )
        make_line(caf, role="Cher", sector=commune("18033").departement)
        make_line(caf, role="ancienne", until=TODAY - timedelta(days=1))
    actor = actor_of(worker)
    with acting(actor):
        found = lines_for(actor, TODAY, category="logement-hebergement", commune=commune("37072"))
        assert [one.pk for one in found] == [everywhere.pk, housing.pk]
        assert [one.pk for one in lines_for(actor, TODAY, category="sante", commune=commune("37072"))] == [
            everywhere.pk
        ]
        assert [one.pk for one in lines_for(actor, TODAY, words="caf IMPAYÉS")] == [housing.pk]


def test_a_keeper_adds_corrects_and_ends_a_line(client, worker):
    url = reverse("directory:new_line", args=[worker.structure.public_id])
    typed = {"version": "0", "role": "accueil", "phone": "02 47 00 00 60", "sector": "Chinon (37072)"}
    assert client.post(url, typed | {"phone": ""}).status_code == 422
    assert client.post(url, typed | {"sector": "Chinon (37072)\nTours"}).status_code == 422
    assert client.post(url, typed).status_code == 302
    with become("maintenance"):
        line = DirectLine.objects.select_related("sector").get()
    assert (line.phone, line.sector.code) == ("+33247000060", "37072")
    correct = reverse("directory:correct_line", args=[line.pk])
    assert client.get(correct).status_code == 200
    assert client.post(correct, typed | {"version": "1", "role": "accueil du public"}).status_code == 302
    assert client.post(correct, typed | {"version": "1"}).status_code == 422
    card = client.get(worker.structure.get_absolute_url()).content.decode()
    assert reverse("directory:end_line", args=[line.pk]) in card
    assert post(client, "end_line", line).status_code == 302
    assert client.get(reverse("directory:lines")).context["rows"] == []


def test_the_list_costs_the_same_with_one_line_and_with_three(client, line, django_assert_max_num_queries):
    def counted():
        with django_assert_max_num_queries(40) as caught:
            client.get(reverse("directory:lines"))
        return len(caught)

    counted()
    before = counted()
    with become("maintenance"):
        make_line(line.structure, role="deux")
        make_line(make_structure("Autre"), role="trois")
    assert counted() == before


@pytest.mark.parametrize(
    "typed", [{"q": "\x00"}, {"theme": "x"}, {"commune": "Trifouilly"}, {"q": "a" * 500}]
)
def test_filters_that_nobody_can_read_break_nothing(client, line, typed):
    assert client.get(reverse("directory:lines"), typed).status_code == 200
