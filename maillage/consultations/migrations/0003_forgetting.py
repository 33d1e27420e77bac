import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models

from maillage.consultations import forget_sql


class Migration(migrations.Migration):

    dependencies = [
        ('consultations', '0002_workbooks'),
        ('directory', '0008_imports'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='invitation',
            name='consultations_invited_once',
        ),
        migrations.AddConstraint(
            model_name='invitation',
            constraint=models.UniqueConstraint(models.F('questionnaire'), django.db.models.functions.text.Lower('email'), condition=models.Q(('email', ''), _negated=True), name='consultations_invited_once'),
        ),
        migrations.RunSQL(forget_sql.FORWARD, forget_sql.BACKWARD),
    ]
