"""`maillage alert UNIT`: a mail to whoever keeps the installation, when systemd sees one of its services fail.

It repeats nothing of what the service wrote, and asks nothing of the database, that may be what fails.
"""

import argparse
import re
import socket
import sys
from collections.abc import Sequence
from smtplib import SMTPException

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format

from maillage.web.senders import Message, send

UNIT = re.compile(r"[\w@.:\\-]+")
BODY = """\
Le service {unit} a échoué sur {machine}, le {at}.

Ce qu’il a écrit, à lire sur cette machine\u00a0:
  journalctl --unit {unit} --since -1d
Ce qui manque à cette installation\u00a0:
  ./run maillage check
Une fois la cause corrigée\u00a0:
  systemctl start {unit}
"""


def main(arguments: Sequence[str]) -> int:
    unit = _parser().parse_args(arguments).unit
    try:
        tell(unit)
    except (OSError, SMTPException, Unsaid) as error:
        why = str(error) if isinstance(error, Unsaid) else type(error).__name__
        print(f"L’échec de {unit} n’a été dit à personne\u00a0: {why}.", file=sys.stderr)
        return 1
    return 0


class Unsaid(Exception):
    """Nobody is to be told, or no mail leaves from here."""


def tell(unit: str) -> None:
    """Raises `Unsaid`, or what the mail server raises."""
    if not settings.ALERTS:
        raise Unsaid("MAILLAGE_ALERTS ne nomme personne")
    if not settings.EMAIL_HOST and not settings.EMAIL_FILE_PATH:
        raise Unsaid("MAILLAGE_SMTP_HOST manque")
    machine, at = socket.gethostname(), date_format(timezone.localtime(), "j F Y à H\u00a0\\h\u00a0i")
    subject = f"Maillage\u00a0: {unit} a échoué sur {machine}"
    body = BODY.format(unit=unit, machine=machine, at=at)
    for address in settings.ALERTS:
        send(Message("email", address, subject, body, discreet=False))


def _unit(told: str) -> str:
    if not UNIT.fullmatch(told):
        raise argparse.ArgumentTypeError(f"{told!r} n’est pas le nom d’un service de systemd.")
    return told


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="maillage alert", description="Prévient par courriel (MAILLAGE_ALERTS) qu’un service a échoué."
    )
    parser.add_argument("unit", type=_unit, metavar="SERVICE", help="son nom\u00a0: maillage-backup.service")
    return parser
