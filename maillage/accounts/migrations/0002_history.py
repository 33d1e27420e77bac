"""Former versions of roles are kept; a table for the counters that every process shares."""

from django.db import migrations

from maillage.permissions.constraints import RowHistory

CACHE = """
CREATE UNLOGGED TABLE accounts_cache (
    cache_key varchar(255) PRIMARY KEY, value text NOT NULL, expires timestamp with time zone NOT NULL
);
CREATE INDEX accounts_cache_expires ON accounts_cache (expires);
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial"), ("audit", "0002_triggers")]
    operations = [
        migrations.AddConstraint("membership", RowHistory(name="accounts_membership_history")),
        migrations.AddConstraint("roleproposal", RowHistory(name="accounts_roleproposal_history")),
        migrations.RunSQL(CACHE, "DROP TABLE accounts_cache"),
    ]
