"""The structures already there are found by their names."""

from django.db import migrations

from maillage.directory.fold import fold


def fold_names(apps, schema_editor):
    rows = apps.get_model("directory", "Structure").objects.using(schema_editor.connection.alias)
    for row in rows.filter(folded_name="").only("pk", "name"):
        rows.filter(pk=row.pk).update(folded_name=fold(row.name))


class Migration(migrations.Migration):
    dependencies = [("directory", "0002_offer")]
    operations = [migrations.RunPython(fold_names, migrations.RunPython.noop)]
