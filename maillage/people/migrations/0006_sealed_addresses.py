"""Protected addresses, their motives and what they replaced are sealed, those already there too."""

from django.db import migrations

from maillage.vault.fields import SealedText
from maillage.vault.sealing import seal, unseal

TABLE = "people_protectedaddress"
COLUMNS = ("address", "motive", "former")
TO_BYTES = f"ALTER TABLE {TABLE} " + ", ".join(
    f"ALTER {one} TYPE bytea USING convert_to({one}, 'UTF8')" for one in COLUMNS
)
TO_TEXT = f"ALTER TABLE {TABLE} " + ", ".join(
    f"ALTER {one} TYPE {kind} USING convert_from({one}, 'UTF8')"
    for one, kind in zip(COLUMNS, ("varchar(300)", "varchar(300)", "text"), strict=True)
)


def _rewritten(editor, change):
    """Each row of everybody's, whatever row security shows to the owner; as many are written as are there."""
    with editor.connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {TABLE} NO FORCE ROW LEVEL SECURITY")
        cursor.execute(f"SELECT id, person_id, {', '.join(COLUMNS)} FROM {TABLE} ORDER BY id FOR UPDATE")
        for row, person, *values in cursor.fetchall():
            changed = [
                change(bytes(value), person, f"{TABLE}.{column}:{row}", editor.connection.alias)
                for column, value in zip(COLUMNS, values, strict=True)
            ]
            cursor.execute(
                f"UPDATE {TABLE} SET {', '.join(f'{one} = %s' for one in COLUMNS)} WHERE id = %s", [*changed, row]
            )
            assert cursor.rowcount == 1
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"ALTER TABLE {TABLE} FORCE ROW LEVEL SECURITY")


def seal_all(apps, editor):
    _rewritten(editor, lambda value, person, place, using: seal(value.decode(), owner=person, place=place, using=using))


def unseal_all(apps, editor):
    _rewritten(editor, lambda value, person, place, using: unseal(value, place=place, using=using).encode())


class Migration(migrations.Migration):
    dependencies = [("people", "0005_forget_addresses"), ("vault", "0001_initial")]
    operations = [
        migrations.RunSQL(
            TO_BYTES,
            TO_TEXT,
            state_operations=[
                migrations.AlterField("protectedaddress", "address", SealedText(verbose_name="adresse protégée")),
                migrations.AlterField("protectedaddress", "motive", SealedText(verbose_name="motif")),
                migrations.AlterField(
                    "protectedaddress",
                    "former",
                    SealedText(blank=True, verbose_name="adresses retirées du dossier"),
                ),
            ],
        ),
        migrations.RunPython(seal_all, unseal_all),
    ]
