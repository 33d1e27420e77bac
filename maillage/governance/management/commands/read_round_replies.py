"""Replies to written rounds, from a mailbox on this machine. A mail read twice counts once."""

import mailbox
from collections import Counter
from contextlib import closing
from email import message_from_bytes
from email.policy import default

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, transaction

from maillage.governance.actions.voices import receive

SAID = {
    "counted": "comptées",
    "to_read": "à lire par quelqu’un, sur la page de la consultation",
    "known": "déjà lues",
    "other": "sans rapport avec une consultation, laissées de côté",
}


def _received(content):
    """One mail that cannot be read keeps no other back."""
    try:
        with transaction.atomic():
            return receive(message=message_from_bytes(content, policy=default))
    except (ValueError, LookupError, TypeError, DatabaseError):
        return "unreadable"


class Command(BaseCommand):
    help = "Lit les réponses aux consultations écrites dans une boîte mbox ou Maildir ; ne la change pas."

    def add_arguments(self, parser):
        box = parser.add_mutually_exclusive_group(required=True)
        box.add_argument("--mbox", help="fichier mbox")
        box.add_argument("--maildir", help="dossier Maildir")

    def handle(self, **options):
        try:
            box = (
                mailbox.mbox(options["mbox"], create=False)
                if options["mbox"]
                else mailbox.Maildir(options["maildir"], create=False)
            )
        except (mailbox.NoSuchMailboxError, OSError) as error:
            raise CommandError("Cette boîte n’existe pas ou ne se lit pas : vérifiez son chemin.") from error
        with closing(box):
            found = Counter(_received(box.get_bytes(key)) for key in box.iterkeys())
        for outcome, words in SAID.items():
            self.stdout.write(f"{found[outcome]} {words}")
        if unreadable := found["unreadable"]:
            self.stdout.write(f"{unreadable} illisibles, à ouvrir dans la boîte")
