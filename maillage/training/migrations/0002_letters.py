import django.contrib.postgres.functions
import django.db.models.deletion
import maillage.permissions.constraints
import maillage.training.enums
from django.db import migrations, models

from maillage.training import letters_sql


class Migration(migrations.Migration):

    dependencies = [
        ('training', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Letter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=maillage.training.enums.Mail.listed, max_length=9, verbose_name='mail')),
                ('part', models.CharField(blank=True, max_length=32, verbose_name='lequel')),
                ('days', models.CharField(blank=True, max_length=32, verbose_name='jours et lieu dits')),
                ('due_at', models.DateTimeField(db_default=django.contrib.postgres.functions.TransactionNow(), verbose_name='dû le')),
                ('sent_at', models.DateTimeField(null=True, verbose_name='parti le')),
                ('contest', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='training.contest', verbose_name='ligne contestée')),
                ('registration', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='letters', to='training.registration', verbose_name='inscription')),
            ],
            options={
                'verbose_name': 'mail d’une formation',
                'verbose_name_plural': 'mails d’une formation',
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('contest__isnull', False), ('registration', None)), models.Q(('contest', None), ('registration__isnull', False)), _connector='OR'), name='training_letter_to_one'), models.UniqueConstraint(condition=models.Q(('contest', None)), fields=('registration', 'kind', 'part'), name='training_letter_once'), models.UniqueConstraint(condition=models.Q(('registration', None)), fields=('contest',), name='training_letter_of_contest'), maillage.permissions.constraints.RowSecurity(name='training_letter_seen', visible="registration_id IN (SELECT id FROM training_registration WHERE session_id IN (SELECT id FROM training_session WHERE (structure_id = (SELECT maillage_actor_structure()) AND (maillage_actor_has('training_officer') OR maillage_actor_has('animator')))))")],
            },
        ),
        migrations.AddField(
            model_name='session',
            name='site',
            field=models.CharField(blank=True, default='', editable=False, max_length=200, verbose_name='adresse du site'),
        ),
        migrations.RunSQL(letters_sql.FORWARD, letters_sql.BACKWARD),
    ]
