"""How hours become days, months and euros, line by line, as a person can do it again."""

from datetime import date
from decimal import Decimal

from maillage.conventions.enums import Status
from maillage.conventions.rules.gratification import GRATIFIED, Line, Owed, YearOwed
from maillage.conventions.rules.presence import (
    DAYS_A_MONTH,
    HOURS_A_DAY,
    WEEK,
    Calendar,
    Duration,
    Presence,
    Range,
    duration,
)
from maillage.web.wording import amount, day, full_day, month, number, plural

NOT_GRATIFIED = {
    Status.APPRENTICE: "Un apprenti a un contrat de travail et un salaire\u00a0: il n’y a pas de gratification.",
    Status.CONTINUING: "Un stagiaire de la formation continue n’est pas concerné par la gratification (art. L124-1 du code de l’éducation).",
    Status.ABROAD: "À l’étranger, le minimum français ne s’impose pas\u00a0: c’est la loi du pays qui compte (à confirmer).",
    Status.IMMERSION: "Une immersion de quelques jours ne donne pas lieu à gratification.",
}


def hours(value: Decimal) -> str:
    return f"{number(value)}\u00a0h"


def weekdays(told: tuple[int, ...]) -> str:
    if told == (0, 1, 2, 3, 4):
        return "du lundi au vendredi"
    names = [WEEK[one] for one in sorted(told)]
    return "le " + (", ".join(names[:-1]) + " et " + names[-1] if len(names) > 1 else names[0])


def period(one: Range) -> str:
    return f"Du {day(one.first)} au {day(one.last)}, {weekdays(one.weekdays)}, {hours(one.hours)} par jour"


def periods(calendar: Calendar) -> list[str]:
    lines = [period(one) for one in calendar.ranges]
    lines += [f"{full_day(on).capitalize()}, {hours(told)}" for on, told in calendar.days]
    lines += [_closed(one.first, one.last) for one in calendar.closed]
    if calendar.works_holidays:
        lines.append("Les jours fériés sont travaillés")
    return lines


def _closed(first: date, last: date) -> str:
    return f"Fermé le {day(first)}" if first == last else f"Fermé du {day(first)} au {day(last)}"


def presence_lines(calendar: Calendar, told: Presence) -> list[str]:
    """From what was entered to the hours that count."""
    lines = [_range_line(one, told) for one in calendar.ranges]
    lines += [f"{full_day(on).capitalize()}\u00a0: {hours(said)}" for on, said in calendar.days]
    if told.holidays:
        days = ", ".join(day(one) for one in told.holidays)
        lines.append(f"Jours fériés non comptés\u00a0: {days}")
    planned = sum(told.planned.values(), Decimal(0))
    lines.append(f"Heures prévues\u00a0: {hours(planned)}")
    away = planned - sum(told.present.values(), Decimal(0))
    kept = sum(told.assimilated.values(), Decimal(0))
    if away:
        lines.append(f"Absences\u00a0: − {hours(away)}, soit {hours(planned - away)} de présence")
    if kept:
        lines.append(f"Dont {hours(kept)} de congés comptés comme de la présence pour la durée du stage")
    return lines


def _range_line(one: Range, told: Presence) -> str:
    days = [on for on in one.days() if told.planned.get(on) == one.hours]
    total = one.hours * len(days)
    return f"{period(one)}\u00a0: {plural(len(days), 'jour')} × {hours(one.hours)} = {hours(total)}"


def duration_words(told: Duration) -> str:
    """"2 mois, 3 jours et 4 h"."""  # fmt: skip
    parts = [f"{told.months}\u00a0mois"] if told.months else []
    parts += [plural(told.days, "jour")] if told.days else []
    parts += [hours(told.hours)] if told.hours or not parts else []
    return ", ".join(parts[:-1]) + " et " + parts[-1] if len(parts) > 1 else parts[0]


def duration_line(total: Decimal) -> str:
    told = duration(total)
    return (
        f"{hours(total)} ÷ {number(HOURS_A_DAY)} = {plural(told.whole_days, 'jour')}"
        f" (reste {hours(told.hours)})\u00a0; {plural(told.whole_days, 'jour')} ÷ {DAYS_A_MONTH} = {told.months}\u00a0mois"
        f" (reste {plural(told.days, 'jour')})\u00a0: durée de {duration_words(told)}"
    )


def owed_lines(told: Owed) -> list[str]:
    lines: list[str] = []
    for one in told.years:
        lines += year_lines(one, told.status)
    if len(told.years) > 1:
        lines.append(f"En tout\u00a0: {amount(told.amount)}")
    return lines


def year_lines(one: YearOwed, status: str) -> list[str]:
    named = f"Année {one.year}-{one.year + 1}"
    lines = [f"{named}\u00a0: {hours(one.counted)} dans cette convention"]
    if one.others:
        lines.append(
            f"Plus {hours(one.others)} chez le même organisme, par d’autres conventions\u00a0: {hours(one.total)}"
        )
    lines += _threshold(one, status)
    lines += [_product(line) for line in one.lines]
    if len(one.lines) > 1:
        lines.append(f"Total de l’année\u00a0: {amount(one.amount)}")
    if one.too_long:
        lines.append(
            f"Trop long\u00a0: {hours(one.total)} chez le même organisme, la limite est de {hours(one.limits.at_most)}"
            " par année d’enseignement (6 mois, art. L124-5)"
        )
    return lines


def _threshold(one: YearOwed, status: str) -> list[str]:
    limit = one.limits.gratified_above
    if status not in GRATIFIED:
        return [NOT_GRATIFIED[Status(status)]]
    if one.obliged:
        return [
            f"{hours(one.total)} > {hours(limit)}\u00a0: la gratification est due dès la première heure (art. L124-6)"
        ]
    left = "" if one.lines else "\u00a0: aucune gratification n’est obligatoire"
    return [f"{hours(one.total)} ≤ {hours(limit)}{left}"]


def _product(line: Line) -> str:
    least = f"minimum {amount(line.minimum.minimum)}\u00a0: 15\u00a0% de {amount(line.minimum.ceiling)}"
    check = ", à confirmer" if line.minimum.check else ""
    since = f"depuis le {day(line.minimum.starts_on)}"
    return f"{hours(line.hours)} × {amount(line.rate)} = {amount(line.amount)} ({least}, {since}{check})"


def months_rows(told: Owed) -> list[list[str]]:
    """Month, for its hours, smoothed."""
    pairs = zip(told.months, told.smoothed, strict=True)
    return [[month(first).capitalize(), amount(real), amount(even)] for (first, real), (_, even) in pairs]


MONTHS = ["Mois", ("Pour ses heures", "number"), ("En parts égales", "number")]
RATES = ["Depuis le", ("Plafond horaire", "number"), ("Minimum", "number"), "Source"]
