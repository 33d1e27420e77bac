"""How many households a run leaves aside; runs of the former version end."""

from django.db import migrations

from maillage.rights import sql


class Migration(migrations.Migration):
    dependencies = [("rights", "0005_radar"), ("people", "0009_archived")]
    operations = [
        migrations.RunSQL(sql.OUTSIDE, sql.FORGET_OUTSIDE),
        migrations.RunSQL(sql.FORMER_VERSION, migrations.RunSQL.noop),
    ]
