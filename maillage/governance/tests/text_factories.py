"""Charters, their adherences and what members say of them, without surprises."""

from datetime import date

from django.utils import timezone

from maillage.governance.actions import texts as actions
from maillage.governance.models import Adherence, TextComment, TextVersion
from maillage.governance.tests.mandate_factories import make_text
from tests.plugin import become

ARTICLES = "Article 1 – Respect\nChacun est respecté.\n\nArticle 2 – Secret\nSe taire."


def make_charter(committee, title="Charte", body=ARTICLES, **told):
    return make_text(committee, title, body, **{"kind": "charter", **told})


def version_of(text, number=1):
    with become("maintenance"):
        return TextVersion.objects.get(text=text, number=number)


def make_version(text, body, number=2, **told):
    """Published unless told otherwise."""
    told = {"published_at": timezone.now(), **told}
    with become("maintenance"):
        row = TextVersion(
            text=text, committee_id=text.committee_id, number=number, title=text.title, body=body
        )
        row.published_at = told["published_at"]
        row.digest = actions.digest(row) if row.published_at else ""
        row.save()
    return row


def make_adherence(text, structure, user, number=1, **told):
    told = {"adhered_on": date(2026, 1, 5), **told}
    version = version_of(text, number)
    with become("maintenance"):
        return Adherence.objects.create(text=text, version=version, structure=structure, user=user, **told)


def make_comment(text, user, body="À préciser", **told):
    told = {"version": version_of(text), "article": "2", "passage": "Article 2 – Secret\nSe taire.", **told}
    with become("maintenance"):
        return TextComment.objects.create(
            text=text, committee_id=text.committee_id, user=user, body=body, **told
        )
