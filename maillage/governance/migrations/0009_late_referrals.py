from django.db import migrations, models

from maillage.governance import columns_sql, late_sql


class Migration(migrations.Migration):

    dependencies = [
        ('governance', '0008_expenses_seen'),
    ]

    operations = [
        migrations.AddField(
            model_name='ethicsreferral',
            name='reminded_for',
            field=models.DateField(blank=True, editable=False, null=True, verbose_name='délai rappelé'),
        ),
        migrations.RunSQL(late_sql.FORWARD, late_sql.BACKWARD),
        migrations.RunSQL(columns_sql.FORWARD, columns_sql.BACKWARD),
    ]
