"""The pages of mandates and texts in Chromium: axe in light and dark, no page wider than its screen."""

import pytest
from django.test import Client
from django.urls import reverse

from maillage.accounts.models import User
from maillage.governance.models import Committee, MandateVersion, Output, TextVersion
from maillage.governance.tests.factories import make_committee, make_gathering
from maillage.governance.tests.mandate_factories import (
    days,
    make_decision,
    make_group,
    make_keeper,
    make_mandate,
    make_text,
)
from maillage.web.tests.looked_at import faults_of
from tests.plugin import become

pytestmark = [pytest.mark.django_db, pytest.mark.browser]
POINTS = ["Former les professionnels", "Garder un guichet dans chaque commune", "Financer la médiation"]
BODY = (
    "Tout service public garde un guichet.\n\nUne personne répond, sans rendez-vous, près de chez soi. " * 6
)


def url(name, *args):
    return reverse(f"governance:{name}", args=args)


def lay_out():
    """A mandate amended and half answered, another late, a third ended; a text in its second version and a third one drafted."""
    plenary = make_committee(name="Haut conseil du travail social")
    group = make_group(name="Groupe de travail : numérique et travail social")
    make_gathering(group, held_at=days(-3).isoformat() + "T10:00:00Z")
    text = make_text(group, "Rapport d’étape sur le numérique", BODY, kind="report")
    mandate = make_mandate(plenary, group, POINTS, title="Le numérique sans perdre personne")
    make_mandate(plenary, title="Participation des personnes concernées", due_on=days(-20))
    make_mandate(plenary, title="Secret et partage", ended_on=days(0))
    with become("maintenance"):
        mandate.joined.add(Committee.objects.exclude(pk__in=[plenary.pk, group.pk]).first())
        told = {"question": "Comment garder un accueil humain ?", "points": POINTS[1:], "due_on": days(60)}
        MandateVersion.objects.create(
            mandate=mandate, number=2, made_on=days(0), reason="une mission de plus", **told
        )
        Output.objects.filter(mandate=mandate).update(text=text, delivered_on=days(0), covers=[0])
        waited = Output.objects.create(mandate=mandate, title="Rapport final", due_on=days(-1))
        same = {"text": text, "committee": group, "title": text.title}
        TextVersion.objects.create(
            number=2,
            body=BODY + "Et après.",
            digest="a" * 64,
            published_at=days(0).isoformat() + "T10:00:00Z",
            **same,
        )
        TextVersion.objects.create(number=3, body=BODY + "Et demain.", **same)
    return plenary, group, mandate, waited, text


def pages():
    """Name → HTML, as those who keep both committees are shown."""
    plenary, group, mandate, waited, text = lay_out()
    giving, working = (client_of(one) for one in (plenary, group))
    asked = {
        "tableau": (working, url("mandates"), {}),
        "termines": (working, url("mandates"), {"etat": "termines"}),
        "mandat": (working, mandate.get_absolute_url(), {}),
        "donner": (giving, url("give_mandate", make_decision(plenary).public_id), {}),
        "modifier": (giving, url("amend_mandate", mandate.public_id), {}),
        "terminer": (giving, url("end_mandate", mandate.public_id), {}),
        "livrable": (working, url("add_output", mandate.public_id), {}),
        "rendre": (working, url("deliver_output", mandate.public_id, waited.pk), {}),
        "textes": (Client(), url("texts"), {}),
        "rien": (Client(), url("texts"), {"q": "licorne"}),
        "texte": (working, text.get_absolute_url(), {}),
        "version": (working, url("text_version", text.public_id, 2), {}),
        "ecrire": (working, url("write_text", group.public_id), {}),
        "reprendre": (working, url("rewrite_text", text.public_id), {}),
        "publier": (working, url("publish_text", text.public_id), {}),
    }
    found = {name: client.get(address, sent).text for name, (client, address, sent) in asked.items()}
    found["refus"] = giving.post(asked["donner"][1], {"title": "x"}).text
    return found


def client_of(committee):
    client, keeper = Client(), make_keeper(committee)
    with become("maintenance"):
        client.force_login(
            User.objects.get(pk=keeper.user_id), backend="allauth.account.auth_backends.AuthenticationBackend"
        )
    return client


def test_every_page_is_clean_in_light_and_dark_at_any_width():
    shown = pages()
    assert len(shown) == 16
    assert faults_of(shown) == {}
