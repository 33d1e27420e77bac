"""Mails to signatories without an account."""

from django.urls import reverse

from maillage.conventions.enums import SignerRole
from maillage.conventions.models import Signer
from maillage.web.senders import Message, send


def send_link(signer: Signer, token: str, site: str) -> None:
    row = signer.convention
    link = site.rstrip("/") + reverse("conventions:door", args=[token])
    body = (
        f"Bonjour,\n\n{row.school.name} vous demande de signer une convention de stage, au titre de"
        f"\u00a0: {SignerRole(signer.role).label}.\n\nLisez-la, puis signez ou dites ce qui ne va pas\u00a0:\n{link}\n\n"
        "Ce lien vous est réservé\u00a0: ne le transmettez pas. Qui l’ouvre peut signer à votre place."
    )
    send(Message("email", signer.email, "Une convention de stage à signer", body, discreet=False))
