"""Schemes for tests. Call them under `become("maintenance")`."""

from datetime import date, timedelta
from itertools import count

from django.utils import timezone

from maillage.directory.models import Structure
from maillage.schemes.models import Place, Scheme, Vacancy
from maillage.schemes.rules.catalogue import template

numbers = count(1)
SINCE = date(2020, 1, 1)


def make_scheme(structure: Structure, kind: str = "fund_arrears", **fields) -> Scheme:
    """As the pack has it, open since long ago."""
    told = {**template(kind), "starts_on": SINCE, **fields}
    told.setdefault("name", f"{told['name']} {next(numbers)}")
    return Scheme.objects.create(structure=structure, kind=kind, **told)


def make_place(scheme: Scheme, host: Structure | None = None, **fields) -> Place:
    """Of the structure that carries the scheme, in the commune of its host."""
    host = host or scheme.structure
    told = {
        "label": f"Chambre {next(numbers)}",
        "public": "anyone",
        "starts_on": SINCE,
        "commune": host.commune,
    }
    about = {"structure": scheme.structure, "kind": scheme.kind, "host": host}
    return Place.objects.create(**about, **{**told, **fields})


def make_vacancy(place: Place, said: str = "free", ago: int = 0, days: int = 7, **fields) -> Vacancy:
    """Said some days ago, for some days."""
    at = timezone.now() - timedelta(days=ago)
    day = timezone.localdate(at)
    told = {"free_on": day if said == "free" else None, "until_on": day + timedelta(days=days), "said_at": at}
    return Vacancy.objects.create(place=place, said=said, by_label="L’hôte", **{**told, **fields})
