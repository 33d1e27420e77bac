"""Roles, row security, migrations, queue, clock and documents, as the database tells them."""

import time
from collections.abc import Callable, Iterator
from typing import Any

import psycopg
from django.apps import apps
from django.conf import settings
from django.db import Error, connections

from maillage.config.backups.errors import BackupError
from maillage.config.backups.inventory import file_keys
from maillage.config.backups.programs import program
from maillage.config.checking.missing import NB, Missing
from maillage.config.monitoring import state
from maillage.config.provision import OLDEST_VERSION
from maillage.files import storage
from maillage.permissions.constraints import RowSecurity

Rows = list[tuple[Any, ...]]
VARIABLES = {
    "default": "DATABASE_URL",
    "owner": "DATABASE_OWNER_URL",
    "maintenance": "DATABASE_MAINTENANCE_URL",
}
CLOCK_SECONDS = 5
LOOKED_AT = 200
"""Documents looked for on this disk: their keys are drawn at random, so the first ones are a sample."""

ROLE = "SELECT current_user::text, rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user"
OWNED = "SELECT count(*) FROM pg_class WHERE relkind IN ('r', 'p') AND relowner = current_user::regrole"
BECOMES = "SELECT rolname::text FROM pg_roles WHERE (rolsuper OR rolbypassrls) AND pg_has_role(current_user, oid, 'MEMBER') ORDER BY 1"
OPEN_TABLES = """
SELECT c.relname::text FROM pg_class c WHERE c.relkind IN ('r', 'p') AND c.relnamespace = 'public'::regnamespace
AND (c.relname = ANY (%s) OR EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid))
AND NOT (c.relrowsecurity AND c.relforcerowsecurity AND EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid)) ORDER BY 1
"""
FAILED = "SELECT count(*) FROM procrastinate_jobs WHERE status = 'failed'"


def reached() -> Iterator[Missing]:
    """Without the application's role, nothing else can be asked."""
    for alias, variable in VARIABLES.items():
        try:
            rows(alias, "SELECT 1")
        except Error as error:
            yield Missing(f"La base ne répond pas avec {variable}{NB}: {str(error).strip().splitlines()[0]}",
                          "Vérifiez cette adresse, et que PostgreSQL tourne.")  # fmt: skip


def rows(alias: str, statement: str, *values: Any) -> Rows:
    with connections[alias].cursor() as cursor:
        cursor.execute(statement, values or None)
        return list(cursor.fetchall())


def roles() -> Iterator[Missing]:
    expected = {"default": False, "owner": False, "maintenance": True}
    for alias, bypasses in expected.items():
        yield from _attributes(VARIABLES[alias], rows(alias, ROLE)[0], bypasses)
    if rows("default", OWNED)[0][0]:
        yield Missing(
            f"Le rôle de DATABASE_URL possède des tables{NB}: il peut lever leurs règles d’accès.", CURE
        )
    for (name,) in rows("default", BECOMES):
        yield Missing(
            f"Le rôle de DATABASE_URL peut devenir {name}, qui lit tout.", f"REVOKE {name} FROM maillage_app"
        )


CURE = "./run maillage provision, et les adresses qu’il affiche"


def _attributes(variable: str, row: tuple[Any, ...], bypasses: bool) -> Iterator[Missing]:
    name, is_superuser, bypasses_here = row
    if is_superuser:
        yield Missing(
            f"{variable} est un administrateur du serveur ({name}){NB}: aucune règle d’accès ne l’arrête.",
            CURE,
        )
    elif bypasses_here and not bypasses:
        yield Missing(f"Le rôle de {variable} ({name}) passe outre les règles d’accès.", CURE)
    elif bypasses and not bypasses_here:
        yield Missing(
            f"Le rôle de {variable} ({name}) ne lit pas tout{NB}: rappels et sauvegardes en manqueraient.",
            CURE,
        )


def backup_role() -> Iterator[Missing]:
    if not settings.BACKUP_URL:
        return
    try:
        with psycopg.connect(settings.BACKUP_URL, connect_timeout=5) as connection:
            row = connection.execute(ROLE).fetchone()
            yield from _attributes("DATABASE_BACKUP_URL", row or ("", False, False), True)
            program("pg_dump", connection.info.server_version // 10000)
    except psycopg.Error as error:
        yield Missing(
            f"La base ne répond pas avec DATABASE_BACKUP_URL{NB}: {str(error).strip().splitlines()[0]}", CURE
        )
    except BackupError as error:
        yield Missing(str(error), "docs/guides/backup.md")


def row_security() -> Iterator[Missing]:
    declared = [
        model._meta.db_table
        for model in apps.get_models()
        if any(isinstance(one, RowSecurity) for one in model._meta.constraints)
    ]
    found = [name for (name,) in rows("default", OPEN_TABLES, declared)]
    if found:
        yield Missing(f"Les règles d’accès ne sont pas en vigueur sur {len(found)} table(s){NB}: {', '.join(found[:5])}.",
                      "ALTER TABLE … ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY\u00a0; puis cherchez qui les a levées.")  # fmt: skip


def migrations() -> Iterator[Missing]:
    lacking = state.missing_migrations()
    if lacking:
        yield Missing(f"{len(lacking)} mise(s) à jour de la base n’ont pas été faites{NB}: {', '.join(lacking[:3])}.",
                      "./run maillage migrate")  # fmt: skip


def server() -> Iterator[Missing]:
    ((version,),) = rows("default", "SELECT current_setting('server_version_num')::int")
    if version < OLDEST_VERSION:
        yield Missing("PostgreSQL est trop ancien.", "Maillage demande la version 15 ou une plus récente.")
    ((there,),) = rows("default", "SELECT extract(epoch FROM clock_timestamp())::float")
    apart = abs(float(there) - time.time())
    if apart > CLOCK_SECONDS:
        yield Missing(f"Les horloges de cette machine et de la base ont {apart:.0f}{NB}s d’écart.",
                      "Réglez les deux sur les mêmes serveurs de temps (timedatectl set-ntp true).")  # fmt: skip


def queue() -> Iterator[Missing]:
    if not state.works():
        yield Missing(f"Aucun travailleur ne donne signe de vie{NB}: ni courriel, ni calcul, ni oubli de la nuit.",
                      "systemctl enable --now maillage-worker@1")  # fmt: skip
    elif not state.keeps_up():
        yield Missing(
            "Un travail attend depuis plus de deux heures.", "Ajoutez un travailleur (maillage-worker@2)."
        )
    ((failed,),) = rows("default", FAILED)
    if failed:
        count = "1 travail a échoué" if failed == 1 else f"{failed} travaux ont échoué"
        yield Missing(f"{count} depuis une semaine.", "journalctl -u 'maillage-worker@*'", serious=False)


def documents() -> Iterator[Missing]:
    """A machine that does not share the folder of documents with the others finds none of theirs."""
    keys = sorted(named_documents())[:LOOKED_AT]
    lost = [key for key in keys if not storage.is_there(key)]
    if lost:
        count = (
            f"1 document sur {len(keys)} n’est pas"
            if len(lost) == 1
            else f"{len(lost)} documents sur {len(keys)} ne sont pas"
        )
        yield Missing(f"{count} sur ce disque ({settings.MAILLAGE_FILES}).",
                      f"Plusieurs machines{NB}: MAILLAGE_DATA est un dossier partagé, monté avant les services. Une seule{NB}: "
                      "restaurez (docs/guides/backup.md).")  # fmt: skip


def named_documents() -> set[str]:
    connections["maintenance"].ensure_connection()
    return file_keys(connections["maintenance"].connection)


CHECKS: tuple[Callable[[], Iterator[Missing]], ...] = (
    roles,
    backup_role,
    row_security,
    migrations,
    server,
    queue,
    documents,
)
