"""Erased with the person: versions of their rows from before these were theirs."""

from django.db import migrations

from maillage.support import versions_sql


class Migration(migrations.Migration):
    dependencies = [("support", "0012_idle_indexes")]
    operations = [migrations.RunSQL(versions_sql.FORWARD, versions_sql.BACKWARD)]
