"""A person is told of a service of the directory, or nothing was found for them: a line of the timeline."""

from datetime import date

from django.db import transaction

from maillage.audit.actions import record
from maillage.directory.enums import THEMES
from maillage.directory.models import Service
from maillage.people.models import Person
from maillage.permissions import Actor
from maillage.support.actions.path import note_act
from maillage.support.enums import ActKind
from maillage.support.models import Act
from maillage.support.rules import check_can_follow


@transaction.atomic
def orient(*, by: Actor, person: Person, service: Service, on: date, outcome: str = "") -> Act:
    """`outcome` may wait: it is told later, from the timeline."""
    check_can_follow(by, person.pk)
    what = f"Orientation vers {service.structure.name}\u00a0: {service.name}"
    return _noted(by, person, what, on, outcome, service, service.themes)


@transaction.atomic
def note_nothing_found(*, by: Actor, person: Person, theme: str, on: date, outcome: str = "") -> Act:
    """A need without an answer on the territory: its diagnosis counts them."""
    check_can_follow(by, person.pk)
    what = f"Rien trouvé sur le territoire pour\u00a0: {THEMES[theme].lower()}"
    return _noted(by, person, what, on, outcome, None, [theme])


def _noted(
    by: Actor, person: Person, what: str, on: date, outcome: str, service: Service | None, themes: list[str]
) -> Act:
    act = note_act(by=by, person=person, kind=ActKind.ORIENTATION, what=what, on=on, outcome=outcome)
    act.service, act.themes = service, themes
    act.save(update_fields=["service", "themes"])
    record(by, "oriented", person, found=service is not None)
    return act
