"""Every table that holds personal rows carries a policy, and the application cannot go around it."""

import pytest
from django.apps import apps
from django.db import connection

PERSONAL = {
    "calls",
    "conditions",
    "consultations",
    "contributions",
    "conventions",
    "counts",
    "diplomas",
    "events",
    "governance",
    "observatory",
    "people",
    "placements",
    "practices",
    "referrals",
    "reception",
    "rights",
    "schemes",
    "support",
    "training",
}
OTHERS_WITH_POLICY = {
    "accounts_proconnectidentity",
    "audit_entry",
    "jobs_job",
    "directory_attendance",
    "directory_contribution",
    "directory_diagnosis",
    "directory_diagnosisversion",
    "directory_directline",
    "directory_linkinsight",
    "directory_notebookline",
    "directory_receptioncount",
    "directory_signature",
}
NOT_PERSONAL = {
    "diplomas_block",
    "diplomas_bridge",
    "diplomas_delay",
    "diplomas_diploma",
    "diplomas_diplomaversion",
    "diplomas_record",
    "diplomas_versionblock",
    "governance_recommendation",
    "governance_recommendedaction",
    "observatory_indicator",
    "people_legalbasis",
    "support_retentionrule",
    "training_kindrule",
    "training_ruleversion",
}


def personal_tables() -> set[str]:
    models = [model for model in apps.get_models() if model._meta.app_label in PERSONAL]
    return {model._meta.db_table for model in models} - NOT_PERSONAL


@pytest.mark.django_db
def test_every_personal_table_forces_row_security():
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relrowsecurity AND relforcerowsecurity")
        guarded = {name for (name,) in cursor.fetchall()}
    assert len(personal_tables()) >= 8
    assert (personal_tables() | OTHERS_WITH_POLICY) - guarded == set()


@pytest.mark.django_db
def test_without_an_actor_no_personal_row_exists():
    with connection.cursor() as cursor:
        for table in sorted(personal_tables()):
            cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(table)}")
            assert (table, cursor.fetchone()[0]) == (table, 0)
