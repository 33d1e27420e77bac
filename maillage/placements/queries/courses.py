"""Diplomas by their code, as the reference of diplomas names them."""

from maillage.diplomas.models import Diploma

CODES = ("deaes", "deaf", "deme", "detisf", "deass", "dees", "deeje", "deets", "decesf", "caferuis", "deis")
"""Those known before the reference is loaded."""


def diplomas() -> list[tuple[str, str]]:
    """(code, short name) of each."""
    found = list(Diploma.objects.values_list("code", "short"))
    return found or [(one, one.upper()) for one in CODES]


def shorts() -> dict[str, str]:
    return dict(diplomas())
