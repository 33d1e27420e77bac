"""From Lambert-93 metres to degrees, and how far two places are."""

from math import asin, atan, atan2, cos, exp, hypot, log, pi, radians, sin, sqrt, tan

EARTH = 6371.0088
"""Mean radius, kilometres."""

# RGF93, projection Lambert-93 (IGN, note NT/G 71: parameters, algorithm ALG0004).
_E, _N, _C = 0.08181919112, 0.7256077650, 11754255.426
_X0, _Y0 = 700_000.0, 12_655_612.050
_LON0 = radians(3.0)


def from_lambert93(x: float, y: float) -> tuple[float, float]:
    """Metres east and north → (latitude, longitude) in degrees."""
    east, north = x - _X0, _Y0 - y
    longitude = _LON0 + atan2(east, north) / _N
    isometric = -log(hypot(east, north) / _C) / _N
    latitude = 2 * atan(exp(isometric)) - pi / 2
    for _ in range(10):
        flat = _E * sin(latitude)
        latitude = 2 * atan(((1 + flat) / (1 - flat)) ** (_E / 2) * exp(isometric)) - pi / 2
    return latitude * 180 / pi, longitude * 180 / pi


def to_lambert93(latitude: float, longitude: float) -> tuple[float, float]:
    """The way back, to test the first (ALG0003)."""
    phi, flat = radians(latitude), _E * sin(radians(latitude))
    isometric = log(tan(pi / 4 + phi / 2) * ((1 - flat) / (1 + flat)) ** (_E / 2))
    radius, angle = _C * exp(-_N * isometric), _N * (radians(longitude) - _LON0)
    return _X0 + radius * sin(angle), _Y0 - radius * cos(angle)


def kilometres(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """Great circle (haversine)."""
    half = sin(radians(other_lat - lat) / 2) ** 2
    half += cos(radians(lat)) * cos(radians(other_lat)) * sin(radians(other_lon - lon) / 2) ** 2
    return 2 * EARTH * asin(sqrt(min(1.0, half)))
