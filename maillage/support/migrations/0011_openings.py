"""Openings of a file are grouped by reader and day in PostgreSQL, and no longer stop at a thousand lines of the journal."""

from django.db import migrations

from maillage.support import openings_sql


class Migration(migrations.Migration):
    dependencies = [("support", "0010_reads_of_homes")]
    operations = [migrations.RunSQL(openings_sql.FORWARD, openings_sql.BACKWARD)]
