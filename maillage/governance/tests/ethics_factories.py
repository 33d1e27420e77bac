"""Ethics spaces, questions asked of them, signals, without surprises."""

from datetime import date, timedelta
from itertools import count

from maillage.accounts.tests.factories import make_member, make_user
from maillage.governance.enums import CommitteeKind, DutyKind
from maillage.governance.models import EthicsReferral, ReferralStep, Signal, SignalEcho
from maillage.governance.tests.factories import make_committee, make_duty
from maillage.permissions import Actor
from tests.plugin import become

numbers = count(1)
TODAY = date.today()
WRITTEN = {
    "title": "Une visite refusée",
    "situation": "Une personne refuse que l’on entre chez elle.",
    "question": "Jusqu’où insister ?",
}


def make_space(parent=None, **told):
    """With an account that answers for it, as an actor."""
    space = make_committee(kind=CommitteeKind.ETHICS, parent=parent, **told)
    return space, serve(space)


def serve(committee, kind=DutyKind.SECRETARY):
    with become("maintenance"):
        user = make_user()
    make_duty(committee, user, kind)
    return Actor(user_id=user.pk)


def make_council():
    """The national council's own commission, and who answers for it."""
    return make_space(make_committee(kind=CommitteeKind.NATIONAL))


def make_worker():
    with become("maintenance"):
        return make_member()


def make_referral(space, user, **told):
    told = {"due_on": TODAY + timedelta(days=60), "sent_on": TODAY, **WRITTEN, **told}
    with become("maintenance"):
        asked = EthicsReferral.objects.create(committee=space, author=user, **told)
        ReferralStep.objects.create(referral=asked, kind="sent", user=user, committee=space)
    return asked


def make_signal(committee, user, **told):
    told = {
        "theme": "housing",
        "seen": f"Des coupures d’eau, fait {next(numbers)}",
        "source": "field",
        "since": TODAY,
        "told_on": TODAY,
        **told,
    }
    with become("maintenance"):
        return Signal.objects.create(committee=committee, user=user, **told)


def make_echo(signal, user):
    with become("maintenance"):
        return SignalEcho.objects.create(signal=signal, user=user, on=TODAY)
