"""Processes, contributions and syntheses without surprises."""

from datetime import timedelta
from itertools import count

from django.utils import timezone

from maillage.accounts.tests.factories import make_user
from maillage.contributions.actions import contributions
from maillage.contributions.actions.contributions import Told
from maillage.contributions.models import Axis, Process, Synthesis, TerritoryTask
from maillage.directory.models import Territory
from maillage.governance.tests.factories import make_committee, make_duty
from maillage.permissions import Actor
from maillage.permissions.context import acting
from tests.plugin import become

numbers = count(1)
LABELS = {"row": ("Accès aux droits", "Métiers"), "column": ("Logement", "Jeunesse")}


def make_keeper(committee):
    """Somebody who keeps its work."""
    with become("maintenance"):
        user = make_user()
    make_duty(committee, user)
    return Actor(user_id=user.pk)


def make_process(committee=None, **told):
    """Open, with two rows and two columns; its committee."""
    committee = committee or make_committee()
    now = timezone.now()
    told = {"title": f"Concertation {next(numbers)}", "question": "Comment ?", **told}
    told = {"opens_at": now - timedelta(days=1), "closes_at": now + timedelta(days=9), **told}
    with become("maintenance"):
        process = Process.objects.create(committee=committee, **told)
        for kind, labels in LABELS.items():
            for position, label in enumerate(labels):
                Axis.objects.create(process=process, kind=kind, label=label, words=label, position=position)
    return process


def axes_of(process):
    with become("maintenance"):
        found = list(Axis.objects.filter(process=process))
    return [one for one in found if one.kind == "row"], [one for one in found if one.kind == "column"]


def told(process, text="Les guichets ferment", **more):
    rows, columns = axes_of(process)
    more = {
        "kind": "finding",
        "author": "Service social",
        "rows": (rows[0].pk,),
        "columns": (columns[0].pk,),
        **more,
    }
    return Told(text=text, **more)


def make_contribution(process, by, channel="account", **more):
    with acting(by):
        return contributions.contribute(by=by, process=process, told=told(process, **more), channel=channel)


def make_territory(process, code, committee=None):
    with become("maintenance"):
        place = Territory.objects.get(kind="departement", code=code)
        return TerritoryTask.objects.create(process=process, territory=place, committee=committee)


def make_synthesis(process, axis=None, **told):
    with become("maintenance"):
        return Synthesis.objects.create(process=process, axis=axis, title="Synthèse", **told)
