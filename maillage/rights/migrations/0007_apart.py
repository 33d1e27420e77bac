"""What a territory counts tells no structure the few of the others."""

from django.db import migrations

from maillage.rights import apart_sql


class Migration(migrations.Migration):
    dependencies = [("rights", "0006_outside")]
    operations = [migrations.RunSQL(apart_sql.FORWARD, apart_sql.BACKWARD)]
