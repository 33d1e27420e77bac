"""Functions and policies that SQL alone can say."""

from django.db import migrations

from maillage.people import sql


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial"), ("permissions", "0001_initial")]
    operations = [migrations.RunSQL(sql.FORWARD, sql.BACKWARD)]
