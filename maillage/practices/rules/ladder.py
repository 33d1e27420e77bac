"""The ladder of a sheet, computed from what is published: spotted, documented, evaluated, transferred."""

from typing import NamedTuple

from maillage.practices.enums import EvaluationKind, Rung


class Climb(NamedTuple):
    """What is published. `tried`: another structure said what trying it gave."""

    documented: bool = False
    process: bool = False
    effects: bool = False
    tried: bool = False


def rung(climb: Climb) -> Rung:
    """Each rung stands on the one below."""
    if not climb.documented:
        return Rung.SPOTTED
    if not (climb.process and climb.effects):
        return Rung.DOCUMENTED
    return Rung.TRANSFERRED if climb.tried else Rung.EVALUATED


def lacking(climb: Climb) -> list[EvaluationKind]:
    """The evaluations that are still to come."""
    told = {EvaluationKind.PROCESS: climb.process, EvaluationKind.EFFECTS: climb.effects}
    return [kind for kind, there in told.items() if not there]
