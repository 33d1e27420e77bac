"""Opening hours in words, when they are simple, to OpenStreetMap's syntax; None when a machine would guess."""

import re

from opening_hours import validate

from maillage.directory.fold import fold

_DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
_SHORT = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
_DAY = "|".join(_DAYS)
_TIME = r"(\d{1,2}) ?h(?: ?(\d{2})(?! ?h))?"
_TOKEN = re.compile(
    rf"(?P<stretch>(?:du )?(?:{_DAY}) (?:au|a) (?:{_DAY}))|(?P<day>{_DAY})|(?P<every>tous les jours)"
    rf"|(?P<span>{_TIME} ?(?:a ?)?{_TIME})"
)
_FILLERS = {"de", "le", "les", "du", "et", "puis", "au", "a", "ouvert", "ouverture", "horaires", "heures"}
_COLON = re.compile(r"(\d{1,2}):(\d{2})")


def to_osm(words: str) -> str | None:
    """ "Du lundi au vendredi de 9h à 12h et de 14h à 17h" → "Mo-Fr 09:00-12:00,14:00-17:00"."""
    text = fold(_COLON.sub(r"\1h\2", words))
    left = _TOKEN.sub(" ", text)
    if set(left.split()) - _FILLERS:
        return None
    rules = _rules(text)
    hours = "; ".join(f"{','.join(days)} {','.join(spans)}" for days, spans in rules)
    complete = bool(rules) and all(days and spans for days, spans in rules)
    return hours if complete and len(hours) <= 500 and validate(hours) else None


def _rules(text: str) -> list[tuple[list[str], list[str]]]:
    """Days that come before times go with them: « lundi et jeudi : 14h à 18h mardi : 9h à 12h »."""
    rules: list[tuple[list[str], list[str]]] = []
    before = [found for found in _TOKEN.finditer(text) if found["span"]]
    days_first = not before or any(
        f.start() < before[0].start() for f in _TOKEN.finditer(text) if not f["span"]
    )
    if not days_first:
        return _times_first(text)
    for found in _TOKEN.finditer(text):
        if found["span"]:
            if not rules:
                return []
            rules[-1][1].append(_span(found))
        elif not rules or rules[-1][1]:
            rules.append(([_named(found)], []))
        else:
            rules[-1][0].append(_named(found))
    return rules


def _times_first(text: str) -> list[tuple[list[str], list[str]]]:
    """« 9h-12h et 14h-17h du lundi au vendredi »: one rule only, or it is not sure which goes with which."""
    tokens = list(_TOKEN.finditer(text))
    spans = [_span(found) for found in tokens if found["span"]]
    days = [_named(found) for found in tokens if not found["span"]]
    last_span = max(found.start() for found in tokens if found["span"])
    sure = all(found.start() > last_span for found in tokens if not found["span"])
    return [(days, spans)] if days and sure else []


def _named(found: re.Match[str]) -> str:
    if found["every"]:
        return "Mo-Su"
    days = [_SHORT[_DAYS.index(day)] for day in re.findall(_DAY, found[0])]
    return "-".join(days)


def _span(found: re.Match[str]) -> str:
    hours = re.findall(_TIME, found["span"])
    return "-".join(f"{int(hour):02}:{minute or '00'}" for hour, minute in hours)


def every_other_week(hours: str, weeks: str) -> str:
    """ "Mo 09:00-12:00", "Semaine impaire" → the same, odd weeks of the year only."""
    which = fold(weeks)
    if not hours or "pair" not in which:
        return hours
    first = "week 1-53/2" if "impair" in which else "week 2-52/2"
    rules = [rule.strip() for rule in hours.split(";")]
    return "; ".join(rule if rule.startswith(("PH", "SH", "week")) else f"{first} {rule}" for rule in rules)
