"""What an import and its undoing ask beyond row security."""

from django.db import migrations

from maillage.people import import_sql


class Migration(migrations.Migration):
    dependencies = [("people", "0003_imports"), ("audit", "0002_triggers"), ("permissions", "0001_initial")]
    operations = [migrations.RunSQL(import_sql.FORWARD, import_sql.BACKWARD)]
