from datetime import date

from django.db import migrations

from maillage.observatory.catalogue import load_indicators
from maillage.observatory.sources import (
    delays,
    files,
    found,
    hardships,
    internships,
    meetings,
    resolutions,
    reuses,
)
from maillage.observatory.tallies_sql import backward, forward

ADDED = (delays, found, meetings, resolutions, reuses, files, internships, hardships)
SOURCES = tuple(one.SOURCE for one in ADDED)


def load(apps, editor):
    """Nobody inserts an indicator but the role of maintenance."""
    editor.execute("SET LOCAL ROLE maillage_maintenance")
    load_indicators(apps.get_model("observatory", "Indicator"), date.today(), editor.connection.alias)
    editor.execute("RESET ROLE")


class Migration(migrations.Migration):

    dependencies = [
        ('calls', '0002_paper_readings'),
        ('conventions', '0001_initial'),
        ('governance', '0010_held_meetings'),
        ('observatory', '0002_counting'),
        ('practices', '0001_initial'),
        ('referrals', '0014_archived'),
        ('rights', '0007_apart'),
    ]

    operations = [
        migrations.RunSQL(forward(*SOURCES), backward(*SOURCES)),
        migrations.RunPython(load, migrations.RunPython.noop),
    ]
