"""An archived file opens again for the structure that followed the person."""

from django.db import migrations

from maillage.support import retention_sql


class Migration(migrations.Migration):
    dependencies = [("support", "0004_forgetting")]
    operations = [migrations.RunSQL(retention_sql.FORWARD, retention_sql.BACKWARD)]
