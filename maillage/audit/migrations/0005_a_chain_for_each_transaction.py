"""A function takes the place of another one: nothing is rewritten, transactions under way end as they began."""

from django.db import migrations

from maillage.audit.chain_sql import BY_OBJECT, CHOOSE


class Migration(migrations.Migration):
    dependencies = [("audit", "0004_versions_by_person")]
    operations = [migrations.RunSQL(CHOOSE, BY_OBJECT)]
