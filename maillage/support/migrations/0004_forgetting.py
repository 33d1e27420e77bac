"""Erasing somebody, what suspends it, and the durations that apply."""

from datetime import date

from django.db import migrations

from maillage.support import forget_sql

RULE = {
    "label": "accompagnement social",
    "active_months": 24,
    "archived_months": 36,
    "text": "CNIL, délibération n° 2023-095 du 14 septembre 2023 : deux ans après le dernier contact, puis archive. "
    "Archive : jusqu’à cinq ans en tout (Code civil, article 2224), à confirmer par le délégué à la protection des données",
    "source": "https://www.cnil.fr/fr/gerer-la-duree-de-conservation-des-donnees",
    "since": date(2023, 9, 14),
}


def load(apps, editor):
    rows = apps.get_model("support", "RetentionRule").objects.using(editor.connection.alias)
    rows.update_or_create(code="cnil-2023-095", defaults=RULE)


class Migration(migrations.Migration):
    dependencies = [
        ("support", "0003_retention"),
        ("audit", "0004_versions_by_person"),
        ("vault", "0001_initial"),
    ]
    operations = [
        migrations.RunPython(load, migrations.RunPython.noop),
        migrations.RunSQL(forget_sql.FORWARD, forget_sql.BACKWARD),
    ]
