"""Mails to those registered to a training: what happened and where to read it; no reason, no name."""

from typing import Any

from django.urls import reverse

from maillage.training.enums import Mail
from maillage.web.senders import Message, send
from maillage.web.wording import full_day

WITHDRAW = "Si vous ne pouvez plus venir, retirez votre demande\u00a0: la place ira à la personne suivante."
ACCOUNT = "Ouvrez Maillage, page «\u00a0Mon compte de formation\u00a0»."
SAID: dict[Mail, tuple[str, str, str]] = {
    Mail.IN: ("Vous avez une place", "Vous avez une place à cette formation.", WITHDRAW),
    Mail.WAITING: (
        "En liste d’attente",
        "Il n’y a pas de place pour vous pour l’instant\u00a0: vous êtes en liste d’attente. Un mail vous préviendra si une place se libère.",
        "",
    ),
    Mail.REFUSED: ("Votre demande de formation a sa réponse", "Votre employeur a répondu.", "Sa réponse est sur la page de cette formation."),
    Mail.MOVED: ("Changé", "Cette formation a changé de jour ou de lieu.", WITHDRAW),
    Mail.CANCELLED: ("Annulée", "Cette formation n’a pas lieu.", "Sa page dit pourquoi."),
    Mail.REMINDER: ("Rappel", "Cette formation commence bientôt.", WITHDRAW),
    Mail.ATTESTED: ("Votre attestation est prête", "Cette formation est terminée.", "Votre attestation est sur sa page."),
    Mail.JUDGED: (
        "Une ligne contestée a sa réponse",
        "Une ligne de votre compte de formation que vous avez contestée a reçu sa réponse.",
        ACCOUNT,
    ),
}  # fmt: skip


def send_letter(row: Any) -> None:
    """`row`: what `training_letter` says of it."""
    first, words, after = SAID[Mail(row.kind)]
    subject = f"{first}\u00a0: {row.title}" if row.title else first
    parts = ["Bonjour,", words, *([_facts(row)] if row.title else []), after, _link(row)]
    send(Message("email", row.email, subject, "\n\n".join(filter(None, parts)) + "\n", discreet=False))


def _link(row: Any) -> str:
    """For whoever signs in: it opens nothing by itself."""
    return f"{row.site}{reverse('training:session', args=[row.session])}" if row.site else ""


def _facts(row: Any) -> str:
    where = "à distance" if row.remote else row.place
    return f"{row.title}, à partir du {full_day(row.starts_on)}{f', {where}' if where else ''}."
