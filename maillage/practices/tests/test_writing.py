"""Writing a sheet: nothing is cut, nothing is lost between two people, what is published stays, nobody is named."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from maillage.accounts.enums import Role
from maillage.accounts.models import User
from maillage.accounts.tests.factories import actor_of, make_member, make_structure, make_user
from maillage.directory.models import Structure
from maillage.governance.models import Text
from maillage.governance.tests.factories import make_committee, make_duty, make_seat
from maillage.permissions import ANONYMOUS, Actor, Forbidden
from maillage.permissions.context import acting
from maillage.practices.actions import calls, evaluations, reuses, sheets, syntheses
from maillage.practices.catalogue import sections
from maillage.practices.models import CallAnswer, Evaluation, Reuse, Sheet, SheetVersion
from maillage.practices.queries import lessons, library
from maillage.practices.queries.calls import answered_by, lacking
from maillage.practices.queries.sheets import points_of, to_publish
from maillage.practices.tests.factories import DAY, make_call, make_evaluation, make_sheet, make_version
from tests.plugin import become

pytestmark = pytest.mark.django_db
ABOUT = {"title": "Café", "territory": None, "contact": "Accueil"}
SEEN = {
    "seen": "Vu.",
    "proof_kind": "document",
    "proof": "Bilan",
    "source": "",
    "proof_on": DAY,
    "link": "",
}


@pytest.fixture
def team():
    with become("maintenance"):
        here = make_structure()
        members = [make_member(role, here) for role in (Role.SOCIAL_WORKER, Role.TEAM_LEADER)]
    return [actor_of(one) for one in members]


def whole(kind="practice", **told):
    written = {one.code: "Écrit." for one in sections(kind)}
    return {**ABOUT, "tags": [], "theme": "", **written, **told}


def spotted(by, kind="practice", **told):
    return sheets.spot(by=by, kind=kind, committee=None, values={**ABOUT, **told})


def last(sheet):
    return sheet.versions.order_by("-number")[0]


def write(by, sheet, read="", points=None, **told):
    read = read or sheets.mark(last(sheet))
    return sheets.write(by=by, sheet=sheet, read=read, values=whole(sheet.kind, **told), points=points or {})


def test_what_is_too_long_is_said_to_the_sign_and_nothing_is_kept(team):
    with acting(team[0]) as worker:
        sheet = spotted(worker)
        with pytest.raises(ValidationError, match="12 signes de trop"):
            write(worker, sheet, context="a" * 2512)
        sizes = {"context": 2500, "audience": 1500, "actors": 2000, "steps": 5000, "conditions": 2500}
        full = {name: "a" * size for name, size in sizes.items()} | {"means": "a" * 1490}
        with pytest.raises(ValidationError, match=r"entière.* 2 signes de trop"):
            write(worker, sheet, points={"lever": ["a" * 12]}, **full)
        assert last(sheet).context == ""
        assert write(worker, sheet, points={"lever": ["a" * 10]}, **full).saves == 2


def test_of_two_saves_the_second_is_told_and_loses_nothing(team):
    with acting(team[0]) as worker:
        sheet = spotted(worker)
        read = sheets.mark(last(sheet))
        write(worker, sheet, read, context="Premier")
        with pytest.raises(sheets.RewrittenBetween) as told:
            write(worker, sheet, read, context="Second")
        assert (told.value.now.context, last(sheet).context) == ("Premier", "Premier")


def test_a_published_version_stays_and_the_next_one_is_another(team):
    worker, leader = team
    with acting(worker):
        sheet = spotted(worker)
        write(worker, sheet, points={"lever": ["Un lieu", "Un lieu", "Du temps"]}, context="Avant")
    with acting(leader):
        sheets.publish(by=leader, sheet=sheet, read=sheets.mark(last(sheet)))
        with pytest.raises(Forbidden):
            sheets.publish(by=leader, sheet=sheet, read=sheets.mark(last(sheet)))
    with acting(worker):
        sheet = Sheet.objects.get()
        new = write(worker, sheet, context="Après", title="Autre titre")
        assert (new.number, new.published_at) == (2, None)
        first = SheetVersion.objects.get(number=1)
        assert (first.context, points_of(first)) == ("Avant", {"lever": ["Un lieu", "Du temps"]})
        assert Sheet.objects.get().title == "Café"
    with acting(ANONYMOUS) as nobody:
        assert [one.context for one in library.published(nobody)] == ["Avant"]
    with acting(leader):
        sheets.publish(by=leader, sheet=sheet, read=sheets.mark(last(sheet)))
        assert Sheet.objects.get().title == "Autre titre"


def test_only_what_was_read_is_published(team):
    worker, leader = team
    with acting(leader):
        sheet = spotted(leader)
        read = sheets.mark(last(sheet))
        write(leader, sheet)
        with pytest.raises(sheets.RewrittenBetween):
            sheets.publish(by=leader, sheet=sheet, read=read)
    with acting(worker), pytest.raises(Forbidden):
        sheets.publish(by=worker, sheet=sheet, read=sheets.mark(last(sheet)))


def test_what_looks_like_a_name_is_confirmed_before_anybody_reads_it(team):
    with acting(team[1]) as leader:
        sheet = spotted(leader)
        write(leader, sheet, points={"pitfall": ["Appeler Mme Durand"]})
        read = sheets.mark(last(sheet))
        with pytest.raises(ValidationError):
            sheets.publish(by=leader, sheet=sheet, read=read)
        sheets.publish(by=leader, sheet=sheet, read=read, confirmed=["Mme Durand"])
        told = {"sheet": sheet, "kind": "process", "evaluator": sheet.structure}
        values = {"made_on": DAY, "persons_said": "Monsieur Martin est content."}
        with pytest.raises(ValidationError):
            evaluations.evaluate(by=leader, **told, values=values, seen={"done": SEEN})


def test_ready_waits_for_those_who_publish_alone(team):
    worker, leader = team
    with acting(worker):
        sheet = spotted(worker)
        read = sheets.mark(last(sheet))
        sheets.write(by=worker, sheet=sheet, read=read, values=whole(), points={}, ready=True)
        assert to_publish(worker).count() == 0
    with acting(leader):
        assert to_publish(leader).count() == 1
        sheets.publish(by=leader, sheet=sheet, read=sheets.mark(last(sheet)))
        assert to_publish(leader).count() == 0


def test_a_withdrawn_sheet_leaves_the_library_and_keeps_its_reason(team):
    worker, leader = team
    sheet = make_sheet(make_user_of(leader), structure_of(leader))
    with acting(worker), pytest.raises(Forbidden):
        sheets.withdraw(by=worker, sheet=sheet, why="Fausse")
    with acting(leader):
        with pytest.raises(ValidationError):
            sheets.withdraw(by=leader, sheet=sheet, why=" ")
        sheets.withdraw(by=leader, sheet=sheet, why="Fausse")
        with pytest.raises(Forbidden):
            write(leader, Sheet.objects.get(), context="x")
    with acting(ANONYMOUS) as nobody:
        assert Sheet.objects.get().withdrawn_why == "Fausse"
        assert (library.published(nobody).count(), SheetVersion.objects.count()) == (0, 0)


def structure_of(actor):
    return Structure.objects.get(pk=actor.structure_id)


def make_user_of(actor):
    with become("maintenance"):
        return User.objects.get(pk=actor.user_id)


def test_evaluations_are_two_dated_published_and_never_a_mark(team):
    worker, leader = team
    sheet = make_sheet(make_user_of(worker), structure_of(worker))
    told = {"sheet": sheet, "evaluator": structure_of(worker)}
    values = {"made_on": DAY, "persons_said": ""}
    with acting(worker):
        for kind, code in (("process", "done"), ("effects", "persons")):
            evaluations.evaluate(by=worker, kind=kind, values=values, seen={code: SEEN}, **told)
        with pytest.raises(Forbidden, match="déjà commencée"):
            evaluations.evaluate(by=worker, kind="process", values=values, seen={"done": SEEN}, **told)
        tomorrow = {**values, "made_on": timezone.localdate() + timedelta(days=1)}
        for refused in ({"values": tomorrow, "seen": {"done": SEEN}}, {"values": values, "seen": {}}):
            with pytest.raises(ValidationError):
                evaluations.evaluate(by=worker, kind="process", **told, **refused)
        row = Evaluation.objects.get(kind="process")
        more = {"saves": row.saves, "values": values, "seen": {"done": SEEN, "cost": SEEN}}
        evaluations.correct_evaluation(by=worker, evaluation=row, **more)
        with pytest.raises(Forbidden, match="vient d’enregistrer"):
            evaluations.correct_evaluation(by=worker, evaluation=row, **more)
        with pytest.raises(Forbidden):
            evaluations.publish_evaluation(by=worker, evaluation=row)
    with acting(leader):
        with pytest.raises(Forbidden, match="vient d’enregistrer"):
            evaluations.publish_evaluation(by=leader, evaluation=row, saves=row.saves)
        evaluations.publish_evaluation(by=leader, evaluation=row)
        row.refresh_from_db()
        with pytest.raises(Forbidden, match="ne change plus"):
            evaluations.correct_evaluation(by=leader, evaluation=row, **{**more, "saves": row.saves})
        evaluations.withdraw_evaluation(by=leader, evaluation=row, why="Fausse")
        assert {field.name for field in Evaluation._meta.get_fields()} & {"mark", "score", "grade"} == set()


def test_a_trial_is_told_by_others_and_waits_for_who_leads_there(team):
    with become("maintenance"):
        other = make_member(Role.TEAM_LEADER)
    sheet = make_sheet(other.user, other.structure)
    values = {"territory": None, "began_on": DAY, "ended_on": None, "changed": "", "result": "failed"}
    values["learnt"] = "Trop tôt."
    worker, leader = team
    with acting(worker):
        made = reuses.declare(by=worker, sheet=sheet, values=values)
        assert made.published_at is None
        with pytest.raises(ValidationError, match="déjà déclaré"):
            reuses.declare(by=worker, sheet=sheet, values=values)
        before = {**values, "began_on": DAY + timedelta(days=2), "ended_on": DAY}
        with pytest.raises(ValidationError, match="après le premier"):
            reuses.declare(by=worker, sheet=sheet, values=before)
    with acting(leader):
        reuses.publish_reuse(by=leader, reuse=made)
        assert Reuse.objects.get().published_by_id == leader.user_id
    with acting(actor_of(other)) as author, pytest.raises(Forbidden, match="porte cette fiche"):
        reuses.declare(by=author, sheet=sheet, values=values)


def test_a_call_receives_until_the_last_second_of_its_day_in_paris(team, monkeypatch):
    worker = team[0]
    with become("maintenance"):
        keeper = make_user()
    committee = make_committee()
    make_duty(committee, keeper)
    with acting(Actor(user_id=keeper.pk)) as by:
        today = timezone.localdate()
        values = {"title": "Appel", "asked": "x", "tags": ["outreach", "peers"], "closes_on": today}
        call = calls.open_call(by=by, committee=committee, values=values)
        with pytest.raises(ValidationError):
            calls.open_call(by=by, committee=committee, values=values)
    assert call.is_open(today)
    assert not call.is_open(today + timedelta(days=1))
    sheet = make_sheet(make_user_of(worker), structure_of(worker), tags=["outreach"])
    with acting(worker):
        for _ in range(2):
            calls.answer_call(by=worker, call=call, sheet=sheet)
        assert CallAnswer.objects.count() == 1
        with pytest.raises(Forbidden):
            calls.open_call(by=worker, committee=committee, values={**values, "title": "Autre"})
    with acting(ANONYMOUS) as nobody:
        found = answered_by(nobody, call)
        assert (len(found), lacking(call, found)) == (1, ["Pair-aidance"])
    past = make_call(committee, keeper, closes_on=today - timedelta(days=1))
    with acting(worker), pytest.raises(Forbidden, match="terminé"):
        calls.answer_call(by=worker, call=past, sheet=sheet)


def test_the_same_words_are_told_once_with_all_their_sheets(team):
    worker = make_user_of(team[0])
    here = structure_of(team[0])
    make_sheet(worker, here, title="A", tags=["peers"], points=[("lever", "Un lieu neutre.")])
    make_sheet(
        worker,
        here,
        title="B",
        tags=["peers"],
        points=[("lever", "un lieu  NEUTRE"), ("pitfall", "Trop tôt")],
    )
    out = make_sheet(worker, here, title="C", tags=["health"], points=[("lever", "Un lieu neutre")])
    make_version(out, worker, published=False, tags=["peers"], points=[("lever", "Pas encore")])
    with become("maintenance"):
        keeper = make_user()
    committee = make_committee()
    make_duty(committee, keeper)
    with acting(Actor(user_id=keeper.pk)) as by:
        found = lessons.lessons(by, "peers")
        told = [(one.words, [v.title for v in one.versions]) for _, rows in found.groups for one in rows]
        assert told == [("Un lieu neutre.", ["A", "B"]), ("Trop tôt", ["B"])]
        draw = {"by": by, "committee": committee, "site": "https://x.test"}
        text = syntheses.draw_synthesis(tag="peers", **draw)
        body = text.versions.get().body
        assert "– Un lieu neutre. [1, 2]" in body
        assert "2. B, https://x.test/pratiques/" in body
        assert text.versions.get().published_at is None
        for tag in ("youth", "inconnu"):
            with pytest.raises(Forbidden):
                syntheses.draw_synthesis(tag=tag, **draw)
        assert Text.objects.count() == 1


def test_a_committee_carries_a_sheet_by_itself_or_with_a_structure(team):
    with become("maintenance"):
        keeper, sitting = make_user(), make_user_of(team[0])
    committee = make_committee(publicity="members")
    make_duty(committee, keeper)
    make_seat(committee, user=sitting)
    with acting(Actor(user_id=keeper.pk)) as by:
        alone = sheets.spot(by=by, kind="practice", committee=committee, values=ABOUT)
        assert (alone.structure_id, alone.committee_id) == (None, committee.pk)
        with pytest.raises(Forbidden):
            sheets.spot(by=by, kind="practice", committee=None, values=ABOUT)
    with acting(team[0]) as worker:
        both = sheets.spot(by=worker, kind="practice", committee=committee, values=ABOUT)
    with acting(team[1]) as leader, pytest.raises(Forbidden):
        sheets.spot(by=leader, kind="practice", committee=committee, values=ABOUT)
    with acting(Actor(user_id=keeper.pk)) as by:
        sheets.publish(by=by, sheet=both, read=sheets.mark(last(both)))


def test_an_evaluation_looks_at_a_version_that_stays(team):
    user, here = make_user_of(team[0]), structure_of(team[0])
    sheet = make_sheet(user, here)
    make_version(sheet, user, 2)
    made = make_evaluation(sheet, user, structure=here)
    assert made.version.number == 1
    with acting(team[0]) as worker:
        told = {"kind": "effects", "evaluator": here, "values": {"made_on": DAY, "persons_said": ""}}
        row = evaluations.evaluate(by=worker, sheet=sheet, seen={"persons": SEEN}, **told)
        assert row.version.number == 2
