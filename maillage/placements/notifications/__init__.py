"""Mails to hosts and students: what happens and where to read it. Never a wish, a result, nor who somebody is."""

from typing import Any

from django.urls import reverse

from maillage.placements.enums import Mail
from maillage.placements.queries.door import coming_token, student_token, token_of
from maillage.web.senders import Message, send
from maillage.web.wording import moment

RESERVED = "Ce lien vous est réservé\u00a0: ne le transmettez pas."


def send_letter(row: Any) -> None:
    """`row`: what `placements_letter` says of it."""
    subject, words = SAID[Mail(row.kind)](row)
    parts = ["Bonjour,", *words, f"Ce message vient de {row.platform}, qui tient cette session."]
    send(Message("email", row.email, subject, "\n\n".join(parts) + "\n", discreet=False))


def _host_link(row: Any) -> str:
    return str(row.site) + reverse("placements:answer", args=[token_of(row.host_key)])


def _coming_link(row: Any) -> str:
    return str(row.site) + reverse("placements:coming", args=[coming_token(row.host_key)])


def _student_link(row: Any, name: str) -> str:
    """Without an account, the link is the key; with one, it is the page."""
    if row.student_key:
        told = reverse(f"placements:linked_{name}", args=[student_token(row.student_key)])
        return f"{row.site}{told}\n{RESERVED}"
    return str(row.site) + reverse(f"placements:{name}", args=[row.student])


def _asked(row: Any) -> tuple[str, list[str]]:
    question = f"{row.platform} demande à {row.structure} combien de stagiaires elle peut accueillir\u00a0: {row.title}."
    until = moment(row.seats_until)
    link = f"Répondez en deux gestes, sans compte, avant le {until}\u00a0:\n{_host_link(row)}\n{RESERVED}"
    return f"Combien de stagiaires chez vous\u00a0? {row.title}", [question, link]


def _asked_again(row: Any) -> tuple[str, list[str]]:
    subject, words = _asked(row)
    return f"Rappel\u00a0: {subject}", ["Votre réponse n’est pas arrivée.", *words]


def _coming(row: Any) -> tuple[str, list[str]]:
    words = f"Les places de {row.title} sont données. Lisez qui vient chez vous\u00a0:\n{_coming_link(row)}\n{RESERVED}"
    return f"Qui vient en stage chez vous\u00a0: {row.title}", [words]


def _opened(row: Any) -> tuple[str, list[str]]:
    words = f"Les vœux sont ouverts jusqu’au {moment(row.closes_at)}\u00a0: {row.title}."
    return f"Vos vœux de stage\u00a0: {row.title}", [
        words,
        f"Votre liste\u00a0:\n{_student_link(row, 'candidate')}",
    ]


def _last_days(row: Any) -> tuple[str, list[str]]:
    subject, words = _opened(row)
    return f"Rappel\u00a0: {subject}", ["Vous n’avez pas encore de liste.", *words]


def _link(row: Any) -> tuple[str, list[str]]:
    words = f"Votre école a refait votre lien pour {row.title}. Celui d’avant n’ouvre plus."
    return f"Votre lien\u00a0: {row.title}", [words, _student_link(row, "candidate")]


def _result(row: Any) -> tuple[str, list[str]]:
    words = f"Les résultats de {row.title} sont publiés. Lisez le vôtre, avec ses raisons\u00a0:"
    return f"Les résultats sont publiés\u00a0: {row.title}", [f"{words}\n{_student_link(row, 'result')}"]


def _settled(row: Any) -> tuple[str, list[str]]:
    words = f"Une décision vous concernant a été prise pour {row.title}. Lisez-la, avec ses raisons\u00a0:"
    return f"Une décision à lire\u00a0: {row.title}", [f"{words}\n{_student_link(row, 'result')}"]


SAID = {
    Mail.ASKED: _asked,
    Mail.ASKED_AGAIN: _asked_again,
    Mail.COMING: _coming,
    Mail.OPENED: _opened,
    Mail.LAST_DAYS: _last_days,
    Mail.LINK: _link,
    Mail.RESULT: _result,
    Mail.SETTLED: _settled,
}
