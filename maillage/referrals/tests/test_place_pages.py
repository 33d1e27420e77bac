"""Pages of places: who decides, who answers, who hosts; supply and demand for all."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape

from maillage.accounts.enums import Role
from maillage.accounts.tests.factories import client_of, make_member, make_structure
from maillage.people.tests.factories import enter_space
from maillage.permissions.context import acting
from maillage.referrals.actions import place_answers
from maillage.referrals.enums import OfferState
from maillage.referrals.models import Event, Offer, PlaceNeed, SchemeRequest
from maillage.referrals.tests.place_factories import accepted, entered, free_place, offered, waits
from maillage.schemes.models import HostDoor, Place, PlaceSpell, Scheme, Vacancy
from maillage.schemes.queries.places import token_of
from maillage.web.templatetags.web import REQUEST_KEY
from maillage.web.wording import day, full_day
from tests.plugin import become

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


@pytest.fixture
def siao(town):
    """The officer's browser."""
    with become("maintenance"):
        member = make_member(Role.SCHEME_OFFICER, town.siao)
    return client_of(member)


@pytest.fixture
def desk(town):
    """A host's browser, and its structure."""
    with become("maintenance"):
        town.host = make_structure("Foyer des Tilleuls")
        member = make_member(Role.RECEPTION, town.host)
    return client_of(member)


def text(response, status=200):
    assert response.status_code == status, response.content.decode()[:2000]
    return response.content.decode()


def one(model, **wanted):
    with become("maintenance"):
        return model.objects.get(**wanted)


def test_a_place_is_added_then_said_free_by_its_host_in_two_taps(town, siao, desk):
    with become("maintenance"):
        host = town.host.public_id
    told = {"host": host, "label": "Chambre 12", "public": "women", "smallest": 1, "largest": 2}
    told |= {"commune": "Chinon", "starts_on": TODAY().strftime("%d/%m/%Y")}
    url = reverse("schemes:add_place", args=[town.transitional.public_id])
    assert "Ajouter une place" in text(siao.get(url))
    assert siao.post(url, told).status_code == 302
    place = one(Place)
    page = text(siao.get(reverse("schemes:places", args=[town.transitional.public_id])))
    assert "à confirmer" in page
    assert "Chambre 12" in text(desk.get(reverse("schemes:hosted")))
    assert desk.post(reverse("schemes:say", args=[place.public_id]), {"said": "free"}).status_code == 302
    page = text(siao.get(reverse("schemes:place", args=[place.public_id])))
    assert "Proposer cette place" in page


def test_what_cannot_be_is_said_and_nothing_typed_is_lost(town, siao):
    url = reverse("schemes:add_place", args=[town.transitional.public_id])
    page = text(siao.post(url, {"label": "Chambre \u201c7\u201d", "smallest": "3", "largest": "2"}), 422)
    assert "plus petit" in page
    assert "Chambre" in page
    assert text(siao.post(url, {"largest": "beaucoup"}), 422)


@pytest.mark.parametrize("name", ["places", "add_place", "assignment"])
def test_only_the_structure_keeps_its_places(town, desk, name):
    assert desk.get(reverse(f"schemes:{name}", args=[town.transitional.public_id])).status_code == 403


def test_a_place_is_set_apart_and_the_same_day_not_twice(town, siao):
    place = free_place(town)
    url = reverse("schemes:set_apart", args=[place.public_id])
    told = {"kind": "works", "starts_on": TODAY().strftime("%d/%m/%Y")}
    assert siao.post(url, told).status_code == 302
    assert "compte déjà un de ces jours" in text(siao.post(url, told), 422)
    spell = one(PlaceSpell)
    assert siao.post(reverse("schemes:end_spell", args=[place.public_id, spell.pk])).status_code == 302
    assert one(PlaceSpell).ends_on == TODAY()


def test_rules_of_assignment_are_read_by_everybody(town, siao):
    url = reverse("schemes:assignment", args=[town.transitional.public_id])
    told = {"assignment": "La commission lit toutes les demandes.", "first": "need", "second": "date"}
    told |= {"needs": "À la rue avec un enfant\nSortie d’hôpital", "vacancy_days": "7", "version": "1"}
    assert siao.post(url, told).status_code == 302
    page = text(Client().get(town.transitional.get_absolute_url()))
    assert "La commission lit toutes les demandes." in page
    assert page.index("À la rue avec un enfant") < page.index("Sortie d’hôpital")
    assert one(Scheme, pk=town.transitional.pk).assignment_order == ["need", "date"]


def test_a_host_without_an_account_says_it_by_its_link(town, siao, desk):
    place = free_place(town, town.host)
    with become("maintenance"):
        told = {"host": town.host.public_id, "email": "foyer@exemple.test"}
    assert siao.post(reverse("schemes:doors"), told).status_code == 302
    door, nobody = one(HostDoor), Client()
    url = reverse("schemes:host_door", args=[token_of(door.key)])
    assert place.label in text(nobody.get(url))
    assert nobody.post(url, {"place": place.public_id, "said": "taken"}).status_code == 302
    with become("maintenance"):
        last = Vacancy.objects.order_by("-said_at").first()
        assert (last.said, last.by_id, last.by_label) == ("taken", None, "Foyer des Tilleuls, par son lien")
        assert last.until_on == TODAY() + timedelta(days=7)
    late = text(nobody.post(url, {"place": place.public_id, "said": "free", "free_on": "01/01/2020"}), 422)
    assert "jour passé" in late
    assert nobody.post(url, {"place": town.transitional.public_id, "said": "free"}).status_code == 404
    assert nobody.post(url, {"place": "%s", "said": "x"}).status_code == 422
    assert siao.post(reverse("schemes:close_door", args=[door.pk])).status_code == 302
    assert nobody.get(url).status_code == 404
    assert nobody.post(url, {"place": place.public_id, "said": "free"}).status_code == 404


def test_those_who_wait_are_listed_in_the_published_order_with_its_reasons(town, siao):
    with become("maintenance"):
        told = {"assignment_order": ["need", "date"], "needs": ["Avec un enfant", "Sortie d’hôpital"]}
        Scheme.objects.filter(pk=town.transitional.pk).update(**told)
    first, second = waits(town, need="Sortie d’hôpital"), waits(town, need="Avec un enfant")
    too_many = waits(town, persons=9, need="Avec un enfant")
    place = free_place(town, largest=3)
    page = text(siao.get(reverse("referrals:offer_place", args=[place.public_id])))
    ranks = [page.index(str(one.pk)) for one in (second, first, too_many)]
    assert ranks == sorted(ranks)
    assert "trop pour cette place" in page
    assert "S.B." in page
    assert escape(town.samira.full_name) not in page


def chosen(page, request):
    """What the form sends for a request: its key and the version that was read."""
    start = page.index(f'value="{request.pk}:') + len('value="')
    return page[start : page.index('"', start)]


def test_a_place_is_proposed_answered_in_the_space_and_entered(town, siao):
    place, request = free_place(town, largest=3), waits(town)
    url = reverse("referrals:offer_place", args=[place.public_id])
    answer_by = (TODAY() + timedelta(days=2)).strftime("%d/%m/%Y")
    told = {"persons": 2, "answer_by": answer_by, "message": "Visite mardi."}
    assert "Choisissez une demande" in text(siao.post(url, told), 422)
    told["chosen"] = chosen(text(siao.get(url)), request)
    assert siao.post(url, told).status_code == 302
    offer = one(Offer)
    assert "Visite mardi." in text(siao.get(reverse("referrals:offer", args=[offer.pk])))
    with become("maintenance"):
        Offer.objects.filter(pk=offer.pk).update(state="accepted", answered_on=TODAY(), way="oral")
    url = reverse("referrals:enter", args=[offer.pk])
    assert siao.post(url, {"on": TODAY().strftime("%d/%m/%Y"), "version": offer.version}).status_code == 302
    told = {"on": TODAY().strftime("%d/%m/%Y"), "why": "family", "version": offer.version + 1}
    assert siao.post(reverse("referrals:leave", args=[offer.pk]), told).status_code == 302
    assert one(Offer).state == OfferState.LEFT


def test_an_offer_that_moved_in_between_is_told(town, siao):
    offer = accepted(town)
    url = reverse("referrals:enter", args=[offer.pk])
    page = text(siao.post(url, {"on": TODAY().strftime("%d/%m/%Y"), "version": 0}), 422)
    assert "vient de modifier cette proposition" in page


def test_the_host_reads_the_name_once_accepted_and_nobody_else_the_offer(town, desk):
    offer = offered(town, free_place(town, town.host, largest=3))
    url = reverse("referrals:offer", args=[offer.pk])
    assert desk.get(url).status_code == 404
    with become("maintenance"):
        strange = client_of(make_member(Role.SCHEME_OFFICER))
    assert strange.get(url).status_code == 404
    later = accepted(town, place=free_place(town, town.host, largest=3), request=waits(town))
    url = reverse("referrals:offer", args=[later.pk])
    assert escape(town.samira.full_name) in text(desk.get(url))
    assert desk.get(reverse("referrals:enter", args=[later.pk])).status_code == 200
    assert desk.get(reverse("referrals:take_back", args=[later.pk])).status_code == 403


def test_the_host_notes_an_entry_in_two_taps_then_a_departure(town, desk):
    """From the first page, the list that it leads to; the button of the line. The request moves too, that the host never sees."""
    offer = accepted(town, place=free_place(town, town.host, largest=3))
    listed = reverse("referrals:offers")
    assert f'<a href="{listed}">Entrées attendues\u00a0: 1</a>' in text(desk.get("/"))
    url = reverse("referrals:enter", args=[offer.pk])
    assert f'action="{url}"' in text(desk.get(listed))
    today = {"on": TODAY().strftime("%d/%m/%Y")}
    assert desk.post(url, {**today, "version": offer.version}).status_code == 302
    assert (one(Offer).state, one(SchemeRequest).state) == ("entered", "entered")
    assert "Entrées attendues" not in text(desk.get("/"))
    told = {**today, "why": "housed", "version": one(Offer).version}
    assert desk.post(reverse("referrals:leave", args=[offer.pk]), told).status_code == 302
    found, request = one(Offer), one(SchemeRequest)
    assert (found.state, found.left_why, found.name) == ("left", "housed", "")
    assert (request.state, request.ending) == ("closed", "done")
    assert desk.get(reverse("referrals:offer", args=[offer.pk])).status_code == 404
    with acting(town.worker):
        told = Event.objects.filter(kind__in=("entered", "left")).order_by("recorded_at")
        assert [(row.kind, row.words) for row in told] == [
            ("entered", ""),
            ("left", "départ vers un logement"),
        ]


@pytest.mark.parametrize(
    ("on", "version", "said"),
    [(1, 0, "n’est pas encore venue"), (0, 1, "vient de modifier"), (-900, 0, "précède la proposition")],
)
def test_an_entry_that_cannot_be_is_told_to_the_host(town, desk, on, version, said):
    offer = accepted(town, place=free_place(town, town.host, largest=3))
    when = (TODAY() + timedelta(days=on)).strftime("%d/%m/%Y")
    told = {"on": when, "version": offer.version + version}
    assert said in text(desk.post(reverse("referrals:enter", args=[offer.pk]), told), 422)
    assert one(Offer).state == OfferState.ACCEPTED


def test_who_follows_them_reads_that_a_place_is_to_answer(town):
    offer, worker = offered(town), client_of(town.members["worker"])
    assert "Places proposées, réponse attendue\u00a0: 1" in text(worker.get("/"))
    listed = text(worker.get(reverse("referrals:my_requests")))
    assert f"réponse attendue avant le {day(offer.answer_by)}" in listed
    page = text(worker.get(reverse("referrals:request", args=[offer.request_id])))
    assert reverse("referrals:note_answer", args=[offer.pk]) in page
    with acting(town.person):
        place_answers.accept(by=town.person, offer=offer, version=offer.version)
    assert "Places proposées, réponse attendue" not in text(worker.get("/"))


def test_the_persons_request_leads_to_the_place(town):
    offer, person = offered(town), Client()
    with become("maintenance"):
        enter_space(person, town.samira)
    page = text(person.get(reverse("referrals:own_request", args=[offer.request_id])))
    assert reverse("referrals:own_offer", args=[offer.pk]) in page
    assert full_day(offer.answer_by) in page


def test_the_team_notes_what_the_person_said(town):
    offer, worker = offered(town), client_of(town.members["worker"])
    url = reverse("referrals:note_answer", args=[offer.pk])
    told = {"answer": "no", "words": "Trop loin.", "way": "oral", "version": offer.version}
    assert worker.post(url, told).status_code == 302
    found = one(Offer)
    assert (found.state, found.way) == (OfferState.DECLINED, "oral")


def test_what_is_needed_is_said_and_corrected(town, siao):
    request = waits(town)
    free_place(town)
    url = reverse("referrals:place_need", args=[request.pk])
    assert "Ce qu’il faut comme place" in text(siao.get(url))
    assert siao.post(url, {"public": "women", "persons": "3", "commune": "37072"}).status_code == 302
    assert (one(PlaceNeed).persons, one(PlaceNeed).public) == (3, "women")
    assert "de 1 à 30" in text(siao.post(url, {"public": "women", "persons": "99"}), 422)


def counted(client, url):
    client.get(url)
    with CaptureQueriesContext(
        connection,
    ) as caught:
        assert client.get(url).status_code == 200
    return len(caught)


@pytest.mark.parametrize("name", ["places", "offers", "offer_place"])
def test_lists_run_as_many_queries_with_one_row_as_with_three(town, siao, name):
    place = free_place(town)
    urls = {
        "places": reverse("schemes:places", args=[town.transitional.public_id]),
        "offers": reverse("referrals:offers"),
        "offer_place": reverse("referrals:offer_place", args=[place.public_id]),
    }
    entered(town, place=free_place(town), request=waits(town))
    waits(town)
    few = counted(siao, urls[name])
    for _ in range(2):
        accepted(town, place=free_place(town), request=waits(town))
        waits(town)
    assert counted(siao, urls[name]) == few


def test_forms_carry_their_key(town, siao):
    assert REQUEST_KEY in text(siao.get(reverse("schemes:doors")))


@pytest.mark.parametrize(
    ("answer", "state", "said"), [("yes", "accepted", "dit oui"), ("no", "declined", "comme avant")]
)
def test_the_person_answers_in_their_space_in_plain_words(town, answer, state, said):
    offer, person = offered(town), Client()
    with become("maintenance"):
        enter_space(person, town.samira)
    url = reverse("referrals:own_offer", args=[offer.pk])
    assert url in text(person.get(reverse("people:space")))
    assert "Choisissez oui ou non" in text(person.post(url, {"version": offer.version}), 422)
    assert person.post(url, {"answer": answer, "version": offer.version}).status_code == 302
    assert (one(Offer).state, one(Offer).way) == (state, "self")
    assert said in text(person.get(url))
