import pytest

from maillage.permissions import Actor, Forbidden, can


def test_a_job_gives_the_same_actor_back():
    actor = Actor(user_id=7, structure_id=3, roles=frozenset({"reception"}), label="Claire Morel")
    assert Actor.from_json(actor.to_json()) == actor


@pytest.mark.parametrize(
    ("actor", "at_work"),
    [
        (Actor(), False),
        (Actor(user_id=1), False),
        (Actor(user_id=1, structure_id=2), False),
        (Actor(user_id=1, structure_id=2, roles=frozenset({"reception"})), True),
    ],
)
def test_at_work_means_a_role_in_a_structure(actor, at_work):
    assert actor.at_work is at_work


def check_can_open(actor: Actor, door: str) -> None:
    if door != "blue":
        raise Forbidden("Cette porte reste fermée.")


def test_the_twin_of_a_rule_answers_yes_or_no():
    can_open = can(check_can_open)
    assert can_open(Actor(), "blue") is True
    assert can_open(Actor(), "red") is False


def test_a_refusal_gives_its_reason():
    assert Forbidden("Non.").reason == "Non."
    assert Forbidden().reason == "Vous n’avez pas le droit de faire cela."
