"""A plenary that gave a mandate to a working group, and texts, without surprises."""

from datetime import date, timedelta

from django.utils import timezone

from maillage.accounts.tests.factories import make_user
from maillage.governance.actions import texts as actions
from maillage.governance.enums import CommitteeKind, DecisionKind
from maillage.governance.models import Decision, Mandate, MandateVersion, Output, Text, TextVersion
from maillage.governance.tests.factories import make_committee, make_duty, make_gathering, make_item
from maillage.permissions import Actor
from tests.plugin import become


def days(number):
    return date.today() + timedelta(days=number)


def make_keeper(committee):
    """An account that keeps this committee's work, as an actor."""
    with become("maintenance"):
        user = make_user()
    make_duty(committee, user)
    return Actor(user_id=user.pk)


def make_decision(committee, kind=DecisionKind.MANDATE, **told):
    """Adopted, in a meeting that was closed."""
    gathering = make_gathering(committee, held_at=timezone.now())
    item = make_item(gathering)
    told = {"text": "Étudier la participation", "adopted": True, "decided_at": timezone.now(), **told}
    with become("maintenance"):
        return Decision.objects.create(committee=committee, gathering=gathering, item=item, kind=kind, **told)


def make_group(**told):
    return make_committee(kind=CommitteeKind.GROUP, **told)


def make_mandate(giver=None, group=None, points=("Former", "Financer"), due_on=None, **told):
    """With one output due that same day."""
    decision = make_decision(giver or make_committee())
    due = due_on or days(30)
    with become("maintenance"):
        told = {"title": "Participation des personnes", "due_on": due, **told}
        mandate = Mandate.objects.create(decision=decision, committee=group or make_group(), **told)
        MandateVersion.objects.create(
            mandate=mandate,
            number=1,
            question="Comment faire participer ?",
            points=list(points),
            due_on=due,
            decision=decision,
            made_on=days(0),
        )
        Output.objects.create(mandate=mandate, title="Rapport", due_on=due)
    return mandate


def make_text(committee, title="Avis sur le numérique", body="Tout service garde un guichet.", **told):
    """Published unless told otherwise."""
    told = {"published_at": timezone.now(), **told}
    with become("maintenance"):
        text = Text.objects.create(committee=committee, kind=told.pop("kind", "opinion"), title=title)
        version = TextVersion(text=text, committee=committee, number=1, title=title, body=body, **told)
        version.digest = actions.digest(version) if version.published_at else ""
        version.save()
    return text
