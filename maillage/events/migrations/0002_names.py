"""Names of registrations are forgotten."""

from django.db import migrations

from maillage.events import forget_sql


class Migration(migrations.Migration):
    dependencies = [("events", "0001_initial")]
    operations = [migrations.RunSQL(forget_sql.FORWARD, forget_sql.BACKWARD)]
