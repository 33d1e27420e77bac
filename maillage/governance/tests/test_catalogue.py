"""The fifteen recommendations: whole, valid, in our own words; loaded again without harm; looked through."""

from datetime import date

import pytest
from django.core.management import call_command
from django.db import ProgrammingError, transaction

from maillage.accounts.enums import Role
from maillage.accounts.tests.factories import actor_of, make_member
from maillage.governance.catalogue import load_recommendations, read_pack
from maillage.governance.enums import ActionTheme, DecisionLevel, Horizon
from maillage.governance.models import Recommendation, RecommendedAction
from maillage.governance.queries.recommendations import HERE, actions, folded
from maillage.governance.tests.plan_factories import make_measure, make_plan
from maillage.permissions import ANONYMOUS
from tests.plugin import become

PACK = read_pack()
ALL = [(row, action) for row in PACK["recommendations"] for action in row["actions"]]


def test_there_are_fifteen_and_about_a_hundred_actions():
    assert [row["number"] for row in PACK["recommendations"]] == list(range(1, 16))
    assert len(ALL) == 100
    assert len({action["text"] for _, action in ALL}) == len(ALL)


def test_every_field_is_valid():
    for row, action in ALL:
        assert action.keys() == {"code", "horizon", "level", "themes", "text"}, action
        assert action["code"].startswith(f"{row['number']}.")
        assert action["horizon"] in Horizon.values
        assert action["level"] in DecisionLevel.values
        assert set(action["themes"]) <= set(ActionTheme.values) != set()
        assert action["themes"]
        assert 20 <= len(action["text"]) <= 200
        assert not action["text"].endswith(".")


def test_codes_follow_each_other():
    for row in PACK["recommendations"]:
        wanted = [f"{row['number']}.{rank}" for rank in range(1, len(row["actions"]) + 1)]
        assert [one["code"] for one in row["actions"]] == wanted


def test_each_level_and_each_horizon_has_something():
    assert {action["level"] for _, action in ALL} == set(DecisionLevel.values)
    assert {action["horizon"] for _, action in ALL} == set(Horizon.values)
    assert {theme for _, action in ALL for theme in action["themes"]} == set(ActionTheme.values)


def rows():
    recommendations = list(Recommendation.objects.order_by("pk").values())
    return recommendations, list(RecommendedAction.objects.order_by("pk").values())


@pytest.mark.django_db
def test_a_migrated_database_has_them_and_loading_again_changes_nothing():
    before = rows()
    assert (len(before[0]), len(before[1])) == (15, 100)
    with become("maintenance"):
        assert load_recommendations(Recommendation, RecommendedAction, date(2030, 1, 1)) == 100
    assert rows() == before


@pytest.mark.django_db
def test_what_left_the_pack_ends_and_what_changed_is_corrected():
    with become("maintenance"):
        first = Recommendation.objects.get(number=1)
        told = {"recommendation": first, "starts_on": date(2023, 12, 5), "horizon": "short", "level": "field"}
        RecommendedAction.objects.create(code="1.99", position=99, text="Partie du catalogue", **told)
        RecommendedAction.objects.filter(code="1.1").update(text="ancien texte", ends_on=date(2024, 1, 1))
        load_recommendations(Recommendation, RecommendedAction, date(2030, 1, 1))
    assert RecommendedAction.objects.get(code="1.99").ends_on == date(2030, 1, 1)
    again = RecommendedAction.objects.get(code="1.1")
    assert (again.text, again.ends_on) == (ALL[0][1]["text"], None)
    assert "1.99" not in {one.code for one in actions(ANONYMOUS)}


@pytest.mark.django_db(transaction=True, databases=["default", "maintenance"])
def test_the_command_can_be_run_again(capsys):
    call_command("load_recommendations")
    call_command("load_recommendations")
    assert capsys.readouterr().out == "100 actions recommandées chargées.\n" * 2


@pytest.mark.django_db
def test_the_application_cannot_rewrite_the_catalogue():
    with pytest.raises(ProgrammingError), transaction.atomic():
        Recommendation.objects.update(title="autre")


@pytest.mark.django_db
def test_what_one_can_do_here_depends_on_what_one_decides():
    worker = actor_of(make_member(Role.SOCIAL_WORKER))
    leader = actor_of(make_member(Role.TEAM_LEADER))
    assert {one.level for one in actions(worker, HERE)} == {"field"}
    assert {one.level for one in actions(leader, HERE)} == {"field", "management"}
    assert {one.level for one in actions(leader, "national")} == {"national"}
    assert {one.horizon for one in actions(leader, horizon="long")} == {"long"}
    assert all("ethics" in one.themes for one in actions(leader, theme="ethics"))


@pytest.mark.django_db
def test_words_are_found_without_accents():
    found = actions(ANONYMOUS, words="METIERS jeu video")
    assert [one.code for one in found] == ["10.4"]
    assert all(
        "stage" in folded(f"{one} {one.recommendation} {one.theme_labels}")
        for one in actions(ANONYMOUS, words="stage")
    )
    assert actions(ANONYMOUS, words="xyz") == []


@pytest.mark.django_db
def test_adopters_are_counted_once_and_only_in_published_plans():
    here = make_member().structure
    for published in (True, True, False):
        make_measure(make_plan(here, published=published), "6.3")
    make_measure(make_plan(make_member().structure, published=True), "6.3")
    dropped = make_plan(make_member().structure, published=True)
    make_measure(dropped, "6.3", dropped_on=date(2024, 1, 1), dropped_why="Plus de local")
    counted = {one.code: one.adopters for one in actions(ANONYMOUS)}
    assert (counted["6.3"], counted["6.4"]) == (2, 0)
