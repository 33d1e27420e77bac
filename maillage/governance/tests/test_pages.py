"""Pages of committees, as a secretary, a member, a professional of elsewhere and the public read and fill them."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from maillage.accounts.enums import Role
from maillage.accounts.tests.factories import client_of, make_member, signed_in
from maillage.governance.models import (
    AgendaItem,
    Amendment,
    Committee,
    Decision,
    Gathering,
    Minutes,
    Occupant,
    Presence,
)
from maillage.governance.tests.factories import (
    make_committee,
    make_duty,
    make_gathering,
    make_item,
    make_seat,
    seat_person,
)
from tests.plugin import become

pytestmark = pytest.mark.django_db


@pytest.fixture
def secretary(client):
    return signed_in(client, Role.ANIMATOR)


@pytest.fixture
def committee(secretary):
    made = make_committee(secretary.structure, name="Comité du Cher")
    make_duty(made, secretary.user)
    return made


@pytest.fixture
def meeting(committee):
    made = make_gathering(committee, title="Plénière de juin")
    make_item(made, "Louer une salle", nature="decision")
    return made


def page(client, to, *args) -> str:
    answer = client.get(reverse(f"governance:{to}", args=args))
    assert answer.status_code == 200
    return answer.content.decode().replace("\u00a0", " ")


def send(client, to, *args, **data):
    return client.post(reverse(f"governance:{to}", args=args), data, follow=True)


def kept(model, **wanted):
    """The one row, whoever may see it."""
    with become("maintenance"):
        return model.objects.select_related().get(**wanted)


def test_a_committee_is_founded_from_its_form(client, secretary):
    told = {
        "name": "Comité du Cher",
        "kind": "local",
        "starts_on": "01/01/2026",
        "ends_on": "",
        "mission": "",
    }
    told |= {
        "decision_mode": "consensus",
        "publicity": "public",
        "colleges": "État\nUsagers\n\nÉtat",
        "parent": "",
    }
    answer = send(client, "found", **told, territory="")
    assert "Comité du Cher est fondée" in answer.content.decode()
    made = Committee.objects.get(kind="local")
    assert [one.name for one in made.colleges.all()] == ["État", "Usagers"]
    assert Committee.objects.get(kind="ethics").parent == made


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"name": ""}, "error-summary"),
        ({"ends_on": "31/12/2025"}, "Le dernier jour vient après le premier"),
        ({"starts_on": "bientôt"}, "bientôt"),
        ({"kind": "club"}, "club"),
        ({"colleges": "\n".join(f"c{n}" for n in range(13))}, "12 collèges au plus"),
    ],
)
def test_what_is_typed_wrong_is_said_and_kept(client, secretary, changed, words):
    told = {"name": "Comité", "kind": "local", "starts_on": "01/01/2026", "mission": "Garder ceci"}
    told |= {"decision_mode": "consensus", "publicity": "public"}
    answer = send(client, "found", **(told | changed))
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert "Garder ceci" in answer.content.decode()
    assert not Committee.objects.exists()


def test_from_the_agenda_to_the_record(client, committee, meeting):
    for college in (0, 0, 1):
        make_seat(committee, college=college)
    item = kept(AgendaItem)
    there = {f"there_{one.pk}": "on" for _, seats in seats_of(committee) for one in seats}
    send(client, "presences", meeting.public_id, **there, guests="Mme la maire")
    with become("maintenance"):
        assert Presence.objects.count() == 4
    assert "Quorum atteint" in page(client, "gathering", meeting.public_id)
    first, second = committee.colleges.values_list("pk", flat=True)
    votes = {f"for_{first}": "2", f"for_{second}": "1"}
    told = {"kind": "decide", "text": "Louer la salle", "owner": "La présidente", "due_on": "31/12/2030"}
    answer = send(client, "decide", meeting.public_id, item.public_id, **told, **votes)
    assert "La décision est adoptée" in answer.content.decode()
    assert "31 déc" in page(client, "followed") or "31 décembre" in page(client, "followed")
    assert "séance est close" in send(client, "close_gathering", meeting.public_id).content.decode()
    decision = kept(Decision)
    nobody = Client()
    assert "Louer la salle" in page(nobody, "decision", decision.public_id)
    paper = nobody.get(reverse("governance:record_paper", args=[meeting.public_id]))
    assert (paper["Content-Type"], paper.content[:5]) == ("application/pdf", b"%PDF-")


def seats_of(committee):
    from maillage.governance.queries import members_on

    found = {}
    for one in members_on(committee, timezone.localdate()):
        found.setdefault(one.seat.college, []).append(one)
    return found.items()


def test_without_quorum_the_form_says_what_lacks_and_keeps_what_was_typed(client, committee, meeting):
    one = make_seat(committee)
    make_seat(committee, college=1)
    send(client, "presences", meeting.public_id, **{f"there_{one.pk}": "on"}, guests="")
    item, first = kept(AgendaItem), committee.colleges.first()
    told = {"kind": "decide", "text": "Louer la grande salle", f"for_{first.pk}": "1"}
    answer = send(client, "decide", meeting.public_id, item.public_id, **told)
    assert answer.status_code == 422
    words = answer.content.decode()
    assert "il manque 1 au collège" in words
    assert "Louer la grande salle" in words


def test_a_member_reads_the_agenda_under_embargo_and_may_step_aside(committee, meeting):
    with become("maintenance"):
        member = make_member(Role.SOCIAL_WORKER)
    make_seat(committee, user=member.user)
    secret = make_item(meeting, "Projet de décret", embargo_until=timezone.now() + timedelta(days=2))
    browser = client_of(member)
    assert "Projet de décret" in page(browser, "gathering", meeting.public_id)
    assert "Projet de décret" not in page(Client(), "gathering", meeting.public_id)
    send(browser, "step_aside", meeting.public_id, secret.public_id)
    seen = page(browser, "gathering", meeting.public_id)
    assert "Projet de décret" not in seen
    assert "1 point dont vous vous êtes déporté" in seen


def test_a_committee_for_its_members_alone_does_not_exist_for_others(client, secretary, committee, meeting):
    with become("maintenance"):
        Committee.objects.filter(pk=committee.pk).update(publicity="members")
    stranger = client_of_stranger()
    for browser in (Client(), stranger):
        for name, row in (("committee", committee), ("gathering", meeting)):
            assert browser.get(reverse(f"governance:{name}", args=[row.public_id])).status_code == 404
        assert "Comité du Cher" not in page(browser, "committees")


def client_of_stranger():
    with become("maintenance"):
        return client_of(make_member(Role.SOCIAL_WORKER))


def test_two_secretaries_see_both_texts(client, meeting):
    write = ("write_minutes", meeting.public_id)
    send(client, *write, version="0", text="Premier texte.")
    send(client, *write, version="1", text="Premier texte. Suite d’une collègue.")
    answer = send(client, *write, version="1", text="Premier texte. La mienne.")
    words = answer.content.decode()
    assert answer.status_code == 409
    assert "Suite d’une collègue" in words.replace("<ins>", "").replace("<del>", "").replace("</del>", "")
    assert ">\nPremier texte. La mienne.</textarea>" in words
    send(client, *write, version="2", text="Premier texte. Les deux.")
    assert kept(Minutes).text == "Premier texte. Les deux."


def test_minutes_go_from_secretary_to_members_to_the_public(client, committee, meeting):
    with become("maintenance"):
        member = make_member(Role.SOCIAL_WORKER)
    make_seat(committee, user=member.user)
    browser, address = client_of(member), reverse("governance:minutes", args=[meeting.public_id])
    send(client, "write_minutes", meeting.public_id, version="0", text="Il a été dit.")
    assert browser.get(address).status_code == 404
    send(client, "share_minutes", meeting.public_id)
    answer = send(browser, "amend_minutes", meeting.public_id, passage="Il", proposal="Elle")
    assert "transmise" in answer.content.decode()
    asked = kept(Amendment)
    send(client, "answer_amendment", meeting.public_id, asked.pk, accepted="oui", answer="")
    later = make_gathering(committee, timezone.now() + timedelta(days=30))
    assert Client().get(address).status_code == 404
    send(client, "approve_minutes", meeting.public_id, approved_in=later.pk)
    assert "Il a été dit" in page(Client(), "minutes", meeting.public_id)


def test_points_are_moved_corrected_and_removed(client, meeting):
    send(client, "add_item", meeting.public_id, title="Deuxième", nature="debate")
    second = kept(AgendaItem, title="Deuxième")
    send(client, "move_item", meeting.public_id, second.public_id, sens="haut")
    assert list(meeting.items.values_list("title", flat=True)) == ["Deuxième", "Louer une salle"]
    told = {"title": "Second", "nature": "information", "embargo_day": "31/12/2030"}
    send(client, "correct_item", meeting.public_id, second.public_id, **told)
    second = kept(AgendaItem, pk=second.pk)
    assert (second.title, second.under_embargo) == ("Second", True)
    send(client, "remove_item", meeting.public_id, second.public_id)
    assert meeting.items.count() == 1


def test_a_meeting_is_planned_corrected_cancelled_and_put_in_a_calendar(client, committee):
    told = {
        "title": "Plénière",
        "day": "15/06/2030",
        "begins": "9 h",
        "ends": "12h30",
        "place": "Bourges",
        "link": "",
    }
    wrong = send(client, "plan_gathering", committee.public_id, **(told | {"ends": "8 h"}))
    assert (wrong.status_code, "finit après" in wrong.content.decode()) == (422, True)
    send(client, "plan_gathering", committee.public_id, **told)
    made = kept(Gathering)
    send(client, "correct_gathering", made.public_id, **(told | {"place": "Vierzon", "version": "1"}))
    stale = send(client, "correct_gathering", made.public_id, **(told | {"place": "Tours", "version": "1"}))
    assert "vient de changer cette séance" in stale.content.decode()
    send(client, "cancel_gathering", made.public_id, reason="grève")
    calendar = Client().get(reverse("governance:gathering_calendar", args=[made.public_id])).content.decode()
    assert "STATUS:CANCELLED" in calendar
    assert "Vierzon" in calendar


def test_a_calendar_follows_every_public_sitting(client, committee):
    with become("maintenance"):
        inner = make_committee(publicity="members")
        kept_one, cancelled = (
            make_gathering(committee, title="Plénière"),
            make_gathering(committee, title="Annulée"),
        )
        make_gathering(inner, title="Entre nous")
        old = make_gathering(committee, title="Ancienne")
        Gathering.objects.filter(pk=cancelled.pk).update(cancelled_at=timezone.now(), version=3)
        long_ago = timezone.now() - timedelta(days=120)
        Gathering.objects.filter(pk=old.pk).update(starts_at=long_ago, ends_at=long_ago + timedelta(hours=2))
    address = reverse("governance:feed")
    assert f'href="{address}"' in Client().get(reverse("governance:committees")).content.decode()
    answer = Client().get(address)
    assert answer["Content-Type"].startswith("text/calendar")
    events = {str(one["uid"]): one for one in Calendar.from_ical(answer.content).walk("VEVENT")}
    assert set(events) == {str(kept_one.public_id), str(cancelled.public_id)}
    struck = events[str(cancelled.public_id)]
    assert (str(struck["status"]), int(struck["sequence"])) == ("CANCELLED", 3)
    assert "Plénière" in str(events[str(kept_one.public_id)]["summary"])
    with CaptureQueriesContext(connection) as one_or_two:
        Client().get(address)
    with become("maintenance"):
        for _ in range(3):
            make_gathering(committee)
    with CaptureQueriesContext(connection) as five:
        Client().get(address)
    assert len(five) == len(one_or_two)


def test_a_term_is_told_before_it_ends_to_who_sits_and_to_who_keeps_the_committee(client, committee):
    today = timezone.localdate()
    with become("maintenance"):
        sitting = make_member(Role.SOCIAL_WORKER)
        mine = make_seat(committee, user=sitting.user)
        ends = today + timedelta(days=20)
        Occupant.objects.filter(pk=mine.pk).update(ends_on=ends, name="Nadia Roux")
        far = make_seat(committee)
        Occupant.objects.filter(pk=far.pk).update(ends_on=today + timedelta(days=200), name="Plus tard")
        taken = make_seat(committee)
        Occupant.objects.filter(pk=taken.pk).update(ends_on=ends, name="Déjà suivi")
        seat_person(taken.seat, starts_on=ends + timedelta(days=1), name="La suite")
    told = {}
    for name, one in (("keeps", client), ("sits", client_of(sitting)), ("nobody", Client())):
        told[name] = one.get(reverse("governance:committees")).content.decode()
    for name in ("keeps", "sits"):
        assert "Sièges dont le mandat finit bientôt" in told[name], name
        assert "Nadia Roux" in told[name]
        assert "Plus tard" not in told[name]
        assert "Déjà suivi" not in told[name]
    assert "Sièges dont le mandat finit bientôt" not in told["nobody"]
    assert "Sièges dont le mandat finit bientôt\u00a0: 1" in client.get("/").content.decode()


def test_seats_persons_and_duties(client, committee):
    college = committee.colleges.first()
    send(
        client,
        "give_seat",
        committee.public_id,
        organisation="UNAF",
        college=college.pk,
        starts_on="01/01/2020",
    )
    seat = committee.seats.get()
    who = {"name": "Nadia Roux", "rank": "titular", "user": "", "starts_on": "01/01/2020"}
    unknown = send(client, "seat", committee.public_id, seat.pk, **(who | {"user": "nul@exemple.test"}))
    assert "Aucun compte ne porte cette adresse" in unknown.content.decode()
    send(client, "seat", committee.public_id, seat.pk, **who)
    shown = page(client, "committee", committee.public_id)
    assert "Nadia Roux" in shown
    send(client, "leave_seat", committee.public_id, seat.occupants.get().pk, last="01/02/2020")
    assert "siège vacant" in page(client, "committee", committee.public_id)
    send(client, "college", committee.public_id, college.pk, quorum="101")
    send(client, "college", committee.public_id, college.pk, quorum="30")
    college.refresh_from_db()
    assert (college.quorum, college.required) == (30, False)


@pytest.mark.parametrize("rows", [1, 3])
def test_lists_take_the_same_number_of_queries(
    client, secretary, committee, meeting, rows, django_assert_max_num_queries
):
    for _ in range(rows):
        seat = make_seat(committee)
        make_item(meeting, "Point")
        make_gathering(committee, timezone.now() + timedelta(days=3))
        with become("maintenance"):
            Presence.objects.create(gathering=meeting, occupant=seat, name=seat.name, minutes=60)
    with django_assert_max_num_queries(34):
        page(client, "gathering", meeting.public_id)
    with django_assert_max_num_queries(34):
        page(client, "committee", committee.public_id)
    with django_assert_max_num_queries(24):
        page(client, "committees")
