from django.db import migrations

from maillage.conventions import codes_sql
from maillage.permissions.definer import as_maintenance


class Migration(migrations.Migration):

    dependencies = [
        ('conventions', '0001_initial'),
        ('diplomas', '0003_pack'),
    ]

    operations = [
        migrations.RunSQL(as_maintenance(codes_sql.FORWARD), as_maintenance(codes_sql.BACKWARD)),
    ]
