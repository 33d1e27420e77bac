"""Sessions and the rest of what happens on the ground, without surprises."""

from datetime import date, time

from maillage.directory.models import OutreachSession
from maillage.directory.rules.recurrence import Recurrence, Rhythm, written
from maillage.directory.tests.factories import commune, structure
from maillage.permissions import Actor
from maillage.permissions.context import acting

TUESDAYS = written(Recurrence(Rhythm.WEEKLY, (1,)))
ODD_TUESDAYS = written(Recurrence(Rhythm.ODD, (1,)))
TUESDAY = date(2026, 12, 1)


def keeper(of, *roles, **fields):
    """A social worker of that structure, unless other roles are told."""
    told = {"user_id": 1, "structure_id": of.pk, "roles": frozenset(roles or {"social_worker"})}
    return Actor(**{**told, "label": "Claire Morel", **fields})


def does(action, *, by, **told):
    """The action done by that actor, known to PostgreSQL too."""
    with acting(by):
        return action(by=by, **told)


def session(team=None, **fields):
    """Every Tuesday, 9 h to 11 h, at the town hall of Tours, from 1 December 2026."""
    team = team or structure()
    told = {
        "name": "Permanence d’accès aux droits",
        "place": "mairie",
        "commune": commune(),
        "starts_on": TUESDAY,
        "starts_at": time(9),
        "minutes": 120,
        "rule": TUESDAYS,
    }
    return OutreachSession.objects.create(structure=team, **{**told, **fields})


def typed(**fields):
    """What the form of a session sends."""
    told = {
        "version": "0", "kind": "outreach", "name": "Permanence logement", "place": "mairie", "commune": "Tours (37261)",
        "starts_on": "01/12/2026", "starts_at": "9 h", "minutes": "120", "rhythm": "odd", "rank": "1",
        "weekdays": "1", "categories": "logement-hebergement", "visibility": "public",
    }  # fmt: skip
    return {**told, **fields}
