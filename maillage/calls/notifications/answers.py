"""What leaves the platform about a call: that an answer came, never which."""

from maillage.accounts.models import User
from maillage.web.senders import Message, send


def send_answer_came(to: User) -> None:
    body = (
        "Bonjour,\n\nUne réponse est arrivée pour un dossier que vous avez déposé.\n"
        "Ouvrez Maillage pour la lire, avec ses raisons\u00a0: Instances, Appels à projets, Nos dossiers."
    )
    send(Message("email", to.email, "Une réponse est arrivée pour votre dossier", body, discreet=False))
