"""Opening hours of OpenStreetMap's syntax, said in French; what it can say that a sentence can't is left as it is."""

import re

_DAYS = {
    "Mo": "lundi", "Tu": "mardi", "We": "mercredi", "Th": "jeudi", "Fr": "vendredi", "Sa": "samedi", "Su": "dimanche",
    "PH": "jours fériés", "SH": "vacances scolaires",
}  # fmt: skip
_RULE = re.compile(
    r"(?:(?P<week>week 0?[12]-5[23]/2) )?(?P<days>(?:Mo|Tu|We|Th|Fr|Sa|Su|PH|SH)(?:[-,](?:Mo|Tu|We|Th|Fr|Sa|Su|PH|SH))*)?"
    r" ?(?P<times>\d\d:\d\d-\d\d:\d\d(?:, ?\d\d:\d\d-\d\d:\d\d)*|off|closed)?"
)


def hours_in_words(hours: str) -> list[str]:
    """ "Mo-Fr 09:00-12:00; PH off" → ["du lundi au vendredi, 9 h à 12 h", "fermé les jours fériés"]; [] if one can't."""
    if hours.strip() == "24/7":
        return ["tous les jours, à toute heure"]
    rules = [_RULE.fullmatch(rule.strip()) for rule in hours.split(";") if rule.strip()]
    said = [_said(rule) if rule else "" for rule in rules]
    return said if all(said) else []


def _said(rule: re.Match[str]) -> str:
    days, times, week = _days(rule["days"] or ""), rule["times"] or "", rule["week"] or ""
    if times in ("off", "closed"):
        return f"fermé {days.removeprefix('le ') if days.startswith('du ') else days}" if days else ""
    if not times:
        return ""
    which = f" des semaines {'impaires' if week[5:].lstrip('0')[0] == '1' else 'paires'}" if week else ""
    return (
        f"{days or 'tous les jours'}{which}, {' et '.join(_span(span.strip()) for span in times.split(','))}"
    )


def _days(text: str) -> str:
    parts = [_stretch(part) for part in text.split(",") if part]
    return f"{', '.join(parts[:-1])} et {parts[-1]}" if len(parts) > 1 else "".join(parts)


def _stretch(part: str) -> str:
    first, _, last = part.partition("-")
    if last:
        return f"du {_DAYS[first]} au {_DAYS[last]}"
    return f"les {_DAYS[first]}" if first in ("PH", "SH") else f"le {_DAYS[first]}"


def _span(span: str) -> str:
    begins, _, ends = span.partition("-")
    return f"{_clock(begins)} à {_clock(ends)}"


def _clock(time: str) -> str:
    hour, minute = time.split(":")
    return f"{int(hour)}\u00a0h" + (f"\u00a0{minute}" if minute != "00" else "")
