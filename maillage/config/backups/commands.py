"""`maillage backup`, `maillage restore`, `maillage backup_key`: what they are asked, and what they say."""

import argparse
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic

import django.db
import psycopg
from django.conf import settings

from maillage.config.backups.errors import BackupError
from maillage.config.backups.keys import backup_keys, new_key
from maillage.config.backups.making import back_up
from maillage.config.backups.restoring import Restored, restore
from maillage.config.backups.verifying import Told, verify
from maillage.vault.erasures import ErasuresUnreadable

NB = "\u00a0"


def make_key(arguments: Sequence[str]) -> int:
    """A line for the file of backup keys."""
    about = (
        "Affiche une nouvelle clé de sauvegarde, à mettre en première ligne du fichier MAILLAGE_BACKUP_KEYS."
    )
    argparse.ArgumentParser(prog="maillage backup_key", description=about).parse_args(arguments)
    print(new_key(), end="")
    return 0


def backup(arguments: Sequence[str]) -> int:
    options = _backup_parser().parse_args(arguments)
    with _told_in_french("La sauvegarde n’a pas pu être faite"):
        if options.verify:
            _say_content("Sauvegarde lue en entier", verify(options.path, backup_keys()))
            return 0
        began, target = monotonic(), _target(options.path)
        told = back_up(target, _backup_url())
        _say_content(f"Sauvegarde faite et relue en {monotonic() - began:.0f}{NB}s{NB}: {target}", told)
    return 0


def restore_backup(arguments: Sequence[str]) -> int:
    """1 when somebody erased may be back: in one file with somebody who was not, or by a list of erasures that is older than
    the backup."""
    options = _restore_parser().parse_args(arguments)
    if not options.server:
        raise BackupError(
            "Donnez l’adresse d’un compte administrateur du serveur avec --server ou DATABASE_SUPERUSER_URL."
        )
    with _told_in_french("La restauration n’a pas pu être faite, la base est restée vide"):
        began = monotonic()
        done = restore(options.path, options.server)
        _say_restored(done, monotonic() - began)
    return 1 if done.erased.left or _older_list(done) else 0


def _backup_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="maillage backup",
        description="Écrit une sauvegarde chiffrée (base, documents, liste des personnes effacées), la relit, puis lui donne "
        "son nom. Ne remplace jamais un fichier.",
    )
    parser.add_argument(
        "path",
        type=Path,
        metavar="DOSSIER_OU_FICHIER",
        help="où l’écrire\u00a0; un dossier\u00a0: nommée par sa date",
    )
    parser.add_argument(
        "--verify", action="store_true", help="relit cette sauvegarde en entier, sans rien écrire"
    )
    return parser


def _restore_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="maillage restore",
        description="Remet une sauvegarde dans une base vide, compare tout, et efface de nouveau les personnes effacées depuis. "
        "Interrompue, la base reste vide\u00a0: relancez.",
    )
    server = os.environ.get("DATABASE_SUPERUSER_URL", "")
    parser.add_argument("path", type=Path, metavar="FICHIER", help="la sauvegarde")
    parser.add_argument(
        "--server", default=server, help="adresse d’un compte administrateur (ou DATABASE_SUPERUSER_URL)"
    )
    return parser


def _target(path: Path) -> Path:
    path = path.absolute()
    target = path / f"maillage-{datetime.now(UTC):%Y-%m-%dT%H%M%SZ}.sauvegarde" if path.is_dir() else path
    if target.exists():
        raise BackupError(f"{target} existe déjà\u00a0: une sauvegarde n’en remplace pas une autre.")
    if not target.parent.is_dir():
        raise BackupError(f"Le dossier {target.parent} n’existe pas.")
    return target


def _backup_url() -> str:
    if not settings.BACKUP_URL:
        raise BackupError(
            "Donnez dans DATABASE_BACKUP_URL l’adresse du rôle maillage_backup, que «\u00a0./run maillage provision\u00a0» affiche."
        )
    return str(settings.BACKUP_URL)


@contextmanager
def _told_in_french(what: str) -> Iterator[None]:
    """What a disk, a server or an account refuses."""
    try:
        yield
    except ErasuresUnreadable as error:
        raise BackupError(str(error)) from error
    except (OSError, psycopg.Error, django.db.Error) as error:
        raise BackupError(f"{what}{NB}: {str(error).strip()}") from error


def _say_content(title: str, told: Told) -> None:
    found, end = told.inventory, told.end
    print(title)
    print(
        f"  faite le {told.made_at:%d/%m/%Y à %H:%M:%S} (UTC), PostgreSQL {told.manifest['server']}, {size(told.size)}"
    )
    print(f"  {len(found.tables)} tables, {found.rows} lignes, {len(found.definitions)} définitions")
    print(f"  {end['files']} documents, {size(end['octets'])}")
    if end["missing"]:
        print(f"  {len(end['missing'])} documents absents du disque quand elle a été faite")
    print(f"  journal{NB}: {sum(rank for rank, _ in found.heads.values())} lignes")


def _say_restored(done: Restored, seconds: float) -> None:
    _say_content(f"Sauvegarde restaurée en {seconds:.0f}{NB}s", done.told)
    print(
        f"  comparée{NB}: chaque table, chaque règle d’accès, déclencheur, fonction, séquence, et le journal sont les mêmes"
    )
    print(
        f"Personnes effacées depuis, effacées de nouveau{NB}: {done.erased.persons}. Documents détruits{NB}: {done.erased.files}."
    )
    if done.listed:
        print(f"Ajoutées à la liste des personnes effacées{NB}: {done.listed}.")
    if done.migrated:
        print(f"Mises à jour de la base{NB}: {done.migrated}.")
    print(
        f"Journal entier{NB}: {done.lines} lignes. Chacun devra se connecter de nouveau. Relancez les services."
    )
    for warning in _warnings(done):
        print(warning)


def _older_list(done: Restored) -> bool:
    """A list is only added to: what the backup's has and this site's has not was lost here."""
    return done.had_list and done.listed > 0


def _warnings(done: Restored) -> Iterator[str]:
    if not done.had_list:
        yield (
            f"ATTENTION{NB}: ce site n’avait pas de liste des personnes effacées ({settings.MAILLAGE_ERASURES}). Si elle "
            f"existe ailleurs, remettez-la, puis lancez «{NB}./run maillage apply_erasures{NB}» avant d’ouvrir."
        )
    elif _older_list(done):
        yield (
            f"ATTENTION{NB}: la liste des personnes effacées de ce site est plus ancienne que la sauvegarde. Qui a été effacé "
            f"depuis est peut-être revenu{NB}: retrouvez la liste à jour, puis lancez «{NB}./run maillage apply_erasures{NB}»."
        )
    yield (
        f"Avant d’ouvrir{NB}: les accès sont ceux du {done.told.made_at:%d/%m/%Y à %H:%M} (UTC). Refaites ce qui a été fermé "
        f"depuis{NB}: départs, rôles retirés, accords retirés, agents tenus à l’écart, adresses protégées."
    )
    if done.masters_missing:
        names = ", ".join(done.masters_missing)
        yield f"ATTENTION{NB}: ce qui est chiffré ne s’ouvrira pas sans les clés maîtresses qui manquent{NB}: {names}."
    for person in sorted(done.erased.left):
        yield f"ATTENTION{NB}: {person}, effacée, est réunie dans cette sauvegarde avec une personne qui ne l’est pas."
    if done.erased.left:
        yield f"Séparez ces fiches, puis lancez «{NB}./run maillage apply_erasures{NB}»{NB}: leurs textes restent illisibles d’ici là."


def size(octets: float) -> str:
    for unit in ("octets", "Ko", "Mo"):
        if octets < 1000:
            return f"{octets:.0f}{NB}{unit}"
        octets /= 1000
    return f"{octets:.1f}{NB}Go"


COMMANDS: dict[str, Callable[[Sequence[str]], int]] = {
    "backup": backup,
    "restore": restore_backup,
    "backup_key": make_key,
}
