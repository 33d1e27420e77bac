"""One at a time, where no row may be locked: a row that the actor may not change, PostgreSQL does not let them lock."""

from django.db import connection


def alone(topic: str, about: int) -> None:
    """To the end of the transaction; who comes meanwhile waits, and then reads what was written."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, %s))", [topic, about])
