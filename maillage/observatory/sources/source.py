from collections.abc import Callable
from typing import NamedTuple


class Dimension(NamedTuple):
    """`values`: code → words. `sensitive`: that all those of a group share a value must not be told."""

    code: str
    label: str
    values: Callable[[], dict[str, str]]
    sensitive: bool = False


class Source(NamedTuple):
    """What is counted. `units`: SQL that gives a line for each thing counted (structure, person, one, two), from `first` to `last`,
    as things stand on `day`; `two` is '' for a source of one dimension. Each is counted where its structure is."""

    code: str
    dimensions: tuple[Dimension, ...]
    units: str


TIMING = Dimension(
    "timing",
    "réponse",
    lambda: {"in_time": "dans le délai", "late": "hors délai", "waiting": "attendue, délai en cours"},
)


def timing(answered: str, due: str) -> str:
    """SQL: whether an answer came, or is owed, in time as things stand on `day`."""
    return (
        f"CASE WHEN coalesce({answered}, day) > {due} THEN 'late'"
        f" WHEN {answered} IS NOT NULL THEN 'in_time' ELSE 'waiting' END"
    )


def days_between(first: str, last: str, bands: dict[str, int], longer: str, none: str = "none") -> str:
    """SQL: the band of so many days at most that parts two days, the first that holds; `none` when the last is not there."""
    cases = "".join(f" WHEN {last} - {first} <= {days} THEN '{code}'" for code, days in bands.items())
    return f"CASE WHEN {last} IS NULL THEN '{none}'{cases} ELSE '{longer}' END"


def paris(at: str) -> str:
    """SQL: the day of an instant."""
    return f"({at} AT TIME ZONE 'Europe/Paris')::date"
