"""The key of each person; the application makes keys and reads them, and changes or removes none."""

import uuid

from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True
    dependencies = [("permissions", "0001_initial")]
    operations = [
        migrations.CreateModel(
            name="DataKey",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False, verbose_name="identifiant")),
                ("owner", models.UUIDField(unique=True, verbose_name="personne")),
                ("master", models.CharField(max_length=40, verbose_name="clé maîtresse")),
                ("wrapped", models.BinaryField(verbose_name="clé enveloppée")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="créée le")),
            ],
            options={"verbose_name": "clé de personne", "verbose_name_plural": "clés de personne"},
        ),
        migrations.RunSQL(
            "REVOKE UPDATE, DELETE, TRUNCATE ON vault_datakey FROM maillage_app", migrations.RunSQL.noop
        ),
    ]
