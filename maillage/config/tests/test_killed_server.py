"""Every write that was acknowledged is there after the whole server has been killed, four times (fifty for the bar)."""

import random
import threading
import time

import psycopg
import pytest

from maillage.config.tests.killing import kill_everything_in
from tests.depth import count, deep

pytestmark = pytest.mark.whole

KILLS = deep(4, 50)
WRITERS = 4
LEAST_WRITES = 25 * KILLS


def write_until_cut(url, writer, acknowledged, first):
    value = first
    try:
        with psycopg.connect(url, autocommit=True) as connection:
            while True:
                connection.execute("INSERT INTO written VALUES (%s, %s)", [writer, value])
                acknowledged.append((writer, value))
                value += 1
    except psycopg.OperationalError:
        return


def test_no_acknowledged_write_is_lost(make_cluster):
    cluster = make_cluster(fast=False)
    cluster.ensure()
    with psycopg.connect(cluster.urls()["owner"]) as connection:
        connection.execute("CREATE TABLE written (writer int, value int, PRIMARY KEY (writer, value))")
    url, chance, acknowledged = cluster.urls()["app"], random.Random(20), []
    for kill in range(KILLS):
        first = kill * 1_000_000
        writers = [
            threading.Thread(target=write_until_cut, args=(url, number, acknowledged, first))
            for number in range(WRITERS)
        ]
        for thread in writers:
            thread.start()
        time.sleep(chance.uniform(0.1, 0.4))
        kill_everything_in(cluster.data)
        for thread in writers:
            thread.join()
        cluster.ensure()
        with psycopg.connect(cluster.urls()["backup"]) as connection:
            found = set(connection.execute("SELECT writer, value FROM written").fetchall())
        assert set(acknowledged) - found == set()
    count("arrêts", KILLS)
    assert len(acknowledged) >= LEAST_WRITES
