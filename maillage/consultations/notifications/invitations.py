"""The mail that asks for an answer: how long it takes, until when, whether it is anonymous, how to get no other."""

from django.urls import reverse

from maillage.consultations.models import Invitation
from maillage.consultations.queries.door import token_of
from maillage.web.senders import Message, send
from maillage.web.wording import moment, plural

ANONYMOUS = "Vos réponses sont anonymes\u00a0: rien ne les relie à vous."
SIGNED = "Vos réponses portent votre nom\u00a0: ceux qui posent ces questions le lisent."


def send_invitation(row: Invitation, questions: int, site: str) -> None:
    asked, home, token = row.questionnaire, site.rstrip("/"), token_of(row.key)
    link = home + reverse("consultations:answer", args=[token])
    end = home + reverse("consultations:leave_out", args=[token])
    first = "Rappel\u00a0: " if row.reminded_at else ""
    until = moment(asked.last_minute) if asked.last_minute else ""
    parts = [
        f"Bonjour{f' {row.name}' if row.name else ''},",
        f"{asked.asker} vous pose {plural(questions, 'question')}\u00a0: {asked.title}.",
        asked.purpose,
        f"Répondez sans compte, jusqu’au {until} inclus (heure de Paris)\u00a0:\n{link}",
        ANONYMOUS if asked.anonymous else SIGNED,
        "Ce lien vous est réservé\u00a0: ne le transmettez pas.",
        f"Pour ne plus recevoir de mail sur ce questionnaire\u00a0:\n{end}",
    ]
    body = "\n\n".join(part for part in parts if part) + "\n"
    send(Message("email", row.email, f"{first}{asked.title}", body, discreet=False))
