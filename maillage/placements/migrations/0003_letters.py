import django.contrib.postgres.functions
import django.db.models.deletion
import maillage.permissions.constraints
import maillage.placements.enums
from django.conf import settings
from django.db import migrations, models

from maillage.placements import letters_sql


class Migration(migrations.Migration):

    dependencies = [
        ('directory', '0008_imports'),
        ('placements', '0002_committee_decides'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Letter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=maillage.placements.enums.Mail.listed, max_length=11, verbose_name='mail')),
                ('part', models.BigIntegerField(default=0, verbose_name='lequel')),
                ('due_at', models.DateTimeField(db_default=django.contrib.postgres.functions.TransactionNow(), verbose_name='dû le')),
                ('queued_at', models.DateTimeField(null=True, verbose_name='confié le')),
                ('sent_at', models.DateTimeField(null=True, verbose_name='parti le')),
            ],
            options={
                'verbose_name': 'mail d’une session de stages',
                'verbose_name_plural': 'mails d’une session de stages',
            },
        ),
        migrations.RunSQL(letters_sql.OPENED, letters_sql.CLOSED),
        migrations.RemoveConstraint(
            model_name='candidate',
            name='placements_candidate_seen',
        ),
        migrations.RemoveConstraint(
            model_name='seat',
            name='placements_seat_seen',
        ),
        migrations.RemoveConstraint(
            model_name='wishlist',
            name='placements_wishlist_seen',
        ),
        migrations.AddField(
            model_name='candidate',
            name='email',
            field=models.EmailField(blank=True, default='', max_length=254, verbose_name='adresse e-mail'),
        ),
        migrations.AddField(
            model_name='candidate',
            name='key',
            field=models.UUIDField(db_default=django.contrib.postgres.functions.RandomUUID(), editable=False, unique=True, verbose_name='clé du lien'),
        ),
        migrations.AddField(
            model_name='session',
            name='site',
            field=models.CharField(blank=True, default='', editable=False, max_length=200, verbose_name='adresse du site'),
        ),
        migrations.AddConstraint(
            model_name='candidate',
            constraint=maillage.permissions.constraints.RowSecurity(name='placements_candidate_seen', visible="user_id = (SELECT maillage_actor_user()) OR id = (SELECT maillage_definer.placements_linked()) OR school_id IN (SELECT id FROM placements_school WHERE structure_id = (SELECT maillage_actor_structure()) AND maillage_actor_has('training_officer')) OR session_id IN (SELECT id FROM placements_session WHERE (structure_id = (SELECT maillage_actor_structure()) AND maillage_actor_has('training_officer')))"),
        ),
        migrations.AddConstraint(
            model_name='seat',
            constraint=maillage.permissions.constraints.RowSecurity(name='placements_seat_seen', visible="(structure_id = (SELECT maillage_actor_structure()) AND (maillage_actor_has('team_leader') OR maillage_actor_has('training_officer'))) OR session_id IN (SELECT id FROM placements_session WHERE (structure_id = (SELECT maillage_actor_structure()) AND maillage_actor_has('training_officer'))) OR (((SELECT maillage_actor_user()) IS NOT NULL OR (SELECT maillage_definer.placements_linked()) IS NOT NULL) AND session_id IN (SELECT id FROM placements_session WHERE published_at IS NOT NULL))"),
        ),
        migrations.AddConstraint(
            model_name='wishlist',
            constraint=maillage.permissions.constraints.RowSecurity(name='placements_wishlist_seen', visible="candidate_id = (SELECT maillage_definer.placements_linked()) OR candidate_id IN (SELECT id FROM placements_candidate WHERE user_id = (SELECT maillage_actor_user()) OR (user_id IS NULL AND school_id IN (SELECT id FROM placements_school WHERE structure_id = (SELECT maillage_actor_structure()) AND maillage_actor_has('training_officer'))))\n    OR (shown AND candidate_id IN (SELECT id FROM placements_candidate WHERE school_id IN (SELECT id FROM placements_school WHERE structure_id = (SELECT maillage_actor_structure()) AND maillage_actor_has('training_officer'))))\n    OR candidate_id IN (SELECT id FROM placements_candidate WHERE session_id IN (\n        SELECT id FROM placements_session WHERE (structure_id = (SELECT maillage_actor_structure()) AND maillage_actor_has('training_officer')) AND (closes_at <= now() OR taken_over)))"),
        ),
        migrations.AddField(
            model_name='letter',
            name='candidate',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='placements.candidate', verbose_name='étudiant'),
        ),
        migrations.AddField(
            model_name='letter',
            name='host',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='placements.host', verbose_name='structure'),
        ),
        migrations.AddField(
            model_name='letter',
            name='session',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='letters', to='placements.session'),
        ),
        migrations.AddIndex(
            model_name='letter',
            index=models.Index(condition=models.Q(('queued_at', None)), fields=['id'], name='placements_letter_waiting'),
        ),
        migrations.AddConstraint(
            model_name='letter',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('candidate__isnull', False), ('host', None)), models.Q(('candidate', None), ('host__isnull', False)), _connector='OR'), name='placements_letter_to_one'),
        ),
        migrations.AddConstraint(
            model_name='letter',
            constraint=models.UniqueConstraint(condition=models.Q(('candidate', None)), fields=('host', 'kind', 'part'), name='placements_letter_to_host'),
        ),
        migrations.AddConstraint(
            model_name='letter',
            constraint=models.UniqueConstraint(condition=models.Q(('host', None)), fields=('candidate', 'kind', 'part'), name='placements_letter_to_student'),
        ),
        migrations.AddConstraint(
            model_name='letter',
            constraint=maillage.permissions.constraints.RowSecurity(name='placements_letter_seen', visible="session_id IN (SELECT id FROM placements_session WHERE (structure_id = (SELECT maillage_actor_structure()) AND maillage_actor_has('training_officer'))) OR candidate_id IN (SELECT id FROM placements_candidate WHERE school_id IN (SELECT id FROM placements_school WHERE structure_id = (SELECT maillage_actor_structure()) AND maillage_actor_has('training_officer')))"),
        ),
        migrations.RunSQL(letters_sql.FORWARD, letters_sql.BACKWARD),
    ]
