"""Two who write, publish, evaluate or withdraw at once: what is published is what was read, nothing is lost."""

import pytest

from maillage.accounts.enums import Role
from maillage.accounts.tests.factories import actor_of, make_member, make_structure
from maillage.practices.actions import evaluations, reuses, sheets
from maillage.practices.models import Evaluation, Finding, Reuse, SheetVersion
from maillage.practices.tests.factories import DAY, make_evaluation, make_reuse, make_sheet, make_version
from tests.plugin import become
from tests.races import at_once, crossing

pytestmark = pytest.mark.django_db(transaction=True)
SEEN = {
    "done": {
        "seen": "Trois matinées.",
        "proof_kind": "document",
        "proof": "Bilan",
        "source": "",
        "proof_on": DAY,
    }
}


@pytest.fixture
def team():
    """Two who lead a structure, and another structure that leads itself."""
    with become("maintenance"):
        here = make_structure()
        members = [make_member(Role.TEAM_LEADER, here), make_member(Role.TEAM_LEADER, here)]
        return here, members, make_member(Role.TEAM_LEADER)


def counted(model, **wanted):
    with become("maintenance"):
        return model.objects.filter(**wanted).count()


def writing(sheet, text, read="1.1"):
    values = {"title": sheet.title, "context": text}
    return lambda by: sheets.write(by=by, sheet=sheet, read=read, values=values, points={})


def test_of_two_saves_of_a_draft_one_lands(team):
    here, members, _ = team
    sheet = make_sheet(members[0].user, here, published=False)
    acts = [(actor_of(one), writing(sheet, f"Texte {rank}")) for rank, one in enumerate(members)]
    assert at_once(*acts) == ["RewrittenBetween", "done"]


def test_of_two_new_versions_one_lands(team):
    here, members, _ = team
    sheet = make_sheet(members[0].user, here)
    acts = [(actor_of(one), writing(sheet, f"Texte {rank}")) for rank, one in enumerate(members)]
    assert at_once(*acts) == ["RewrittenBetween", "done"]
    assert counted(SheetVersion) == 2


def test_what_is_published_is_what_was_read(team):
    """Somebody saves while it is being published: the publication is told, not the text that nobody read."""
    here, members, _ = team
    sheet = make_sheet(members[0].user, here)
    make_version(sheet, members[0].user, published=False)
    publish = lambda by: sheets.publish(by=by, sheet=sheet, read="2.1")  # noqa: E731
    save, out = (actor_of(members[0]), writing(sheet, "Jamais relu.", "2.1")), (actor_of(members[1]), publish)
    assert crossing(save, out) == "RewrittenBetween"
    assert counted(SheetVersion, published_at=None, context="Jamais relu.") == 1


def test_a_sheet_is_published_once_and_withdrawn_once(team):
    here, members, _ = team
    sheet = make_sheet(members[0].user, here, published=False)
    actors = [actor_of(one) for one in members] * 2
    acts = [(who, lambda by: sheets.publish(by=by, sheet=sheet, read="1.1")) for who in actors]
    assert at_once(*acts) == ["Forbidden"] * 3 + ["done"]
    acts = [(who, lambda by: sheets.withdraw(by=by, sheet=sheet, why="Fausse.")) for who in actors]
    assert at_once(*acts) == ["done"] * 4


def evaluating(sheet, structure):
    told = {"sheet": sheet, "kind": "process", "evaluator": structure, "seen": SEEN}
    values = {"made_on": DAY, "persons_said": ""}
    return lambda by: evaluations.evaluate(by=by, values=values, **told)


def test_an_evaluation_is_begun_once(team):
    here, members, other = team
    sheet = make_sheet(other.user, other.structure)
    acts = [(actor_of(one), evaluating(sheet, here)) for one in members * 2]
    assert at_once(*acts) == ["Forbidden"] * 3 + ["done"]
    assert (counted(Evaluation), counted(Finding)) == (1, 1)


def test_an_evaluation_is_published_as_it_was_read(team):
    here, members, other = team
    sheet = make_sheet(other.user, other.structure)
    row = make_evaluation(sheet, members[0].user, structure=here, published=False)
    values = {"made_on": DAY, "persons_said": "Jamais relu."}
    correct = lambda by: evaluations.correct_evaluation(  # noqa: E731
        by=by, evaluation=row, saves=1, values=values, seen=SEEN
    )
    publish = lambda by: evaluations.publish_evaluation(by=by, evaluation=row, saves=1)  # noqa: E731
    assert crossing((actor_of(members[0]), correct), (actor_of(members[1]), publish)) == "Forbidden"
    assert counted(Evaluation, published_at=None, persons_said="Jamais relu.") == 1


def test_an_evaluation_is_withdrawn_once_and_not_published_after(team):
    here, members, other = team
    row = make_evaluation(
        make_sheet(other.user, other.structure), members[0].user, structure=here, published=False
    )
    actors = [actor_of(one) for one in members]
    leave = (actors[0], lambda by: evaluations.withdraw_evaluation(by=by, evaluation=row, why="Fausse."))
    out = (actors[1], lambda by: evaluations.publish_evaluation(by=by, evaluation=row))
    crossing(leave, out)
    assert counted(Evaluation, published_at=None, withdrawn_why="Fausse.") == 1


def test_a_trial_is_declared_once_and_withdrawn_once(team):
    _, members, other = team
    sheet = make_sheet(members[0].user, members[0].structure)
    values = {
        "began_on": DAY,
        "ended_on": None,
        "result": "worked",
        "learnt": "Petit.",
        "changed": "",
        "territory": None,
    }
    acts = [(actor_of(other), lambda by: reuses.declare(by=by, sheet=sheet, values=values))] * 3
    assert at_once(*acts) == ["ValidationError"] * 2 + ["done"]
    row = make_reuse(sheet, other.user, other.structure, began_on="2026-01-05")
    acts = [(actor_of(other), lambda by: reuses.withdraw_reuse(by=by, reuse=row, why="Faux."))] * 2
    assert at_once(*acts) == ["done", "done"]
    assert counted(Reuse, withdrawn_on=None) == 1
