"""The index that keeps a month from being noted twice begins with the household: another one served nothing. Dropped live."""

import django.db.models.deletion
from django.db import migrations, models

NAME = "people_budgetline_household_id_4495cb23"


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("people", "0013_doors")]
    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(
                    f"DROP INDEX CONCURRENTLY IF EXISTS {NAME}",
                    f"CREATE INDEX CONCURRENTLY IF NOT EXISTS {NAME} ON people_budgetline (household_id)",
                )
            ],
            state_operations=[
                migrations.AlterField(
                    "budgetline",
                    "household",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="budget_lines",
                        to="people.household",
                        verbose_name="foyer",
                    ),
                )
            ],
        )
    ]
