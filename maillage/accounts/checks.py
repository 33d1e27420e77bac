"""What `maillage check` says of ProConnect: what is missing, and what would be weak."""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning

from maillage.accounts.proconnect import options

SHORTEST_SECRET = 32
CONFIGURED = ("ISSUER", "CLIENT_ID", "SECRET_FILE")


def check_proconnect(**kwargs: Any) -> list[CheckMessage]:
    """Nothing while nothing of it is told; one sentence for each thing to mend otherwise."""
    if not any(getattr(settings, f"PROCONNECT_{one}") for one in CONFIGURED):
        return []
    if lacking := options.missing():
        words = f"ProConnect est éteint\u00a0: il manque {', '.join(lacking)}."
        return [Error(words, hint="Donnez les trois, ou aucune.", id="accounts.E001")]
    return [*_strength(), *_secret(), *_addresses()]


def _strength() -> list[CheckMessage]:
    found: list[CheckMessage] = []
    if settings.PROCONNECT_ALGORITHM not in options.ALGORITHMS:
        words = f"ProConnect est éteint\u00a0: {settings.PROCONNECT_ALGORITHM} ne prouve rien."
        found.append(Error(words, hint=f"Demandez {' ou '.join(options.ALGORITHMS)}.", id="accounts.E002"))
    if not settings.PROCONNECT_PKCE:
        words = "ProConnect est appelé sans PKCE\u00a0: un code intercepté servirait."
        hint = "Retirez MAILLAGE_PROCONNECT_PKCE=non si ProConnect l’accepte."
        found.append(Warning(words, hint=hint, id="accounts.W001"))
    return found


def _secret() -> list[CheckMessage]:
    path = Path(settings.PROCONNECT_SECRET_FILE)
    try:
        secret, mode = options.secret(), path.stat().st_mode
    except (options.Unreachable, OSError):
        return [Error(f"Le secret de ProConnect ne se lit pas\u00a0: {path}.", id="accounts.E003")]
    found: list[CheckMessage] = []
    if len(secret) < SHORTEST_SECRET:
        words = f"Le secret de ProConnect est trop court\u00a0: moins de {SHORTEST_SECRET} caractères."
        found.append(Warning(words, hint="Recopiez celui que ProConnect a donné.", id="accounts.W002"))
    if mode & 0o077:
        words = f"D’autres comptes du serveur peuvent lire le secret de ProConnect\u00a0: {path}."
        found.append(Warning(words, hint=f"chmod 600 {path}", id="accounts.W003"))
    return found


def _addresses() -> list[CheckMessage]:
    """Asks ProConnect itself, once, when some address is left to its discovery document."""
    if urlsplit(settings.PROCONNECT_ISSUER).scheme != "https":
        words = "L’émetteur de ProConnect (MAILLAGE_PROCONNECT_ISSUER) doit commencer par https://."
        return [Error(words, id="accounts.E004")]
    try:
        options.endpoints()
    except options.Unreachable as error:
        return [Warning(UNREACHABLE[str(error)], id="accounts.W004")]
    return []


UNREACHABLE = {
    "discovery": "ProConnect ne répond pas à l’adresse de l’émetteur, ou se dit un autre émetteur.",
    "endpoints": "Une adresse de ProConnect manque, ou n’est pas chiffrée (https).",
}
