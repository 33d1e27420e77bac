"""What is owed to a person: its date is shown before it is promised, late is computed, and told once by name."""

from datetime import date, timedelta
from io import StringIO

import pytest
from django.core import mail
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from maillage.accounts.enums import Role
from maillage.accounts.tests.factories import actor_of, make_member, make_structure, signed_in
from maillage.audit.models import Entry
from maillage.clocks.working_days import add_working_days
from maillage.people.models import Attachment
from maillage.people.tests.factories import attach, give, make_person
from maillage.permissions import Forbidden
from maillage.permissions.context import acting
from maillage.support.actions import promises as actions
from maillage.support.actions.escalation import Escalated, escalate_promises
from maillage.support.models import Act, Promise
from maillage.support.queries import work
from maillage.support.tests.factories import make_promise
from tests.plugin import become, count_queries

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture
def person(worker):
    with become("maintenance"):
        someone = make_person()
        attach(worker, someone)
        return someone


def typed_for(worker, /, **typed):
    told = {
        "what": "Vous rappeler au sujet du garant",
        "owed_by": str(worker.user_id),
        "made_on": f"{TODAY:%d/%m/%Y}",
        "working_days": "5",
        "escalate_to": "",
    }
    return {**told, **typed}


def send(client, person, worker, /, **typed):
    return client.post(reverse("support:new_promise", args=[person.pk]), typed_for(worker, **typed))


def test_the_date_is_shown_before_it_is_promised(client, worker, person):
    shown = send(client, person, worker)
    due = add_working_days(TODAY, 5)
    assert shown.status_code == 200
    assert shown.context["due"] == due
    with become("maintenance"):
        assert not Promise.objects.exists()
    changed = send(client, person, worker, working_days="6", shown=due.isoformat())
    assert changed.context["due"] == add_working_days(TODAY, 6)
    done = send(client, person, worker, shown=due.isoformat())
    assert done.status_code == 302
    with become("maintenance"):
        kept = Promise.objects.get()
        assert (kept.due_on, kept.structure_id) == (due, worker.structure_id)
        assert list(Act.objects.values_list("what", flat=True)) == ["Engagement pris"]
        assert Entry.objects.filter(verb="promise", object_id=str(person.pk)).count() == 1
    assert "Vous rappeler au sujet du garant" in page_of(client, person)


def page_of(client, person):
    answer = client.get(reverse("support:promises", args=[person.pk]))
    assert answer.status_code == 200
    return answer.content.decode()


def test_public_holidays_are_those_of_the_departement():
    with become("maintenance"):
        strasbourg, chinon = make_structure(commune="67482"), make_structure()
        here, there = (actor_of(make_member(structure=one)) for one in (strasbourg, chinon))
    christmas = date(2026, 12, 24)
    assert actions.promised_for(here, christmas, 1) == date(2026, 12, 28)
    assert actions.promised_for(there, date(2029, 12, 25), 1) == date(2029, 12, 26)
    assert actions.promised_for(here, date(2029, 12, 25), 1) == date(2029, 12, 27)


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({"what": ""}, "what", "nécessaire"),
        ({"what": "x" * 201}, "what", "trop long"),
        ({"working_days": "-1"}, "working_days", "0 ou plus"),
        ({"working_days": "9999"}, "working_days", "250 jours"),
        ({"working_days": "bientôt"}, "working_days", "en chiffres"),
        ({"made_on": "31/02/2026"}, "made_on", "n’existe pas"),
        ({"made_on": "01/01/2199"}, "made_on", "jusqu’au"),
        ({"owed_by": "999999"}, "owed_by", "choix valide"),
        ({"escalate_to": "999999"}, "escalate_to", "choix valide"),
    ],
)
def test_what_is_mistyped_gets_a_sentence_and_stays_typed(client, worker, person, typed, field, sentence):
    answer = send(client, person, worker, **typed)
    form = answer.context["form"]
    assert answer.status_code == 422
    assert sentence in str(form.errors[field])
    told = typed_for(worker, **typed)
    assert {name: form[name].value() for name in told} == told


def test_owed_by_who_follows_her_and_told_to_somebody_else_of_the_structure(worker, person):
    actor = actor_of(worker)
    with become("maintenance"):
        colleague, elsewhere = make_member(structure=worker.structure), make_member()

    def promised(owed_by, told):
        told = {"owed_by_id": owed_by.user_id, "escalate_to_id": told.user_id}
        return Promise(person=person, what="x", made_on=TODAY, working_days=1, **told)

    with acting(actor):
        for owed_by, told in ((colleague, worker), (worker, elsewhere), (worker, worker)):
            with pytest.raises(Forbidden):
                actions.promise(by=actor, promised=promised(owed_by, told))
        assert actions.promise(by=actor, promised=promised(worker, colleague)).pk


def test_late_is_computed_and_kept_late_says_so(client, worker, person):
    with become("maintenance"):
        owed = make_promise(person, worker, TODAY - timedelta(days=3), made_on=TODAY - timedelta(days=20))
    assert "En retard." in page_of(client, person)
    url = reverse("support:keep_promise", args=[person.pk, owed.pk])
    early = {"on": f"{TODAY - timedelta(days=30):%d/%m/%Y}", "outcome": "rappelée"}
    refused = client.post(url, early)
    assert (refused.status_code, refused.context["form"]["outcome"].value()) == (422, "rappelée")
    kept = {"on": f"{TODAY:%d/%m/%Y}", "outcome": "rappelée"}
    assert client.post(url, kept).status_code == 302
    assert "Tenu en retard" in page_of(client, person)
    again = client.post(url, {**kept, "outcome": "autre"})
    assert (again.status_code, "déjà noté" in again.content.decode()) == (422, True)
    with become("maintenance"):
        assert Promise.objects.get().outcome == "rappelée"


def test_a_partner_sees_what_is_owed_and_writes_nothing(worker, person):
    client = Client()
    with become("maintenance"):
        owed = make_promise(person, worker, TODAY)
        partner = make_member()
        give(person, partner)
        signed_in(client, member=partner)
    assert "Rappeler la CAF" in page_of(client, person)
    assert client.get(reverse("support:keep_promise", args=[person.pk, owed.pk])).status_code == 403
    assert client.get(reverse("support:new_promise", args=[person.pk])).status_code == 403


def test_the_list_takes_as_many_queries_for_one_as_for_three(client, worker, person):
    url = reverse("support:promises", args=[person.pk])

    def more(number):
        for _ in range(number):
            colleague = make_member(structure=worker.structure)
            make_promise(person, colleague, TODAY, escalate_to_id=worker.user_id)
            make_promise(person, colleague, TODAY, kept_on=TODAY)

    with become("maintenance"):
        more(1)
    few = count_queries(client, url)
    with become("maintenance"):
        more(2)
    assert count_queries(client, url) == few


def test_my_day_has_what_i_owe_soon_and_what_i_am_told_of(worker, person):
    with become("maintenance"):
        colleague = make_member(structure=worker.structure)
        attach(colleague, person)
        make_promise(person, worker, TODAY - timedelta(days=1), what="en retard")
        make_promise(person, worker, TODAY + timedelta(days=7), what="bientôt")
        make_promise(person, worker, TODAY + timedelta(days=8), what="plus tard")
        make_promise(person, worker, TODAY, what="tenu", kept_on=TODAY)
        told = {"escalate_to_id": worker.user_id, "escalated_at": timezone.now()}
        make_promise(person, colleague, TODAY - timedelta(days=5), what="signalé", **told)
        make_promise(person, colleague, TODAY - timedelta(days=5), what="pas signalé")
    with acting(actor_of(worker)) as actor:
        found = work.my_day(actor, TODAY).promises
        assert [one.what for one in found] == ["signalé", "en retard", "bientôt"]
        assert {one.person.full_name for one in found} == {"Samira BENALI"}


@pytest.mark.django_db(databases=["default", "maintenance"], transaction=True)
def test_late_it_is_told_once_by_name_and_says_nothing_of_her():
    with become("maintenance"):
        worker = make_member()
        leader = make_member(Role.TEAM_LEADER, worker.structure)
        someone = make_person()
        attach(worker, someone)
        told = {"escalate_to_id": leader.user_id}
        late = make_promise(someone, worker, TODAY - timedelta(days=1), what="Lettre au juge", **told)
        make_promise(someone, worker, TODAY, **told)
        make_promise(someone, worker, TODAY - timedelta(days=1), kept_on=TODAY, **told)
        make_promise(someone, worker, TODAY - timedelta(days=1))
    outs = [StringIO(), StringIO()]
    for out in outs:
        call_command("escalate_promises", stdout=out)
    assert [out.getvalue()[:24] for out in outs] == ["Engagements signalés : 1", "Engagements signalés : 0"]
    (sent,) = mail.outbox
    assert (sent.to, sent.subject) == (
        [leader.user.email],
        "Un engagement est en retard : ouvrez Maillage",
    )
    assert str(worker.user) in sent.body
    for secret in ("Samira", "BENALI", "Benali", "juge", str(someone.pk)):
        assert secret not in sent.body
    with become("maintenance"):
        assert Promise.objects.get(pk=late.pk).escalated_at is not None
        line = Act.objects.get()
        told = f"En retard sur un engagement\u00a0: {late.structure}"
        assert (line.what, line.outcome) == (told, f"signalé à {leader.user}")
        assert Entry.objects.get(verb="promise_escalated").object_id == str(someone.pk)


@pytest.mark.django_db(databases=["default", "maintenance"], transaction=True)
def test_who_owed_has_left_a_colleague_who_follows_her_stands_in():
    with become("maintenance"):
        worker = make_member()
        colleague = make_member(structure=worker.structure)
        someone = make_person()
        attach(worker, someone)
        make_promise(someone, worker, TODAY - timedelta(days=1), escalate_to_id=colleague.user_id)
        Attachment.objects.update(ended_at=timezone.now())
    assert escalate_promises() == Escalated(failed=1)
    assert mail.outbox == []
    with become("maintenance"):
        attach(colleague, someone)
    assert escalate_promises() == Escalated(told=1)


@pytest.mark.django_db(databases=["default", "maintenance"], transaction=True)
def test_a_mail_that_does_not_leave_marks_nothing(settings):
    with become("maintenance"):
        worker = make_member()
        someone = make_person()
        attach(worker, someone)
        told = make_member(Role.TEAM_LEADER, worker.structure)
        make_promise(someone, worker, TODAY - timedelta(days=1), escalate_to_id=told.user_id)
    settings.MAILLAGE_SENDERS = {"email": "maillage.nowhere.Sender"}
    assert escalate_promises() == Escalated(failed=1)
    with become("maintenance"):
        assert Promise.objects.get().escalated_at is None
        assert not Act.objects.exists()
