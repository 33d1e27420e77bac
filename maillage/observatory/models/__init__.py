from maillage.observatory.models.indicators import Indicator, Review
from maillage.observatory.models.releases import Release, Snapshot

__all__ = ["Indicator", "Release", "Review", "Snapshot"]
