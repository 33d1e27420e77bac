"""A question from its author to an opinion: each step, what is refused, who is told."""

from datetime import date, timedelta

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import connection

from maillage.accounts.models import User
from maillage.accounts.tests.factories import actor_of
from maillage.audit.models import Entry
from maillage.governance.actions import ethics as actions
from maillage.governance.actions import late_referrals
from maillage.governance.enums import DutyKind
from maillage.governance.ethics_words import facts
from maillage.governance.models import EthicsReferral, ReferralStep, Text, TextVersion
from maillage.governance.queries import ethics as queries
from maillage.governance.rules.ethics import referral_due_on
from maillage.governance.tasks import tell_of_late_referral, tell_of_referral
from maillage.governance.tests.ethics_factories import (
    TODAY,
    WRITTEN,
    make_council,
    make_space,
    make_worker,
    serve,
)
from maillage.governance.tests.factories import make_committee
from maillage.permissions import ANONYMOUS, Forbidden
from maillage.permissions.context import acting
from tests.plugin import become

pytestmark = pytest.mark.django_db
VALUES = {**WRITTEN, "relayed": False, "urgency": "normal", "wished_on": None}
SOON = TODAY + timedelta(days=20)


@pytest.fixture
def scene():
    local = make_committee()
    space, secretary = make_space(local)
    author = actor_of(make_worker())
    return space, secretary, author


def ask(space, author, **told):
    with acting(author):
        return actions.refer(by=author, committee=space, values={**VALUES, **told})


def fresh(row):
    with become("maintenance"):
        return EthicsReferral.objects.get(pk=row.pk)


def kinds(row):
    with become("maintenance"):
        return list(ReferralStep.objects.filter(referral=row).values_list("kind", flat=True))


def jobs():
    from procrastinate.contrib.django.models import ProcrastinateJob

    with become("maintenance"):
        rows = ProcrastinateJob.objects.filter(task_name=actions.TELL).order_by("id")
        return [one.args["users"] for one in rows]


def test_delays_are_in_one_place_and_end_on_a_working_day():
    assert referral_due_on(date(2026, 1, 5), national=False) == date(2026, 3, 5)
    assert referral_due_on(date(2026, 1, 5), national=True) == date(2026, 5, 5)
    assert referral_due_on(date(2026, 2, 28), national=False) == date(2026, 4, 28)
    assert referral_due_on(date(2026, 6, 4), national=False) == date(2026, 8, 4)
    assert referral_due_on(date(2026, 3, 1), national=False) == date(2026, 5, 4)


def test_late_from_the_day_after_the_last():
    row = EthicsReferral(due_on=date(2026, 3, 5))
    assert not row.is_late(date(2026, 3, 5))
    assert row.is_late(date(2026, 3, 6))
    row.ended_on = date(2026, 3, 20)
    assert not row.is_late(date(2026, 4, 1))


def test_the_local_space_answers_and_its_opinion_is_read_by_all_without_who_asked(scene):
    space, secretary, author = scene
    row = ask(space, author)
    with acting(secretary):
        actions.take_up(by=secretary, referral=row, due_on=SOON)
        assert fresh(row).due_on == SOON
        told = {"title": "Jusqu’où insister", "words": "On propose, on n’entre pas.", "publish": True}
        text = actions.give_opinion(by=secretary, referral=fresh(row), **told)
    assert fresh(row).state == "answered"
    assert kinds(row) == ["sent", "taken", "answered"]
    with acting(ANONYMOUS):
        version = TextVersion.objects.get(text=text)
        assert (version.title, version.body) == ("Jusqu’où insister", "On propose, on n’entre pas.")
        assert not EthicsReferral.objects.exists()
    with acting(author):
        assert queries.steps(author, row)[-1].words == "On propose, on n’entre pas."


def test_an_opinion_not_published_is_read_by_its_author_and_its_space(scene):
    space, secretary, author = scene
    row = ask(space, author)
    with acting(secretary):
        told = {"title": "Avis", "words": "On attend.", "publish": False}
        actions.give_opinion(by=secretary, referral=row, **told)
        assert Text.objects.get().kind == "opinion"
    with acting(author):
        assert queries.steps(author, row)[-1].words == "On attend."
        assert not Text.objects.exists()
    with acting(ANONYMOUS):
        assert not TextVersion.objects.exists()


def test_a_precision_is_asked_given_and_the_clock_goes_on(scene):
    space, secretary, author = scene
    row = ask(space, author)
    with acting(secretary):
        actions.ask_precision(by=secretary, referral=row, words="Depuis quand ?")
    with acting(author):
        with pytest.raises(ValidationError, match="Reformulez"):
            actions.clarify(by=author, referral=row, words="Depuis que Mme Durand est partie.")
        actions.clarify(by=author, referral=row, words="Depuis un an.")
        with pytest.raises(Forbidden, match="relisez"):
            actions.clarify(by=author, referral=row, words="Et demi.")
    assert (fresh(row).state, fresh(row).due_on) == ("taken", row.due_on)
    assert kinds(row) == ["sent", "asked", "clarified"]


def test_local_first_then_national_and_the_author_follows_it_all(scene):
    space, secretary, author = scene
    council, president = make_council()
    row = ask(space, author)
    with acting(president):
        assert not EthicsReferral.objects.exists()
    with acting(secretary):
        assert list(queries.passable(secretary, row)) == [council]
        beside, _ = make_space(make_committee())
        with pytest.raises(Forbidden, match="au-dessus"):
            actions.pass_on(by=secretary, referral=row, to=beside, words="À vous.")
        actions.pass_on(by=secretary, referral=row, to=council, words="Nous hésitons.")
        with pytest.raises(Forbidden, match="répondent"):
            actions.take_up(by=secretary, referral=fresh(row), due_on=SOON)
    assert fresh(row).due_on == referral_due_on(TODAY, national=True)
    with acting(president):
        now = EthicsReferral.objects.get()
        assert queries.steps(president, now)[-1].words == "Nous hésitons."
        actions.take_up(by=president, referral=now, due_on=SOON)
        with pytest.raises(Forbidden, match="dernière"):
            actions.pass_on(by=president, referral=fresh(row), to=space, words="À vous.")
        actions.give_opinion(by=president, referral=fresh(row), title="Avis", words="Non.", publish=False)
    with acting(author):
        assert [one.kind for one in queries.steps(author, row)] == ["sent", "passed", "taken", "answered"]


def test_the_council_s_commission_is_asked_by_a_local_space_when_there_is_one(scene):
    space, _, author = scene
    council, _ = make_council()
    with pytest.raises(Forbidden, match="local"):
        ask(council, author)
    with become("maintenance"):
        type(space).objects.filter(pk=space.pk).update(ends_on=TODAY - timedelta(days=1))
        space.refresh_from_db()
    assert ask(council, author).committee_id == council.pk
    with pytest.raises(Forbidden, match="mandature"):
        ask(space, author)


def test_an_opinion_becomes_doctrine_once(scene):
    space, secretary, author = scene
    row = ask(space, author)
    with acting(secretary):
        with pytest.raises(Forbidden, match="avis rendu"):
            actions.write_doctrine(by=secretary, referral=row, title="Entrer", words="Jamais sans accord.")
        actions.give_opinion(by=secretary, referral=row, title="Avis", words="Non.", publish=False)
        told = {"title": "Entrer", "words": "Jamais sans accord."}
        text = actions.write_doctrine(by=secretary, referral=fresh(row), **told)
        with pytest.raises(Forbidden, match="déjà écrite"):
            actions.write_doctrine(by=secretary, referral=fresh(row), **told)
        assert (text.kind, text.committee) == ("doctrine", space)
    assert kinds(row) == ["sent", "answered", "doctrine"]


def test_its_author_withdraws_it_and_nobody_answers_any_more(scene):
    space, secretary, author = scene
    row = ask(space, author)
    with acting(secretary), pytest.raises(Forbidden, match="auteur"):
        actions.withdraw(by=secretary, referral=row)
    with acting(author):
        actions.withdraw(by=author, referral=row)
    with acting(secretary), pytest.raises(Forbidden, match="relisez"):
        actions.give_opinion(by=secretary, referral=row, title="Avis", words="Non.", publish=False)
    assert kinds(row) == ["sent", "withdrawn"]


def test_what_would_identify_somebody_is_reworded_or_said_to_be_nobody(scene):
    space, _, author = scene
    named = "Mme Dupont refuse."
    with acting(author):
        with pytest.raises(ValidationError) as refusal:
            actions.refer(by=author, committee=space, values={**VALUES, "situation": named})
        assert "confirmed" in refusal.value.message_dict
        told = {"values": {**VALUES, "situation": named}, "confirmed": ["Mme Dupont"]}
        assert actions.refer(by=author, committee=space, **told).situation == named


def test_a_published_opinion_never_names_who_asked(scene):
    space, secretary, author = scene
    with become("maintenance"):
        name = User.objects.get(pk=author.user_id).last_name
    row = ask(space, author)
    told = {"title": "Avis", "words": f"Comme le dit {name}, non."}
    with acting(secretary), pytest.raises(ValidationError, match="sa place"):
        actions.give_opinion(by=secretary, referral=row, publish=True, **told)
    assert fresh(row).state == "sent"


def test_members_who_keep_nothing_answer_nothing_and_one_asks_an_ethics_space(scene):
    space, _, author = scene
    correspondent = serve(space, DutyKind.CORRESPONDENT)
    row = ask(space, author)
    with acting(correspondent):
        with pytest.raises(Forbidden, match="secrétariat"):
            actions.take_up(by=correspondent, referral=row, due_on=SOON)
        assert ask(space, correspondent, relayed=True).structure_id is None
    with acting(author), pytest.raises(Forbidden, match="espace éthique"):
        actions.refer(by=author, committee=space.parent, values=VALUES)
    with acting(ANONYMOUS), pytest.raises(Forbidden):
        actions.refer(by=ANONYMOUS, committee=space, values=VALUES)


def test_who_is_told_and_that_the_mail_and_the_journal_say_nothing_of_it(scene):
    space, secretary, author = scene
    row = ask(space, author)
    with acting(secretary):
        actions.take_up(by=secretary, referral=row, due_on=SOON)
    assert jobs() == [[secretary.user_id], [author.user_id]]
    tell_of_referral([author.user_id])
    (sent,) = mail.outbox
    assert "Mes saisines" in sent.body
    for words in WRITTEN.values():
        assert words not in sent.body + sent.subject
    with become("maintenance"):
        lines = list(Entry.objects.filter(object_kind="governance.ethicsreferral"))
    assert [one.verb for one in lines] == ["referral_sent", "referral_taken"]
    assert all(words not in str(one.details) for one in lines for words in WRITTEN.values())


def late_jobs():
    from procrastinate.contrib.django.models import ProcrastinateJob

    with become("maintenance"):
        rows = ProcrastinateJob.objects.filter(task_name=late_referrals.TELL).order_by("id")
        return [one.args["user"] for one in rows]


def test_a_late_question_is_told_once_to_those_who_answer_and_its_page_says_so(scene):
    """Each delay once; neither what is ended, nor what waits for its author."""
    space, secretary, author = scene
    correspondent = serve(space, DutyKind.CORRESPONDENT)
    row = ask(space, author)
    other, waiting = ask(space, author, title="Deux"), ask(space, author, title="Trois")
    with become("maintenance"):
        EthicsReferral.objects.update(due_on=TODAY - timedelta(days=1))
        EthicsReferral.objects.filter(pk=other.pk).update(state="answered", ended_on=TODAY)
        EthicsReferral.objects.filter(pk=waiting.pk).update(state="asked")
    assert (late_referrals.remind(), late_referrals.remind()) == (2, 0)
    assert late_jobs() == sorted([secretary.user_id, correspondent.user_id])
    mail.outbox.clear()
    for user in late_jobs():
        tell_of_late_referral(user=user)
    assert len(mail.outbox) == 2
    assert WRITTEN["title"] not in mail.outbox[0].subject + mail.outbox[0].body
    assert ("Rappel", "le secrétariat et les correspondants sont prévenus du retard") in facts(fresh(row))
    assert "Rappel" not in dict(facts(fresh(waiting)))
    with become("maintenance"):
        EthicsReferral.objects.filter(pk=row.pk).update(due_on=TODAY - timedelta(days=2))
    assert late_referrals.remind() == 2


def test_nobody_signed_in_runs_the_reminders(scene):
    space, secretary, author = scene
    ask(space, author)
    with become("maintenance"):
        EthicsReferral.objects.update(due_on=TODAY - timedelta(days=1))
    with acting(secretary), connection.cursor() as cursor:
        cursor.execute("SELECT * FROM maillage_definer.remind_late_referrals()")
        assert cursor.fetchall() == []


def test_a_date_already_past_is_refused(scene):
    space, secretary, author = scene
    row = ask(space, author)
    with acting(secretary), pytest.raises(ValidationError, match="jour à venir"):
        actions.take_up(by=secretary, referral=row, due_on=TODAY - timedelta(days=1))
