"""Who forms which family, tax household and dwelling, from the roles of the members.

A family is the applicant, the partner and their children; another adult of the dwelling is a family alone. A couple
that is neither married nor in a civil union makes two tax households (CGI art. 6), as does a partner taxed alone.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from .columns import Columns
from .system import Grouping

APPLICANT, PARTNER, CHILD, OTHER = range(4)


def groupings(columns: Columns) -> dict[str, Grouping]:
    role = columns.role
    alone = role == OTHER
    return {
        "famille": _grouping(columns, alone, np.where(role == OTHER, 0, role)),
        "foyer_fiscal": _tax_households(columns),
        "menage": Grouping(len(columns), columns.household.astype(np.intp), role),
    }


def _tax_households(columns: Columns) -> Grouping:
    role = columns.role
    together = np.isin(columns.union, (0, 1))[columns.household]
    applicant_alone = np.zeros(len(columns), dtype=bool)
    applicant_alone[columns.household[(role == APPLICANT) & (columns.taxed_alone == 1)]] = True
    partner_apart = (role == PARTNER) & (~together | applicant_alone[columns.household])
    apart = (role == OTHER) | partner_apart | ((columns.taxed_alone == 1) & (role != APPLICANT))
    return _grouping(columns, apart, np.where(apart, 0, np.minimum(role, 2)))


def _grouping(columns: Columns, apart: NDArray[np.bool_], roles: NDArray[np.int8]) -> Grouping:
    ids = columns.household.astype(np.intp)
    ids[apart] = len(columns) + np.arange(apart.sum())
    return Grouping(len(columns) + int(apart.sum()), ids, roles.astype(np.int8))
