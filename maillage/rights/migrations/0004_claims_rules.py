"""Who writes claims, what the person decides, what is counted without being shown."""

from django.db import migrations

from maillage.rights.claims_sql import BACKWARD, FORWARD


class Migration(migrations.Migration):
    dependencies = [("rights", "0003_claims"), ("support", "0005_reopen")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
