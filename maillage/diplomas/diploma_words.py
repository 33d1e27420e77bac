"""How diplomas, their rules and the answer of the simulator are said."""

from datetime import date
from typing import Any

from maillage.diplomas.models import Diploma, DiplomaVersion, Record
from maillage.diplomas.models.base import Sourced
from maillage.diplomas.queries.simulator import Result
from maillage.web.wording import day, number, plural

TO_CONFIRM = "à confirmer"
NO_ENTRY = "On n’entre pas dans cette formation à cette date."


def hours(count: int | None) -> str | None:
    return None if count is None else f"{number(count)}\u00a0h"


def entrants(version: DiplomaVersion) -> str:
    """Who falls under these rules."""
    if version.entrants_until is None:
        return f"pour qui entre à partir du {day(version.entrants_from)}"
    return f"pour qui est entré du {day(version.entrants_from)} au {day(version.entrants_until)}"


def facts(version: DiplomaVersion) -> list[tuple[str, str | None]]:
    told: list[tuple[str, str | None]] = [
        ("Pour qui", entrants(version).capitalize()),
        ("Théorie", hours(version.theory_hours)),
        ("Pratique", hours(version.practice_hours)),
    ]
    if version.more_hours:
        told.append((version.more[:1].upper() + version.more[1:], hours(version.more_hours)))
    if version.years:
        told.append(("Durée", plural(version.years, "an")))
    if version.ends_on:
        told.append(("Ces règles cessent le", day(version.ends_on)))
    told.append(("Par la VAE", {True: "oui", False: "non"}.get(version.by_vae)))  # type: ignore[arg-type]
    return told


def state_of(version: DiplomaVersion, today: date) -> tuple[str, str]:
    """A word, and its kind of `status`."""
    if version.entrants_from > today:
        return f"À partir du {day(version.entrants_from)}", "waiting"
    if version.entrants_until is None or version.entrants_until >= today:
        return "En vigueur", "done"
    if version.ends_on is None or version.ends_on >= today:
        return "Pour qui y est déjà entré", "waiting"
    return "Terminées", "nothing"


def doubt(row: Sourced | None) -> str:
    """What is not sure of a row, "" when nothing is."""
    if row is None:
        return ""
    return f"À confirmer. {row.note}".strip() if row.to_confirm else str(row.note)


def level(diploma: Diploma) -> str:
    return f"niveau {diploma.level}"


def record_state(record: Record, today: date, past: set[str]) -> tuple[str, str]:
    if record.number in past:
        return "Échue, sans suite connue ici", "late"
    if record.is_past(today):
        return "Échue", "nothing"
    if record.ends_on is None:
        return "Échéance à lire dans le fichier", "waiting"
    return f"Jusqu’au {day(record.ends_on)}", "done"


def verdict(result: Result) -> str:
    """The answer in a sentence."""
    if result.version is None:
        later = (
            f" La prochaine entrée est possible à partir du {day(result.opens_on)}."
            if result.opens_on
            else ""
        )
        return NO_ENTRY + later
    if result.whole:
        return "Vous l’avez de droit."
    if result.entered_again and result.remaining:
        return f"Vous avez déjà ce diplôme. Sous ces règles, {_left(result)}."
    if not result.lines:
        return "Ses blocs ne sont pas encore connus ici."
    return f"Il vous resterait {_left(result)}." if result.remaining else "Vous auriez tous les blocs."


def _left(result: Result) -> str:
    return f"{plural(result.remaining, 'bloc')} sur {len(result.lines)}"


def theory(result: Result) -> str | None:
    """How much theory is left."""
    left = result.theory_left
    if left is None:
        return None
    return (
        f"{hours(left)} au plus, les heures de chaque bloc étant à confirmer"
        if result.at_most
        else hours(left)
    )


def result_facts(result: Result) -> list[tuple[str, str | None]]:
    version = result.version
    if version is None:
        return []
    more = (
        [(version.more[:1].upper() + version.more[1:], hours(version.more_hours))]
        if version.more_hours
        else []
    )
    return [
        ("Règles appliquées", f"{version.title}, {entrants(version)}"),
        *([("À savoir", doubt(version))] if doubt(version) else []),
        *more,
        ("Théorie restante", theory(result)),
        ("Pratique de la formation entière", hours(version.practice_hours)),
        ("Par la VAE", {True: "possible, bloc par bloc", False: "non"}.get(version.by_vae)),  # type: ignore[arg-type]
    ]


def line_word(acquired: bool) -> tuple[str, str]:
    return ("Acquis", "done") if acquired else ("À faire", "waiting")


def card(diploma: Diploma, url: str, today: date) -> dict[str, Any]:
    """A trade card, as open data."""
    return {
        "code": diploma.code,
        "sigle": diploma.short,
        "intitule": diploma.name,
        "metier": diploma.trade,
        "niveau": diploma.level,
        "ce_que_l_on_y_fait": diploma.work,
        "pour_y_entrer": diploma.access,
        "adresse": url,
        "rncp": [_record_card(one, today) for one in diploma.records.all()],
        "regles": [_version_card(one) for one in diploma.versions.all()],
    }


def _record_card(record: Record, today: date) -> dict[str, Any]:
    return {
        "numero": str(record),
        "fin": record.ends_on,
        "echue": record.is_past(today),
        "remplacee_par": record.replaced_by or None,
    }


def _version_card(version: DiplomaVersion) -> dict[str, Any]:
    names = ("entrants_from", "entrants_until", "ends_on", "theory_hours", "practice_hours", "more_hours")
    keys = ("entrees_depuis", "entrees_jusqu_au", "fin", "heures_theorie", "heures_pratique", "autres_heures")
    told = {key: getattr(version, name) for key, name in zip(keys, names, strict=True)}
    blocks = [{"code": one.block.code, "intitule": one.block.name} for one in version.placed.all()]
    sourced = {"source": version.source, "a_confirmer": version.to_confirm, "remarque": version.note or None}
    return {"titre": version.title, **told, "par_la_vae": version.by_vae, "blocs": blocks, **sourced}
