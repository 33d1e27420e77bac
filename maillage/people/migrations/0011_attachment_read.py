"""Policies read who is attached to what from an index alone; made without keeping anybody from writing meanwhile."""

from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("people", "0010_own_home")]

    operations = [
        AddIndexConcurrently(
            "attachment",
            models.Index(
                fields=["structure", "worker"],
                include=["person", "household", "consent_of", "ended_at"],
                name="people_attachment_read",
                condition=models.Q(ended_at__isnull=True),
            ),
        ),
        RemoveIndexConcurrently("attachment", "people_attachment_open"),
    ]
