"""`maillage export`: what it is asked, and what it says."""

import argparse
from collections.abc import Sequence
from pathlib import Path

import django.db
import psycopg
from django.conf import settings

from maillage.config.exports.errors import ExportError
from maillage.config.exports.making import export
from maillage.vault.erasures import ErasuresUnreadable

NB = "\u00a0"
ABOUT = (
    "Écrit toute l’installation dans un dossier, en formats ouverts (JSON Lines, documents d’origine, schéma), pour la quitter ou "
    f"la lire sans Maillage. Rien n’y est chiffré{NB}: ce n’est pas une sauvegarde."
)


def main(arguments: Sequence[str]) -> int:
    options = _parser().parse_args(arguments)
    try:
        done = export(options.folder.absolute(), _url())
    except (OSError, psycopg.Error, django.db.Error, ErasuresUnreadable) as error:
        raise ExportError(
            f"L’export n’a pas pu être fait, rien n’a été gardé{NB}: {str(error).strip()}"
        ) from error
    print(f"Export écrit{NB}: {options.folder}")
    print(f"  {done.tables} tables, {done.rows} lignes, {done.documents} documents")
    if done.unreadable:
        print(
            f"  {done.unreadable} textes ou documents que plus personne ne peut ouvrir (personnes effacées, clé absente)"
        )
    if done.lost:
        print(f"  {done.lost} documents absents du disque")
    print(
        f"ATTENTION{NB}: rien n’y est chiffré. Vérifiez-le avec «{NB}sha256sum --check SOMMES.sha256{NB}», remettez-le, détruisez-le."
    )
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="maillage export", description=ABOUT)
    parser.add_argument(
        "--folder", type=Path, required=True, metavar="DOSSIER", help="vide, ou qui n’existe pas encore"
    )
    return parser


def _url() -> str:
    if not settings.BACKUP_URL:
        raise ExportError(
            "Donnez dans DATABASE_BACKUP_URL l’adresse du rôle maillage_backup, que «\u00a0./run maillage provision\u00a0» affiche."
        )
    return str(settings.BACKUP_URL)
