"""The actor as PostgreSQL knows them: signed, bound to the connection, gone with the transaction."""

import pytest
from django.db import ProgrammingError, connection, transaction

from maillage.permissions import Actor
from maillage.permissions.context import SETTING, acting, signed

CLAIRE = Actor(user_id=7, structure_id=3, roles=frozenset({"social_worker", "reception"}))
KARIM = Actor(user_id=8, structure_id=4, roles=frozenset({"rights_lead"}))


def ask(expression: str):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {expression}")
        return cursor.fetchone()[0]


@pytest.mark.django_db
def test_the_database_knows_the_actor_inside_the_transaction_only():
    with acting(CLAIRE):
        assert ask("maillage_actor_user()") == 7
        assert ask("maillage_actor_structure()") == 3
        assert ask("maillage_actor_has('reception')") is True
        assert ask("maillage_actor_has('rights_lead')") is False


@pytest.mark.django_db(transaction=True)
def test_nothing_is_left_after_the_transaction():
    with acting(CLAIRE):
        pass
    assert ask("maillage_actor_user()") is None


@pytest.mark.django_db
def test_the_outer_actor_comes_back():
    with acting(CLAIRE):
        with acting(KARIM):
            assert ask("maillage_actor_user()") == 8
        assert ask("maillage_actor_user()") == 7


@pytest.mark.django_db
def test_the_outer_actor_comes_back_after_an_error():
    with acting(CLAIRE):
        with pytest.raises(ValueError), acting(KARIM):
            raise ValueError
        assert ask("maillage_actor_user()") == 7


def forged(change) -> str:
    connection.ensure_connection()
    return change(signed(CLAIRE, connection.connection.info.backend_pid))


@pytest.mark.django_db
@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("7|", "8|", 1),
        lambda text: text.replace("social_worker", "rights_lead"),
        lambda text: text.rsplit("|", 1)[0],
        lambda text: text[:-1] + ("0" if text[-1] != "0" else "1"),
        lambda text: signed(CLAIRE, 1),
        lambda text: "7|3|social_worker",
        lambda text: text + "|x",
    ],
    ids=["user", "role", "no signature", "signature", "another connection", "short", "long"],
)
def test_a_forged_context_is_refused(change):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config(%s, %s, true)", [SETTING, forged(change)])
        with pytest.raises(ProgrammingError, match="forged row context"), transaction.atomic():
            ask("maillage_actor_user()")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement",
    [
        "SELECT key FROM maillage_private.context_key",
        "SELECT * FROM audit_rowversion",
        "SET ROLE maillage_superuser",
    ],
)
def test_the_application_cannot_read_what_would_let_it_forge(statement):
    with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.django_db
def test_the_application_runs_without_privileges():
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper, rolbypassrls, rolname FROM pg_roles WHERE rolname = current_user")
        assert cursor.fetchone() == (False, False, "maillage_app")
