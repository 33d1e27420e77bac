"""A scratch database holding one structure's caseload, made by SQL: the same households at each run."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

from maillage.permissions import Actor

SIZES_NEED = 400  # MB a hundred thousand households, about

STRUCTURE = """
INSERT INTO directory_structurekind (code, label) VALUES ('mesure', 'Mesure');
INSERT INTO directory_structure (public_id, name, kind_id, commune_id, phone, email, address, opening, siret, active,
  source_code, link, address_more, postcode, hours, visibility, review_months, confirmed_by, withdrawn_why, version,
  description, website, networks, accessibility_link, folded_name, folded_text)
SELECT gen_random_uuid(), 'Mesure', k.id, t.id, '', '', '', '', '', true,
  '', '', '', '', '', 'public', 6, '', '', 1, '', '', '{}', '', '', ''
FROM directory_structurekind k, directory_territory t WHERE k.code = 'mesure' AND t.code = '37261' LIMIT 1;
INSERT INTO accounts_user (password, public_id, email, first_name, last_name, is_active, date_joined)
VALUES ('', gen_random_uuid(), 'mesure@example.org', 'Mesure', 'Mesure', true, now());
"""

# One, two, one and a child, two and two children, in turn; about half have a job, a third an unknown amount.
HOUSEHOLDS = """
SELECT setseed(0.42);
CREATE TEMPORARY TABLE made ON COMMIT DROP AS
SELECT n, gen_random_uuid() AS household, (ARRAY[1, 2, 2, 4])[n % 4 + 1] AS size,
       (ARRAY[false, true, false, true])[n % 4 + 1] AS couple, random() AS r1, random() AS r2
FROM generate_series(1, {count}) n;

INSERT INTO people_household (id, commune, {address}housing, rent, flat_share, "union", reference_income,
                              facts_source, {budget_version}version, created_at)
SELECT household, '37261', {no_address}(ARRAY['social_tenant', 'private_tenant', 'hosted', 'owner', 'homeless', 'social_tenant'])[n % 6 + 1],
       CASE WHEN n % 6 IN (0, 1, 5) THEN 300 + n % 400 END, false,
       CASE WHEN couple THEN (ARRAY['married', 'cohabiting'])[n % 2 + 1] ELSE '' END,
       CASE WHEN n % 3 > 0 THEN (r1 * 25000)::numeric(10, 2) END, '', {one}1, now()
FROM made;

CREATE TEMPORARY TABLE person ON COMMIT DROP AS
SELECT n, household, size, couple, r1, r2, gen_random_uuid() AS id, rank,
       CASE WHEN rank = 1 THEN 'applicant' WHEN rank = 2 AND couple THEN 'partner' ELSE 'child' END AS role
FROM made, generate_series(1, size) AS rank;

INSERT INTO people_person (id, called, first_name, last_name, birth_date, search_name, sound_key, activity,
                           disability_rate, unfit_for_work, nationality, permit_years, pregnant, in_school,
                           dependency_level, ass_entitled, taxed_alone, facts_source, {domicile}version, created_at)
SELECT id, 'Mesure ' || n, '', '', CASE WHEN role = 'child' THEN date '2026-11-01' - (r2 * 6000)::int
                                       ELSE date '2008-01-01' - (r1 * 22000)::int END,
       'mesure', '', CASE WHEN role = 'child' THEN '' ELSE
           (ARRAY['employed', 'unemployed', 'inactive', 'employed', 'retired', 'student'])[n % 6 + 1] END,
       CASE n % 10 WHEN 0 THEN 80 WHEN 1 THEN NULL ELSE 0 END, false, (ARRAY['french', 'french', 'european'])[n % 3 + 1],
       NULL, false, role = 'child', NULL, n % 12 = 1, false, '', {blank}1, now()
FROM person;

INSERT INTO people_householdmember (id, household_id, person_id, role, shared_custody)
SELECT gen_random_uuid(), household, id, role, false FROM person;

INSERT INTO people_budgetline (id, household_id, person_id, month, kind, amount, certainty, source, entered_by_id, entered_at)
SELECT gen_random_uuid(), household, id, (date '2026-11-01' - back * interval '1 month')::date, kind,
       (CASE kind WHEN 'wage' THEN r2 * 1900 ELSE r1 * 900 END)::numeric(9, 2), 'known', 'import', {user}, now()
FROM person, generate_series(1, 4) AS back,
     LATERAL (VALUES ('wage'), (CASE WHEN n % 6 = 1 THEN 'unemployment' WHEN n % 6 = 4 THEN 'pension' ELSE 'other_income' END)) k (kind)
WHERE role <> 'child' AND (n % 3 > 0 OR back < 4);

INSERT INTO people_attachment (id, household_id, structure_id, worker_id, reason, started_at, created_by_id)
SELECT gen_random_uuid(), household, {structure}, {user}, 'mesure', now(), {user} FROM made;
INSERT INTO people_attachment (id, person_id, structure_id, worker_id, reason, started_at, created_by_id)
SELECT gen_random_uuid(), id, {structure}, {user}, 'mesure', now(), {user} FROM person;
"""
TABLES = (
    "people_household",
    "people_householdmember",
    "people_person",
    "people_budgetline",
    "people_attachment",
)
EMPTY = "rights_entitlement, rights_screening, rights_chunk, rights_run, people_budgetline, people_attachment, people_householdmember, people_person, people_household"
MONTH = date(2026, 11, 1)


@contextmanager
def scratch_database() -> Iterator[None]:
    """A migrated database that disappears at the end; Django points at it as the application's role."""
    import django
    import psycopg
    from psycopg import sql

    from tests import plugin

    django.setup()
    name = f"measure_{os.getpid()}"
    try:
        with psycopg.connect(os.environ["DATABASE_URL"], dbname="postgres", autocommit=True) as server:
            server.execute("SET ROLE maillage_owner")
            template = f"template_{plugin._content()}"
            plugin._make_template(server, template)
            copy = sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(
                sql.Identifier(name), sql.Identifier(template)
            )
            server.execute(copy)
            plugin._use(name)
            try:
                yield
            finally:
                plugin._use("postgres")
                _drop(server, name)
    finally:
        plugin.CLUSTER.stop()


def _drop(server: Any, name: str) -> None:
    """Autovacuum may be at work in it, and only a superuser may stop that: wait for its end."""
    import psycopg
    from psycopg import sql

    for _ in range(60):
        try:
            server.execute(sql.SQL("DROP DATABASE {}").format(sql.Identifier(name)))
            return
        except psycopg.errors.ObjectInUse:
            time.sleep(0.5)


def fill(count: int) -> Actor:
    """Empty the database, then lay `count` households out in one structure; who sees them all."""
    from django.db import connections, transaction

    connection = connections["maintenance"]
    with transaction.atomic("maintenance"), connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE maillage_owner")
        cursor.execute(f"TRUNCATE {EMPTY} CASCADE")
        cursor.execute("SET LOCAL ROLE maillage_maintenance")
        cursor.execute("SELECT id FROM directory_structure WHERE name = 'Mesure'")
        if cursor.fetchone() is None:
            cursor.execute(STRUCTURE)
        cursor.execute(
            "SELECT s.id, u.id FROM directory_structure s, accounts_user u WHERE s.name = 'Mesure' LIMIT 1"
        )
        structure, user = cursor.fetchone()
        for statement in _statement(cursor, structure, user, count).split(";\n"):
            cursor.execute(statement)
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE maillage_owner")
        for table in TABLES:
            cursor.execute(f"VACUUM ANALYZE {table}")
        cursor.execute("SET ROLE maillage_maintenance")
    return Actor(user, structure, frozenset({"social_worker"}), "Mesure")


def _statement(cursor, structure: int, user: int, count: int) -> str:
    """Columns that a table may have or not, as its migrations go."""
    cursor.execute(
        "SELECT table_name || '.' || column_name FROM information_schema.columns WHERE table_schema = 'public'"
    )
    known = {name for (name,) in cursor.fetchall()}
    optional = {
        ("address", "no_address"): ("people_household.address", "address, ", "'', "),
        ("budget_version", "one"): ("people_household.budget_version", "budget_version, ", "1, "),
        ("domicile", "blank"): ("people_person.elected_domicile", "elected_domicile, ", "'', "),
    }
    words = {"structure": str(structure), "user": str(user), "count": str(count)}
    for (name, value), (column, column_words, value_words) in optional.items():
        words |= {name: column_words, value: value_words} if column in known else {name: "", value: ""}
    return HOUSEHOLDS.format(**words)
