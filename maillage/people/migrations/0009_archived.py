"""A file closed because nobody met the person for long: a day, empty for the others."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0008_ledger_data")]
    operations = [
        migrations.AddField(
            "person",
            "archived_on",
            models.DateField(blank=True, editable=False, null=True, verbose_name="archivée le"),
        )
    ]
