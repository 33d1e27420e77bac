from maillage.events.rules.access import visible
from maillage.events.rules.places import Asking, Given, free, given

__all__ = ["Asking", "Given", "free", "given", "visible"]
