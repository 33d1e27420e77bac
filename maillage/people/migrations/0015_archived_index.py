"""Who is archived is found in an index that holds nobody else; built live."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("people", "0014_idle_index")]
    operations = [
        AddIndexConcurrently(
            "person",
            models.Index(fields=["id"], condition=models.Q(archived_on__isnull=False), name="people_person_archived"),
        )
    ]
