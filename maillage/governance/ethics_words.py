"""How a question asked of an ethics space is said."""

from datetime import date

from maillage.governance.enums import ReferralState, ReferralStepKind
from maillage.governance.models import EthicsReferral, ReferralStep
from maillage.web.wording import day, plural

KINDS = {
    ReferralState.SENT: "waiting",
    ReferralState.TAKEN: "waiting",
    ReferralState.ASKED: "waiting",
    ReferralState.ANSWERED: "done",
    ReferralState.WITHDRAWN: "",
}
SAID = {
    ReferralStepKind.SENT: "La question est posée",
    ReferralStepKind.TAKEN: "Elle est prise en charge",
    ReferralStepKind.ASKED: "Une précision est demandée",
    ReferralStepKind.CLARIFIED: "La précision est donnée",
    ReferralStepKind.PASSED: "Elle est transmise plus haut, avec un premier avis",
    ReferralStepKind.ANSWERED: "L’avis est rendu",
    ReferralStepKind.WITHDRAWN: "Son auteur la retire",
    ReferralStepKind.DOCTRINE: "Une doctrine est écrite à partir de l’avis",
}


def state(row: EthicsReferral, today: date) -> tuple[str, str]:
    """What a status tag shows: words, then a colour."""
    label = str(row.get_state_display()).capitalize()
    if row.is_late(today):
        return f"{label}, en retard depuis le {day(row.due_on)}", "late"
    return label, KINDS[ReferralState(row.state)]


def holder(row: EthicsReferral) -> str:
    """The body that answers now, when its author still sees it."""
    named = row.national if row.national_id else row.committee
    return named.name if named else "instance non publique"


def facts(row: EthicsReferral) -> list[tuple[str, str]]:
    told = [("Chez", holder(row))]
    told += [("Réponse due le", day(row.due_on))] if row.ended_on is None else []
    if row.ended_on is None and row.is_reminded:
        told += [("Rappel", "le secrétariat et les correspondants sont prévenus du retard")]
    told += [("Réponse souhaitée le", day(row.wished_on))] if row.wished_on else []
    by = f"{row.author}, {row.structure}" if row.structure_id else str(row.author)
    told += [("Posée par", by + (", pour quelqu’un d’autre" if row.relayed else ""))]
    return [*told, ("Urgence", str(row.get_urgency_display()).capitalize())]


def step(one: ReferralStep) -> str:
    due = f", réponse due le {day(one.due_on)}" if one.due_on else ""
    return f"{SAID[ReferralStepKind(one.kind)]}{due}"


def lacking(spaces: int, bodies: int, organisations: int) -> list[str]:
    told = [
        (spaces, f"{plural(spaces, 'espace éthique')} sans correspondant"),
        (bodies, f"{plural(bodies, 'comité local|comités locaux')} sans espace éthique"),
        (organisations, f"{plural(organisations, 'organisation')} sans correspondant"),
    ]
    return [words for count, words in told if count]
