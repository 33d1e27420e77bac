"""A worker leaves: what is owed is found by whoever follows the person now."""

from django.db import migrations

from maillage.referrals.followers_sql import BACKWARD, FORWARD


class Migration(migrations.Migration):
    dependencies = [("referrals", "0008_kept_out")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
