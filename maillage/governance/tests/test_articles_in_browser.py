"""The pages of articles, comments, adherences and subscriptions in Chromium: axe in light and dark, at any width."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from maillage.accounts.enums import Role
from maillage.accounts.tests.factories import make_user, signed_in
from maillage.governance.models import Subscription, Text, TextLink
from maillage.governance.queries.subscriptions import CONFIRM, END
from maillage.governance.tests.factories import make_committee
from maillage.governance.tests.mandate_factories import days, make_mandate, make_text
from maillage.governance.tests.plan_factories import make_plan
from maillage.governance.tests.test_mandates_in_browser import client_of
from maillage.governance.tests.text_factories import (
    make_adherence,
    make_charter,
    make_comment,
    make_version,
    version_of,
)
from maillage.web.signed_keys import signed
from maillage.web.tests.looked_at import faults_of
from tests.plugin import become

pytestmark = [pytest.mark.django_db, pytest.mark.browser]
OLD = "\n\n".join(
    f"Article {one} – Engagement numéro {one}\n{'Chacun est respecté. ' * 8}" for one in range(1, 5)
)
NEW = OLD.replace("Article 2 –", "Article 2 – Écouter\nEntendre d’abord.\n\nArticle 5 –").replace(
    "respecté. Chacun est", "respecté, partout. Chacun est", 1
)
LONG = "Charte de l’intercommunautairement-déraisonnablement-longue-formulation"


def lay_out(leader):
    """A charter in two versions and a draft, lit, commented, adhered to, adapted; its model moved."""
    committee = make_committee(name="Comité local")
    charter = make_charter(committee, LONG, OLD)
    make_adherence(charter, leader.structure, leader.user, commitments="Former chacun.\nRelire chaque année.")
    own = make_charter(committee, "La nôtre", NEW.replace("partout", "ici"))
    with become("maintenance"):
        Text.objects.filter(pk=own.pk).update(model_version=version_of(charter), review_on=days(-1))
        member = make_user()
    make_version(charter, NEW)
    make_version(charter, NEW + "\n\nArticle 6\nSuite.", 3, published_at=None)
    passage = "Article 2 – Engagement numéro 2\nAutre"
    comment = make_comment(charter, member, passage=passage)
    make_comment(charter, member, parent=comment)
    make_comment(charter, member, article="", passage="")
    gone = {"article": "9", "passage": "Article 8 – Disparu\nRien", "state": "aside", "reason": "Déjà dit"}
    make_comment(charter, member, settled_at=timezone.now(), settled_by=member, **gone)
    opinion = make_text(committee, "Avis sur l’écoute")
    with become("maintenance"):
        TextLink.objects.create(text=opinion, about=charter, article="2")
        TextLink.objects.create(text=opinion, about=charter, article="8")
        Text.objects.filter(pk=make_charter(committee, "Vieille charte").pk).update(superseded_by=charter)
        row = Subscription.objects.create(email="a@example.org", site="http://x", asked_at=timezone.now())
    make_mandate(group=committee, due_on=days(-3))
    make_plan(committee=committee)
    return committee, charter, own, opinion, comment, row.key


def pages():
    """Name → HTML, as a keeper, a leader or anybody is shown."""
    leading = Client()
    with become("maintenance"):
        leader = signed_in(leading, Role.TEAM_LEADER)
    committee, charter, own, opinion, comment, key = lay_out(leader)
    keeping, nobody = client_of(committee), Client()

    def at(name, *args):
        return reverse(f"governance:{name}", args=args)

    asked = {
        "charte": (keeping, charter.get_absolute_url()),
        "avis": (keeping, opinion.get_absolute_url()),
        "comparer": (keeping, at("compare_text", charter.public_id, 3, 1)),
        "version": (nobody, at("text_version", charter.public_id, 2)),
        "ecart": (keeping, at("gap", own.public_id)),
        "relire": (keeping, at("texts_to_review")),
        "lier": (keeping, at("link_text", opinion.public_id)),
        "remplacer": (keeping, at("supersede_text", own.public_id)),
        "relecture": (keeping, at("review_text", own.public_id)),
        "adapter": (keeping, at("adapt_text", charter.public_id)),
        "publier": (keeping, at("publish_text", charter.public_id)),
        "commentaires": (keeping, at("text_comments", charter.public_id)),
        "commenter": (keeping, at("comment_text", charter.public_id) + "?article=2"),
        "repondre": (keeping, at("reply_comment", comment.public_id)),
        "examiner": (keeping, at("settle_comment", comment.public_id)),
        "adhesions": (nobody, at("adherences")),
        "qui": (leading, at("text_adherences", charter.public_id)),
        "adherer": (leading, at("adhere", charter.public_id)),
        "bilan": (leading, at("review_adherence", charter.public_id)),
        "retirer": (leading, at("withdraw", charter.public_id)),
        "suivre": (nobody, at("subscribe")),
        "confirmer": (nobody, at("confirm_subscription", signed(key, CONFIRM))),
        "fin": (nobody, at("end_subscription", signed(key, END))),
        "perdu": (nobody, at("end_subscription", "x")),
        "textes": (keeping, at("texts")),
        "instance": (keeping, committee.get_absolute_url()),
    }
    found = {name: client.get(address).text for name, (client, address) in asked.items()}
    found["refus"] = keeping.post(asked["lier"][1], {"about": charter.public_id, "article": "77"}).text
    return found


def test_every_page_is_clean_in_light_and_dark_at_any_width():
    shown = pages()
    assert len(shown) == 27
    assert faults_of(shown) == {}
