"""Indexes that serve nothing, dropped while the database serves: another one begins with the person; and almost no row is
withheld, by a text that nobody deletes. Each note written had three of them to keep.
"""

import django.db.models.deletion
from django.db import migrations, models

BY_PERSON = {"act": "b3817761", "directquestion": "dab9f7eb", "note": "43c13a53", "ownwords": "a24ab377"}
BY_TEXT = {
    "directquestion": "5cfde8a4", "document": "6b8c6531", "goal": "3cc3d7ab", "note": "73e27354",
    "ownwords": "a6d77205", "questionanswer": "bd037344", "reply": "2446e5fe",
}  # fmt: skip


def of_person():
    kept = django.db.models.deletion.CASCADE
    return models.ForeignKey(
        db_index=False, on_delete=kept, related_name="+", to="people.person", verbose_name="personne"
    )


def of_text():
    return models.ForeignKey(
        blank=True,
        db_index=False,
        null=True,
        on_delete=django.db.models.deletion.PROTECT,
        related_name="+",
        to="people.legalbasis",
        verbose_name="texte qui empêche de montrer à la personne",
    )


def dropped(table, column, key, kind=""):
    name = f"support_{table}_{column}_{key}" + ("_like" if kind else "")
    return migrations.RunSQL(
        f"DROP INDEX CONCURRENTLY IF EXISTS {name}",
        f"CREATE INDEX CONCURRENTLY IF NOT EXISTS {name} ON support_{table} ({column}{kind})",
    )


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("support", "0011_openings")]
    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[
                *(dropped(table, "person_id", key) for table, key in BY_PERSON.items()),
                *(dropped(table, "withheld_id", key) for table, key in BY_TEXT.items()),
                *(dropped(table, "withheld_id", key, " varchar_pattern_ops") for table, key in BY_TEXT.items()),
            ],
            state_operations=[
                *(migrations.AlterField(table, "person", of_person()) for table in BY_PERSON),
                *(migrations.AlterField(table, "withheld", of_text()) for table in BY_TEXT),
            ],
        )
    ]
