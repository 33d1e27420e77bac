"""A draft text under embargo: who reads it before and after the hour, two opinions in turn, the two locks agree."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from maillage.accounts.enums import Role
from maillage.accounts.models import User
from maillage.accounts.tests.factories import actor_of, client_of, make_member, make_user
from maillage.governance.actions import drafts as actions
from maillage.governance.enums import DecisionKind, DutyKind
from maillage.governance.models import (
    DraftImpact,
    DraftReader,
    DraftReview,
    DraftVersion,
    TextVersion,
)
from maillage.governance.queries import drafts as queries
from maillage.governance.rules.drafts import can_deposit, can_list, can_speak
from maillage.governance.tests.draft_factories import TODAY, make_draft
from maillage.governance.tests.ethics_factories import make_space, serve
from maillage.governance.tests.factories import make_committee
from maillage.governance.tests.mandate_factories import make_decision
from maillage.governance.tests.parity import differences, succeeds
from maillage.permissions import ANONYMOUS, Actor, Forbidden
from maillage.permissions.context import acting
from tests.plugin import become, count_queries

pytestmark = pytest.mark.django_db
TABLES = (DraftReview, DraftReader, DraftVersion, DraftImpact)


def user_of(actor):
    with become("maintenance"):
        return User.objects.get(pk=actor.user_id)


def make_council():
    council = make_committee(kind="national", name="Haut conseil")
    ethics, judge = make_space(council, name="Sa commission éthique")
    return council, ethics, serve(council), judge


@pytest.fixture
def world():
    """One draft under embargo, one whose hour is past; a member of the council who is named in neither list."""
    council, ethics, secretary, judge = make_council()
    member = serve(council, DutyKind.CORRESPONDENT)
    with become("maintenance"):
        requester = make_member(Role.ANIMATOR)
        colleague = make_member(Role.ADMINISTRATOR, requester.structure)
        named = make_user()
    readers = [named, *(user_of(one) for one in (secretary, judge))]
    make_draft(council, ethics, requester, readers, title="Sous embargo")
    make_draft(council, ethics, requester, readers, lifted=True, title="Levé")
    return {
        "requester": actor_of(requester),
        "colleague": actor_of(colleague),
        "named": Actor(user_id=named.pk),
        "secretary": secretary,
        "judge": judge,
        "member": member,
        "nobody": ANONYMOUS,
    }


@pytest.mark.parametrize("model", TABLES, ids=lambda model: model.__name__)
def test_rules_and_postgresql_show_the_same_rows(world, model):
    assert differences(model, world) == {}


def test_before_the_hour_the_list_alone_reads_it(world):
    read = {}
    for name, actor in world.items():
        with acting(actor):
            read[name] = (DraftReview.objects.count(), DraftVersion.objects.count())
    assert read == {
        "requester": (2, 2),
        "colleague": (0, 0),
        "named": (2, 2),
        "secretary": (2, 2),
        "judge": (2, 2),
        "member": (1, 1),
        "nobody": (0, 0),
    }


def test_postgresql_lets_write_those_whom_the_rules_let_write(world):
    with become("maintenance"):
        other = make_user()
    for name, actor in world.items():
        with acting(actor):
            for row in queries.drafts(actor):
                council, ethics = queries.bodies(actor, row)
                listing = can_list(actor, row.requester_id, council, ethics)
                speaks = can_speak(actor, council) or can_speak(actor, ethics)
                mine = row.requester_id == actor.user_id
                assert (name, written(row, actor, other)) == (name, (listing, mine, speaks, True))


def written(row, actor, other):
    rows = DraftReview.objects.filter(pk=row.pk)
    me = actor.user_id or 0
    return (
        succeeds(DraftReader.objects.create, review=row, user=other, added_by_id=me),
        succeeds(DraftVersion.objects.create, review=row, number=9, body="x"),
        succeeds(rows.update, ethics_words="Oui", ethics_on=TODAY),
        succeeds(DraftImpact.objects.create, review=row, axis="support", words="x", user_id=me),
    )


def test_what_was_deposited_never_changes(world):
    for name in ("requester", "secretary"):
        with acting(world[name]):
            assert not succeeds(DraftReview.objects.update, embargo_until=timezone.now())
            assert not succeeds(DraftReview.objects.update, requester_id=world["named"].user_id)
            assert not succeeds(DraftVersion.objects.update, body="autre")
            assert not succeeds(DraftReader.objects.all()._raw_delete, "default")


def test_only_who_leads_a_structure_deposits_and_of_a_national_council(world):
    with become("maintenance"):
        council = queries.Committee.objects.get(kind="national")
        local = make_committee()
        worker = actor_of(make_member())
    values = {"title": "Décret", "asked": "Quoi ?", "due_on": TODAY, "embargo_until": timezone.now()}
    with acting(worker), pytest.raises(Forbidden, match="dirige"):
        actions.deposit(by=worker, committee=council, values=values, body="x")
    assert not can_deposit(worker)
    requester = world["requester"]
    with acting(requester), pytest.raises(Forbidden, match="national"):
        actions.deposit(by=requester, committee=local, values=values, body="x")


def test_from_deposit_to_follow_up():
    council, ethics, secretary, judge = make_council()
    with become("maintenance"):
        requester = actor_of(make_member(Role.ANIMATOR))
    hour = timezone.now() + timedelta(hours=2)
    values = {"title": "Décret", "asked": "Quoi ?", "ethics": ethics, "embargo_until": hour}
    values |= {"ethics_due_on": TODAY, "due_on": TODAY + timedelta(days=3)}
    with acting(requester):
        row = actions.deposit(by=requester, committee=council, values=values, body="Un.")
        assert {one.user_id for one in queries.readers(requester, row)} == {secretary.user_id, judge.user_id}
        actions.give_version(by=requester, review=row, body="Deux.")
        with pytest.raises(ValidationError, match="plus tôt"):
            late = {**values, "ethics_due_on": TODAY + timedelta(days=9)}
            actions.deposit(by=requester, committee=council, values=late, body="x")
    with acting(judge):
        actions.give_ethics_opinion(by=judge, review=row, words="Prudence.")
        with pytest.raises(Forbidden, match="déjà rendu"):
            actions.give_ethics_opinion(by=judge, review=row, words="Non.")
    decision = make_decision(council, kind=DecisionKind.OPINION)
    opinion = {"title": "Avis", "words": "À revoir.", "decision": decision}
    with acting(secretary), pytest.raises(Forbidden, match="embargo"):
        actions.give_council_opinion(by=secretary, review=row, **opinion)
    with become("maintenance"):
        DraftReview.objects.filter(pk=row.pk).update(embargo_until=timezone.now())
        elsewhere = make_decision(make_committee(), kind=DecisionKind.OPINION)
    with acting(secretary):
        with pytest.raises(ValidationError, match="ce conseil"):
            actions.give_council_opinion(by=secretary, review=row, **{**opinion, "decision": elsewhere})
        actions.give_council_opinion(by=secretary, review=row, **opinion)
    with acting(ANONYMOUS):
        assert TextVersion.objects.get().body == "À revoir."
    with acting(requester):
        with pytest.raises(Forbidden, match="déjà rendu"):
            now = DraftReview.objects.get(pk=row.pk)
            actions.give_version(by=requester, review=now, body="Trois.")
        actions.say_follow_up(by=requester, review=row, words="L’article 2 est retiré.")
        with pytest.raises(Forbidden, match="une fois"):
            actions.say_follow_up(by=requester, review=row, words="Et l’article 3.")


def test_both_dates_are_told_and_neither_moves():
    row = DraftReview(ethics_due_on=TODAY, due_on=TODAY + timedelta(days=2))
    assert not row.ethics_late(TODAY)
    tomorrow = TODAY + timedelta(days=1)
    assert (row.ethics_late(tomorrow), row.council_late(tomorrow)) == (True, False)
    assert row.council_late(TODAY + timedelta(days=3))


def url(name, *args):
    return reverse(f"governance:{name}", args=args)


def words(response):
    return response.content.decode().replace("\u00a0", " ")


def deposited(**told):
    soon, later = (f"{TODAY + timedelta(days=days):%d/%m/%Y}" for days in (3, 9))
    sent = {"title": "Décret", "asked": "Quoi ?", "body": "Un.", "embargo_day": soon, "embargo_time": "18 h"}
    return {**sent, "ethics_due_on": soon, "due_on": later, **told}


def test_through_the_pages():
    council, ethics, *_ = make_council()
    with become("maintenance"):
        requester = make_member(Role.ANIMATOR)
        named = make_user()
    client = client_of(requester)
    page = url("deposit_draft", council.public_id)
    for wrong in ({"due_on": "01/01/2020"}, {"ethics": "x\0"}, {"embargo_time": "99 h"}, {"title": ""}):
        assert client.post(page, deposited(**wrong)).status_code == 422
    answer = client.post(page, deposited(ethics=str(ethics.public_id)))
    with become("maintenance"):
        row = DraftReview.objects.get()
    assert answer.url == row.get_absolute_url()
    assert timezone.localtime(row.embargo_until).hour == 18
    client.post(url("draft_version", row.public_id), {"body": "Deux."})
    assert "Version précédente" in words(client.get(answer.url))
    assert client.post(url("draft_reader", row.public_id), {"user": ""}).status_code == 422
    client.post(url("draft_reader", row.public_id), {"user": named.email})
    client.post(url("draft_impact", row.public_id), {"axis": "support", "words": "Moins de visites."})
    shown = words(client.get(answer.url))
    assert "Moins de visites." in shown
    assert named.last_name in shown
    assert "Sa commission éthique" in shown
    assert "Décret" in words(client.get(url("drafts")))


def test_the_council_s_opinion_is_proposed_once_it_may_be_given():
    council, ethics, secretary, _ = make_council()
    with become("maintenance"):
        keeper = User.objects.get(pk=secretary.user_id)
        client = client_of(make_member(Role.ANIMATOR, user=keeper))
        requester = make_member(Role.ANIMATOR)
    hidden = make_draft(council, ethics, requester, [keeper])
    known = make_draft(council, ethics, requester, [keeper], lifted=True)
    for row, given in ((hidden, False), (known, True)):
        page, shown = url("draft_council_opinion", row.public_id), words(client.get(row.get_absolute_url()))
        assert (page in shown, "se publie une fois l’embargo levé" in shown) == (given, not given)
        assert client.get(page).status_code == (200 if given else 403)


def test_a_local_committee_takes_no_draft():
    with become("maintenance"):
        client = client_of(make_member(Role.ANIMATOR))
    assert client.get(url("deposit_draft", make_committee().public_id)).status_code == 404


def test_the_list_costs_the_same_whatever_its_length():
    council, ethics, *_ = make_council()
    with become("maintenance"):
        requester = make_member(Role.ANIMATOR)
    costs = []
    for _ in range(2):
        make_draft(council, ethics, requester)
        make_draft(council, None, requester, lifted=True)
        costs.append(count_queries(client_of(requester), url("drafts")))
    assert costs[0] == costs[1]
