"""Row security alone, `visible_to` alone and an oracle written apart say the same of random organisations: twenty-five, two hundred for the bar."""

from collections import Counter

import pytest
from django.apps import apps
from django.core.exceptions import EmptyResultSet
from django.db import connection

from maillage.permissions.context import acting
from tests.depth import count, deep
from tests.plugin import become, undone
from tests.security.organisations import Oracle, make_organisation, make_pool

ORGANISATIONS = deep(25, 200)
FILTERED_EVERY = 4
"""`visible_to` is compared on one organisation in four: its statement takes PostgreSQL longer to plan than to run."""
PERSONAL = ("people", "rights", "jobs", "support")
NOT_PERSONAL = {"people_importline", "people_legalbasis", "support_retentionrule"}
SIGNED_IN_ONLY = {
    "jobs_job",
    "people_matchattempt",
    "people_protectedreader",
    "people_attachmentrequest",
    "people_consent",
}
"""Shown to the account itself, even between two structures: `visible_to` asks for more."""


def secured_models():
    found = [model for label in PERSONAL for model in apps.get_app_config(label).get_models()]
    return [model for model in found if model._meta.db_table not in NOT_PERSONAL]


def key_columns(model) -> str:
    """The row's key as one text: two columns for a composite key."""
    fields = model._meta.pk_fields
    return " || ' ' || ".join(f"t.{connection.ops.quote_name(one.column)}::text" for one in fields)


def key_of(row) -> str:
    return " ".join(str(getattr(row, one.attname)) for one in row._meta.pk_fields)


def answered(statement: str, values=()) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        for table, key in cursor.fetchall():
            found.setdefault(table, set()).add(key)
    return found


def by_row_security(actor, models) -> dict[str, set[str]]:
    everything = " UNION ALL ".join(
        f"SELECT '{one._meta.db_table}', {key_columns(one)} FROM {one._meta.db_table} t" for one in models
    )
    with acting(actor):
        return answered(everything)


def by_visible_to(actor, models) -> dict[str, set[str]]:
    parts, values = [], []
    for model in models:
        try:
            sql, given = model.objects.visible_to(actor).query.sql_with_params()
        except EmptyResultSet:
            continue
        parts.append(f"SELECT '{model._meta.db_table}', {key_columns(model)} FROM ({sql}) t")
        values += given
    with become("maintenance"):
        return answered(" UNION ALL ".join(parts), values) if parts else {}


def by_oracle(actor, made, models) -> dict[str, set[str]]:
    oracle = Oracle(made, actor)
    found = {
        model._meta.db_table: {key_of(row) for row in made.of(model) if oracle.sees(row)} for model in models
    }
    return {table: keys for table, keys in found.items() if keys}


def _compared(number, pool, models, filtered) -> Counter[str]:
    """What was compared in the organisation of that number."""
    made = make_organisation(f"organisation {number}", pool)
    with become("maintenance"):
        made.write()
    found = Counter(rows=sum(map(len, made.rows.values())))
    filtered_tables = {model._meta.db_table for model in filtered}
    for actor in made.actors:
        expected = by_oracle(actor, made, models)
        shown = by_row_security(actor, models)
        assert _at_work_only(actor, shown) == expected, f"organisation {number}, {actor}"
        if number % FILTERED_EVERY == 0:
            kept = {table: keys for table, keys in expected.items() if table in filtered_tables}
            assert by_visible_to(actor, filtered) == kept, f"organisation {number}, {actor}"
            found["filtered"] += 1
        found["actors"] += 1
        found["seen"] += sum(map(len, expected.values()))
    return found


@pytest.mark.django_db
def test_row_security_equals_the_oracle():
    pool, compared = make_pool(), Counter()
    models = secured_models()
    filtered = [model for model in models if hasattr(model.objects, "visible_to")]
    for number in range(ORGANISATIONS):
        with undone():
            compared += _compared(number, pool, models, filtered)
    print(f"{dict(compared)}, {len(models)} tables")
    count("organisations", ORGANISATIONS)
    assert compared["actors"] >= 5 * ORGANISATIONS
    assert compared["seen"] >= 25 * ORGANISATIONS
    assert compared["filtered"] >= 1.5 * ORGANISATIONS
    assert len(models) >= 15


def _at_work_only(actor, shown):
    if actor.structure_id is not None or actor.person_id:
        return shown
    return {table: keys for table, keys in shown.items() if table not in SIGNED_IN_ONLY}
