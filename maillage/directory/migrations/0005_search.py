from django.db import migrations, models

from maillage.directory import place_sql


class Migration(migrations.Migration):

    dependencies = [
        ('directory', '0004_reviews'),
    ]

    operations = [
        migrations.AddField(
            model_name='service',
            name='at_lat',
            field=models.FloatField(editable=False, null=True, verbose_name='latitude retenue'),
        ),
        migrations.AddField(
            model_name='service',
            name='at_lon',
            field=models.FloatField(editable=False, null=True, verbose_name='longitude retenue'),
        ),
        migrations.AddIndex(
            model_name='service',
            index=models.Index(fields=['at_lat', 'at_lon'], name='directory_service_at'),
        ),
        migrations.AddIndex(
            model_name='structure',
            index=models.Index(condition=models.Q(models.Q(('visibility', 'public'), _negated=True), ('withdrawn_on__isnull', False), _connector='OR'), fields=['id'], name='directory_structure_hidden'),
        ),
        migrations.RunSQL(place_sql.FORWARD, place_sql.BACKWARD),
    ]
