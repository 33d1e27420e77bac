"""How a mandate is said in a few words: on the board, on its page, on paper."""

from maillage.governance.models import Output
from maillage.governance.queries.mandates import Progress
from maillage.web.wording import day, plural

NOT_SHOWN = "instance non publique"


def points(line: Progress) -> str:
    total = len(line.wording.points)
    return f"{plural(line.covered, 'point couvert')} sur {total}" if total else "sans points listés"


def outputs(line: Progress) -> str:
    if not line.outputs:
        return "aucun livrable attendu"
    given = sum(1 for one in line.outputs if one.delivered_on)
    return f"{plural(given, 'rendu')} sur {len(line.outputs)}"


def late(line: Progress) -> str:
    """Empty when nothing is."""
    if line.late:
        return f"{plural(len(line.late), 'livrable')} en retard"
    return "en retard" if line.overdue else ""


def state(line: Progress) -> tuple[str, str]:
    """(word, kind of the status)"""
    if line.mandate.ended_on:
        return f"Terminé le {day(line.mandate.ended_on)}", "done"
    return ("En retard", "late") if late(line) else ("En cours", "waiting")


def output_state(line: Progress, output: Output) -> tuple[str, str]:
    if output.delivered_on:
        return f"Rendu le {day(output.delivered_on)}", "done"
    return ("En retard", "late") if output in line.late else ("Attendu", "")


def wording(version: object) -> str:
    """The question, the points, the date: what two versions are compared on."""
    listed = "\n".join(f"- {point}" for point in version.points)  # type: ignore[attr-defined]
    return f"{version.question}\n\n{listed}\n\nÀ rendre le {day(version.due_on)}."  # type: ignore[attr-defined]
