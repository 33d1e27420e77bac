"""The former versions of rows forget the addresses of somebody put under protection."""

from django.db import migrations

from maillage.people import forget_sql


class Migration(migrations.Migration):
    dependencies = [("people", "0004_import_definer"), ("audit", "0002_triggers")]
    operations = [migrations.RunSQL(forget_sql.FORWARD, forget_sql.BACKWARD)]
