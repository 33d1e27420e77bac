"""Orientations counted by theme, for the diagnosis of a territory."""

from django.db import migrations

from maillage.support import orientations_sql


class Migration(migrations.Migration):
    dependencies = [("support", "0008_orientations")]
    operations = [migrations.RunSQL(orientations_sql.FORWARD, orientations_sql.BACKWARD)]
