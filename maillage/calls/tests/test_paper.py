"""A juror without an account reads on paper; who keeps the jury types it in: marked as such, and blind to all until they open."""

import pytest
from django.db import ProgrammingError, transaction
from django.urls import reverse

from maillage.accounts.tests.factories import actor_of, client_of, make_member
from maillage.calls.actions import jury
from maillage.calls.models import Assignment, Reading
from maillage.calls.tests.factories import give, give_on_paper, make_call, make_file, make_juror, make_keeper
from maillage.governance.tests.factories import make_duty, make_seat
from maillage.permissions import Forbidden
from maillage.permissions.context import acting
from tests.plugin import become
from tests.races import at_once

pytestmark = pytest.mark.django_db
SAID = {"opinion": "favourable", "words": ["Elles sortent.", "Construit ensemble."], "question": ""}
TYPED = {"opinion": "favourable", "c0": "Elles sortent de chez elles.", "c1": "Construit ensemble."}


def words(response) -> str:
    return " ".join(response.content.decode().replace("\u00a0", " ").split())


class Court:
    """A file that two read: one by their account, one on paper; who keeps the jury."""

    def __init__(self):
        self.call = make_call(opens=-30, closes=-1)
        self.row = make_file(self.call, state="admitted")
        with become("maintenance"):
            self.secretary = make_member()
        make_duty(self.call.committee, self.secretary.user)
        self.juror = make_juror(self.call)
        give(self.row, self.juror)
        self.seat = make_seat(self.call.committee, college=1, name="Rose Achard")
        self.paper = give_on_paper(self.row, self.seat)

    def url(self, name, *args):
        return reverse(f"calls:{name}", args=[self.row.public_id, *args])


def test_typed_in_from_paper_it_says_so_and_stays_closed_until_all_are_open():
    court = Court()
    secretary, juror = client_of(court.secretary), client_of(court.juror.member)
    page, typing = court.row.get_absolute_url(), court.url("type_reading", court.paper.pk)
    assert typing in secretary.get(page).text
    assert typing not in juror.get(page).text
    assert secretary.get(court.url("reading_paper")).content[:5] == b"%PDF-"
    missing = secretary.post(typing, TYPED | {"c1": ""})
    assert (missing.status_code, "Elles sortent de chez elles." in words(missing)) == (422, True)
    assert "au nom de son juré" in words(secretary.post(typing, TYPED, follow=True))
    for one in (secretary, juror):
        assert "Elles sortent" not in words(one.get(page))
    assert secretary.get(typing).status_code == 404
    with acting(actor_of(court.secretary)):
        assert Reading.objects.count() == 0
    sent = {"opinion": "reserved", "c0": "Peu de monde.", "c1": "Avec elles."}
    juror.post(court.url("read"), sent)
    for one in (secretary, juror):
        shown = words(one.get(page))
        assert "Rose Achard : favorable" in shown
        assert "Recopiée de son papier par le secrétariat du jury" in shown
        assert shown.count("Recopiée de son papier") == 1


def test_who_has_a_reading_of_their_own_to_hand_in_types_nobody_else_s():
    court = Court()
    give(court.row, make_juror(court.call, member=court.secretary))
    actor = actor_of(court.secretary)
    with acting(actor), pytest.raises(Forbidden, match="votre propre lecture"):
        jury.type_reading(by=actor, assignment=court.paper, **SAID)
    with acting(actor):
        jury.write_reading(by=actor, application=court.row, hand_in=True, **SAID)
        jury.type_reading(by=actor, assignment=court.paper, **SAID)


def test_nobody_else_types_it_and_nobody_types_for_who_has_an_account():
    court = Court()
    juror, secretary = actor_of(court.juror.member), actor_of(court.secretary)
    with become("maintenance"):
        own = Assignment.objects.get(user=court.juror.user)
    with acting(juror), pytest.raises(Forbidden):
        jury.type_reading(by=juror, assignment=court.paper, **SAID)
    with acting(secretary), pytest.raises(Forbidden, match="ne se recopie pas"):
        jury.type_reading(by=secretary, assignment=own, **SAID)


def refused(**told):
    with pytest.raises(ProgrammingError), transaction.atomic():
        Reading.objects.create(opinion="favourable", words=["x", "x"], **told)


def test_nobody_writes_it_beside_the_action():
    court = Court()
    other = make_file(court.call, state="admitted")
    about = {"assignment": court.paper, "application": court.row}
    juror, secretary = actor_of(court.juror.member), actor_of(court.secretary)
    with acting(juror):
        refused(**about, typed_by_id=juror.user_id)
        refused(**about, user_id=juror.user_id)
        assert Assignment.objects.filter(user=None).update(user_id=juror.user_id) == 0
    with acting(secretary):
        refused(**about, typed_by_id=juror.user_id)
        refused(assignment=court.paper, application=other, typed_by_id=secretary.user_id)
    give(court.row, make_juror(court.call, member=court.secretary))
    with become("maintenance"):
        Reading.objects.filter(user=court.secretary.user).delete()
    with acting(secretary):
        refused(**about, typed_by_id=secretary.user_id)


def test_files_are_given_to_who_has_no_account_too():
    court = Court()
    row = make_file(court.call, state="admitted")
    secretary = client_of(court.secretary)
    shown = words(secretary.get(reverse("calls:assign", args=[row.public_id])))
    assert "Rose Achard, Personnes concernées (sans compte : sur papier)" in shown


@pytest.mark.django_db(transaction=True)
def test_typed_by_two_at_once_it_is_one():
    court = Court()
    acts = [
        (who, lambda by: jury.type_reading(by=by, assignment=court.paper, **SAID))
        for who in (actor_of(court.secretary), make_keeper(court.call)) * 2
    ]
    assert at_once(*acts) == ["Forbidden"] * 3 + ["done"]
    with become("maintenance"):
        assert Reading.objects.filter(assignment=court.paper).count() == 1
