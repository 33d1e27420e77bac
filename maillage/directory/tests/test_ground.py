"""Room left, closures, presences, the desk: said by whoever keeps the card, in counts and words without anybody's name."""

import re
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from maillage.accounts.enums import Role
from maillage.accounts.tests.factories import make_member, make_structure, signed_in
from maillage.directory import session_words
from maillage.directory.actions import ground as actions
from maillage.directory.models import Availability, Closure, Presence, ReceptionCount, Structure
from maillage.directory.queries.places import places
from maillage.directory.room import rooms
from maillage.directory.rules.counts import shown_count
from maillage.directory.tests.ground_factories import does, keeper
from maillage.directory.tests.offer import make_service
from maillage.permissions import ANONYMOUS, Forbidden
from maillage.permissions.context import acting
from tests.plugin import become

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("territories")]
NOVEMBER = date(2026, 11, 2)
NEXT = timezone.localdate().year + 1


@pytest.fixture
def mds():
    return make_structure("MDS de Chinon")


@pytest.fixture
def claire(client, mds):
    signed_in(client, member=make_member(structure=mds))
    return client


@pytest.fixture
def service(mds):
    return make_service(mds)


# Room left


def say(service, **told):
    return does(
        actions.say_availability,
        by=keeper(service.structure),
        **{"service": service, "level": "free", **told},
    )


def test_what_was_said_last_counts_until_its_day_then_nobody_knows(service):
    say(service, level="full", weeks=6)
    said = say(service, level="free", places=3)
    today = timezone.localdate()
    assert (said.said_on, said.until) == (today, today + timedelta(days=15))
    told = {day: rooms([service], today + timedelta(days=day))[service.pk].said for day in (0, 15, 16)}
    assert [one.word for one in told.values()] == ["Places libres", "Places libres", "Inconnu"]
    assert told[0].sentence.startswith("3\xa0places, dit le")
    assert told[16].sentence.startswith("Dernière nouvelle le")
    assert Availability.objects.count() == 2


def test_a_service_that_never_said_anything(service):
    assert rooms([service], NOVEMBER)[service.pk] == (None, [])
    assert session_words.availability(None, NOVEMBER).word == "Inconnu"


def test_many_services_in_two_queries(service, mds, django_assert_num_queries):
    others = [make_service(mds, name=f"Service {n}") for n in range(3)]
    for one in others:
        say(one)
    with django_assert_num_queries(2):
        rooms([service, *others], NOVEMBER)


@pytest.mark.parametrize(
    ("level", "word"), [("tense", "Presque complet"), ("full", "Complet"), ("suspended", "Suspendu")]
)
def test_one_button_says_it(claire, service, level, word):
    url = reverse("directory:availability", args=[service.public_id])
    assert claire.post(url, {"level": level}).status_code == 302
    assert word in claire.get(url).content.decode()


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({}, "Dites s’il reste de la place."),
        ({"level": "full", "places": "2"}, "il n’y a pas de place à compter"),
        ({"level": "free", "places": "beaucoup"}, "Écrivez un nombre, en chiffres."),
        ({"level": "free", "places": "-1"}, "Écrivez 0 ou plus."),
        ({"level": "free", "weeks": "9" * 300}, "Écrivez"),
        ({"level": "free", "days": "36500"}, "Sélectionnez un choix valide"),
    ],
)
def test_bad_input_about_room_is_said(claire, service, sent, sentence):
    response = claire.post(reverse("directory:availability", args=[service.public_id]), sent)
    assert (response.status_code, sentence in response.content.decode()) == (422, True)
    assert Availability.objects.count() == 0


def test_only_those_who_keep_the_card_say_it(service):
    for by in (ANONYMOUS, keeper(make_structure("Ailleurs")), keeper(service.structure, "reception")):
        with pytest.raises(Forbidden):
            does(actions.say_availability, by=by, service=service, level="free")


# Closures


def close(card, by, since=date(2026, 12, 24), until=date(2027, 1, 3), reason="congés"):
    return does(actions.add_closure, by=by, card=card, since=since, until=until, reason=reason)


def test_a_closure_of_the_structure_closes_what_it_offers(service, mds):
    close(mds, keeper(mds))
    close(service, keeper(mds), date(2026, 12, 7), date(2026, 12, 7), "")
    assert rooms([service], NOVEMBER)[service.pk].closures == [
        "fermé le 7\xa0décembre 2026",
        "fermé du 24\xa0décembre 2026 au 3\xa0janvier 2027\xa0: congés",
    ]
    assert rooms([service], date(2027, 1, 4))[service.pk].closures == []


@pytest.mark.parametrize(
    ("since", "until", "words"),
    [
        (date(2027, 8, 1), date(2027, 8, 15), "fermé du 1er au 15\xa0août 2027"),
        (date(2027, 7, 30), date(2027, 8, 1), "fermé du 30\xa0juillet 2027 au 1er\xa0août 2027"),
    ],
)
def test_closures_in_words(since, until, words):
    assert session_words.closure(Closure(since=since, until=until)) == words


def test_a_closure_is_announced_and_taken_back(claire, mds, service):
    url = reverse("directory:close_structure", args=[mds.public_id])
    assert claire.post(url, {"since": f"24/12/{NEXT}", "until": f"01/12/{NEXT}"}).status_code == 422
    assert claire.post(url, {"since": "24/12/2000", "until": "25/12/2000"}).status_code == 422
    assert claire.post(url, {"since": f"24/12/{NEXT}", "until": f"31/12/{NEXT}"}).status_code == 302
    closure = Closure.objects.get()
    remove = reverse("directory:remove_closure", args=[closure.pk])
    assert claire.post(remove).url == mds.get_absolute_url()
    assert claire.post(remove).status_code == 404


# One-stop places


def presence(place, body="CAF", halves=("1am", "3pm"), version=0, row=None, by=None):
    told = {
        "place": place,
        "body": body,
        "halves": list(halves),
        "how": "",
        "presence": row,
        "version": version,
    }
    return does(actions.save_presence, by=by or keeper(place), **told)


def test_who_is_there_by_half_day(client, mds):
    presence(mds)
    presence(mds, "Assurance maladie", ["1am"])
    page = client.get(reverse("directory:place", args=[mds.public_id])).content.decode()
    assert (
        '<th scope="row" role="rowheader">Lundi</th><td role="cell" data-label="Matin">Assurance maladie, CAF</td>'
        in page
    )
    paper = client.get(reverse("directory:place_paper", args=[mds.public_id]))
    assert paper.content[:5] == b"%PDF-"


def test_the_same_body_is_not_written_twice(mds):
    row = presence(mds)
    with pytest.raises(Forbidden, match="déjà dans la grille"):
        presence(mds, "caf")
    corrected = presence(mds, "CAF", ["2am"], version=1, row=row)
    with pytest.raises(Forbidden, match="Quelqu’un vient de corriger"):
        presence(mds, "CAF", ["4am"], version=1, row=row)
    corrected.refresh_from_db()
    assert (corrected.halves, corrected.version) == (["2am"], 2)


def test_a_presence_typed_corrected_and_removed(claire, mds):
    new = reverse("directory:new_presence", args=[mds.public_id])
    assert claire.post(new, {"version": "0", "body": "CAF"}).status_code == 422
    assert claire.post(new, {"version": "0", "body": "CAF", "halves": ["7am"]}).status_code == 422
    assert claire.post(new, {"version": "0", "body": "CAF", "halves": ["1am"]}).status_code == 302
    row = Presence.objects.get()
    correct = reverse("directory:correct_presence", args=[row.pk])
    assert claire.post(correct, {"version": "1", "body": "CAF", "halves": ["2am"]}).status_code == 302
    assert claire.post(reverse("directory:remove_presence", args=[row.pk])).status_code == 302
    assert Presence.objects.count() == 0


def test_the_mesh_of_places_the_nearest_first(mds):
    far = make_structure("France services de Lille", "59350")
    near = make_structure("France services de Tours", "37261")
    for one in (far, near):
        Structure.objects.filter(pk=one.pk).update(networks=["france-service"])
    presence(mds)
    assert [(one.name, away) for one, away in places(ANONYMOUS, mds.commune)] == [
        ("MDS de Chinon", 0),
        ("France services de Tours", 42),
        ("France services de Lille", 436),
    ]


# The desk


def visit(by, **told):
    plain = {"day": NOVEMBER, "half": "am", "visitor": "alone", "category": "sante", "sent": "here"}
    does(actions.count_visit, by=by, **{**plain, **told})


def total(by):
    with acting(by):
        return sum(ReceptionCount.objects.visible_to(by).values_list("count", flat=True))


def test_each_visit_adds_one_and_the_last_is_taken_back(mds):
    desk = keeper(mds, "reception")
    for _ in range(3):
        visit(desk)
    plain = {"day": NOVEMBER, "half": "am", "visitor": "alone", "category": "sante", "sent": "here"}
    undone = [does(actions.uncount_visit, by=desk, **plain) for _ in range(4)]
    assert (undone, total(desk)) == ([True, True, True, False], 0)


def test_a_structure_never_reads_the_desk_of_another(mds):
    desk, elsewhere = keeper(mds, "reception"), keeper(make_structure("Ailleurs"), "reception")
    visit(desk)
    assert (total(desk), total(elsewhere)) == (1, 0)
    with acting(elsewhere):
        assert ReceptionCount.objects.count() == 0
    with pytest.raises(Forbidden):
        visit(ANONYMOUS)


def test_nothing_tells_who_came():
    assert {field.name for field in ReceptionCount._meta.fields} == {
        "id", "structure", "day", "half", "visitor", "category", "sent", "count",
    }  # fmt: skip


def test_a_button_counts_and_the_choices_stay(client, mds):
    signed_in(client, member=make_member(Role.RECEPTION, mds))
    url = reverse("directory:reception")
    sent = {"visitor": "family", "sent": "elsewhere", "category": "sante"}
    response = client.post(url, sent)
    assert response.url == f"{url}?qui=family&suite=elsewhere&pour=sante"
    page = client.get(response.url).content.decode()
    checked = re.findall(r'<input type="radio" name="(\w+)" value="(\w+)"[^>]* checked', page)
    assert checked == [("visitor", "family"), ("sent", "elsewhere")]
    assert "Annuler le dernier (Santé)" in page
    assert client.post(url, {**sent, "undo": "1"}).status_code == 302
    with become("maintenance"):
        assert ReceptionCount.objects.count() == 0
    for wrong in ({"visitor": "x"}, {"category": "x"}, {"sent": "\x00"}):
        assert client.post(url, {**sent, **wrong}).status_code == 422
    assert client.get(url, {"qui": "\x00", "suite": "x" * 9999, "pour": "?"}).status_code == 200


def test_a_paper_sheet_is_typed_again_and_sending_it_twice_counts_once(client, mds):
    signed_in(client, member=make_member(Role.RECEPTION, mds))
    url = f"{reverse('directory:reception_sheet')}?jour=02/11/2026&quand=am&qui=alone"
    sent = {"sante.here": "4", "autre.nowhere": "1", "famille.elsewhere": ""}
    for _ in range(2):
        assert client.post(url, sent).status_code == 302
    with become("maintenance"):
        rows = set(ReceptionCount.objects.values_list("category", "sent", "count"))
    assert rows == {("sante", "here", 4), ("", "nowhere", 1)}
    assert 'name="sante.here" value="4"' in client.get(url).content.decode()
    assert client.post(url, {"sante.here": "beaucoup"}).status_code == 422
    for asked in ("jour=hier", "jour=01/01/2099&quand=am&qui=alone", "jour=%00"):
        assert client.get(f"{reverse('directory:reception_sheet')}?{asked}").status_code == 422


def test_totals_of_a_week_and_its_lines(client, mds):
    desk = keeper(mds, "reception")
    visit(desk)
    visit(desk, half="pm", category="", sent="nowhere")
    visit(desk, day=date(2026, 11, 9))
    signed_in(client, member=make_member(Role.RECEPTION, mds))
    url = reverse("directory:reception_week")
    page = client.get(url, {"semaine": "2026-11-04"}).content.decode()
    assert "Semaine du 2\xa0novembre 2026" in page
    assert "2\xa0passages" in page
    lines = (
        client.get(url, {"semaine": "2026-11-04", "format": "csv"}).content.decode("utf-8-sig").splitlines()
    )
    assert lines == [
        "jour;demi-journée;qui;pour quoi;suite;nombre",
        "02/11/2026;matin;personne seule;Santé;répondu sur place;1",
        "02/11/2026;après-midi;personne seule;autre demande;sans solution;1",
    ]
    for odd in ("x", "0001-01-01", "9999-12-31", "\x00"):
        assert client.get(url, {"semaine": odd}).status_code == 200


@pytest.mark.parametrize(
    ("count", "shown"), [(0, "0"), (1, "moins de 5"), (4, "moins de 5"), (5, "5"), (12, "12")]
)
def test_below_five_a_crossed_count_is_not_told(count, shown):
    assert shown_count(count) == shown


def test_the_blank_sheet(client, mds):
    signed_in(client, member=make_member(Role.RECEPTION, mds))
    assert client.get(reverse("directory:reception_blank")).content[:5] == b"%PDF-"
