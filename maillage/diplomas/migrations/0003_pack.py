from functools import partial

from django.db import migrations

from maillage.diplomas.catalogue import load_diplomas


def load(apps, editor):
    load_diplomas(partial(apps.get_model, 'diplomas'), using=editor.connection.alias)


class Migration(migrations.Migration):

    dependencies = [
        ('diplomas', '0002_paths'),
    ]

    operations = [
        migrations.RunPython(load, migrations.RunPython.noop),
    ]
