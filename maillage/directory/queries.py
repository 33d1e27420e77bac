"""Find a commune by what people type, read a whole column of communes, follow the merged ones."""

from django.contrib.postgres.search import SearchQueryField
from django.db.models import Case, F, Func, IntegerField, Q, QuerySet, Value, When

from maillage.directory.enums import TerritoryKind
from maillage.directory.fold import ABBREVIATIONS, fold, fold_place
from maillage.directory.models import Territory

_SHORTENED = {full: short for short, full in ABBREVIATIONS.items()}
MOST_WORDS = 12


class _Words(Func):
    """A text search query taken as it is: `to_tsquery` would cut "2a004" or "1er" its own way."""

    template = "%(expressions)s::tsquery"
    output_field = SearchQueryField()


def find_communes(text: str, limit: int = 12) -> list[Territory]:
    """Communes, former ones included, whose name, postcode or code begins with each word typed; one query.

    Names typed whole first, then names so begun, today's before former ones, the most peopled first.
    """
    folded = fold_place(text[:100])
    if len(folded) < 2:
        return []
    name = " ".join(word for word in folded.split() if not word[0].isdigit())
    rank = Case(
        When(folded_name=name, then=0), When(folded_name__startswith=name, then=1), default=2,
        output_field=IntegerField(),
    )  # fmt: skip
    return list(
        _with_parents(Territory.objects.communes())
        .filter(Q(valid_until=None) | Q(current_commune__isnull=False), search=_words(folded))
        .order_by(rank, F("population").desc(nulls_last=True), "code")[:limit]
    )


def commune_by_code(code: str) -> Territory | None:
    """Today's commune for a code of today, of a merged commune or of an arrondissement of Paris, Lyon, Marseille."""
    kinds = [TerritoryKind.COMMUNE, TerritoryKind.ARRONDISSEMENT]
    found = _with_parents(Territory.objects.filter(kind__in=kinds, code=code.strip().upper())).first()
    return found and (found.current_commune or found)


def is_commune(code: str) -> bool:
    """Whether a commune bears this code today; for a whole file, take `commune_codes` once."""
    return Territory.objects.communes().current().filter(code=code).exists()


def commune_codes() -> dict[str, str]:
    """Every code that ever led to a commune → code of today's commune; one query."""
    kinds = [TerritoryKind.COMMUNE, TerritoryKind.ARRONDISSEMENT]
    rows = Territory.objects.filter(kind__in=kinds).values_list("code", "current_commune__code")
    return {code: today or code for code, today in rows}


def _words(folded: str) -> _Words:
    """« st eti » → 'saint':* & 'eti':*; what looks shortened may also be a name begun: Stains, Steenvoorde."""
    return _Words(Value(" & ".join(_word(word) for word in folded.split()[:MOST_WORDS])))


def _word(word: str) -> str:
    begun = f"'{word}':*"
    return f"({begun} | '{_SHORTENED[word]}':*)" if word in _SHORTENED else begun


def _with_parents(rows: QuerySet[Territory]) -> QuerySet[Territory]:
    return rows.select_related(
        "departement", "epci", "region", "current_commune", "current_commune__departement"
    )
