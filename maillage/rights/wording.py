"""What a run came to, in a sentence."""

from maillage.rights.deadlines import AHEAD
from maillage.rights.enums import Scope
from maillage.rights.models import Run
from maillage.web.wording import number, plural

FEW = 5
"""Of households that the reader may not open, fewer than this are not counted aloud."""
FOUND = (
    ("new", "nouveau droit|nouveaux droits"),
    ("changed", "droit modifié|droits modifiés"),
    ("gone", "droit qui n’est plus possible|droits qui ne sont plus possibles"),
    ("deadlines", f"échéance dans les {AHEAD.days} jours|échéances dans les {AHEAD.days} jours"),
    ("concerned", "foyer concerné par le nouveau barème|foyers concernés par le nouveau barème"),
    ("incomplete", "foyer sans demandeur, à compléter|foyers sans demandeur, à compléter"),
    ("outside", "foyer laissé à l’équipe qui l’accompagne|foyers laissés à l’équipe qui les accompagne"),
)


def summary(run: Run) -> str:
    """ "5 foyers, 12 nouveaux droits, 3 échéances dans les 60 jours." """
    return ", ".join([counted(run, _seen(run), "foyer"), *found(run)]) + "."


def found(run: Run) -> list[str]:
    counts = [(run.counts.get(code, 0), words) for code, words in FOUND]
    return [counted(run, count, words) for count, words in counts if count]


def _seen(run: Run) -> int:
    return int(run.counts.get("screened", 0) + run.counts.get("unchanged", 0))


def counted(run: Run, count: int, words: str) -> str:
    if run.scope == Scope.TERRITORY and 0 < count < FEW:
        return f"moins de {plural(FEW, words)}"
    return plural(count, words)


def places(run: Run) -> str:
    if run.scope != Scope.TERRITORY:
        return str(Scope(run.scope).label)
    return f"{plural(len(run.communes), 'commune')}\u00a0: {', '.join(run.communes[:5])}{'…' if run.communes[5:] else ''}"


def progress(run: Run) -> str:
    """Of a run that has not reached its end."""
    if run.ended_at:
        return "Remplacée par une recherche plus récente."
    return f"En cours\u00a0: {number(run.chunks_planned - run.chunks_left)} sur {plural(run.chunks_planned, 'lot')}."
