import psycopg
import pytest

from maillage.config import provision_command
from maillage.config.commandline import main
from maillage.config.provision import APP, ProvisionError, provision


def ask(url, query):
    with psycopg.connect(url, autocommit=True) as connection:
        return connection.execute(query).fetchall()


def do(url, *statements):
    with psycopg.connect(url, autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement)


@pytest.fixture
def table(served):
    do(served.urls()["owner"], "DROP TABLE IF EXISTS note", "CREATE TABLE note (id serial, body text)")
    return served.urls()


def test_no_role_is_more_than_it_needs(served):
    columns = "rolname, rolcanlogin, rolsuper, rolcreatedb, rolcreaterole, rolreplication, rolbypassrls"
    found = ask(
        served.urls()["superuser"],
        f"SELECT {columns} FROM pg_roles WHERE rolname LIKE 'maillage%' AND NOT rolsuper ORDER BY 1",
    )
    assert found == [
        ("maillage_app", True, False, False, False, False, False),
        ("maillage_backup", True, False, False, False, False, True),
        ("maillage_maintenance", True, False, False, False, False, True),
        ("maillage_owner", True, False, True, False, False, False),
        ("maillage_test", True, False, True, False, False, False),
    ]


def test_outside_the_tests_the_owner_makes_no_database(make_cluster):
    cluster = make_cluster(fast=False)
    cluster.ensure()
    query = "SELECT rolname FROM pg_roles WHERE rolcreatedb AND NOT rolsuper"
    assert ask(cluster.urls()["superuser"], query) == []


@pytest.mark.parametrize("role", ["app", "maintenance"])
def test_rows_are_written_with_the_rights_of_later_tables(table, role):
    do(table[role], "INSERT INTO note (body) VALUES ('a')", "UPDATE note SET body = 'b'", "DELETE FROM note")
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        do(table[role], "TRUNCATE note")


@pytest.mark.parametrize("role", ["app", "maintenance", "backup", "test"])
def test_only_the_owner_makes_tables(table, role):
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        do(table[role], "CREATE TABLE public.mine (id int)")


@pytest.mark.parametrize("role", ["app", "backup"])
def test_no_temporary_table_can_hide_a_real_one(table, role):
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        do(table[role], "CREATE TEMPORARY TABLE note (id int)")


def test_the_backup_reads_everything_and_writes_nothing(table):
    assert ask(table["backup"], "SELECT * FROM note") == []
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        do(table["backup"], "INSERT INTO note (body) VALUES ('a')")


def test_row_security_binds_requests_and_not_backups(table):
    do(
        table["owner"],
        "INSERT INTO note (body) VALUES ('hidden')",
        "ALTER TABLE note ENABLE ROW LEVEL SECURITY",
        "ALTER TABLE note FORCE ROW LEVEL SECURITY",
    )
    roles = ("owner", "app", "maintenance", "backup")
    counts = {role: ask(table[role], "SELECT count(*) FROM note")[0][0] for role in roles}
    assert counts == {"owner": 0, "app": 0, "maintenance": 1, "backup": 1}


def test_the_tests_become_a_role_and_inherit_none(table):
    with psycopg.connect(table["test"]) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute("SELECT * FROM public.note")
    with psycopg.connect(table["test"]) as connection:
        connection.execute("SET ROLE maillage_app")
        assert connection.execute("SELECT count(*) FROM note").fetchone() == (0,)


def test_a_database_made_by_the_tests_has_the_same_default_rights(table):
    do(table["test"], "DROP DATABASE IF EXISTS copy", "SET ROLE maillage_owner", "CREATE DATABASE copy")
    copy = {role: psycopg.conninfo.make_conninfo(url, dbname="copy") for role, url in table.items()}
    do(copy["owner"], "CREATE TABLE note (id serial, body text)")
    do(copy["app"], "INSERT INTO note (body) VALUES ('a')")
    do(table["owner"], "DROP DATABASE copy")


def test_run_again_it_changes_neither_passwords_nor_rights_taken_back(table):
    do(table["owner"], "REVOKE UPDATE, DELETE ON note FROM maillage_app")
    provision(table["superuser"], {}, for_tests=True)
    do(table["app"], "INSERT INTO note (body) VALUES ('a')")
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        do(table["app"], "DELETE FROM note")


def test_run_again_it_repairs_a_role_that_was_given_too_much(table):
    do(table["superuser"], "ALTER ROLE maillage_app BYPASSRLS CREATEROLE")
    provision(table["superuser"], {}, for_tests=True)
    query = f"SELECT rolbypassrls, rolcreaterole FROM pg_roles WHERE rolname = '{APP}'"
    assert ask(table["superuser"], query) == [(False, False)]


def test_an_ordinary_account_cannot_provision(served):
    with pytest.raises(ProvisionError, match="n'administre pas"):
        provision(served.urls()["owner"], {})


def test_the_command_prints_addresses_that_work_and_keeps_passwords(make_cluster, capsys):
    cluster = make_cluster("command")
    cluster.ensure()
    server = cluster.urls()["superuser"]
    assert main(["provision", "--server", server, "--database", "other", "--new-passwords"]) == 0
    addresses = dict(line.split("=", 1) for line in capsys.readouterr().out.splitlines())
    assert sorted(addresses) == sorted(provision_command.VARIABLES.values())
    query = "SELECT concat(current_user, ' ', current_database())"
    assert ask(addresses["DATABASE_URL"], query) == [("maillage_app other",)]
    assert main(["provision", "--server", server, "--database", "other"]) == 0
    assert capsys.readouterr().out == ""
    assert ask(addresses["DATABASE_OWNER_URL"], query) == [("maillage_owner other",)]


def test_without_an_address_the_command_says_what_to_give(capsys, monkeypatch):
    monkeypatch.delenv("DATABASE_SUPERUSER_URL", raising=False)
    assert main(["provision"]) == 1
    assert capsys.readouterr().err.startswith("Donnez l'adresse d'un compte administrateur")
