"""Find a commune by what people type, read a whole column of communes, follow the merged ones."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.contrib.postgres.search import SearchQuery
from django.db.models import Case, F, IntegerField, Q, QuerySet, When

from maillage.directory.enums import TerritoryKind
from maillage.directory.fold import ABBREVIATIONS
from maillage.directory.models import Territory
from maillage.directory.rules import CommuneReading, Gazetteer, Place, Typed, read_commune

_SHORTENED = {full: short for short, full in ABBREVIATIONS.items()}
MOST_WORDS = 12
MOST_LOOKED_UP = 300
COMMUNE_KINDS = (TerritoryKind.COMMUNE, TerritoryKind.ARRONDISSEMENT)


def find_communes(text: str, limit: int = 12) -> list[Territory]:
    """Communes, former ones included, whose name, postcode or code begins with each word typed; one query.

    Names typed whole first, then former names, then names so begun; the most peopled first.
    """
    typed = Typed.of(text[:100])
    if len(typed.whole) < 2:
        return []
    found = Territory.objects.communes().filter(
        Q(valid_until=None) | Q(current_commune__isnull=False), search=_words(typed)
    )
    parents = found.select_related("departement", "current_commune").defer("search", "search_text")
    return list(
        parents.order_by(*_best_names(typed.name), F("population").desc(nulls_last=True), "code")[:limit]
    )


def commune_by_code(code: str) -> Territory | None:
    """Today's commune for a code of today, of a merged commune or of an arrondissement of Paris, Lyon, Marseille."""
    found = _with_parents(Territory.objects.filter(kind__in=COMMUNE_KINDS, code=code.strip().upper())).first()
    return found and (found.current_commune or found)


def is_commune(code: str) -> bool:
    """Whether a commune bears this code today; for a whole file, take `commune_codes` once."""
    return Territory.objects.communes().current().filter(code=code).exists()


def commune_codes() -> dict[str, str]:
    """Every code that ever led to a commune → code of today's commune; one query."""
    rows = Territory.objects.filter(kind__in=COMMUNE_KINDS).values_list("code", "current_commune__code")
    return {code: today or code for code, today in rows}


def read_communes(texts: Iterable[str]) -> dict[str, CommuneReading]:
    """Each text typed for a commune (code, name, postcode, former commune, or a mix) → what it was taken for.

    One query, for a cell as for a file: give all the texts at once.
    """
    asked = {text: Typed.of(text) for text in texts}
    known = Gazetteer.of(_places(asked.values()))
    return {text: read_commune(typed, known) for text, typed in asked.items()}


def _places(asked: Iterable[Typed]) -> Iterator[Place]:
    codes = sorted({typed.code for typed in asked} - {""})
    names = sorted({name for typed in asked for name in (typed.whole, typed.name)} - {""})
    rows = Territory.objects.filter(kind__in=COMMUNE_KINDS)
    if (
        len(codes) + len(names) <= MOST_LOOKED_UP
    ):  # beyond, reading every commune is quicker than looking each up
        rows = rows.filter(Q(code__in=codes) | Q(postcodes__overlap=codes) | Q(folded_names__overlap=names))
    fields = ("code", "name", "folded_names", "postcodes", "departement__name")
    today = tuple(f"current_commune__{name}" for name in fields)
    for row in rows.order_by("code").values_list(*fields, *today):
        yield _place(row[:5], _place(row[5:]) if row[5] else None)


def _place(row: tuple[Any, ...], today: Place | None = None) -> Place:
    code, name, folded_names, postcodes, departement = row
    return Place(code, name, tuple(folded_names), tuple(postcodes), departement or "", today)


def _best_names(name: str) -> list[Case]:
    whole = When(folded_names__0=name, then=0)
    former = When(folded_names__contains=[name], then=1)
    begun = When(folded_names__0__startswith=name, then=2)
    return [Case(whole, former, begun, default=3, output_field=IntegerField())] if name else []


def _words(typed: Typed) -> SearchQuery:
    """« st eti » → (saint or st…) and eti…: what looks shortened may also be a name begun, Stains or Steenvoorde."""
    words = [*typed.name.split(), *map(str.lower, typed.numbers)][:MOST_WORDS]
    return SearchQuery(" & ".join(map(_word, words)), search_type="raw", config="simple")


def _word(word: str) -> str:
    """Folded words are letters and digits only: nothing in them is an operator."""
    return f"({word}:* | {_SHORTENED[word]}:*)" if word in _SHORTENED else f"{word}:*"


def _with_parents(rows: QuerySet[Territory]) -> QuerySet[Territory]:
    return rows.select_related(
        "departement", "epci", "region", "current_commune", "current_commune__departement"
    )
