"""Who writes referrals; what is told of all answers without showing any."""

from django.db import migrations

from maillage.referrals import observed_sql, sql


class Migration(migrations.Migration):
    dependencies = [("referrals", "0001_initial"), ("support", "0012_idle_indexes")]
    operations = [
        migrations.RunSQL(sql.FORWARD, sql.BACKWARD),
        migrations.RunSQL(observed_sql.FORWARD, observed_sql.BACKWARD),
    ]
