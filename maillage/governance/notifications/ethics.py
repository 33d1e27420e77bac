"""What leaves the platform about governance: that something moved, never what was asked nor said."""

from maillage.accounts.models import User
from maillage.web.senders import Message, send


def send_referral_late(to: User) -> None:
    body = (
        "Bonjour,\n\nUne saisine éthique attend encore une réponse, et son délai est passé.\n"
        "Ouvrez Maillage pour la lire\u00a0: Instances, Éthique, Mes saisines."
    )
    send(
        Message(
            "email",
            to.email,
            "Une saisine éthique est en retard\u00a0: ouvrez Maillage",
            body,
            discreet=False,
        )
    )


def send_referral_moved(to: User) -> None:
    body = (
        "Bonjour,\n\nUne saisine éthique que vous suivez a avancé.\n"
        "Ouvrez Maillage pour la lire\u00a0: Instances, Éthique, Mes saisines."
    )
    send(
        Message(
            "email", to.email, "Une saisine éthique a avancé\u00a0: ouvrez Maillage", body, discreet=False
        )
    )
