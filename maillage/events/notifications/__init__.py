"""Mails to those who register: to confirm, to say that they have a place or wait, that it doesn't take place."""

from django.urls import reverse

from maillage.events.enums import Turn
from maillage.events.queries.registrations import Opened, token_of
from maillage.web.calendar_file import calendar_event
from maillage.web.senders import Attached, Message, send
from maillage.web.wording import day, moment


def _facts(opened: Opened) -> str:
    one = opened.facts
    lines = [f"{one.committee}\u00a0: {one.title}", f"Le {moment(one.starts_at)}, {one.place}"]
    remote = [f"À distance\u00a0: {one.link}"] if one.link and opened.turn == Turn.IN else []
    return "\n".join([*lines, *remote])


def _link(opened: Opened) -> str:
    return str(opened.facts.site) + reverse("events:registration", args=[token_of(opened.key)])


def _send(opened: Opened, subject: str, parts: list[str], files: tuple[Attached, ...] = ()) -> None:
    body = "\n\n".join(["Bonjour,", *parts]) + "\n"
    send(Message("email", opened.facts.email, subject, body, discreet=False, files=files))


def send_confirmation(opened: Opened) -> None:
    parts = [
        f"Quelqu’un a demandé une place avec cette adresse.\n{_facts(opened)}",
        f"Si c’est vous, confirmez dans les trois jours\u00a0:\n{_link(opened)}",
        "Sinon, ne faites rien\u00a0: cette demande sera effacée et vous ne recevrez rien d’autre.",
    ]
    _send(opened, f"Confirmez votre inscription\u00a0: {opened.facts.title}", parts)


def send_turn(opened: Opened) -> None:
    """They have a place, with the meeting for their calendar; or they wait."""
    one = opened.facts
    if opened.turn == Turn.IN:
        parts = ["Vous avez une place.", _facts(opened)]
        parts.append(
            f"Si vous ne pouvez plus venir, rendez-la\u00a0: elle ira à la personne suivante.\n{_link(opened)}"
        )
        return _send(
            opened, f"Vous avez une place\u00a0: {one.title}, {day(one.starts_at)}", parts, _calendar(opened)
        )
    parts = [
        f"Toutes les places sont prises. Vous êtes en liste d’attente, au rang {opened.given.position}.",
        _facts(opened),
    ]
    parts.append(
        f"Un e-mail vous préviendra si une place se libère. Où vous en êtes, ou vous retirer\u00a0:\n{_link(opened)}"
    )
    return _send(opened, f"En liste d’attente\u00a0: {one.title}", parts)


def send_cancelled(opened: Opened) -> None:
    why = opened.facts.cancelled_why
    parts = ["Cette rencontre n’a pas lieu.", _facts(opened), *([f"Pourquoi\u00a0: {why}"] if why else [])]
    _send(opened, f"Annulé\u00a0: {opened.facts.title}, {day(opened.facts.starts_at)}", parts)


def send_moved(opened: Opened) -> None:
    """With the meeting as it is now, for the calendar of who has a place."""
    parts = ["Une rencontre où vous êtes inscrit a changé de jour, d’heure ou de lieu.", _facts(opened)]
    parts.append(f"Si vous ne pouvez plus venir, dites-le\u00a0:\n{_link(opened)}")
    files = _calendar(opened) if opened.turn == Turn.IN else ()
    _send(opened, f"Changé\u00a0: {opened.facts.title}, {day(opened.facts.starts_at)}", parts, files)


def _calendar(opened: Opened) -> tuple[Attached, ...]:
    one = opened.facts
    summary = f"{one.committee}\u00a0: {one.title}"
    content = calendar_event(str(one.public_id), one.starts_at, one.ends_at, summary, one.place)
    return (Attached("rencontre.ics", "text/calendar", content.decode()),)
