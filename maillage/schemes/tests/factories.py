"""Schemes for tests. Call them under `become("maintenance")`."""

from datetime import date
from itertools import count

from maillage.directory.models import Structure
from maillage.schemes.models import Scheme
from maillage.schemes.rules.catalogue import template

numbers = count(1)
SINCE = date(2020, 1, 1)


def make_scheme(structure: Structure, kind: str = "fund_arrears", **fields) -> Scheme:
    """As the pack has it, open since long ago."""
    told = {**template(kind), "starts_on": SINCE, **fields}
    told.setdefault("name", f"{told['name']} {next(numbers)}")
    return Scheme.objects.create(structure=structure, kind=kind, **told)
