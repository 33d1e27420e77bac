"""A home is opened by its own, a file does not exist for whoever is kept out, a code comes to an address chosen from inside."""

from django.db import migrations, models

from maillage.people import doors_sql


class Migration(migrations.Migration):
    dependencies = [("people", "0012_scholarship")]
    operations = [
        migrations.AddField(
            "channel",
            "opens_space",
            models.BooleanField(db_default=False, default=False, editable=False, verbose_name="reçoit les codes"),
        ),
        migrations.RunSQL(doors_sql.FORWARD, doors_sql.BACKWARD),
    ]
