"""`maillage provision`: prepare the roles and the database on a PostgreSQL server of one's own."""

import argparse
import os
import secrets
from collections.abc import Sequence
from urllib.parse import quote

from psycopg.conninfo import conninfo_to_dict

from maillage.config.provision import (
    APP,
    BACKUP,
    DATABASE,
    MAINTENANCE,
    OWNER,
    ROLES,
    ProvisionError,
    existing_roles,
    provision,
)

VARIABLES = {
    APP: "DATABASE_URL",
    OWNER: "DATABASE_OWNER_URL",
    MAINTENANCE: "DATABASE_MAINTENANCE_URL",
    BACKUP: "DATABASE_BACKUP_URL",
}


def main(arguments: Sequence[str]) -> int:
    """Print the variables to keep, for the roles whose password has just been drawn."""
    options = _parser().parse_args(arguments)
    if not options.server:
        raise ProvisionError(
            "Donnez l'adresse d'un compte administrateur avec --server ou DATABASE_SUPERUSER_URL."
        )
    kept = frozenset() if options.new_passwords else existing_roles(options.server)
    passwords = {role: secrets.token_urlsafe(24) for role in ROLES if role not in kept}
    provision(options.server, passwords, database=options.database)
    for role, password in passwords.items():
        print(f"{VARIABLES[role]}={role_url(options.server, role, password, options.database)}")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="maillage provision",
        description="Prépare les rôles et la base sur votre serveur PostgreSQL (15 ou plus récent). Peut être relancé : "
        "les rôles qui existent gardent leur mot de passe. Affiche les variables à garder en lieu sûr.",
    )
    server = os.environ.get("DATABASE_SUPERUSER_URL", "")
    parser.add_argument(
        "--server", default=server, help="adresse d'un compte administrateur (ou DATABASE_SUPERUSER_URL)"
    )
    parser.add_argument("--database", default=DATABASE, help="nom de la base")
    parser.add_argument("--new-passwords", action="store_true", help="tire de nouveaux mots de passe")
    return parser


def role_url(server: str, role: str, password: str, database: str) -> str:
    """The address of the same server for another role."""
    parts = conninfo_to_dict(server)
    kept = {
        name: str(value)
        for name, value in parts.items()
        if name not in ("user", "password", "dbname") and value
    }
    query = "&".join(f"{name}={quote(value, safe='')}" for name, value in kept.items())
    return f"postgresql://{role}:{password}@/{quote(database, safe='')}" + (f"?{query}" if query else "")
