"""What leaves the platform about governance: that something moved, never what was asked nor said."""

from django.urls import reverse

from maillage.accounts.models import User
from maillage.web.senders import Message, send


def send_referral_moved(to: User) -> None:
    body = (
        "Bonjour,\n\nUne saisine éthique que vous suivez a avancé.\n"
        f"Ouvrez Maillage pour la lire ({reverse('governance:referrals')})."
    )
    send(
        Message(
            "email", to.email, "Une saisine éthique a avancé\u00a0: ouvrez Maillage", body, discreet=False
        )
    )
