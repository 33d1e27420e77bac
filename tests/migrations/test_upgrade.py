"""An installation that holds data goes to the code of today; its migrations are one line, and say what models say."""

import os
from io import StringIO
from pathlib import Path

import psycopg
import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connections
from django.db.migrations.loader import MigrationLoader
from psycopg import sql

from maillage.audit.models import Entry
from maillage.config.quick_states import quick_states
from maillage.people.models import BudgetLine, HouseholdMember, Person, ProtectedAddress
from tests import plugin

OWN = tuple(
    one.label for one in apps.get_app_configs() if one.name.startswith("maillage.") and (Path(one.path) / "migrations").is_dir()
)
FIRST = {
    "audit": "0002_triggers",
    "directory": "0001_initial",
    "accounts": "0002_history",
    "jobs": "0001_initial",
    "people": "0002_definer",
    "rights": "0002_forgotten",
}
"""What the first installations have. Never changes: a newer start would no longer prove that they can follow."""

DATA = """
INSERT INTO directory_structurekind (code, label) VALUES ('ccas-cias', 'CCAS');
INSERT INTO directory_territory (kind, code, name, former_names, folded_names, search_text, postcodes)
VALUES ('commune', '37261', 'Tours', '{}', '{tours}', 'tours', '{37000}');
INSERT INTO directory_structure (public_id, name, kind_id, commune_id, phone, email, address, opening, siret, active)
SELECT gen_random_uuid(), 'CCAS', k.id, t.id, '', '', '', '', '', true FROM directory_structurekind k, directory_territory t;
INSERT INTO accounts_user (password, public_id, email, first_name, last_name, is_active, date_joined)
VALUES ('', gen_random_uuid(), 'ada@example.org', 'Ada', 'Martin', true, now());
INSERT INTO people_person (id, called, first_name, last_name, birth_date, search_name, sound_key, activity, unfit_for_work,
    nationality, facts_source, elected_domicile, version, created_at)
VALUES ('00000000-0000-4000-8000-000000000001', 'Samira', 'Samira', 'Benali', '1992-04-30', 'samira benali', 'benali samira',
    'employed', NULL, 'french', '', '', 1, now());
INSERT INTO people_household (id, commune, housing, "union", facts_source, version, budget_version, created_at)
VALUES ('00000000-0000-4000-8000-000000000002', '37261', 'hosted', '', '', 1, 1, now());
INSERT INTO people_householdmember (id, household_id, person_id, role, shared_custody)
VALUES (gen_random_uuid(), '00000000-0000-4000-8000-000000000002', '00000000-0000-4000-8000-000000000001', 'applicant', false);
INSERT INTO people_budgetline (id, household_id, person_id, month, kind, amount, certainty, source, entered_by_id, entered_at)
SELECT gen_random_uuid(), '00000000-0000-4000-8000-000000000002', '00000000-0000-4000-8000-000000000001', '2026-10-01', 'wage',
    640, 'known', 'declared', id, now() FROM accounts_user;
INSERT INTO people_attachment (id, person_id, structure_id, worker_id, reason, started_at, created_by_id)
SELECT gen_random_uuid(), '00000000-0000-4000-8000-000000000001', s.id, u.id, 'suivi', now(), u.id
FROM directory_structure s, accounts_user u;
INSERT INTO people_protectedaddress (id, person_id, address, motive, former, created_at)
VALUES ('00000000-0000-4000-8000-000000000003', '00000000-0000-4000-8000-000000000001', '7 impasse des Mésanges', 'danger', '', now());
INSERT INTO audit_entry (at, actor_label, verb, object_kind, object_id, details) VALUES (now(), 'test', 'read', 'person', '1', '{}');
"""


@pytest.fixture
def first_installation(django_db_setup, django_db_blocker):
    """A database as the first installations have it, with somebody in it; Django points at it."""
    name = f"test_upgrade_{plugin.WORKER}_{os.getpid()}"
    with django_db_blocker.unblock(), plugin._server() as server, quick_states():
        server.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template1").format(sql.Identifier(name)))
        with psycopg.connect(os.environ["DATABASE_URL"], dbname=name, autocommit=True) as inside:
            inside.execute("SET ROLE maillage_owner")
            inside.execute(
                "GRANT USAGE ON SCHEMA public TO maillage_app, maillage_maintenance, maillage_backup"
            )
        plugin._use(name)
        for app, migration in FIRST.items():
            call_command("migrate", app, migration, database="owner", verbosity=0)
        with connections["maintenance"].cursor() as cursor:
            cursor.execute(DATA)
        yield
        plugin._fresh_copy(server)
        server.execute(sql.SQL("DROP DATABASE {}").format(sql.Identifier(name)))


def test_an_installation_with_data_follows(first_installation):
    addresses_are_sealed_and_back()
    call_command("migrate", database="owner", verbosity=0)
    person = Person.objects.using("maintenance").get()
    assert (person.full_name, str(person.birth_date)) == ("Samira BENALI", "1992-04-30")
    assert HouseholdMember.objects.using("maintenance").get().person_id == person.pk
    assert BudgetLine.objects.using("maintenance").get().amount == 640
    hidden = ProtectedAddress.objects.using("maintenance").get()
    assert (hidden.address, hidden.motive, hidden.former) == ("7 impasse des Mésanges", "danger", "")
    assert "Mésanges".encode().hex() not in asked("SELECT to_jsonb(a)::text FROM people_protectedaddress a")
    assert Entry.objects.using("maintenance").get().verb == "read"
    call_command("verify_journal", stdout=StringIO())


def addresses_are_sealed_and_back():
    """Here and not from the code of today: each step back of all that came after takes as long as the way there."""
    for name in ("0006_sealed_addresses", "0005_forget_addresses"):
        call_command("migrate", "people", name, database="owner", verbosity=0)
    assert asked("SELECT address FROM people_protectedaddress") == "7 impasse des Mésanges"


def asked(statement):
    with connections["maintenance"].cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchone()[0]


@pytest.mark.parametrize("app", OWN)
def test_migrations_are_one_line(app):
    graph = MigrationLoader(None).graph
    assert len(graph.leaf_nodes(app)) == 1
    mine = [node for node in graph.nodes if node[0] == app]
    followers = [parent for node in mine for parent in graph.node_map[node].parents if parent.key[0] == app]
    assert len(followers) == len(set(followers)) == len(mine) - 1


@pytest.mark.django_db(databases=["default", "owner", "maintenance"])
def test_migrations_say_what_models_say():
    told = StringIO()
    call_command("makemigrations", check=True, dry_run=True, stdout=told)
    assert "No changes" in told.getvalue() or "Aucun changement" in told.getvalue()
