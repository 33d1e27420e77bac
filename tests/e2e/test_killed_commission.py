"""kill -9 of the web process in the middle of a commission. MAILLAGE_KILLS=50: as many times (2 in the suite)."""

import os

import psycopg

from tests.depth import count
from tests.e2e.killed_commission import kill_while_deciding

KILLS = int(os.environ.get("MAILLAGE_KILLS", "2"))
CASES = max(10, 4 * KILLS)
COUNTED = """
SELECT count(*), count(*) FILTER (WHERE c.state = 'decided'),
    count(*) FILTER (WHERE (SELECT count(*) FROM referrals_event e WHERE e.request_id = c.request_id AND e.kind = 'decided') = 1)
FROM referrals_case c JOIN governance_gathering g ON g.id = c.gathering_id WHERE g.public_id = %s
"""


def test_each_decision_is_taken_exactly_once(installed):
    key = installed.run("tests.e2e.agenda_of_cases", str(CASES))
    answered, retries = kill_while_deciding(installed, f"/commissions/{key}/", KILLS)
    with psycopg.connect(installed.database, autocommit=True) as owner:
        owner.execute("SET ROLE maillage_maintenance")
        on_it, decided, once = owner.execute(COUNTED, [key]).fetchone()
    print(f"\n{on_it} situations, {answered} réponses, {retries} nouveaux envois")
    count("arrêts", KILLS)
    assert on_it == decided == once
    assert on_it >= CASES
