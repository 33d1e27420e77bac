"""Mails to those who sit: called to a meeting, told what changed or that it doesn't take place, asked in writing."""

from typing import Any

from django.urls import reverse

from maillage.governance import convocation_words as words
from maillage.governance.models import Ballot, Convocation
from maillage.governance.queries.convocations import token_of
from maillage.governance.queries.rounds import token_of as ballot_token
from maillage.governance.round_replies import REFERENCE
from maillage.web.calendar_file import calendar_event
from maillage.web.senders import Attached, Message, send
from maillage.web.wording import day, moment


def send_convocation(row: Convocation, to: str, points: list[Any], site: str, changed: list[str]) -> None:
    """`points`: those that this member may read. `changed`: empty the first time."""
    meeting, link = row.gathering, _link(row, site)
    first = "Ce qui a changé" if changed else "Vous êtes invité à une séance"
    parts = [f"Bonjour,\n\n{_opening(row, changed)}", _facts(row), _agenda(points, link)]
    parts.append(
        f"Dites si vous venez, sans compte\u00a0:\n{link}\n\n"
        "Ce lien vous est réservé\u00a0: ne le transmettez pas. Votre réponse peut être changée jusqu’à la séance."
    )
    subject = f"{first}\u00a0: {meeting.committee.name}, {day(meeting.starts_at)}"
    _send(row, to, subject, parts)


def _opening(row: Convocation, changed: list[str]) -> str:
    if not changed:
        return (
            f"{row.gathering.committee.name} se réunit. Vous y siégez pour {row.occupant.seat.organisation}."
        )
    listed = "\n".join(f"- {one}" for one in changed)
    return f"Une séance à laquelle vous êtes invité a changé.\n{listed}"


def send_cancelled(row: Convocation, to: str) -> None:
    meeting = row.gathering
    when = words.when(meeting.starts_at, meeting.ends_at)
    why = f"\nPourquoi\u00a0: {meeting.cancelled_why}" if meeting.cancelled_why else ""
    body = f"Bonjour,\n\nCette séance n’a pas lieu\u00a0: {meeting.title}, {when}.{why}"
    subject = f"Séance annulée\u00a0: {meeting.committee.name}, {day(meeting.starts_at)}"
    _send(row, to, subject, [body], cancelled=True)


def _facts(row: Convocation) -> str:
    meeting = row.gathering
    lines = [meeting.title, words.when(meeting.starts_at, meeting.ends_at), f"Lieu\u00a0: {meeting.place}"]
    lines += [f"À distance\u00a0: {meeting.link}"] if meeting.link else []
    return "\n".join(lines)


def _agenda(points: list[Any], link: str) -> str:
    if not points:
        return "L’ordre du jour vous sera envoyé."
    lines = ["Ordre du jour"]
    for number, one in enumerate(points, start=1):
        lines.append(words.point(number, one))
        lines += [f"   {_paper(paper)}\u00a0: {link}documents/{paper['public_id']}/" for paper in one.papers]
    return "\n".join(lines)


def _paper(paper: dict[str, Any]) -> str:
    return f"{paper['title']} (en clair)" if paper["plain"] else str(paper["title"])


def _link(row: Convocation, site: str) -> str:
    return site.rstrip("/") + reverse("governance:convocation", args=[token_of(row)])


def _send(row: Convocation, to: str, subject: str, parts: list[str], cancelled: bool = False) -> None:
    meeting = row.gathering
    summary = f"{meeting.committee.name}\u00a0: {meeting.title}"
    content = calendar_event(
        str(meeting.public_id),
        meeting.starts_at,
        meeting.ends_at,
        summary,
        meeting.place,
        cancelled=cancelled,
        sequence=meeting.version,
    )
    files = (Attached("seance.ics", "text/calendar", content.decode()),)
    send(Message("email", to, subject, "\n\n".join(parts) + "\n", discreet=False, files=files))


def send_ballot(row: Ballot, to: str, asked: list[Any], site: str) -> None:
    """`asked`: what this member votes on. They answer on their page, or by replying to the mail."""
    meeting, link = (
        row.round.gathering,
        site.rstrip("/") + reverse("governance:ballot", args=[ballot_token(row)]),
    )
    until = moment(row.round.last_minute)
    lines = [f"{one.number}. {one.title}\n   Texte soumis au vote\u00a0: {one.text}" for one in asked]
    body = (
        f"Bonjour,\n\n{meeting.committee.name} vous consulte par écrit, jusqu’au {until} inclus.\n\n"
        + "\n".join(lines)
        + f"\n\nDites votre vote sur cette page, sans compte\u00a0:\n{link}\n\n"
        "Ou répondez à cet e-mail, une ligne par point, sans rien d’autre\u00a0: «\u00a01\u00a0: pour\u00a0», «\u00a01\u00a0: contre\u00a0» "
        "ou «\u00a01\u00a0: abstention\u00a0». Votre dernière réponse compte. Ce lien vous est réservé\u00a0: ne le transmettez pas.\n"
    )
    subject = f"Consultation écrite\u00a0: {meeting.committee.name} ({REFERENCE.format(row.key.hex)})"
    send(Message("email", to, subject, body, discreet=False))
