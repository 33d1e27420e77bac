"""The same thing at the same moment is done once: an opinion, a signal, « nous le voyons aussi », a version."""

import pytest

from maillage.accounts.enums import Role
from maillage.accounts.models import User
from maillage.accounts.tests.factories import actor_of, make_member
from maillage.governance.actions import drafts, ethics, signals
from maillage.governance.models import DraftVersion, ReferralStep, Signal, SignalEcho, Text
from maillage.governance.tests.draft_factories import make_draft
from maillage.governance.tests.ethics_factories import TODAY, make_referral, make_space, serve
from maillage.governance.tests.factories import make_committee
from maillage.governance.tests.test_plan_actions import at_once
from tests.plugin import become

pytestmark = pytest.mark.django_db(transaction=True)
NOTED = {
    "theme": "housing",
    "territory": None,
    "seen": "Des coupures",
    "wording": "",
    "source": "field",
    "source_note": "",
    "since": TODAY,
}


def count(model, **where):
    with become("maintenance"):
        return model.objects.filter(**where).count()


def test_one_opinion_answers_a_question():
    space, secretary = make_space()
    with become("maintenance"):
        author = make_member().user
    asked = make_referral(space, author)
    told = {"referral": asked, "title": "Avis", "words": "Non.", "publish": True}
    assert at_once(secretary, lambda: ethics.give_opinion(by=secretary, **told)) == 3
    assert (count(Text), count(ReferralStep, kind="answered")) == (1, 1)


def test_one_signal_seen_too_once():
    committee = make_committee()
    member, other = serve(committee), serve(committee)
    told = {"committee": committee, "values": NOTED}
    assert at_once(member, lambda: signals.note_signal(by=member, **told)) == 3
    with become("maintenance"):
        signal = Signal.objects.select_related("committee").get()
    assert at_once(other, lambda: signals.see_too(by=other, signal=signal)) == 0
    assert at_once(member, lambda: signals.say_outcome(by=member, signal=signal, outcome="Vu")) == 3
    assert count(SignalEcho) == 1


def test_one_opinion_of_the_council_and_versions_numbered_in_a_row():
    council = make_committee(kind="national")
    secretary = serve(council)
    with become("maintenance"):
        requester = make_member(Role.ANIMATOR)
        reader = User.objects.get(pk=secretary.user_id)
    draft, by = make_draft(council, None, requester, [reader], lifted=True), actor_of(requester)
    refused = at_once(by, lambda: drafts.give_version(by=by, review=draft, body="Deux."))
    with become("maintenance"):
        numbers = list(DraftVersion.objects.order_by("number").values_list("number", flat=True))
    assert numbers == list(range(1, 6 - refused))
    told = {"review": draft, "title": "Avis", "words": "Oui.", "decision": None}
    assert at_once(secretary, lambda: drafts.give_council_opinion(by=secretary, **told)) == 3
    assert count(Text) == 1
