from datetime import date

from django.db import migrations

from maillage.observatory.catalogue import load_indicators
from maillage.observatory.sources import claims, decisions, receptions, requests
from maillage.observatory.tallies_sql import backward, forward

SOURCES = (claims.SOURCE, requests.SOURCE, decisions.SOURCE, receptions.SOURCE)


def load(apps, editor):
    """Nobody inserts an indicator but the role of maintenance."""
    editor.execute("SET LOCAL ROLE maillage_maintenance")
    load_indicators(apps.get_model("observatory", "Indicator"), date.today(), editor.connection.alias)
    editor.execute("RESET ROLE")


class Migration(migrations.Migration):

    dependencies = [
        ('observatory', '0001_initial'),
        ('reception', '0001_initial'),
        ('referrals', '0008_kept_out'),
        ('rights', '0003_claims'),
        ('schemes', '0002_places'),
    ]

    operations = [
        migrations.RunSQL(forward(*SOURCES), backward(*SOURCES)),
        migrations.RunPython(load, migrations.RunPython.noop),
    ]
