"""The list of what a scheme received is read in the order of its index."""

from django.conf import settings
from django.db import migrations, models

from maillage.referrals.inbox_sql import BACKWARD, FORWARD


class Migration(migrations.Migration):

    dependencies = [
        ('directory', '0008_imports'),
        ('people', '0014_idle_index'),
        ('referrals', '0011_moves'),
        ('schemes', '0002_places'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='schemerequest',
            name='referrals_request_there',
        ),
        migrations.AddIndex(
            model_name='schemerequest',
            index=models.Index(fields=['scheme', 'state', 'due_on', 'sent_at', 'id'], include=('person',), name='referrals_request_there'),
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
