"""The pages of expenses, letters and presence in Chromium: axe in light and dark, no page wider than its screen."""

import pytest
from django.test import Client

from maillage.accounts.models import User
from maillage.governance.tests.expense_factories import (
    make_advance,
    make_claim,
    make_expert,
    make_letter,
    make_presence,
    morning,
)
from maillage.governance.tests.factories import make_committee, make_gathering
from maillage.governance.tests.test_mandates_in_browser import client_of, url
from maillage.web.tests.looked_at import faults_of
from tests.plugin import become

pytestmark = [pytest.mark.django_db, pytest.mark.browser]


def pages():
    """Name → HTML, as an expert and the secretary of their committee are shown."""
    committee = make_committee(name="Comité local du travail social du Chinonais et du Véron")
    expert = make_expert(committee)
    mine, keeper = Client(), client_of(committee)
    with become("maintenance"):
        user = User.objects.get(pk=expert.user_id)
        mine.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    presence, draft = make_presence(expert), make_claim(make_presence(expert, -12), "draft")
    claim, paid = (
        make_claim(make_presence(expert, -50), days=40),
        make_claim(make_presence(expert, -60), "paid"),
    )
    accepted = make_claim(make_presence(expert, -70), "accepted", days=65)
    advance = make_advance(expert, make_gathering(committee, morning(5)))
    letter, coming = make_letter(expert), make_gathering(committee, morning(9))
    whole = committee.public_id
    asked = {
        "frais": (mine, url("my_expenses"), {}),
        "demande": (mine, url("claim_expenses", presence.pk), {}),
        "gardee": (mine, draft.get_absolute_url(), {}),
        "payee": (mine, paid.get_absolute_url(), {}),
        "justificatif": (mine, url("add_receipt", claim.public_id), {}),
        "avance": (mine, url("ask_advance", coming.public_id), {}),
        "lettre": (mine, letter.get_absolute_url(), {}),
        "signer": (mine, url("sign_letter", letter.public_id), {}),
        "instance": (keeper, committee.get_absolute_url(), {}),
        "a-regler": (keeper, url("committee_expenses", whole), {}),
        "reglees": (keeper, url("committee_expenses", whole), {"etat": "reglees"}),
        "seance": (keeper, url("gathering_expenses", presence.gathering.public_id), {}),
        "repondre": (keeper, url("answer_claim", claim.public_id), {}),
        "payer": (keeper, url("pay_claim", accepted.public_id), {}),
        "avances": (keeper, url("answer_advance", advance.pk), {}),
        "baremes": (keeper, url("rates", whole), {}),
        "presence": (keeper, url("participation", whole), {}),
        "lettres": (keeper, url("letters", whole), {}),
        "ecrire": (keeper, url("write_letter", whole), {}),
    }
    found = {}
    for name, (client, address, sent) in asked.items():
        page = client.get(address, sent)
        assert (name, page.status_code) == (name, 200)
        found[name] = page.text
    found["refus"] = mine.post(asked["demande"][1], {"car": "beaucoup"}).text
    return found


def test_every_page_is_clean_in_light_and_dark_at_any_width():
    shown = pages()
    assert len(shown) == 20
    assert faults_of(shown) == {}
