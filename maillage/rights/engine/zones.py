"""From INSEE codes to what the law of housing asks: the zone of housing aid, and the overseas départements."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

_OVERSEAS = {
    "residence_guadeloupe": b"971",
    "residence_martinique": b"972",
    "residence_guyane": b"973",
    "residence_reunion": b"974",
    "residence_saint_pierre_et_miquelon": b"975",
    "residence_mayotte": b"976",
}


@lru_cache(maxsize=1)
def _zone_by_commune() -> dict[bytes, int]:
    from openfisca_france.model.prestations import aides_logement

    aides_logement.preload_zone_apl()
    return {code.encode(): zone for code, zone in aides_logement.zone_apl_by_depcom.items()}


def housing_zones(communes: NDArray[np.bytes_]) -> NDArray[np.int8]:
    """Position in (zone 1, zone 2, zone 3); an unlisted commune is in zone 2, as in the package."""
    known, inverse = np.unique(communes, return_inverse=True)
    zones = np.array([_zone_by_commune().get(bytes(commune), 2) - 1 for commune in known], dtype=np.int8)
    return zones[inverse]


def overseas(communes: NDArray[np.bytes_]) -> dict[str, NDArray[np.bool_]]:
    """Openfisca's residence variables, each as a mask over the dwellings."""
    known, inverse = np.unique(communes, return_inverse=True)
    prefix = known.astype("S3")
    masks = {name: (prefix == code)[inverse] for name, code in _OVERSEAS.items()}
    dom = [masks[name] for name in _OVERSEAS if name != "residence_saint_pierre_et_miquelon"]
    return masks | {"residence_dom": np.logical_or.reduce(dom)}


_OF_ZONE = ("75056", "37261", "32013")  # Paris, Tours, Auch: one commune for each zone


def stand_in(commune: str) -> str:
    """Another commune that the law treats as this one: same zone, and same département overseas."""
    zone = int(housing_zones(np.array([commune.encode()]))[0])
    prefix = commune[:3].encode()
    if prefix not in _OVERSEAS.values():
        return _OF_ZONE[zone]
    there = sorted(code for code, of in _zone_by_commune().items() if code[:3] == prefix and of == zone + 1)
    return there[0].decode() if there else f"{commune[:3]}01"
