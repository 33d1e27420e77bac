"""How a call, its steps, its indicators and its awards are said."""

from datetime import date, timedelta
from typing import Any, NamedTuple

from django.utils import timezone

from maillage.calls.models import Award, Call, Indicator
from maillage.web.calendar_file import Told
from maillage.web.wording import amount, day, moment

YEAR = timedelta(days=365)


def when(call: Call) -> str:
    now = timezone.now()
    if now < call.opens_at:
        return f"ouvre le {day(timezone.localdate(call.opens_at))}"
    if now < call.closes_at:
        return f"ferme le {moment(call.closes_at)}"
    return f"fermé depuis le {moment(call.closes_at)}"


def facts(call: Call, places: list[str]) -> list[tuple[str, str]]:
    found = [("Nature", call.get_kind_display().capitalize())]
    found.append(("Porté par", str(call.committee.structure)))
    found += [("Sujets", ", ".join(call.theme_names))] if call.themes else []
    found.append(("Territoires", ", ".join(places)))
    found += [("Projets", _period(call))] if call.funded_from or call.funded_until else []
    found += [("Somme en tout", amount(call.amount))] if call.amount is not None else []
    if call.short_under is not None:
        found.append(("Dossier court", f"jusqu’à {amount(call.short_under)} demandés"))
    if call.term_months:
        found.append(("Accordé pour", f"{call.term_months}\u00a0mois"))
    return found


def _period(call: Call) -> str:
    start = f"du {day(call.funded_from)}" if call.funded_from else ""
    end = f"jusqu’au {day(call.funded_until)}" if call.funded_until else ""
    return " ".join(part for part in (start, end) if part)


def steps(call: Call) -> list[tuple[str, str]]:
    """What comes, in order, with its dates."""
    found = [("Ouverture", day(timezone.localdate(call.opens_at)))]
    found += [("Lettres d’intention", f"jusqu’au {day(call.letter_until)}")] if call.letter_until else []
    found += [("Temps pour s’associer", f"jusqu’au {day(call.joint_until)}")] if call.joint_until else []
    found.append(("Dépôt des dossiers", f"jusqu’au {moment(call.closes_at)}"))
    found += [("Décisions", f"vers le {day(call.decision_on)}")] if call.decision_on else []
    return found


class Held(NamedTuple):
    word: str
    colour: str
    until: str


def held(award: Award, today: date) -> Held:
    """Whether a label is held today, and until when."""
    if award.withdrawn_on:
        return Held("Retiré", "late", f"retiré le {day(award.withdrawn_on)}\u00a0: {award.withdrawn_why}")
    if award.ends_on and award.ends_on < today:
        return Held("Terminé", "", f"jusqu’au {day(award.ends_on)}")
    until = f" jusqu’au {day(award.ends_on)}" if award.ends_on else ""
    return Held("En cours", "done", f"depuis le {day(award.starts_on)}{until}")


class Followed(NamedTuple):
    indicator: Indicator
    reviewed_on: date | None
    late: bool


def indicators(rows: Any, today: date) -> list[Followed]:
    """With their last review; one that nobody looked at for a year says so."""
    found = []
    for one in rows:
        reviews = list(one.reviews.all())
        last = reviews[0].on if reviews else None
        late = one.retired_on is None and (last or one.since) + YEAR < today
        found.append(Followed(one, last, late))
    return found


def event(call: Call) -> Told:
    """The hour before it closes, for a calendar."""
    return Told(
        str(call.public_id),
        call.closes_at - timedelta(hours=1),
        call.closes_at,
        f"Dernière heure pour déposer\u00a0: {call.title}",
        "",
    )
