"""A person keeps somebody out: out of what was sent too."""

from django.db import migrations

from maillage.referrals.kept_out_sql import BACKWARD, FORWARD


class Migration(migrations.Migration):
    dependencies = [("referrals", "0007_sent_answers")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
