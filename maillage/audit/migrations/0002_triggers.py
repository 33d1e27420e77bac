"""The journal chains itself; former versions of rows are kept by trigger."""

from django.db import migrations

from maillage.audit.sql import BACKWARD, FORWARD


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial"), ("permissions", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
