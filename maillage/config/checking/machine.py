"""Folders, keys, backups, timers and clock of this machine."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from django.conf import settings

from maillage.config.backups.errors import BackupError
from maillage.config.backups.keys import key_in_use
from maillage.config.checking.missing import NB, Missing
from maillage.config.monitoring import state
from maillage.vault import erasures
from maillage.vault.masters import MastersMissing, masters

OF_ONE_MACHINE = ("maillage-backup.timer", "maillage-journal.timer")
TIMERS = (*OF_ONE_MACHINE, "maillage-check.timer")
SYSTEMD = Path("/run/systemd/system")
"""There as long as systemd runs the machine."""


def folders() -> Iterator[Missing]:
    data = settings.MAILLAGE_DATA
    if not data.is_dir():
        yield Missing(
            f"Le dossier des données n’existe pas{NB}: {data}.", f"install -d -o maillage -m 700 {data}"
        )
        return
    if not os.access(data, os.W_OK | os.X_OK):
        yield Missing(f"Ce compte n’écrit pas dans {data}.", f"chown maillage {data}")
    if data.stat().st_mode & 0o077:
        yield Missing(f"D’autres comptes du serveur entrent dans {data}.", f"chmod 700 {data}")
    if not state.has_room():
        yield Missing(
            f"Il reste moins de 1{NB}Go dans {data}.", "Faites de la place ou agrandissez ce disque."
        )
    if not (settings.STATIC_ROOT / "web").is_dir():
        yield Missing(f"Les feuilles de style n’ont pas été rassemblées dans {settings.STATIC_ROOT}.",
                      "./run maillage collectstatic --noinput", serious=False)  # fmt: skip


def keys() -> Iterator[Missing]:
    try:
        masters()
        yield from _hidden(settings.MAILLAGE_MASTER_KEYS, "les clés maîtresses")
    except MastersMissing as error:
        yield Missing(str(error), "docs/guides/installation.md")
    if saves_here():
        yield from _backup_keys()
    try:
        erasures.erased()
    except erasures.ErasuresUnreadable as error:
        yield Missing(str(error), "Remettez la liste du jour (MAILLAGE_ERASURES).")


def _backup_keys() -> Iterator[Missing]:
    try:
        key_in_use()
        yield from _hidden(settings.MAILLAGE_BACKUP_KEYS, "les clés des sauvegardes")
    except BackupError as error:
        yield Missing(str(error), "docs/guides/backup.md")


def saves_here() -> bool:
    """Of several machines, one makes the backups: the others were told neither their role nor their folder."""
    return bool(settings.BACKUP_URL or settings.BACKUPS)


def _hidden(path: Path, what: str) -> Iterator[Missing]:
    if path.exists() and path.stat().st_mode & 0o077:
        yield Missing(f"D’autres comptes du serveur peuvent lire {what}{NB}: {path}.", f"chmod 600 {path}")


def backups() -> Iterator[Missing]:
    if not saves_here():
        yield Missing(f"Cette machine ne fait aucune sauvegarde{NB}: une autre doit s’en charger.",
                      "Si elle est seule, DATABASE_BACKUP_URL et MAILLAGE_BACKUPS (docs/guides/backup.md).", serious=False)  # fmt: skip
        return
    if not settings.BACKUP_URL:
        yield Missing(
            f"DATABASE_BACKUP_URL manque{NB}: aucune sauvegarde ne peut être faite.",
            "./run maillage provision",
        )
    folder = settings.BACKUPS
    if folder is None:
        yield Missing(f"MAILLAGE_BACKUPS ne dit pas où sont les sauvegardes{NB}: personne ne verra qu’elles manquent.",
                      "MAILLAGE_BACKUPS=/srv/maillage/backups")  # fmt: skip
    elif not folder.is_dir():
        yield Missing(
            f"Le dossier des sauvegardes n’existe pas{NB}: {folder}.",
            f"install -d -o maillage -m 700 {folder}",
        )
    else:
        yield from _recent(folder)


def _recent(folder: Path) -> Iterator[Missing]:
    age = state.backup_age()
    cure = "systemctl start maillage-backup, puis «\u00a0journalctl -u maillage-backup\u00a0»"
    if age == timedelta.max:
        yield Missing(f"Aucune sauvegarde dans {folder}.", cure)
    elif age and age > state.BACKUP_AGE:
        yield Missing(f"La dernière sauvegarde a {age.days * 24 + age.seconds // 3600}{NB}heures.", cure)
    if settings.MAILLAGE_DATA.is_dir() and folder.stat().st_dev == settings.MAILLAGE_DATA.stat().st_dev:
        yield Missing(f"Les sauvegardes sont sur le disque des données ({folder}){NB}: il les emporterait avec lui.",
                      "Copiez-les chaque jour sur une autre machine, et relisez-les là (docs/guides/backup.md).", serious=False)  # fmt: skip


def timers() -> Iterator[Missing]:
    if not SYSTEMD.is_dir():
        yield Missing(f"Pas de systemd ici{NB}: rien ne dit qui lance la sauvegarde chaque nuit.",
                      "Votre orchestrateur lance chaque nuit «\u00a0maillage backup\u00a0», chaque jour «\u00a0maillage verify-journal\u00a0».",
                      serious=False)  # fmt: skip
        return
    for name in TIMERS:
        if _said("systemctl", "is-enabled", name) != "enabled":
            serious = saves_here() or name not in OF_ONE_MACHINE
            where = "" if serious else f" ici{NB}: une autre machine doit s’en charger"
            yield Missing(f"{name} n’est pas en route{where}.", f"systemctl enable --now {name}", serious)
    if _said("timedatectl", "show", "--property", "NTPSynchronized", "--value") == "no":
        yield Missing(f"L’horloge de cette machine n’est réglée sur aucune autre{NB}: les délais et les codes seront faux.",
                      "apt-get install systemd-timesyncd && timedatectl set-ntp true")  # fmt: skip


def _said(*command: str) -> str:
    program = shutil.which(command[0])
    if program is None:
        return ""
    done = subprocess.run([program, *command[1:]], capture_output=True, text=True, check=False)
    return done.stdout.strip()


CHECKS = (folders, keys, backups, timers)
