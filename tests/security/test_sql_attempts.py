"""What somebody who can run any SQL as the application's role tries against a file that is not theirs.

Each attempt fails, or shows nothing. The actor is a social worker of another structure, with a true signed context.
"""

from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection
from django.utils import timezone

from maillage.accounts.enums import Role
from maillage.accounts.tests.factories import actor_of, make_member, make_structure
from maillage.people.models import Attachment, Channel, ProtectedAddress, ProtectedReader
from maillage.people.tests.factories import attach, make_family, make_line, make_person
from maillage.permissions import ANONYMOUS, Actor
from maillage.permissions.context import acting, signed
from tests.plugin import become, undone

pytestmark = pytest.mark.django_db
CANARY = "Zanzibar-4417"
DENIED = "42501"


@pytest.fixture(scope="module")
def town(whole_module):
    """`victim` and her household belong to `worker`; `spy` works elsewhere and follows `known` there."""
    with become("maintenance"):
        worker, spy = make_member(Role.SOCIAL_WORKER, make_structure()), make_member(Role.SOCIAL_WORKER)
        household, victim, child = make_family(worker)
        victim.called = CANARY
        victim.save()
        make_line(household, victim, worker)
        Channel.objects.create(person=victim, kind="phone", value=CANARY)
        hidden = ProtectedAddress.objects.create(person=victim, address=CANARY, motive=CANARY)
        ProtectedReader.objects.create(protected=hidden, reader=worker.user)
        left, known = make_person("Paul", "Petit"), make_person("Karim", "Diallo")
        attach(spy, left, known)
        Attachment.objects.filter(person=left).update(ended_at=timezone.now())
        connection.cursor().execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
    return SimpleNamespace(**{name: one for name, one in locals().items() if name != "town"})


def words(town) -> dict[str, object]:
    """The names that attempts are written with."""
    return {
        "victim": town.victim.pk, "child": town.child.pk, "home": town.household.pk, "hidden": town.hidden.pk,
        "left": town.left.pk, "known": town.known.pk, "user": town.spy.user_id, "place": town.spy.structure_id,
        "their_user": town.worker.user_id, "their_place": town.worker.structure_id, "new": uuid4(),
    }  # fmt: skip


def attempt(town, statement: str, actor=None) -> tuple[str, list]:
    """(sqlstate of the refusal or "", rows shown); nothing is kept."""
    with acting(actor or actor_of(town.spy)), connection.cursor() as cursor, undone():
        try:
            cursor.execute(statement.format(**words(town)))
            if cursor.description:
                return "", cursor.fetchall()
            return "", [cursor.rowcount] * bool(cursor.rowcount > 0)
        except DatabaseError as error:
            refusal = error
    assert CANARY not in str(refusal)
    return refusal.__cause__.sqlstate, []


REFUSED = {
    "become the maintenance role, by grant": "GRANT maillage_maintenance TO maillage_app",
    "take row security off": "ALTER TABLE people_person NO FORCE ROW LEVEL SECURITY",
    "drop a policy": "DROP POLICY people_person_attached ON people_person",
    "add a policy": "CREATE POLICY mine ON people_person USING (true)",
    "disable a trigger": "ALTER TABLE audit_entry DISABLE TRIGGER ALL",
    "replica mode": "SET session_replication_role = replica",
    "erase a person": "SELECT maillage_definer.erase_files(ARRAY['{victim}']::uuid[])",
    "know who was made one with whom": "SELECT maillage_definer.files_of(ARRAY['{victim}']::uuid[])",
    "forget former versions": "SELECT maillage_definer.erase_versions(ARRAY['{victim}']::uuid[])",
    "destroy a key": "DELETE FROM vault_datakey WHERE owner = '{victim}'",
    "shorten what is kept": "UPDATE support_retentionrule SET active_months = 1",
    "suspend the erasure of somebody else's file": "INSERT INTO support_legalhold (id, person_id, reason, until, placed_by_id,"
    " placed_at) VALUES ('{new}', '{victim}', '', '2099-01-01', {user}, now())",
    "read the key": "SELECT key FROM maillage_private.context_key",
    "read the key by COPY": "COPY maillage_private.context_key TO STDOUT",
    "write the key": "UPDATE maillage_private.context_key SET key = 'x'",
    "read former versions": "SELECT former FROM audit_rowversion",
    "read the heads of the journal": "SELECT * FROM audit_chainhead",
    "rewrite the journal": "UPDATE audit_entry SET verb = 'x'",
    "erase the journal": "DELETE FROM audit_entry",
    "empty the journal": "TRUNCATE audit_entry",
    "write the journal as somebody else": "INSERT INTO audit_entry (actor_user_id, actor_label, verb, object_kind,"
    " object_id, details) VALUES ({their_user}, 'x', 'read', 'x', 'x', '{{}}')",
    "a file of the server": "SELECT pg_read_file('/etc/passwd')",
    "a program of the server": "COPY (SELECT 1) TO PROGRAM 'true'",
    "a file by COPY": "COPY people_person TO '/tmp/people.csv'",
    "a large object from a file": "SELECT lo_import('/etc/passwd')",
    "a setting of the server": "SELECT set_config('log_statement', 'all', false)",
    "a function in public": "CREATE FUNCTION public.f() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    "a function among the definers": "CREATE FUNCTION maillage_definer.f() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    "a table in public": "CREATE TABLE public.audit_chainhead_2 (chain int)",
    "a schema": "CREATE SCHEMA spy",
    "replace the actor": "CREATE OR REPLACE FUNCTION public.maillage_actor_user() RETURNS bigint LANGUAGE sql AS 'SELECT 1'",
    "a trigger on persons": "CREATE TRIGGER spy BEFORE UPDATE ON people_person EXECUTE FUNCTION audit_refuse()",
    "move a sequence": "SELECT setval('accounts_user_id_seq', 1)",
    "attach oneself to a followed person": "INSERT INTO people_attachment (id, person_id, structure_id, worker_id,"
    " reason, started_at, created_by_id) VALUES ('{new}', '{victim}', {place}, {user}, 'x', now(), {user})",
    "attach oneself in their structure": "INSERT INTO people_attachment (id, person_id, structure_id, worker_id,"
    " reason, started_at, created_by_id) VALUES ('{new}', '{victim}', {their_place}, {user}, 'x', now(), {user})",
    "attach oneself to their household": "INSERT INTO people_attachment (id, household_id, structure_id, worker_id,"
    " reason, started_at, created_by_id) VALUES ('{new}', '{home}', {place}, {user}, 'x', now(), {user})",
    "attach oneself again after leaving": "INSERT INTO people_attachment (id, person_id, structure_id, worker_id,"
    " reason, started_at, created_by_id) VALUES ('{new}', '{left}', {place}, {user}, 'x', now(), {user})",
    "an attachment by ON CONFLICT": "INSERT INTO people_attachment (id, person_id, structure_id, worker_id, reason,"
    " started_at, created_by_id) SELECT id, '{victim}', {place}, {user}, 'x', now(), {user} FROM people_attachment"
    " WHERE person_id = '{known}' ON CONFLICT (id) DO UPDATE SET person_id = excluded.person_id",
    "an attachment by MERGE": "MERGE INTO people_attachment a USING (SELECT 1) s ON a.person_id = '{known}'"
    " WHEN MATCHED THEN UPDATE SET person_id = '{victim}'",
    "move an attachment": "UPDATE people_attachment SET person_id = '{victim}' WHERE person_id = '{known}'",
    "move it to a household": "UPDATE people_attachment SET person_id = NULL, household_id = '{home}'"
    " WHERE person_id = '{known}'",
    "open again an attachment that ended": "UPDATE people_attachment SET ended_at = NULL WHERE person_id = '{left}'",
    "move an ended attachment, open": "UPDATE people_attachment SET ended_at = NULL, person_id = '{victim}'"
    " WHERE person_id = '{left}'",
    "a person over another": "INSERT INTO people_person (id, called, first_name, last_name, search_name, sound_key,"
    " activity, nationality, facts_source, elected_domicile, version, created_at) VALUES ('{victim}', 'x', '', '', 'x',"
    " '', '', '', '', '', 1, now()) ON CONFLICT (id) DO UPDATE SET called = people_person.called",
    "a protected address on somebody else": "INSERT INTO people_protectedaddress (id, person_id, address, motive, former,"
    " created_at) VALUES ('{new}', '{victim}', 'x', 'x', '', now())",
    "name oneself reader": "INSERT INTO people_protectedreader (id, protected_id, reader_id) VALUES"
    " ('{new}', '{hidden}', {user})",
    "a channel on somebody else": "INSERT INTO people_channel (id, person_id, kind, value, discreet, note) VALUES"
    " ('{new}', '{victim}', 'phone', 'x', false, '')",
    "a member in somebody else's household": "INSERT INTO people_householdmember (id, household_id, person_id, role)"
    " VALUES ('{new}', '{home}', '{known}', 'other')",
    "a request made by hand": "INSERT INTO people_attachmentrequest (id, person_id, requester_id, structure_id,"
    " typed_name, motive, state, created_at) VALUES ('{new}', '{victim}', {user}, {place}, 'x', 'x', 'pending', now())",
    "a merge made by hand": "INSERT INTO people_personmerge (id, kept_id, absorbed_id, by_id, at, former, chosen, moved,"
    " set_aside) VALUES ('{new}', '{known}', '{victim}', {user}, now(), '{{}}', '{{}}', '{{}}', '[]')",
    "forget one's questions": "DELETE FROM people_matchattempt",
    "merge somebody out of sight": "SELECT maillage_definer.merge_persons('{new}', '{known}', '{victim}', 1, 1, '{{}}', '{{}}')",
    "merge into somebody out of sight": "SELECT maillage_definer.merge_persons('{new}', '{victim}', '{known}', 1, 1, '{{}}', '{{}}')",
    "a context by hand": "SELECT set_config('maillage.actor', '{their_user}|{their_place}|rights_lead|' || pg_backend_pid() || '|00', true);"
    " SELECT called FROM people_person",
    "their context with one more field": "SELECT set_config('maillage.actor', current_setting('maillage.actor') || '|x', true);"
    " SELECT called FROM people_person",
    "their context with another role": "SELECT set_config('maillage.actor', replace(current_setting('maillage.actor'),"
    " 'social_worker', 'rights_lead'), true); SELECT called FROM people_person",
    "row security off for the session": "SET row_security = off; SELECT called FROM people_person",
}  # fmt: skip

SHOWS_NOTHING = {
    "the person by its identifier": "SELECT * FROM people_person WHERE id = '{victim}'",
    "everybody but those known": "SELECT called FROM people_person WHERE id <> '{known}'",
    "persons by COPY": "SELECT * FROM (TABLE people_person) t WHERE called = 'Zanzibar-4417'",
    "a channel": "SELECT * FROM people_channel",
    "a household": "SELECT * FROM people_household",
    "a budget": "SELECT * FROM people_budgetline",
    "a protected address": "SELECT * FROM people_protectedaddress",
    "its readers": "SELECT * FROM people_protectedreader",
    "attachments of others": "SELECT * FROM people_attachment WHERE worker_id <> {user}",
    "who follows": "SELECT * FROM maillage_definer.followers('{victim}')",
    "who follows, everybody": "SELECT f.* FROM maillage_definer.person_references() r, maillage_definer.followers('{victim}') f",
    "parting what was merged by others": "SELECT 1 WHERE maillage_definer.part_persons('{new}')",
    "do I see": "SELECT 1 WHERE maillage_definer.actor_sees('{victim}', NULL)",
    "do I read": "SELECT 1 WHERE maillage_definer.reads_protected('{hidden}')",
    "how many households they leave aside": "SELECT 1 WHERE maillage_definer.outside_basis('{{}}') > 0",
    "the runs of others": "SELECT * FROM rights_run",
    "their parts": "SELECT * FROM rights_chunk",
    "may I attach": "SELECT 1 WHERE maillage_definer.may_attach('{victim}', NULL)",
    "may I name": "SELECT 1 WHERE maillage_definer.may_name_reader('{hidden}')",
    "change somebody": "UPDATE people_person SET called = 'x' WHERE id = '{victim}' RETURNING called",
    "change everybody": "UPDATE people_person SET called = called WHERE id <> '{known}' RETURNING called",
    "erase somebody": "DELETE FROM people_person WHERE id = '{victim}' RETURNING called",
    "erase attachments of others": "DELETE FROM people_attachment WHERE worker_id <> {user} RETURNING id",
    "a row locked": "SELECT called FROM people_person WHERE id = '{victim}' FOR UPDATE",
    "a division that only fails on the secret": "SELECT 1 FROM people_person WHERE 1 / (CASE WHEN called = 'Zanzibar-4417'"
    " THEN 0 ELSE 1 END) = 0",
    "a cast that tells the secret": "SELECT 1 FROM people_channel WHERE value::int = 1",
    "a cast behind a join": "SELECT 1 FROM people_person p JOIN people_channel c ON c.person_id = p.id WHERE c.value::int = 1",
    "a cast of the protected address": "SELECT 1 FROM people_protectedaddress WHERE address::int = 1",
    "a set-returning cast": "SELECT jsonb_array_elements(called::jsonb) FROM people_person WHERE id <> '{known}'",
    "values kept by the planner": "SELECT most_common_vals, histogram_bounds FROM pg_stats WHERE tablename LIKE 'people_%'",
    "extended statistics": "SELECT * FROM pg_stats_ext WHERE tablename LIKE 'people_%'",
    "their lines of the journal": "SELECT * FROM audit_entry WHERE actor_user_id <> {user}",
    "what others do now": "SELECT query FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND query LIKE '%Zanzibar%'",
    "views of persons": "SELECT viewname FROM pg_views WHERE schemaname = 'public'",
}


@pytest.mark.parametrize("name", REFUSED)
def test_refused(town, name):
    state, shown = attempt(town, REFUSED[name])
    assert (state, shown) == (DENIED, [])


@pytest.mark.parametrize("name", SHOWS_NOTHING)
def test_shows_nothing(town, name):
    assert attempt(town, SHOWS_NOTHING[name]) == ("", [])


def test_enough_was_attempted():
    assert len(REFUSED) >= 45
    assert len(SHOWS_NOTHING) >= 30


def test_the_attempts_would_show_something_to_whoever_may(town):
    """The same statements, by the worker: what is empty above is not empty for want of rows."""
    worker = actor_of(town.worker)
    for name in (
        "the person by its identifier",
        "a channel",
        "a household",
        "a budget",
        "a protected address",
        "who follows",
    ):
        assert attempt(town, SHOWS_NOTHING[name], worker)[1]


def test_the_context_of_another_connection_is_refused(town):
    """A signed context that was read somewhere serves on no other connection."""
    stolen = signed(actor_of(town.worker), connection.connection.info.backend_pid + 1)
    state, _ = attempt(
        town, f"SELECT set_config('maillage.actor', '{stolen}', true); SELECT called FROM people_person"
    )
    assert state == DENIED


def test_no_context_shows_nothing(town):
    for actor in (ANONYMOUS, Actor(town.spy.user_id), Actor(town.worker.user_id)):
        for table in ("people_person", "people_household", "people_attachment", "people_protectedaddress"):
            assert attempt(town, f"SELECT 1 FROM {table} WHERE '{{victim}}' <> ''", actor) == ("", [])


def test_temporary_tables_do_not_stand_for_the_journal(town):
    """Where a role may make temporary tables, they hide no table from the functions of the journal."""
    shadow = "CREATE TEMP TABLE {0} (LIKE public.{0} INCLUDING DEFAULTS) ON COMMIT DROP; "
    actor = actor_of(town.spy)
    with acting(actor), connection.cursor() as cursor:
        cursor.execute(shadow.format("audit_entry") + "CREATE TEMP TABLE audit_chainhead (chain int, rank int, hash text) ON COMMIT DROP;"
                       " CREATE TEMP TABLE audit_rowversion (LIKE pg_temp.audit_entry) ON COMMIT DROP;"
                       " INSERT INTO audit_chainhead SELECT n, 900, '' FROM generate_series(0, 15) n")  # fmt: skip
        cursor.execute("INSERT INTO public.audit_entry (actor_user_id, actor_label, verb, object_kind, object_id, details)"
                       f" VALUES ({actor.user_id}, 'x', 'shadow', 'x', 'x', '{{}}')")  # fmt: skip
        cursor.execute("UPDATE people_person SET called = 'Paul' WHERE called = 'Karim'")
        cursor.execute("SELECT rank < 900 FROM public.audit_entry WHERE verb = 'shadow'")
        assert cursor.fetchall() == [(True,)]
    with become("maintenance"), connection.cursor() as cursor:
        cursor.execute(
            "SELECT former ->> 'called' FROM public.audit_rowversion WHERE row_id = %s", [str(town.known.pk)]
        )
        assert cursor.fetchall() == [("Karim",)]


def test_the_application_is_a_member_of_no_role():
    """SET ROLE follows memberships; tests sign in as a role that has them, the application's own has none."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT r.rolname FROM pg_auth_members m JOIN pg_roles r ON r.oid = m.roleid"
                       " JOIN pg_roles a ON a.oid = m.member WHERE a.rolname = 'maillage_app'")  # fmt: skip
        assert cursor.fetchall() == []
        cursor.execute("SELECT rolsuper, rolcreaterole, rolcreatedb, rolreplication, rolbypassrls"
                       " FROM pg_roles WHERE rolname = 'maillage_app'")  # fmt: skip
        assert cursor.fetchone() == (False,) * 5


def test_every_function_that_looks_beyond_is_closed():
    """A fixed search path that ends with pg_temp, nobody else's to call, and a role that is not the owner's."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT p.oid::regprocedure::text, array_to_string(p.proconfig, ';'), n.nspname,"
                       " has_function_privilege('maillage_backup', p.oid, 'EXECUTE')"
                       " FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE p.prosecdef")  # fmt: skip
        found = cursor.fetchall()
    assert len(found) >= 12
    for name, settings, schema, public in found:
        path = next((one for one in (settings or "").split(";") if one.startswith("search_path=")), "")
        assert path.endswith("pg_temp") or path == "search_path=pg_catalog", name
        assert schema != "maillage_definer" or not public, name
