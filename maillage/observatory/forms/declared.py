"""Lines of a public source, as they are pasted: a code of territory, what they tell by, a number."""

import re

from maillage.directory.models import Territory
from maillage.observatory.enums import Level
from maillage.web.fields import parse_amount

COUNTRY = ("FR", "FRANCE")
MOST = 3000
MOST_SAID = 5
"""Refusals shown at once."""
Row = tuple[str, str, str, float]


def read_figures(text: str, by: bool) -> tuple[list[Row], list[str]]:
    """(level, code, value, number) of each line; sentences on those that cannot be read."""
    lines = [(rank, line) for rank, line in enumerate(text.splitlines(), 1) if line.strip()]
    if lines and not re.search(r"\d", lines[0][1].rpartition(";")[2].rpartition("\t")[2]):
        lines = lines[1:]
    if len(lines) > MOST:
        return [], [f"{MOST} lignes au plus\u00a0: coupez le fichier."]
    read = [(rank, _read(line, by)) for rank, line in lines]
    wrong = [f"Ligne {rank}\u00a0: {told}" for rank, told in read if isinstance(told, str)]
    found = [told for _, told in read if not isinstance(told, str)]
    wrong += _unknown(found) or _twice(found)
    return found, wrong[:MOST_SAID]


def _read(line: str, by: bool) -> Row | str:
    cells = [cell.strip().strip('"').strip() for cell in re.split(r"[;\t]", line)]
    wanted = 3 if by else 2
    if len(cells) != wanted:
        return f"{wanted} cases séparées par des points-virgules sont attendues."
    place = _place(cells[0])
    if place is None:
        return f"« {cells[0][:30]} » n’est pas un code de territoire (FR, R24, 37, 200043081)."
    try:
        value = float(parse_amount(cells[-1].removesuffix("%")))
    except ValueError:
        return f"« {cells[-1][:30]} » n’est pas un nombre."
    if value < 0:
        return "un nombre ne peut pas être négatif."
    return (*place, cells[1][:80] if by else "", value)


def _place(text: str) -> tuple[str, str] | None:
    code = text.upper()
    if code in COUNTRY:
        return str(Level.COUNTRY), ""
    if found := re.fullmatch(r"R(\d{2})", code):
        return str(Level.REGION), found[1]
    if re.fullmatch(r"\d{9}", code):
        return str(Level.EPCI), code
    if re.fullmatch(r"\d{2,3}|2[AB]", code):
        return str(Level.DEPARTEMENT), code
    return None


def _unknown(rows: list[Row]) -> list[str]:
    wanted = {(level, code) for level, code, *_ in rows if level != Level.COUNTRY}
    known = set(
        Territory.objects.filter(
            kind__in={level for level, _ in wanted}, code__in={code for _, code in wanted}, valid_until=None
        ).values_list("kind", "code")
    )
    return [f"Le territoire {code} n’est pas connu." for _, code in sorted(wanted - known)]


def _twice(rows: list[Row]) -> list[str]:
    seen: set[tuple[str, ...]] = set()
    double = []
    for level, code, value, _ in rows:
        if (level, code, value) in seen:
            double.append(
                f"{code or 'FR'}{' ' + value if value else ''} est là deux fois\u00a0: gardez une ligne."
            )
        seen.add((level, code, value))
    return double
