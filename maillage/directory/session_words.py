"""Sessions, room left and closures in the words of a page, a poster, a calendar."""

from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from maillage.directory.enums import CATEGORIES, EVERYBODY, PUBLICS, Level
from maillage.directory.models import Availability, Closure, OutreachSession
from maillage.directory.queries.sessions import Occurrence, State
from maillage.directory.rules import shown_phone
from maillage.directory.rules.recurrence import in_words
from maillage.web.wording import NBSP, day, full_day, plural, short_day

STATES = {
    State.HELD: ("", ""),
    State.MOVED: ("Déplacée", "waiting"),
    State.CANCELLED: ("Annulée", "late"),
    State.CLOSED: ("Fermé ce jour-là", "late"),
    State.HOLIDAY: ("Jour férié\u00a0: pas de permanence", "late"),
}


class Said(NamedTuple):
    """A word and its kind (`web` tag `status`), the sentence beside."""

    word: str
    kind: str
    sentence: str


def clock(at: time | datetime) -> str:
    """ "9 h", "14 h 30"."""
    return f"{at.hour}{NBSP}h" + (f"{NBSP}{at.minute:02}" if at.minute else "")


def hours(session: OutreachSession) -> str:
    start = datetime.combine(session.starts_on, session.starts_at)
    return f"de {clock(start)} à {clock(start + timedelta(minutes=session.minutes))}"


def when(session: OutreachSession) -> str:
    """ "tous les mardis, de 9 h à 12 h" """
    rhythm = in_words(session.rule) or f"le {full_day(session.starts_on)}"
    until = f", jusqu’au {day(session.until)}" if session.until and session.rule else ""
    return f"{rhythm}, {hours(session)}{until}"


def where(session: OutreachSession, place: str = "") -> str:
    at = place or session.place
    return ", ".join(part for part in (at, "" if place else session.address, session.commune.name) if part)


def for_whom(session: OutreachSession) -> str:
    """What the team said; nobody in particular is everybody."""
    told = [PUBLICS.get(code, code) for code in session.publics if code != EVERYBODY]
    return ", ".join(told) if told and EVERYBODY not in session.publics else "tout le monde"


def themes(session: OutreachSession) -> list[str]:
    return [CATEGORIES.get(code, code) for code in session.categories]


def host(session: OutreachSession) -> str:
    """The structure that receives it, when everybody may see that one."""
    return session.host.name if session.host and session.host.is_public else ""


def facts(session: OutreachSession) -> list[tuple[str, str]]:
    told = [
        ("Quand", when(session)),
        ("Où", where(session)),
        ("Accueillie par", host(session)),
        ("Pour qui", for_whom(session)),
        ("Pour quoi", ", ".join(themes(session))),
        ("Rendez-vous", "seulement sur rendez-vous" if session.by_appointment else "sans rendez-vous"),
        ("Téléphone", shown_phone(session.phone) if session.phone else ""),
        ("À savoir", session.description),
    ]
    return [(name, value) for name, value in told if value]


def state_of(occurrence: Occurrence) -> Said:
    word, kind = STATES[occurrence.state]
    if occurrence.state == State.HELD:
        return Said("", "", "Jour férié." if occurrence.holiday else "")
    sentence = "" if occurrence.state == State.HOLIDAY else occurrence.reason
    if occurrence.state == State.MOVED and occurrence.starts.date() != occurrence.day:
        sentence = f"Prévue le {short_day(occurrence.day)}. {occurrence.reason}"
    return Said(word, kind, sentence)


def span(occurrence: Occurrence) -> str:
    return f"de {clock(occurrence.starts)} à {clock(occurrence.ends)}"


# Room left, closures


UNKNOWN = Said("Inconnu", "waiting", "Personne n’a dit récemment s’il reste de la place.")
KINDS = {Level.FREE: "done", Level.TENSE: "waiting", Level.FULL: "late", Level.SUSPENDED: "late"}


def availability(last: Availability | None, today: date) -> Said:
    """What was said last, for as long as it counts; then it is unknown, and the page says since when."""
    if last is None:
        return UNKNOWN
    if last.until < today:
        return Said("Inconnu", "waiting", f"Dernière nouvelle le {day(last.said_on)}.")
    told = [
        plural(last.places, "place|places") if last.places is not None else "",
        f"attente\u00a0: {plural(last.weeks, 'semaine')}" if last.weeks is not None else "",
        f"dit le {short_day(last.said_on, today)}",
    ]
    word = Level(last.level).label
    sentence = ", ".join(part for part in told if part)
    return Said(
        f"{word[0].upper()}{word[1:]}", KINDS[Level(last.level)], f"{sentence[0].upper()}{sentence[1:]}."
    )


def closure(told: Closure) -> str:
    """ "fermé du 3 au 17 août 2027 : congés d’été" """
    if told.since == told.until:
        dates = f"fermé le {day(told.since)}"
    elif (told.since.year, told.since.month) == (told.until.year, told.until.month):
        first = "1er" if told.since.day == 1 else str(told.since.day)
        dates = f"fermé du {first} au {day(told.until)}"
    else:
        dates = f"fermé du {day(told.since)} au {day(told.until)}"
    return f"{dates}{NBSP}: {told.reason}" if told.reason else dates
