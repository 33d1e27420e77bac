"""The cache that every process shares: JSON in a table, counted without losing any, and nothing run when it is read."""

import base64
import pickle
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.cache import cache
from django.db import connection

from maillage.web import tries

KEY = "essai"


@pytest.fixture(autouse=True)
def nothing_yet(db):
    cache.clear()


@pytest.mark.parametrize("value", [None, 0, "é", [1.5, "x"], {"a": [True]}])
def test_what_is_set_is_got(value):
    cache.set(KEY, value, 60)
    assert cache.get(KEY, "absent") == value


def test_it_expires_and_is_taken_once():
    cache.set(KEY, 1, 0)
    assert (cache.get(KEY), cache.add(KEY, 2, 60), cache.add(KEY, 3, 60)) == (None, True, False)
    assert (cache.get(KEY), cache.delete(KEY), cache.delete(KEY)) == (2, True, False)
    with pytest.raises(ValueError):
        cache.incr(KEY)


def test_it_is_kept_longer_when_touched():
    cache.set(KEY, 1, None)
    assert (cache.touch(KEY, 0), cache.get(KEY), cache.touch(KEY, 60)) == (True, None, False)


def test_many_at_once():
    cache.set_many({"a": 1, "b": [2]}, 60)
    assert (cache.get_many(["a", "b", "c"]), "a" in cache) == ({"a": 1, "b": [2]}, True)
    cache.delete_many(["a", "b"])
    assert cache.get_many(["a", "b"]) == {}


class Trap:
    def __reduce__(self):
        return (pytest.fail, ("what was in the table was run",))


def test_what_somebody_puts_in_the_table_is_not_run():
    trap = base64.b64encode(pickle.dumps(Trap())).decode()
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO accounts_cache VALUES (':1:essai', %s, now() + interval '1 hour')", [trap]
        )
    with pytest.raises(ValueError):
        cache.get(KEY)


def test_ten_tries_then_one_waits_and_what_was_right_does_not_count():
    for _ in range(tries.MOST):
        assert tries.take(KEY)
        tries.give_back(KEY)
    assert [tries.take(KEY) for _ in range(tries.MOST + 1)] == [True] * tries.MOST + [False]


@pytest.mark.django_db(transaction=True)
def test_tries_made_together_are_not_more_than_one_by_one():
    cache.clear()

    def one(_):
        try:
            return tries.take(KEY)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        taken = list(pool.map(one, range(40)))
    assert sum(taken) == tries.MOST
