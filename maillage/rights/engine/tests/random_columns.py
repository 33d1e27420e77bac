"""A random caseload as columns, for comparisons and benchmarks: nothing in it is anyone's."""

from __future__ import annotations

from typing import Any

import numpy as np

from maillage.rights.engine import Columns, columns_from_arrays
from maillage.rights.engine.budget import KIND

COMMUNES = np.array([b"37261", b"75056", b"69123", b"18033", b"13055", b"97411"])
MONTHS = (202607, 202608, 202609, 202610)


def random_columns(households: int, seed: int = 0, unknown: float = 0.02) -> Columns:
    """Families of one to six, employed, unemployed, retired, disabled…; a share of amounts is unknown."""
    draw = np.random.default_rng(seed)
    household, role = _people(draw, households)
    members = len(role)
    adult = role < 2
    age = np.where(adult, draw.integers(18, 88, members), draw.integers(0, 21, members))
    days = (age * 365.25 + draw.integers(0, 365, members)).astype("timedelta64[D]")
    activity = np.where(adult, np.where(age >= 64, 5, draw.integers(0, 7, members)), 6)
    disability = np.where(draw.random(members) < 0.1, draw.choice([50, 80, 90], members), 0)
    housing = draw.integers(0, 8, households)
    tenant = np.isin(housing, (2, 3, 4, 5))
    return columns_from_arrays(
        commune=COMMUNES[draw.integers(0, len(COMMUNES), households)],
        housing=housing,
        rent=_hidden(draw, np.where(tenant, draw.integers(200, 900, households), 0), unknown),
        flat_share=draw.random(households) < 0.05,
        union=np.where(
            np.isin(np.arange(households), household[role == 1]), draw.integers(0, 3, households), -1
        ),
        reference_income=_hidden(draw, draw.integers(0, 40000, households), unknown),
        household=household,
        role=role,
        birth_date=np.datetime64("2026-10-15") - days,
        activity=activity,
        disability_rate=disability,
        unfit_for_work=(age > 61) & (draw.random(members) < 0.1),
        nationality=np.where(draw.random(members) < 0.9, 0, draw.integers(1, 3, members)),
        permit_years=draw.integers(0, 12, members),
        pregnant=adult & (age < 45) & (draw.random(members) < 0.03),
        shared_custody=~adult & (draw.random(members) < 0.05),
        in_school=np.where(adult, -1, age >= 3),
        dependency_level=np.where(age >= 60, draw.integers(1, 7, members), 6),
        ass_entitled=(activity == 2) & (draw.random(members) < 0.3),
        taxed_alone=np.zeros(members),
        scholarship=(activity == 3) & (draw.random(members) < 0.4),
        **_lines(draw, np.nonzero(adult)[0], activity, disability, unknown),
    )


def _people(draw: Any, households: int) -> tuple[Any, Any]:
    couples = np.nonzero(draw.random(households) < 0.35)[0]
    children = np.repeat(np.arange(households), draw.choice(5, households, p=[0.5, 0.2, 0.2, 0.07, 0.03]))
    others = np.nonzero(draw.random(households) < 0.05)[0]
    groups = (np.arange(households), couples, children, others)
    household = np.concatenate(groups)
    role = np.repeat(np.arange(4), [len(group) for group in groups])
    order = np.argsort(household, kind="stable")
    return household[order], role[order]


def _hidden(draw: Any, values: Any, share: float) -> Any:
    return np.where(draw.random(len(values)) < share, np.nan, values)


def _lines(draw: Any, adults: Any, activity: Any, disability: Any, unknown: float) -> dict[str, Any]:
    """Four months of five kinds of resources for each adult, and some benefits already received."""
    does, count = activity[adults], len(adults)
    amounts = {
        "wage": np.where(np.isin(does, (0, 4)), draw.integers(0, 2200, count), 0),
        "self_employment": np.where(does == 1, draw.integers(0, 1800, count), 0),
        "unemployment": np.where(
            (does == 2) & (draw.random(count) < 0.5), draw.integers(300, 1500, count), 0
        ),
        "pension": np.where(does == 5, draw.integers(0, 1800, count), 0),
        "disability_pension": np.where((disability[adults] > 50) & (draw.random(count) < 0.3), 450, 0),
    }
    received = adults[draw.random(count) < 0.05]
    blocks = [
        (adults, month, KIND[kind], _hidden(draw, amount + 0.0, unknown))
        for kind, amount in amounts.items()
        for month in MONTHS
    ]
    blocks += [(received, month, KIND["housing_aid"], np.full(len(received), 150.0)) for month in MONTHS]
    return {
        "line_member": np.concatenate([block[0] for block in blocks]),
        "line_month": np.repeat([block[1] for block in blocks], [len(block[0]) for block in blocks]),
        "line_kind": np.repeat([block[2] for block in blocks], [len(block[0]) for block in blocks]),
        "line_amount": np.concatenate([block[3] for block in blocks]),
    }
