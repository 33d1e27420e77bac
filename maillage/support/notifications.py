"""What leaves the platform about follow-up. A discreet message names neither a service nor a reason."""

from django.urls import reverse

from maillage.accounts.models import User
from maillage.people.enums import ChannelKind
from maillage.people.models import Channel
from maillage.support.models import Appointment, DirectQuestion, Promise
from maillage.support.queries.questions import token_of
from maillage.web.senders import Message, send
from maillage.web.wording import day, full_day, moment

BY_CHANNEL = {ChannelKind.EMAIL: "email", ChannelKind.PHONE: "sms"}
"""A letter would come too late: nothing is posted for the day before."""


def reminder(appointment: Appointment, channel: Channel) -> Message | None:
    """None for a channel that no reminder takes."""
    way = BY_CHANNEL.get(ChannelKind(channel.kind))
    if way is None:
        return None
    body = _discreet(appointment) if channel.discreet else _plain(appointment)
    return Message(way, channel.value, "Rappel de votre rendez-vous", body, channel.discreet)  # type: ignore[arg-type]


def _when(appointment: Appointment) -> str:
    weekday = full_day(appointment.starts_at).split()[0]
    return f"{weekday} {moment(appointment.starts_at)}"


def _discreet(appointment: Appointment) -> str:
    return f"Rappel : {_when(appointment)}."


def _plain(appointment: Appointment) -> str:
    return (
        f"Bonjour. Vous avez rendez-vous {_when(appointment)}, avec {appointment.worker}. "
        f"Lieu : {appointment.place}. Si vous ne pouvez pas venir, prévenez-nous : nous en fixerons un autre."
    )


def send_late(promise: Promise, to: User) -> None:
    """To a colleague: by whom it is owed and since when, never to whom nor what."""
    body = (
        f"Un engagement pris par {promise.owed_by} était dû le {day(promise.due_on)}.\n"
        "Ouvrez Maillage pour le lire, et voyez ensemble comment le tenir."
    )
    subject = "Un engagement est en retard : ouvrez Maillage"
    send(Message("email", to.email, subject, body, discreet=False))


def send_link(asked: DirectQuestion, again: bool = False) -> None:
    """To a referent: who asks, by when, and the link. Nothing of whom it is about, nor of what."""
    link = asked.site.rstrip("/") + reverse("support:question_door", args=[token_of(asked)])
    begins = "Une question attend toujours votre réponse" if again else "Une question vous est posée"
    body = (
        f"Bonjour,\n\n{begins}, par {asked.structure}, au sujet d’une personne accompagnée.\n"
        f"Réponse attendue le {day(asked.due_on)}. Pour la lire et répondre, sans compte :\n{link}\n\n"
        "Ce lien vous est réservé : ne le transmettez pas.\n"
    )
    send(Message("email", asked.referent.email, f"{begins} ({asked.structure})", body, discreet=False))


def send_answered(to: User) -> None:
    """To who asked: that an answer is there, never whose nor what."""
    body = "Un organisme a répondu à une question que vous avez posée.\nOuvrez Maillage pour lire sa réponse."
    send(Message("email", to.email, "Une réponse est arrivée : ouvrez Maillage", body, discreet=False))


def send_late_question(asked: DirectQuestion) -> None:
    """To a colleague, by name: who asked, since when, never about whom nor what."""
    assert asked.escalate_to is not None
    body = (
        f"Une question posée à un organisme par {asked.author} attend sa réponse depuis le {day(asked.due_on)}.\n"
        "Ouvrez Maillage, et voyez ensemble comment l’obtenir."
    )
    subject = "Une question est sans réponse : ouvrez Maillage"
    send(Message("email", asked.escalate_to.email, subject, body, discreet=False))
