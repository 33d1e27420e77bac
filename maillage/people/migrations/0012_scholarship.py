"""Whether a student has a grant: housing aid depends on it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0011_attachment_read")]
    operations = [
        migrations.AddField(
            "person",
            "scholarship",
            models.BooleanField(blank=True, null=True, verbose_name="a une bourse d’études"),
        )
    ]
