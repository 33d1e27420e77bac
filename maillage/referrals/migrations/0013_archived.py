"""Of somebody whose file is archived, what was sent is read no longer."""

from django.db import migrations

from maillage.referrals.archived_sql import BACKWARD, FORWARD


class Migration(migrations.Migration):
    dependencies = [("referrals", "0012_inbox")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
