"""The former versions of a person's rows are found without reading them all; built while the database serves."""

import django.db.models.fields.json
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("audit", "0003_handled_by_persons")]
    operations = [
        AddIndexConcurrently(
            "rowversion",
            models.Index(django.db.models.fields.json.KT("former__person_id"), name="audit_rowversion_person"),
        )
    ]
