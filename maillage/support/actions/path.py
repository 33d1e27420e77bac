"""Lines of the timeline: written with the act they tell, or afterwards, for what was done elsewhere or before."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from maillage.audit.actions import record
from maillage.people.actions import note_contact
from maillage.people.models import Person
from maillage.people.rules import at_work
from maillage.permissions import Actor
from maillage.support.enums import ActKind
from maillage.support.models import Act, Note
from maillage.support.rules import check_can_follow, check_can_note_visit, is_partner


def note_act(
    *,
    by: Actor,
    person: Person,
    kind: str,
    what: str,
    on: date,
    outcome: str = "",
    note: Note | None = None,
) -> Act:
    """One line, in the transaction of the act it tells; nothing of what was said goes in it."""
    act = Act(
        person=person,
        structure_id=by.structure_id,
        open_to_teams=by.person_id is not None or is_partner(by, person.pk),
        kind=kind,
        what=what[:200],
        on=on,
        outcome=outcome[:200],
        by_id=by.user_id,
        by_label=by.label,
        note=note,
    )
    act.save(force_insert=True)
    return act


@transaction.atomic
def add_act(*, by: Actor, person: Person, kind: str, what: str, on: date, outcome: str = "") -> Act:
    """Something done before, or elsewhere, that whoever comes next must know."""
    check_can_follow(by, person.pk)
    act = note_act(by=by, person=person, kind=kind, what=what, on=on, outcome=outcome)
    record(by, "act", person, kind=kind)
    return act


@transaction.atomic
def note_visit(*, by: Actor, person: Person, why: str) -> None:
    """Somebody came to the desk and asked for something; what comes of it is told later, on the same line."""
    check_can_note_visit(by, person.pk)
    today = timezone.localdate()
    what = f"Passage à l’accueil\u00a0: {why}"
    note_act(by=by, person=person, kind=ActKind.REQUEST, what=what, on=today)
    note_contact(by=by, person=person, on=today)
    record(by, "act", person, kind=ActKind.REQUEST)


@transaction.atomic
def tell_outcome(*, by: Actor, act: Act, outcome: str) -> None:
    """What came of it, once it is known."""
    check_can_follow(by, act.person_id)
    _, here = at_work(by)
    Act.objects.filter(pk=act.pk, structure_id=here).update(outcome=outcome[:200])
    record(by, "act_outcome", act.person)
