import maillage.permissions.constraints
from django.db import migrations, models

from maillage.governance import held_sql


class Migration(migrations.Migration):

    dependencies = [
        ('governance', '0009_late_referrals'),
    ]

    operations = [
        migrations.RunSQL(held_sql.FORWARD, held_sql.BACKWARD),
        migrations.RemoveConstraint(
            model_name='decision',
            name='governance_decision_seen',
        ),
        migrations.RemoveConstraint(
            model_name='mandate',
            name='governance_mandate_seen',
        ),
        migrations.RemoveIndex(
            model_name='decision',
            name='governance_decision_giving',
        ),
        migrations.AddIndex(
            model_name='decision',
            index=models.Index(condition=models.Q(('kind', 'mandate')), fields=['committee'], include=('id', 'item', 'gathering'), name='governance_decision_gives'),
        ),
        migrations.AddIndex(
            model_name='gathering',
            index=models.Index(condition=models.Q(('held_at', None)), fields=['id'], name='governance_gathering_unheld'),
        ),
        migrations.AddConstraint(
            model_name='decision',
            constraint=maillage.permissions.constraints.RowSecurity(name='governance_decision_seen', visible="item_id NOT IN (SELECT * FROM maillage_definer.my_recusals()) AND (committee_id IN (SELECT * FROM maillage_definer.my_committees()) OR (committee_id IN (SELECT id FROM governance_committee WHERE publicity = 'public') AND item_id NOT IN (SELECT * FROM maillage_definer.embargoed_items()) AND gathering_id NOT IN (SELECT * FROM maillage_definer.unheld_gatherings())))"),
        ),
        migrations.AddConstraint(
            model_name='mandate',
            constraint=maillage.permissions.constraints.RowSecurity(name='governance_mandate_seen', visible="committee_id IN (SELECT * FROM maillage_definer.my_committees()) OR id IN (SELECT mandate_id FROM governance_mandate_joined WHERE committee_id IN (SELECT * FROM maillage_definer.my_committees())) OR decision_id IN (SELECT * FROM maillage_definer.my_givings()) OR (committee_id IN (SELECT id FROM governance_committee WHERE publicity = 'public') AND decision_id IN (SELECT * FROM maillage_definer.public_givings()))"),
        ),
    ]
