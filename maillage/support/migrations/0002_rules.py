"""Functions and policies that SQL alone can say."""

from django.db import migrations

from maillage.support import sql


class Migration(migrations.Migration):
    dependencies = [("support", "0001_initial"), ("people", "0008_ledger_data")]
    operations = [migrations.RunSQL(sql.FORWARD, sql.BACKWARD)]
