"""What of a need is asked of PostgreSQL: the condition that an index answers, and the number that puts answers in order."""

from functools import reduce
from operator import and_, or_
from typing import TYPE_CHECKING, Any

from django.contrib.postgres.search import SearchQuery
from django.db.models import Case, F, FloatField, Func, Q, SmallIntegerField, Value, When
from django.db.models.functions import Greatest, Least
from django.db.models.lookups import LessThanOrEqual

from maillage.directory.enums import EVERYBODY, THEMES, category_of
from maillage.directory.models import Service, Source
from maillage.directory.queries.geography import kilometres, point_of
from maillage.directory.queries.zones import zones_reaching
from maillage.directory.rules import ranking
from maillage.directory.rules.needs import Meaning, Reading

if TYPE_CHECKING:
    from maillage.directory.queries.search import Need

COVERS, UNTOLD, ELSEWHERE = 0, 1, 2
MOST_WORDS = 8


def words_query(words: list[str], *, every: bool = True) -> Any:
    """Folded words, letters and figures only: nothing in them is an operator."""
    each = [SearchQuery(word, search_type="raw", config="french") for word in words]
    return reduce(and_ if every else or_, each)


def _words(reading: Reading) -> list[str]:
    return [word.folded for word in reading.words][:MOST_WORDS]


def _themes(need: "Need", reading: Reading) -> list[Meaning]:
    """Fewer for the whole country, where each brings thousands of answers."""
    return list(reading.themes if need.commune else reading.themes[: ranking.THEMES_WITHOUT_COMMUNE])


def meant(need: "Need", reading: Reading) -> Q:
    """A theme that was recognised or all the words; any of the words when no theme was."""
    themes, words = [one.code for one in _themes(need, reading)], _words(reading)
    asked = Q(themes__overlap=themes_asked(need)) if need.themes or need.categories else Q()
    if not words and not themes:
        return asked if not need.text.strip() or asked else Q(pk=None)
    if not themes:
        return asked & Q(search=words_query(words, every=False))
    said = Q(themes__overlap=themes)
    return asked & (said | Q(search=words_query(words)) if words else said)


def themes_asked(need: "Need") -> list[str]:
    """The themes ticked, and all those of the categories ticked."""
    return [*need.themes, *(theme for theme in THEMES if category_of(theme) in need.categories)]


def reach(need: "Need") -> Case | Value:
    if need.commune is None:
        return Value(COVERS, output_field=SmallIntegerField())
    return Case(
        When(zones__overlap=zones_reaching(need.commune), then=COVERS),
        When(zones=[], then=UNTOLD),
        default=ELSEWHERE,
        output_field=SmallIntegerField(),
    )


def distance_to(need: "Need") -> Any:
    point = point_of(need.commune)
    return kilometres(*point) if point else Value(None, output_field=FloatField())


def closer(point: tuple[float, float], km: float) -> Q:
    """No farther than so many kilometres."""
    return Q(LessThanOrEqual(kilometres(*point), float(km)))


def score(need: "Need", reading: Reading) -> Any:
    parts = [_theme(_themes(need, reading)), *_said(reading), *_for_whom(need, reading)]
    parts += [_far(need), _where(Q(confirmed_on__isnull=False), ranking.CONFIRMED)]
    national = Source.objects.filter(local=False).values("pk")
    parts += [_where(Q(source__in=national), ranking.NATIONAL), _many_themes()]
    return reduce(lambda one, other: one + other, parts)


def _where(condition: Q, points: float, otherwise: float = 0.0) -> Any:
    return Case(When(condition, then=points), default=otherwise, output_field=FloatField())


def _theme(themes: list[Meaning]) -> Any:
    """The theme that was most meant among those the card bears."""
    if not themes:
        return Value(0.0, output_field=FloatField())
    top = themes[0].weight
    each = (When(themes__contains=[one.code], then=ranking.THEME * one.weight / top) for one in themes)
    return Case(*each, default=0.0, output_field=FloatField())


def _said(reading: Reading) -> list[Any]:
    """Words of the name, compared as `rules.words.stem` does; all the words, by the index: reading each card's is slow."""
    if not reading.words:
        return []
    stems = "|".join(word.stem for word in reading.words[:MOST_WORDS])
    every = Service.objects.filter(search=words_query(_words(reading))).values("pk")
    return [
        _where(Q(pk__in=every), ranking.ALL_WORDS),
        _where(Q(folded_name__regex=rf"\m({stems})"), ranking.WORD_IN_NAME),
    ]


def _for_whom(need: "Need", reading: Reading) -> list[Any]:
    """Publics asked for are filtered elsewhere; those only recognised in the words count for or against."""
    publics = [*need.publics, *(one.code for one in reading.publics)]
    if not publics:
        return []
    for_others = ~Q(publics__overlap=[*publics, EVERYBODY]) & ~Q(publics=[])
    return [
        _where(Q(publics__overlap=publics), ranking.FOR_THEM),
        _where(for_others, ranking.NOT_FOR_THEM),
    ]


def _far(need: "Need") -> Any:
    point = point_of(need.commune)
    if point is None:
        return Value(0.0, output_field=FloatField())
    share = Least(kilometres(*point), Value(ranking.FARTHEST)) * (ranking.AT_FARTHEST / ranking.FARTHEST)
    return Case(When(at_lat__isnull=True, then=ranking.NOWHERE), default=share, output_field=FloatField())


def _many_themes() -> Any:
    number = Func(F("themes"), function="cardinality", output_field=FloatField())
    return Greatest(number - 1.0, Value(0.0)) * ranking.EACH_FURTHER_THEME
