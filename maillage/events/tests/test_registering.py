"""From the page to the place: with an account, without, by telephone; withdrawn, waiting, told, forgotten."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from maillage.accounts.tests.factories import client_of, make_member, make_user
from maillage.audit.models import RowVersion
from maillage.events.actions import registrations as actions
from maillage.events.actions.openings import tell
from maillage.events.models import Opening, Registration, Topic
from maillage.events.queries.registrations import token_of
from maillage.events.tests.factories import Event, make_registration
from maillage.governance.actions.gatherings import cancel_gathering, correct_gathering
from maillage.governance.models import Gathering, Presence
from maillage.matching.lottery import drawn
from maillage.permissions import ANONYMOUS
from maillage.permissions.context import acting
from maillage.permissions.definer import rows_of, value_of
from tests.plugin import become, count_queries

pytestmark = pytest.mark.django_db
LINK = re.compile(r"http://testserver(/inscriptions/\S+)")
WHO = {"name": "Awa Diop", "email": "Awa@Exemple.test"}


@pytest.fixture(autouse=True)
def no_tries():
    cache.clear()


def page(name, event, *args):
    return reverse(f"events:{name}", args=[event.opening.public_id, *args])


def words(response) -> str:
    return " ".join(response.content.decode().replace("\u00a0", " ").split())


def link_of(row):
    return reverse("events:registration", args=[token_of(row.key)])


def test_without_an_account_it_counts_once_confirmed_from_the_mailbox(client):
    event = Event(places=1)
    answer = client.post(
        page("register", event), {**WHO, "needs": ["sign"], "more": "premier rang"}, follow=True
    )
    assert "Regardez votre boîte" in words(answer)
    assert "1 place libre sur 1" in words(client.get(page("event", event)))
    assert event.mails() == [("awa@exemple.test", "Confirmez votre inscription")]
    link = LINK.search(mail.outbox[0].body)[1]
    assert "ne compte pas" in words(client.get(link))
    assert event.rows()["Awa Diop"].confirmed_at is None
    assert "Vous avez une place" in words(client.post(link, {}, follow=True))
    assert "Complet (1 place)" in words(client.get(page("event", event)))
    assert event.mails() == [("awa@exemple.test", "Vous avez une place")]
    assert [name for name, *_ in mail.outbox[0].attachments] == ["rencontre.ics"]


def test_who_is_already_there_is_told_nothing_else_and_nobody_learns_it(client):
    event = Event()
    make_registration(event.opening, email="awa@exemple.test")
    answer = client.post(page("register", event), WHO, follow=True)
    assert "Regardez votre boîte" in words(answer)
    assert event.mails() == []
    assert list(event.rows()) == ["Inscrite 1"]


def test_with_an_account_at_once_at_its_own_address(client):
    event = Event()
    with become("maintenance"):
        somebody = make_member()
    visitor = client_of(somebody)
    answer = visitor.post(page("register", event), {"name": "Claire M."}, follow=True)
    assert "Vous avez une place" in words(answer)
    row = event.rows()["Claire M."]
    assert (row.email, row.user_id) == (somebody.user.email, somebody.user_id)
    assert "Votre inscription" in words(visitor.get(page("event", event)))


def test_a_place_given_back_goes_to_the_next_one_who_is_told(client):
    event = Event(places=1)
    first, second = (
        make_registration(event.opening, 1, told="in"),
        make_registration(event.opening, 2, told="waiting"),
    )
    assert "Rang 1" in words(client.get(link_of(second)))
    client.post(link_of(first) + "retrait/", {})
    assert "Vous vous êtes retiré" in words(client.get(link_of(first)))
    assert "Vous avez une place" in words(client.get(link_of(second)))
    assert event.mails() == [("inscrite2@exemple.test", "Vous avez une place")]
    assert event.mails() == []


def test_places_kept_for_some(client):
    event = Event(shares=[("Personnes concernées", 1), ("Professionnels", 1)])
    concerned, professionals = event.opening.shares.all()
    make_registration(event.opening, 1, share=professionals)
    refused = client.post(page("register", event), WHO)
    assert (refused.status_code, "Choisissez à quel titre" in words(refused)) == (422, True)
    client.post(page("register", event), {**WHO, "share": concerned.pk})
    assert event.rows()["Awa Diop"].share_id == concerned.pk
    shown = words(client.get(page("event", event)))
    assert "1 place libre sur 1" in shown
    assert "Complet (1 place)" in shown


def test_too_late_to_the_second(client):
    event = Event()
    with become("maintenance"):
        Opening.objects.update(closes_at=timezone.now() - timedelta(minutes=5))
    answer = client.post(page("register", event), WHO)
    assert (answer.status_code, "Les inscriptions sont finies" in words(answer)) == (422, True)
    told = (event.opening.public_id, None, "X", "x@exemple.test", [], "", "")
    assert value_of(actions.REGISTER, *told) is None
    with become("maintenance"):
        Opening.objects.update(closes_at=timezone.now() + timedelta(seconds=20))
    assert value_of(actions.REGISTER, *told) is not None


def test_the_doors_of_a_committee_that_its_members_alone_read_stay_closed(client):
    event = Event(publicity="members")
    told = (event.opening.public_id, None, "X", "x@exemple.test", [], "", "")
    assert value_of(actions.REGISTER, *told) is None


def test_by_telephone_it_counts_at_once_and_without_address_nothing_leaves():
    event = Event(places=1)
    keeper = client_of(event.keeper)
    keeper.post(page("register_for", event), {"name": "Paul Noé", "needs": ["wheelchair"]})
    shown = words(keeper.get(page("registered", event)))
    assert "Paul Noé" in shown
    assert "A une place" in shown
    assert "un accès en fauteuil roulant" in shown
    assert event.mails() == []
    keeper.post(page("withdraw_for", event, event.rows()["Paul Noé"].pk), {})
    assert "Retirée" in words(keeper.get(page("registered", event)))


def test_lots_are_drawn_once_after_the_end_and_can_be_drawn_again_by_anybody(client):
    event = Event(places=1, by_lot=True, lot_source="Loto du 12 janvier")
    for number in (1, 2, 3):
        make_registration(event.opening, number)
    keeper = client_of(event.keeper)
    early = keeper.post(page("draw", event), {"seed": "7 12 31"})
    assert (early.status_code, "encore ouvertes" in words(early)) == (422, True)
    with become("maintenance"):
        Opening.objects.update(closes_at=timezone.now())
    assert keeper.post(page("draw", event), {"seed": "7 12 31"}).status_code == 302
    again = keeper.post(page("draw", event), {"seed": "autre"})
    assert "déjà fait" in words(again)
    ranks = {row.number: row.rank for row in event.rows().values()}
    assert [number for number, _ in sorted(ranks.items(), key=lambda one: one[1])] == drawn(
        "7 12 31", [1, 2, 3]
    )
    assert "avec « 7 12 31 »" in words(client.get(page("event", event)))
    subjects = sorted(subject for _, subject in event.mails())
    assert subjects == ["En liste d’attente", "En liste d’attente", "Vous avez une place"]


def test_who_came_is_present_at_the_meeting_and_has_it_attested(client):
    event = Event(starts_in=timedelta(hours=-1), closes_at=timezone.now() - timedelta(days=1))
    there, absent = make_registration(event.opening, 1), make_registration(event.opening, 2)
    keeper = client_of(event.keeper)
    for _ in range(2):
        keeper.post(page("came", event), {f"came_{there.pk}": "on"})
    with become("maintenance"):
        present = list(Presence.objects.values_list("name", "capacity"))
    assert present == [("Inscrite 1", "guest")]
    paper = client.get(link_of(there) + "attestation.pdf")
    assert (paper.status_code, paper["Content-Type"]) == (200, "application/pdf")
    assert client.get(link_of(absent) + "attestation.pdf").status_code == 404


def test_cancelled_everybody_who_registered_is_told(client):
    event = Event()
    make_registration(event.opening)
    with acting(event.actor):
        cancel_gathering(by=event.actor, gathering=event.meeting, reason="Neige")
    assert event.mails() == [("inscrite1@exemple.test", "Annulé")]
    assert "Neige" in mail.outbox[0].body
    assert client.post(page("register", event), WHO).status_code == 422


def test_what_is_kept_is_forgotten_in_time():
    event = Event()
    make_registration(event.opening, 1, needs=["sign"], more="x")
    old = make_registration(event.opening, 2, confirmed_at=None)
    with become("maintenance"):
        Registration.objects.filter(pk=old.pk).update(asked_at=timezone.now() - timedelta(days=4))
    actions.forget()
    assert {name: (row.needs, bool(row.email)) for name, row in event.rows().items()} == {
        "Inscrite 1": (["sign"], True)
    }
    for days, expected in ((8, ([], True)), (91, ([], False))):
        ended = timezone.now() - timedelta(days=days)
        with become("maintenance"):
            Gathering.objects.update(starts_at=ended - timedelta(hours=2), ends_at=ended)
        actions.forget()
        row = event.rows()["Inscrite 1"]
        assert (row.needs, bool(row.email)) == expected


def test_who_came_is_forgotten_two_years_after_how_many_came_stays():
    event = Event()
    with become("maintenance"):
        account = make_user()
    make_registration(event.opening, 1, came=True, user=account)
    told = {"opening": event.opening, "title": "Mobilité", "proposed_by": "Inscrite 1"}
    with become("maintenance"):
        left = Topic.objects.create(**told)
        Topic.objects.create(accepted_at=timezone.now(), **told)
    for days, expected in ((720, ("Inscrite 1", account.pk)), (740, ("", None))):
        ended = timezone.now() - timedelta(days=days)
        with become("maintenance"):
            Gathering.objects.update(starts_at=ended - timedelta(hours=2), ends_at=ended)
        actions.forget()
        with become("maintenance"):
            row = Registration.objects.get()
            assert ((row.name, row.user_id), row.came) == (expected, True)
            proposed = Topic.objects.order_by("pk").values_list("proposed_by", flat=True)
            assert list(proposed) == [expected[0], "Inscrite 1"]
    with become("maintenance"):
        assert not RowVersion.objects.filter(table="events_topic", row_id=str(left.pk)).exists()


@pytest.mark.parametrize("typed", ["Personnes", "Élus : 0", "Élus : 2\nélus : 3", "Élus : 30000"])
def test_shares_that_cannot_be_read_are_said_and_nothing_typed_is_lost(typed):
    event = Event()
    keeper = client_of(event.keeper)
    url = reverse("events:open", args=[event.meeting.public_id])
    day = timezone.localdate() + timedelta(days=3)
    answer = keeper.post(
        url, {"day": f"{day:%d/%m/%Y}", "hour": "18 h", "shares": typed, "purpose": "Se voir"}
    )
    assert (answer.status_code, "Se voir" in words(answer)) == (422, True)
    assert event.opening.shares.count() == 0


def test_opened_then_changed_from_the_page_of_the_meeting():
    event = Event()
    keeper = client_of(event.keeper)
    with become("maintenance"):
        Opening.objects.all().delete()
    shown = words(keeper.get(event.meeting.get_absolute_url()))
    assert "Ouvrir aux inscriptions" in shown
    url, day = (
        reverse("events:open", args=[event.meeting.public_id]),
        timezone.localdate() + timedelta(days=3),
    )
    for shares in ("Élus : 2", "Élus : 4\nHabitants : 3"):
        sent = keeper.post(url, {"day": f"{day:%d/%m/%Y}", "hour": "18 h", "shares": shares})
        assert sent.status_code == 302
    with become("maintenance"):
        opening = Opening.objects.get()
        assert dict(opening.shares.values_list("name", "places")) == {"Élus": 4, "Habitants": 3}
        assert timezone.localtime(opening.last_minute).strftime("%H:%M") == "18:00"


def test_the_pages_ask_as_much_for_one_as_for_three(client):
    event = Event(shares=[("Élus", 5)])
    share = event.opening.shares.get()
    keeper, counts = client_of(event.keeper), []
    for number in (1, 2, 3):
        make_registration(event.opening, number, share=share)
        counts.append(
            (count_queries(client, page("event", event)), count_queries(keeper, page("registered", event)))
        )
    assert counts[0] == counts[2]


@pytest.mark.django_db(transaction=True)
def test_two_at_once_have_two_numbers():
    event = Event()

    def go(number):
        try:
            told = {"name": f"Personne {number}", "email": f"p{number}@exemple.test"}
            return Client(REMOTE_ADDR=f"10.0.0.{number}").post(page("register", event), told).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert set(pool.map(go, range(1, 5))) == {302}
    assert sorted(row.number for row in event.rows().values()) == [1, 2, 3, 4]


def test_places_kept_for_some_hold_behind_the_doors_of_a_committee_too(client):
    """Whoever holds a link sees neither its shares nor its rows, and a job is nobody: places are counted all the same."""
    event = Event(shares=[("Élus", 1)], publicity="members")
    with become("maintenance"):
        share = event.opening.shares.get()
    rows = [make_registration(event.opening, number, share=share) for number in (1, 2)]
    assert "Rang 1" in words(client.get(link_of(rows[1])))
    tell(event.opening)
    assert event.mails() == [
        ("inscrite1@exemple.test", "Vous avez une place"),
        ("inscrite2@exemple.test", "En liste d’attente"),
    ]


def test_a_meeting_that_moves_is_told_to_those_who_registered():
    event = Event()
    make_registration(event.opening)
    start = event.meeting.starts_at + timedelta(days=1)
    values = {
        "title": "Forum",
        "starts_at": start,
        "ends_at": start + timedelta(hours=2),
        "place": "Chinon",
        "link": "",
    }
    with acting(event.actor):
        correct_gathering(
            by=event.actor, gathering=event.meeting, version=1, values=values, site="http://testserver/"
        )
    assert event.mails() == [("inscrite1@exemple.test", "Changé")]
    assert "Chinon" in mail.outbox[0].body


def test_the_way_to_join_from_afar_is_told_to_who_has_a_place_alone(client):
    event = Event(places=1)
    with become("maintenance"):
        Gathering.objects.update(link="https://visio.exemple.test/salle")
    for number in (1, 2):
        make_registration(event.opening, number)
    tell(event.opening)
    event.mails()
    assert ["visio.exemple.test" in one.body for one in mail.outbox] == [True, False]
    client.post(page("register", event), WHO)
    event.mails()
    assert "visio.exemple.test" not in mail.outbox[0].body


def test_an_account_is_not_kept_out_by_who_typed_its_address(client):
    event = Event()
    with become("maintenance"):
        somebody = make_member()
    client.post(page("register", event), {"name": "X", "email": somebody.user.email})
    visitor = client_of(somebody)
    answer = visitor.post(page("register", event), {"name": "Claire M."}, follow=True)
    assert "Vous avez une place" in words(answer)


def test_once_closed_nobody_enters_a_drawing_of_lots_nor_changes_its_rule():
    event = Event(places=1, by_lot=True, lot_source="Loto")
    make_registration(event.opening)
    with become("maintenance"):
        Opening.objects.update(closes_at=timezone.now() - timedelta(minutes=1))
    keeper = client_of(event.keeper)
    late = keeper.post(page("register_for", event), {"name": "Un ami"})
    assert (late.status_code, "plus personne n’entre" in words(late)) == (422, True)
    day = timezone.localdate() + timedelta(days=2)
    told = {"day": f"{day:%d/%m/%Y}", "hour": "18 h", "places": "9", "by_lot": "on", "lot_source": "Autre"}
    changed = keeper.post(reverse("events:open", args=[event.meeting.public_id]), told)
    assert (changed.status_code, "ne change plus" in words(changed)) == (422, True)


def test_nobody_but_the_job_that_writes_reads_where_to_write():
    event = Event()
    make_registration(event.opening)
    for actor in (ANONYMOUS, event.actor):
        with acting(actor):
            assert rows_of("event_letters(%s::bigint)", event.opening.pk) == []
