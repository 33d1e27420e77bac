"""The pages of ethics, drafts and signals in Chromium: axe in light and dark, no page wider than its screen."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from maillage.accounts.enums import Role
from maillage.accounts.models import User
from maillage.accounts.tests.factories import client_of, make_member
from maillage.governance.actions import ethics as actions
from maillage.governance.enums import DutyKind
from maillage.governance.tests.draft_factories import make_draft
from maillage.governance.tests.ethics_factories import (
    TODAY,
    make_echo,
    make_referral,
    make_signal,
    make_space,
    serve,
)
from maillage.governance.tests.factories import make_committee, make_duty, make_gathering
from maillage.permissions.context import acting
from maillage.web.tests.looked_at import faults_of
from tests.plugin import become

pytestmark = [pytest.mark.django_db, pytest.mark.browser]
LONG = "Une personne âgée refuse toute visite depuis l’hiver, et ses voisins s’inquiètent. " * 4
NAMED = {"title": "Visite", "situation": "Mme Dupont, 06 12 34 56 78", "question": "Quoi ?"}
ASKED = {"to": "worker", "what": "fact", "why": "follow", "person": "told"}


def url(name, *args):
    return reverse(f"governance:{name}", args=args)


def keeper_of(committee):
    actor = serve(committee)
    with become("maintenance"):
        user = User.objects.get(pk=actor.user_id)
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client, actor, user


def pages():
    """Name → HTML, as an author, a keeper and somebody without an account are shown."""
    local = make_committee(name="Comité local du travail social du Chinonais")
    space, _ = make_space(local, name="Espace éthique : Comité local du travail social du Chinonais")
    council = make_committee(kind="national", name="Haut conseil")
    commission, _ = make_space(council)
    make_committee()
    with become("maintenance"):
        worker, requester = make_member(), make_member(Role.ANIMATOR)
    make_duty(local, worker.user, DutyKind.CORRESPONDENT)
    make_duty(space, worker.user, DutyKind.CORRESPONDENT)
    keeper, actor, user = keeper_of(space)
    waiting, late = (make_referral(space, worker.user, situation=LONG) for _ in range(2))
    with become("maintenance"):
        type(late).objects.filter(pk=late.pk).update(due_on=TODAY - timedelta(days=3))
    answered = make_referral(space, worker.user)
    with acting(actor):
        actions.give_opinion(by=actor, referral=answered, title="Avis", words=LONG, publish=True)
    noted = make_signal(local, worker.user, seen=LONG, wording="Des voisins s’inquiètent")
    make_echo(noted, user)
    make_gathering(local, timezone.now() + timedelta(days=5))
    secretary, *_ = keeper_of(local)
    head, _, reader = keeper_of(council)
    draft = make_draft(council, commission, requester, [reader])
    author, asking, nobody = client_of(worker), client_of(requester), Client()
    asked = {
        "aide": (nobody, url("sharing"), {}),
        "reponse": (author, url("sharing"), ASKED),
        "incomplet": (nobody, url("sharing"), {"to": "worker"}),
        "ethique": (author, url("ethics"), {}),
        "saisines": (author, url("referrals"), {}),
        "saisine": (author, waiting.get_absolute_url(), {}),
        "retard": (keeper, late.get_absolute_url(), {}),
        "avis": (keeper, answered.get_absolute_url(), {}),
        "saisir": (author, url("refer", space.public_id), {}),
        "prendre": (keeper, url("take_referral", waiting.public_id), {}),
        "transmettre": (keeper, url("pass_on_referral", waiting.public_id), {}),
        "rendre": (keeper, url("answer_referral", waiting.public_id), {}),
        "signaux": (author, url("signals", local.public_id), {}),
        "signaux-tenus": (secretary, url("signals", local.public_id), {}),
        "noter": (author, url("note_signal", local.public_id), {}),
        "ordre": (secretary, url("signal_to_agenda", noted.public_id), {}),
        "projets": (asking, url("drafts"), {}),
        "projet": (head, draft.get_absolute_url(), {}),
        "deposer": (asking, url("deposit_draft", council.public_id), {}),
        "avis-conseil": (head, url("draft_council_opinion", draft.public_id), {}),
    }
    found = {name: client.get(address, sent).text for name, (client, address, sent) in asked.items()}
    found["refus"] = author.post(asked["saisir"][1], {**NAMED, "relayed": "no", "urgency": "normal"}).text
    return found


def test_every_page_is_clean_in_light_and_dark_at_any_width():
    shown = pages()
    assert len(shown) == 21
    assert faults_of(shown) == {}
