import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from maillage.placements import committee_sql


class Migration(migrations.Migration):

    dependencies = [
        ('governance', '0010_held_meetings'),
        ('placements', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='arbitration',
            name='placements_arbitration_by_two',
        ),
        migrations.AddField(
            model_name='arbitration',
            name='decision',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='arbitrations', to='governance.decision', verbose_name='décision de l’instance'),
        ),
        migrations.AddConstraint(
            model_name='arbitration',
            constraint=models.CheckConstraint(condition=models.Q(('decided_by', None), ('decision__isnull', False), models.Q(('decided_by', models.F('proposed_by')), _negated=True), _connector='OR'), name='placements_arbitration_by_two', violation_error_message='Qui propose ne confirme pas\xa0: une autre personne décide.'),
        ),
        migrations.AddConstraint(
            model_name='arbitration',
            constraint=models.CheckConstraint(condition=models.Q(('decision', None), models.Q(('outcome', ''), _negated=True), _connector='OR'), name='placements_arbitration_decided_together'),
        ),
        migrations.RunSQL(committee_sql.FORWARD, committee_sql.BACKWARD),
    ]
