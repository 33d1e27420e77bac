"""How a draft text and its two opinions are said."""

from datetime import date, datetime

from maillage.governance.models import DraftReview
from maillage.web.wording import day, moment


def state(row: DraftReview, today: date) -> tuple[str, str]:
    if row.followed_on:
        return "Suite donnée", "done"
    if row.given_on:
        return "Avis rendu", "done"
    if row.council_late(today):
        return f"En retard depuis le {day(row.due_on)}", "late"
    if row.ethics_late(today):
        return "Avis éthique en retard", "late"
    return "À l’étude", "waiting"


def facts(row: DraftReview, now: datetime) -> list[tuple[str, str]]:
    council = row.committee.name if row.committee else "instance non publique"
    until = moment(row.embargo_until)
    lifted = until if row.under_embargo(now) else f"{until}, levé"
    by = f"{row.requester}, {row.structure}" if row.structure_id else str(row.requester)
    return [("Déposé par", by), ("Auprès de", council), ("Sous embargo jusqu’au", lifted)]


def steps(row: DraftReview, today: date) -> list[tuple[str, str, str]]:
    """The two opinions in their order: who, what is said of it, the colour. Neither date moves with the other."""
    found = []
    if row.ethics_id:
        name = row.ethics.name if row.ethics else "Commission éthique"
        found.append((name, *_said(row.ethics_due_on, row.ethics_on, row.ethics_late(today))))
    name = row.committee.name if row.committee else "Conseil"
    return [*found, (name, *_said(row.due_on, row.given_on, row.council_late(today)))]


def _said(due: date | None, given: date | None, late: bool) -> tuple[str, str]:
    if given:
        after = f", après le {day(due)} prévu" if due and given > due else ""
        return f"rendu le {day(given)}{after}", "done"
    return (
        (f"en retard depuis le {day(due)}", "late")
        if due and late
        else (f"pour le {day(due)}" if due else "", "waiting")
    )
