"""The person's own steps, those that a host notes, and the rank of a case: nothing more than each may write."""

from django.db import migrations

from maillage.referrals.moves_sql import BACKWARD, FORWARD


class Migration(migrations.Migration):
    dependencies = [("referrals", "0010_reading")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
