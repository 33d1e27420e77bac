"""A text that disagrees is its author's: corrected by them alone, until a synthesis is published; what it said stays readable."""

import pytest
from django.core.exceptions import ValidationError
from django.db import ProgrammingError, transaction
from django.test import Client
from django.urls import reverse

from maillage.accounts.tests.factories import client_of, make_member, make_user
from maillage.contributions.actions import dissents, syntheses
from maillage.contributions.models import Dissent, DissentVersion
from maillage.contributions.tests.factories import make_keeper
from maillage.contributions.tests.test_syntheses import Bench
from maillage.governance.tests.factories import make_duty, make_seat
from maillage.permissions import Actor, Forbidden
from maillage.permissions.context import acting
from tests.plugin import become, count_queries
from tests.races import at_once, crossing

pytestmark = pytest.mark.django_db
VALUES = {"title": "Autrement", "author": "Le syndicat", "body": "Nous ne signons pas."}


def words(response) -> str:
    return " ".join(response.content.decode().replace("\u00a0", " ").split())


def sitting(process):
    """Somebody with an account and a seat."""
    with become("maintenance"):
        member = make_member()
    make_seat(process.committee, user=member.user)
    return member


def the_text():
    with become("maintenance"):
        return Dissent.objects.select_related("process__committee").get()


def adds(bench, actor, copied=False, axis=None):
    with acting(actor):
        return dissents.add_dissent(by=actor, process=bench.process, axis=axis, copied=copied, values=VALUES)


def corrects(actor, row, version=1, **changed):
    with acting(actor):
        dissents.correct_dissent(by=actor, dissent=row, version=version, values={**VALUES, **changed})


def test_a_member_writes_it_and_corrects_it_and_everybody_reads_what_it_said():
    bench = Bench()
    member = sitting(bench.process)
    visitor, page = client_of(member), bench.process.get_absolute_url()
    told = {**VALUES, "axis": ""}
    answer = visitor.post(reverse("contributions:dissent", args=[bench.process.public_id]), told, follow=True)
    assert "Le texte est ajouté, entier." in words(answer)
    row = the_text()
    assert row.user_id == member.user_id
    link = reverse("contributions:correct_dissent", args=[row.pk])
    assert link in visitor.get(page).text
    assert link not in client_of_keeper(bench).get(page).text
    same = visitor.post(link, {**VALUES, "version": 1})
    assert (same.status_code, "Rien n’a changé" in words(same)) == (422, True)
    told = {**VALUES, "body": "Nous signons à moitié.", "version": 1}
    assert "Le texte est corrigé" in words(visitor.post(link, told, follow=True))
    shown = words(Client().get(page))
    assert all(said in shown for said in ("Nous signons à moitié.", "Nous ne signons pas.", "corrigé le"))
    late = visitor.post(link, {**told, "body": "Autre chose."})
    assert (late.status_code, "Autre chose." in words(late)) == (422, True)
    bench.published()
    assert visitor.get(link).status_code == 403
    assert link not in visitor.get(page).text


def client_of_keeper(bench):
    with become("maintenance"):
        member = make_member()
    make_duty(bench.process.committee, member.user)
    return client_of(member)


def test_what_was_copied_is_corrected_by_who_runs_the_process():
    bench = Bench()
    adds(bench, bench.keeper, copied=True)
    row, member = the_text(), Actor(user_id=sitting(bench.process).user_id)
    assert row.user_id is None
    with pytest.raises(Forbidden):
        corrects(member, row, body="x")
    with pytest.raises(Forbidden):
        adds(bench, member, copied=True)
    corrects(make_keeper(bench.process.committee), row, body="Mieux copié.")
    with become("maintenance"):
        assert list(DissentVersion.objects.values_list("number", "body")) == [(1, VALUES["body"])]


def test_a_text_on_one_row_waits_for_the_synthesis_of_that_row():
    bench = Bench()
    member = Actor(user_id=sitting(bench.process).user_id)
    adds(bench, member, axis=bench.row)
    made = bench.begun()
    bench.writes(made, bench.given[0])
    bench.does(syntheses.publish, synthesis=made)
    corrects(member, the_text(), body="De tout, sauf de ce thème.")
    bench.published()
    with pytest.raises(Forbidden, match="Une synthèse a été publiée"):
        corrects(member, the_text(), version=2, body="Trop tard.")
    corrected = adds_after(bench, member)
    corrects(member, corrected, body="Après la version 1.")


def adds_after(bench, member):
    """Once a version is published, another text may answer it, and be corrected until the next."""
    row = adds(bench, member, axis=bench.row)
    with become("maintenance"):
        return Dissent.objects.select_related("process__committee").get(pk=row.pk)


def refused(act):
    with pytest.raises(ProgrammingError), transaction.atomic():
        act()


def test_nobody_writes_beside_the_actions():
    """Nor signs for another account, nor changes what it said before."""
    bench = Bench()
    member = Actor(user_id=sitting(bench.process).user_id)
    row = adds(bench, member)
    with become("maintenance"):
        stranger = Actor(user_id=make_user().pk)
    told = {"process": bench.process, "title": "x", "author": "x", "body": "x", "added_on": row.added_on}
    with acting(stranger):
        refused(lambda: Dissent.objects.create(user_id=stranger.user_id, **told))
    with acting(bench.keeper):
        assert Dissent.objects.update(body="x") == 0
        refused(lambda: Dissent.objects.create(user_id=member.user_id, **told))
    with acting(member):
        refused(lambda: Dissent.objects.create(**told))
        refused(lambda: Dissent.objects.update(user_id=None))
        assert Dissent.objects.update(body="Corrigé par SQL.") == 1
        assert DissentVersion.objects.get().body == VALUES["body"]
        assert DissentVersion.objects.update(body="x") == 0
        refused(lambda: DissentVersion.objects.create(dissent=row, number=9, until=row.added_at))


def test_the_page_asks_as_much_for_one_text_as_for_three():
    bench = Bench()
    member, counts = sitting(bench.process), []
    actor, visitor = Actor(user_id=member.user_id), client_of(member)
    for _ in range(3):
        adds(bench, actor)
        counts.append(count_queries(visitor, bench.process.get_absolute_url()))
    assert counts[0] == counts[2]


def test_an_empty_text_is_told():
    bench = Bench()
    member = Actor(user_id=sitting(bench.process).user_id)
    with acting(member), pytest.raises(ValidationError):
        told = {"process": bench.process, "axis": None, "copied": False}
        dissents.add_dissent(by=member, values={**VALUES, "body": ""}, **told)


@pytest.mark.django_db(transaction=True)
def test_of_two_corrections_one_lands_and_none_during_a_publication():
    bench = Bench()
    member = Actor(user_id=sitting(bench.process).user_id)
    adds(bench, member)
    row = the_text()

    def changing(version, body):
        values = {**VALUES, "body": body}
        return lambda by: dissents.correct_dissent(by=by, dissent=row, version=version, values=values)

    acts = [(member, changing(1, f"Correction {rank}")) for rank in range(4)]
    assert at_once(*acts) == ["Forbidden"] * 3 + ["done"]
    with become("maintenance"):
        assert DissentVersion.objects.count() == 1
    made = bench.begun()
    bench.writes(made, bench.given[0])
    publishing = (bench.keeper, lambda by: syntheses.publish(by=by, synthesis=made))
    assert crossing(publishing, (member, changing(2, "Pendant ce temps."))) == "Forbidden"
