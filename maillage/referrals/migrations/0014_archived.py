"""Of somebody whose file is archived, what was sent is read no longer."""

from django.db import migrations

from maillage.referrals.archived_sql import BACKWARD, FORWARD


class Migration(migrations.Migration):
    dependencies = [("people", "0015_archived_index"), ("referrals", "0013_inbox_plans")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
