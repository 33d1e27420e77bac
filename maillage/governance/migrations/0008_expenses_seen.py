import maillage.permissions.constraints
from django.conf import settings
from django.db import migrations

from maillage.governance import expenses_seen_sql


class Migration(migrations.Migration):

    dependencies = [
        ('governance', '0007_convocations'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='expenseclaim',
            name='governance_expenseclaim_seen',
        ),
        migrations.AddConstraint(
            model_name='expenseclaim',
            constraint=maillage.permissions.constraints.RowSecurity(name='governance_expenseclaim_seen', visible="user_id = (SELECT maillage_actor_user()) OR (committee_id IN (SELECT * FROM maillage_definer.my_kept_committees()) AND (user_id IS NULL OR entered_by_id = (SELECT maillage_actor_user()))) OR (state <> 'draft' AND (committee_id IN (SELECT * FROM maillage_definer.my_kept_committees()) OR committee_id IN (SELECT id FROM governance_committee WHERE (structure_id = (SELECT maillage_actor_structure()) AND (maillage_actor_has('animator') OR maillage_actor_has('administrator'))))))"),
        ),
        migrations.RunSQL(expenses_seen_sql.FORWARD, expenses_seen_sql.BACKWARD),
    ]
