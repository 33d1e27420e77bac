"""The person finds in their journal who read their home and its rights, as who read their file."""

from django.db import migrations

from maillage.support import reads_sql


class Migration(migrations.Migration):
    dependencies = [("support", "0009_orientation_counts")]
    operations = [migrations.RunSQL(reads_sql.FORWARD, reads_sql.BACKWARD)]
