import django.db.models.deletion
import django.utils.timezone
import maillage.permissions.constraints
import uuid
from django.conf import settings
from django.db import migrations, models

from maillage.contributions import dissent_sql


class Migration(migrations.Migration):

    dependencies = [
        ('contributions', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='dissent',
            name='added_at',
            field=models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='à'),
        ),
        migrations.AddField(
            model_name='dissent',
            name='corrected_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='corrigé le'),
        ),
        migrations.AddField(
            model_name='dissent',
            name='user',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='auteur'),
        ),
        migrations.AddField(
            model_name='dissent',
            name='version',
            field=models.PositiveSmallIntegerField(default=1, verbose_name='version'),
        ),
        migrations.AlterField(
            model_name='contribution',
            name='key',
            field=models.UUIDField(default=uuid.uuid4, editable=False, null=True, unique=True, verbose_name='clé'),
        ),
        migrations.CreateModel(
            name='DissentVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(verbose_name='version')),
                ('title', models.CharField(max_length=200, verbose_name='titre')),
                ('author', models.CharField(max_length=200, verbose_name='de qui')),
                ('body', models.TextField(verbose_name='texte entier')),
                ('until', models.DateTimeField(verbose_name='jusqu’au')),
                ('dissent', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='former', to='contributions.dissent')),
            ],
            options={
                'verbose_name': 'version d’un texte en désaccord',
                'verbose_name_plural': 'versions des textes en désaccord',
                'ordering': ['-number'],
                'constraints': [models.UniqueConstraint(fields=('dissent', 'number'), name='contributions_dissentversion_numbered'), maillage.permissions.constraints.RowSecurity(name='contributions_dissentversion_seen', visible='dissent_id IN (SELECT id FROM contributions_dissent)')],
            },
        ),
        migrations.RunSQL(dissent_sql.FORWARD, dissent_sql.BACKWARD),
    ]
