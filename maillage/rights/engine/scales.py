"""How old the scale of each benefit is: the date it was last checked, and whether a revaluation is missing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from .benefits import Benefit
from .corrections import find_parameter
from .months import label, month_number, serial
from .system import tax_benefit_system

_WARNINGS = {
    "asi": "Le barème de l'ASI n'est pas à jour dans le modèle : le montant réel est un peu plus élevé.",
    "apa": "Les tarifs de l'APA ne sont pas à jour dans le modèle : le département calcule le montant.",
    "css_free": "Le plafond de la Complémentaire santé solidaire retenu est celui du 1er avril 2025 : "
    "près du plafond, faites la demande.",
    "css_contribution": "Le plafond de la Complémentaire santé solidaire retenu est celui du 1er avril 2025 : "
    "près du plafond, faites la demande.",
}


@dataclass(frozen=True, slots=True)
class Scale:
    """`since` and `checked_on` are 'YYYY-MM-DD': in force since, last known to be still valid on."""

    since: str
    checked_on: str
    stale: bool
    warning: str | None


def scale_of(benefit: Benefit, month: str) -> Scale:
    month_number(month)
    parameter = find_parameter(tax_benefit_system(), benefit.scale)
    last_day = f"{month}-31"
    since = next((value.instant_str for value in parameter.values_list if value.instant_str <= last_day), "")
    if not since:
        raise ValueError(f"Le barème de « {benefit.name} » n’existe pas encore en {month}.")
    noted = str(parameter.metadata.get("last_value_still_valid_on") or since)
    stale = bool(benefit.revalued) and since < _last_revaluation(benefit.revalued, month)
    warning = _warning(benefit, since) if stale else None
    return Scale(since, max(noted, since), stale, warning)


def _last_revaluation(revalued: int, month: str) -> str:
    now = serial(month_number(month))
    return f"{label(now - (now + 1 - revalued) % 12)}-01"


def _warning(benefit: Benefit, since: str) -> str:
    general = (
        f"Le barème connu date du {since[8:]}/{since[5:7]}/{since[:4]} et a dû changer depuis : à vérifier."
    )
    return _WARNINGS.get(benefit.code, general)


def stale_benefits(month: str) -> dict[str, Any]:
    """Code → warning, for every benefit whose scale misses its last revaluation at this month."""
    from .benefits import BENEFITS

    scales = {benefit.code: scale_of(benefit, month) for benefit in BENEFITS}
    return {code: scale.warning for code, scale in scales.items() if scale.stale}
