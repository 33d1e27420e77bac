"""The number to call of a night is forgotten in its former versions too."""

from django.db import migrations

from maillage.counts import forget_sql


class Migration(migrations.Migration):
    dependencies = [("counts", "0001_initial")]
    operations = [migrations.RunSQL(forget_sql.FORWARD, forget_sql.BACKWARD)]
