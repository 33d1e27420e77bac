from maillage.permissions import Actor
from maillage.permissions.once import once_a_page, page_read

asked = []


@once_a_page
def ask(actor: Actor, number: int) -> int:
    asked.append((actor.user_id, number))
    return number


def test_what_was_answered_is_kept_for_one_page_and_one_actor():
    asked.clear()
    one, other = Actor(user_id=1), Actor(user_id=2)
    with page_read():
        assert [ask(one, 5), ask(one, 5), ask(other, 5), ask(one, 6)] == [5, 5, 5, 6]
    with page_read():
        ask(one, 5)
    assert asked == [(1, 5), (2, 5), (1, 6), (1, 5)]


def test_outside_of_a_page_everything_is_asked_again():
    asked.clear()
    ask(Actor(user_id=1), 5)
    ask(Actor(user_id=1), 5)
    assert len(asked) == 2
