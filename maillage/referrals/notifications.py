"""What leaves the platform about requests: never of whom, never what was asked."""

from typing import Any

from django.urls import reverse

from maillage.directory.rules import shown_phone
from maillage.web.senders import Message, send
from maillage.web.wording import day, plural


def send_request_link(row: Any, token: str, site: str) -> None:
    """To a scheme where nobody has an account: who asks, and the link. No name, and nothing of what is asked."""
    link = site.rstrip("/") + reverse("referrals:request_door", args=[token])
    phone = f" ({shown_phone(row.phone)})" if row.phone else ""
    body = (
        f"Bonjour,\n\nUne demande vous est adressée pour « {row.scheme} », par {row.asker}{phone}.\n"
        "Pour la lire, en accuser réception et y répondre, sans compte :\n"
        f"{link}\n\nCe lien vous est réservé : ne le transmettez pas.\n"
    )
    send(Message("email", row.email, f"Une demande pour {row.scheme} ({row.asker})", body, discreet=False))


def send_answered(to: str) -> None:
    """To who follows it: that an answer is there, never whose nor what."""
    body = "Un dispositif a répondu à une demande que vous suivez.\nOuvrez Maillage pour lire sa réponse."
    send(Message("email", to, "Une réponse est arrivée : ouvrez Maillage", body, discreet=False))


def send_place_proposed(to: str, answer_by: Any) -> None:
    """To who follows them: that a place is to answer, and until when. Never to whom, nor where."""
    body = (
        f"Une place est proposée à une personne que vous suivez. Sa réponse est attendue avant le {day(answer_by)}.\n"
        "Ouvrez Maillage pour la lire avec elle."
    )
    send(Message("email", to, "Une place est proposée : ouvrez Maillage", body, discreet=False))


def send_late(to: str, worker: str, scheme: str, due_on: Any) -> None:
    """To who follows it and to their team leader: which scheme owes an answer, since when, never to whom."""
    body = (
        f"Une demande suivie par {worker} attend la réponse de « {scheme} » depuis le {day(due_on)}.\n"
        "Ouvrez Maillage, et voyez ensemble comment l’obtenir."
    )
    send(Message("email", to, "Une réponse est en retard : ouvrez Maillage", body, discreet=False))


def send_news_to_person(to: str) -> None:
    """Discreet: neither a service nor a reason."""
    body = "Bonjour. Il y a du nouveau dans votre espace."
    send(Message("email", to, "Du nouveau dans votre espace", body, discreet=True))


def send_counts(to: str, waiting: int, due: int, late: int) -> None:
    """To whoever instructs, once a day: how many, and nothing else."""
    told = [(waiting, "à recevoir"), (due, "à rendre sous sept jours"), (late, "en retard")]
    lines = "\n".join(f"- {plural(count, 'réponse')} {what}" for count, what in told if count)
    body = f"Bonjour,\n\nVos dispositifs attendent :\n{lines}\nOuvrez Maillage pour répondre."
    send(Message("email", to, "Vos demandes du jour : ouvrez Maillage", body, discreet=False))
