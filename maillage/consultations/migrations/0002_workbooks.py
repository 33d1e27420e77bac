import django.db.models.deletion
import maillage.permissions.constraints
from django.conf import settings
from django.db import migrations, models

from maillage.consultations import workbooks_sql


class Migration(migrations.Migration):

    dependencies = [
        ('consultations', '0001_initial'),
        ('directory', '0008_imports'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Workbook',
            fields=[
                ('id', models.UUIDField(editable=False, primary_key=True, serialize=False, verbose_name='identifiant')),
                ('key', models.CharField(max_length=40, verbose_name='clé du fichier')),
                ('made_at', models.DateTimeField(auto_now_add=True, verbose_name='fait le')),
            ],
            options={
                'verbose_name': 'classeur de réponses',
                'verbose_name_plural': 'classeurs de réponses',
                'ordering': ['-made_at', 'pk'],
            },
        ),
        migrations.AddIndex(
            model_name='answer',
            index=models.Index(fields=['questionnaire', 'question', 'response'], name='consultations_answer_given'),
        ),
        migrations.AddIndex(
            model_name='invitation',
            index=models.Index(fields=['questionnaire', 'email', 'id'], name='consultations_invited_listed'),
        ),
        migrations.AddField(
            model_name='workbook',
            name='questionnaire',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='workbooks', to='consultations.questionnaire'),
        ),
        migrations.AddField(
            model_name='workbook',
            name='user',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='par'),
        ),
        migrations.AddConstraint(
            model_name='workbook',
            constraint=maillage.permissions.constraints.RowSecurity(name='consultations_workbook_seen', visible='user_id = (SELECT maillage_actor_user()) AND questionnaire_id IN (SELECT * FROM maillage_definer.my_readable_surveys())'),
        ),
        migrations.RunSQL(workbooks_sql.FORWARD, workbooks_sql.BACKWARD),
    ]
