"""How a reception is said."""

from typing import Any

from maillage.reception.enums import Interpreter, Language, Where
from maillage.reception.models import Reception
from maillage.web.wording import full_day, plural


def facts(one: Reception) -> list[tuple[str, Any]]:
    """What was told is shown; what nobody needed to say is left out."""
    spoken = [str(Language(one.language).label)]
    if one.interpreter != Interpreter.NONE:
        spoken.append(str(Interpreter(one.interpreter).label))
    told = [
        ("Pour quoi", ", ".join(one.theme_labels)),
        ("Suite", one.get_outcome_display().capitalize()),
        ("Répondu", one.said),
        ("À ne pas faire répéter", one.line),
        ("Qui", _who(one)),
        ("Langue", ", ".join(spoken)),
        ("Où", "" if one.where == Where.DESK else one.get_where_display().capitalize()),
        ("Peut revenir", full_day(one.come_back_on) if one.come_back_on else ""),
    ]
    return [(label, value) for label, value in told if value]


def _who(one: Reception) -> str:
    children = f", {plural(one.children, 'enfant')}" if one.children else ""
    return f"{plural(one.adults, 'adulte')}{children}"
