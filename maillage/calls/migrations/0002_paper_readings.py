import django.db.models.deletion
import maillage.permissions.constraints
from django.conf import settings
from django.db import migrations, models

from maillage.calls import paper_sql


class Migration(migrations.Migration):

    dependencies = [
        ('calls', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='reading',
            name='calls_reading_seen',
        ),
        migrations.AddField(
            model_name='reading',
            name='typed_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='recopiée par'),
        ),
        migrations.AlterField(
            model_name='assignment',
            name='user',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='compte'),
        ),
        migrations.AlterField(
            model_name='reading',
            name='user',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddConstraint(
            model_name='reading',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('typed_by__isnull', False), ('user', None)), models.Q(('typed_by', None), ('user__isnull', False)), _connector='OR'), name='calls_reading_by_its_juror_or_from_paper'),
        ),
        migrations.AddConstraint(
            model_name='reading',
            constraint=maillage.permissions.constraints.RowSecurity(name='calls_reading_seen', visible='application_id IN (SELECT * FROM maillage_definer.calls_judged()) AND (user_id = (SELECT maillage_actor_user()) OR (typed_by_id = (SELECT maillage_actor_user()) AND assignment_id IN (SELECT id FROM calls_assignment WHERE handed_at IS NULL)) OR application_id IN (SELECT * FROM maillage_definer.calls_opened()))'),
        ),
        migrations.RunSQL(paper_sql.ONE_EACH, migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name='helprequest',
            constraint=models.UniqueConstraint(condition=models.Q(('answer', None)), fields=('call', 'structure', 'user', 'question'), name='calls_helprequest_once'),
        ),
        migrations.RunSQL(paper_sql.FORWARD, paper_sql.BACKWARD),
    ]
