"""What leaves the platform about the directory."""

from django.urls import reverse

from maillage.directory.models import ReviewRequest
from maillage.directory.queries.cards import token_of
from maillage.web.senders import Message, send
from maillage.web.wording import day


def send_review(asked: ReviewRequest) -> None:
    """To a structure's public address: are your cards still true?"""
    link = asked.site.rstrip("/") + reverse("directory:review", args=[token_of(asked)])
    body = (
        f"Bonjour,\n\nL’annuaire du territoire présente {asked.structure.name} et ce que vous proposez. "
        "Est-ce toujours vrai\u00a0?\n"
        f"Une page suffit pour le dire ou pour corriger, sans compte, jusqu’au {day(asked.until)}\u00a0:\n{link}\n\n"
        "Sans réponse, vos fiches seront signalées «\u00a0à vérifier\u00a0», puis retirées de l’annuaire imprimé.\n"
    )
    send(
        Message(
            "email", asked.email, "Vos fiches de l’annuaire sont-elles à jour\u00a0?", body, discreet=False
        )
    )
