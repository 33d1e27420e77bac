"""The texts that allow sharing; and requests accepted for another structure now depend on the ledger."""

from django.db import migrations

from maillage.people import consent_sql
from maillage.people.legal import load_legal_bases
from maillage.permissions.definer import as_maintenance


def load(apps, editor):
    load_legal_bases(apps.get_model("people", "LegalBasis"), using=editor.connection.alias)


class Migration(migrations.Migration):
    dependencies = [("people", "0007_consents")]
    operations = [
        migrations.RunPython(load, migrations.RunPython.noop),
        migrations.RunSQL(as_maintenance(consent_sql.CARRY_OVER), migrations.RunSQL.noop),
    ]
