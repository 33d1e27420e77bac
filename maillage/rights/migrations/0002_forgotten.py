"""A right never outlives the screening that found it."""

from django.db import migrations

from maillage.rights.sql import BACKWARD, FORWARD


class Migration(migrations.Migration):
    dependencies = [("rights", "0001_initial"), ("permissions", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
