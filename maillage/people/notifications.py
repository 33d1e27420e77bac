"""Mails about a person's file: who must look is told that there is something to look at, never about whom."""

from collections.abc import Iterable
from functools import partial

from django.core.mail import send_mail
from django.db import transaction

from maillage.accounts.models import User

EXCEPTIONAL = (
    "Bonjour,\n\nUn dossier que vous suivez a été ouvert en urgence par quelqu’un d’une autre équipe.\n"
    "Connectez-vous à Maillage : la page Aujourd’hui dit lequel, par qui et pourquoi. Cet accès attend d’être relu.\n"
)


def tell_of_exceptional_access(team: Iterable[User]) -> None:
    """To each of the person's team, once the access is written; a mail that fails doesn't undo the access."""
    for user in team:
        send = partial(send_mail, "Un accès exceptionnel à relire", EXCEPTIONAL, None, [user.email])
        transaction.on_commit(send, robust=True)
