"""How a scheme is said."""

from typing import Any

from maillage.schemes.enums import Silence
from maillage.schemes.models import Scheme
from maillage.web.wording import day


def facts(scheme: Scheme, observed: str) -> list[tuple[str, Any]]:
    """What everybody should know before asking."""
    silence = str(scheme.get_silence_display())
    told = [
        ("Porté par", scheme.structure),
        ("Qui décide", scheme.committee or "la structure elle-même"),
        ("Réponse promise", scheme.promise),
        ("Délai observé", observed or "pas assez de réponses pour le dire"),
        ("Sans réponse", silence if scheme.silence == Silence.NOTHING else f"cela vaut {silence}"),
        ("Ce que dit le texte", scheme.silence_text),
        ("Reçoit du dossier", ", ".join(scheme.section_names)),
        ("Texte", _source(scheme)),
        ("Ouvert", f"depuis le {day(scheme.starts_on)}" + _until(scheme)),
    ]
    return [(label, value) for label, value in told if value]


def _until(scheme: Scheme) -> str:
    return f", jusqu’au {day(scheme.ends_on)}" if scheme.ends_on else ""


def _source(scheme: Scheme) -> str:
    read = f", lu le {day(scheme.read_on)}" if scheme.read_on else ""
    doubt = " (à confirmer par un juriste)" if scheme.to_confirm else ""
    return f"{scheme.source}{read}{doubt}" if scheme.source else ""
