"""What the agreement on a goal says on paper, to be read aloud and signed by both."""

from datetime import date
from typing import Any

from maillage.people.models import Person
from maillage.support.queries.work import Pursued
from maillage.web.wording import day

NO_DATE = "quand ce sera possible"


def agreement(person: Person, pursued: Pursued, today: date) -> dict[str, Any]:
    """For `web/record.typ`."""
    goal = pursued.goal
    facts = [["Convenu le", day(goal.agreed_on)], ["Avec", f"{goal.author}, {goal.structure}"]]
    if goal.review_on:
        facts.append(["À revoir le", day(goal.review_on)])
    return {
        "title": f"L’objectif de {person.full_name}",
        "summary": "Ce que nous avons convenu ensemble. Il peut être changé quand vous le souhaitez.",
        "blocks": [
            {"heading": "Votre objectif, dans vos mots"},
            {"quote": goal.words},
            {"facts": facts},
            *_steps(pursued),
            {"heading": "Nos signatures"},
            {
                "text": "Signer, c’est dire que ces mots sont bien les vôtres. Si l’objectif n’est pas atteint, "
                "ou s’il change, nous en reparlons ensemble."
            },
            {"blank": {"label": f"{person.full_name}\u00a0: date et signature", "lines": 2}},
            {
                "blank": {
                    "label": f"{goal.author}, pour {goal.structure}\u00a0: date et signature",
                    "lines": 2,
                }
            },
        ],
        "footer": f"Imprimé le {day(today)}",
    }


def _steps(pursued: Pursued) -> list[dict[str, Any]]:
    if not pursued.steps:
        return []
    rows = [
        [one.what, one.who, f"faite le {day(one.done_on)}" if one.done_on else _by(one.due_on)]
        for one in pursued.steps
    ]
    table = {"columns": ["Quoi", "Qui s’en charge", "Pour le"], "rows": rows}
    return [{"heading": "Les étapes"}, {"table": table}]


def _by(due: date | None) -> str:
    return day(due) if due else NO_DATE
