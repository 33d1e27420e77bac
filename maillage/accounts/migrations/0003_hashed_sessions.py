"""Sessions are kept under the print of their key, and counters in JSON: what was kept otherwise is forgotten (sign in again)."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_history"), ("sessions", "0001_initial")]
    operations = [
        migrations.RunSQL("DELETE FROM django_session; DELETE FROM accounts_cache;", migrations.RunSQL.noop)
    ]
