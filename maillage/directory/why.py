"""Why an answer is shown: which words led to it, whose zone it serves, how far it is, for whom."""

from maillage.directory.enums import EVERYBODY, PUBLICS, THEMES
from maillage.directory.models import Service, Territory
from maillage.directory.queries.search import Found, Results
from maillage.directory.rules.needs import Reading
from maillage.directory.rules.words import stem

REMOTE = "a-distance"
ASK = "demandez avant d’orienter"


def why(found: Found, results: Results) -> list[str]:
    told = [
        meaning_of(found.service, results.reading),
        zone_of(found.service, results.need.commune),
        public_of(found.service, results),
    ]
    return [sentence for sentence in told if sentence]


def meaning_of(service: Service, reading: Reading) -> str:
    """The theme that was most meant, else the words that the card bears."""
    for one in reading.themes:
        if one.code in service.themes:
            return f"{THEMES[one.code]}, d’après {quoted(one.words)}"
    borne = {stem(word) for word in f"{service.folded_name} {service.folded_text}".split()}
    words = tuple(word.typed for word in reading.words if word.stem in borne)
    return f"On y lit {quoted(words)}" if words else ""


def quoted(words: tuple[str, ...]) -> str:
    return ", ".join(f"«\u00a0{word}\u00a0»" for word in dict.fromkeys(words))


def zone_of(service: Service, commune: Territory | None) -> str:
    if not service.zones:
        return f"Zone non précisée\u00a0: {ASK}"
    if commune is None:
        return ""
    told = {
        f"commune:{commune.code}": f"Pour les habitants de {commune.name}",
        f"epci:{commune.epci and commune.epci.code}": f"Pour les habitants de {commune.epci and commune.epci.name}",
        f"departement:{commune.departement and commune.departement.code}": (
            f"Pour les habitants du département ({commune.departement and commune.departement.name})"
        ),
        "france": "Pour toute la France",
    }
    return next((words for zone, words in told.items() if zone in service.zones), "")


def public_of(service: Service, results: Results) -> str:
    """Said when somebody asked for a public, or when the words named one."""
    asked = [*results.need.publics, *(one.code for one in results.reading.publics)]
    if not asked:
        return ""
    if not service.publics:
        return f"Public non précisé\u00a0: {ASK}"
    fits = [PUBLICS[one] for one in dict.fromkeys(asked) if one in service.publics]
    if fits:
        return f"Public\u00a0: {', '.join(fits).lower()}"
    if EVERYBODY in service.publics:
        return "Tous publics"
    return f"Réservé à\u00a0: {', '.join(PUBLICS.get(one, one) for one in service.publics).lower()}"


def distance_of(found: Found, commune: Territory | None) -> str:
    """« à 3 km »; nothing without a commune, or when nobody knows where the service is."""
    if commune is None or found.km is None:
        return ""
    if found.km < 1:
        return "à moins de 1\u00a0km"
    return f"à {found.km:.0f}\u00a0km"


def place_of(service: Service) -> str:
    commune = service.commune or service.structure.commune
    return commune.name if commune else ""


def remote(service: Service) -> bool:
    return REMOTE in service.reception
