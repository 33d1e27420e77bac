"""First receptions without identity have an end."""

from django.db import migrations

from maillage.reception import forget_sql


class Migration(migrations.Migration):
    dependencies = [("reception", "0001_initial"), ("support", "0013_versions_of_rows")]
    operations = [migrations.RunSQL(forget_sql.FORWARD, forget_sql.BACKWARD)]
