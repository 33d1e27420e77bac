"""Kilometres from a point, in SQL: a box that an index answers, then the great circle."""

from math import cos, radians

from django.db.models import Expression, F, FloatField, Func, Q

from maillage.directory.models import Territory

A_DEGREE = 111.2


def box(lat: float, lon: float, km: float) -> Q:
    """`at_lat`, `at_lon` inside the square that holds the circle."""
    high = km / A_DEGREE
    wide = high / max(0.01, cos(radians(lat)))
    return Q(at_lat__range=(lat - high, lat + high), at_lon__range=(lon - wide, lon + wide))


def kilometres(lat: float, lon: float) -> Expression:
    template = (
        f"(12742 * asin(least(1, sqrt(power(sin(radians(%(expressions)s - {float(lat)}) / 2), 2)"
        f" + cos(radians({float(lat)})) * cos(radians(at_lat)) * power(sin(radians(at_lon - {float(lon)}) / 2), 2)))))"
    )
    return Func(F("at_lat"), template=template, output_field=FloatField())


def point_of(commune: Territory | None) -> tuple[float, float] | None:
    if commune is None or commune.lat is None or commune.lon is None:
        return None
    return commune.lat, commune.lon
