"""What an author withdrew, and the link by which they follow, are forgotten a while after; the former versions with them."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from maillage.contributions.actions import contributions
from maillage.contributions.models import Contribution, Process
from maillage.contributions.queries.grid import follow_token
from maillage.contributions.tests.test_syntheses import Bench
from tests.plugin import become

pytestmark = pytest.mark.django_db


def kept(row):
    with become("maintenance"):
        return Contribution.objects.get(pk=row.pk)


def former(row):
    with become("maintenance"), connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM audit_rowversion WHERE \"table\" = 'contributions_contribution' AND row_id = %s",
            [str(row.pk)],
        )
        return cursor.fetchone()[0]


def test_what_was_withdrawn_three_months_ago_has_no_words_and_no_author():
    bench = Bench()
    one, other = bench.given[:2]
    made = bench.published()
    for row, days in ((one, 100), (other, 80)):
        with become("maintenance"):
            Contribution.objects.filter(pk=row.pk).update(
                withdrawn_on=timezone.localdate() - timedelta(days=days)
            )
    assert former(one) == 1
    contributions.forget()
    gone, stays = kept(one), kept(other)
    assert (gone.text, gone.author, gone.user_id, gone.entered_by_id) == (
        "Retirée par son auteur.", "auteur oublié", None, None
    )  # fmt: skip
    assert (stays.text, stays.user_id) == ("Constat 1", bench.author.user_id)
    assert (former(one), former(other)) == (0, 1)
    with become("maintenance"):
        assert made.sentences.filter(sources__contribution=gone).exists()
    assert "Constat 0" not in Client().get(reverse("contributions:synthesis", args=[made.public_id])).text


def test_the_link_of_its_author_closes_a_year_after_the_process():
    bench = Bench()
    with become("maintenance"):
        same = {"process": bench.process, "kind": "finding", "text": "Par le lien", "author": "Awa"}
        row = Contribution.objects.create(
            channel="link", author_kind="person", publicity="public", given_on=timezone.localdate(), **same
        )
    address = reverse("contributions:follow", args=[follow_token(row.key)])
    for days, status in ((360, 200), (370, 404)):
        with become("maintenance"):
            ended = timezone.now() - timedelta(days=days)
            Process.objects.filter(pk=bench.process.pk).update(opens_at=ended - timedelta(9), closes_at=ended)
        contributions.forget()
        assert Client().get(address).status_code == status
    assert (kept(row).text, former(row)) == ("Par le lien", 0)
