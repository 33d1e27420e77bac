"""Round 3 where a session names a committee: one decision of a meeting settles the proposals, linked both ways."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from maillage.accounts.enums import Role
from maillage.accounts.tests.factories import client_of, make_member
from maillage.governance.actions import gatherings
from maillage.governance.actions.decisions import close_gathering
from maillage.governance.models import AgendaItem, Committee, Decision, Gathering, Presence, Recusal
from maillage.governance.rules import Voices
from maillage.governance.tests.factories import make_committee, make_duty, make_gathering, make_seat
from maillage.permissions import Forbidden
from maillage.permissions.context import acting
from maillage.placements.actions import committee, rounds, sessions
from maillage.placements.actions.committee import Verdict
from maillage.placements.models import Arbitration, Placement
from maillage.placements.tests.factories import Region, dates, fresh, make_list, move
from maillage.placements.tests.test_access import refused
from tests.plugin import become, count_queries

pytestmark = pytest.mark.django_db
ALL_FOR = Voices(2, 0)


class Arbitrated(Region):
    """A closed session whose committee meets today; Awa has a place, Bao and Chloé have none; its officer keeps the work."""

    def __init__(self, present=True, **told):
        with become("maintenance"):
            self.keeper = make_member(Role.TRAINING_OFFICER)
        self.committee = make_committee(self.keeper.structure, colleges=("Écoles", "Structures"))
        super().__init__("closed", committee=self.committee, **told)
        make_duty(self.committee, self.officer.user)
        seats = [make_seat(self.committee, college) for college in (0, 0, 1, 1)]
        self.meeting = make_gathering(self.committee)
        if present:
            with become("maintenance"):
                for one in seats:
                    Presence.objects.create(gathering=self.meeting, occupant=one, name=one.name, minutes=60)
        make_list(self.candidate, self.seat)
        self.run()
        self.moved = self.proposed(self.candidate, self.far_seat, "Plus près de chez elle.")
        self.asked = self.proposed(self.other, self.far_seat, "La seule qui reste.")

    def proposed(self, candidate, seat, reason):
        with acting(self.actor("officer")) as by:
            return rounds.propose(by=by, candidate=fresh(candidate), seat=seat, reason=reason)

    def voices(self, told=ALL_FOR):
        with become("maintenance"):
            return {one.pk: told for one in self.committee.colleges.all()}

    def decides(self, verdicts, who="officer", **told):
        told = {"gathering": self.meeting, "reasons": "La distance d’abord.", "voices": self.voices(), **told}
        with acting(self.actor(who)) as by:
            return committee.decide_together(
                by=by, session=fresh(self.session), verdicts={one.pk: Verdict(*said) for one, said in verdicts.items()}, **told
            )  # fmt: skip


@pytest.fixture
def region():
    return Arbitrated()


def held(region):
    with become("maintenance"):
        return {one.candidate_id: one.seat_id for one in Placement.objects.filter(ended_at=None)}


def test_one_decision_of_a_meeting_settles_several_proposals(region):
    made = region.decides({region.moved: ("confirmed",), region.asked: ("refused", "Trop loin pour elle.")})
    assert (made.gathering_id, made.adopted, made.item.title) == (
        region.meeting.pk, True, f"Arbitrages\u00a0: {region.session.title}",
    )  # fmt: skip
    assert "confirmées\u00a0: 1. Refusées\u00a0: 1." in made.text
    assert "La distance d’abord." in made.text
    assert held(region) == {region.candidate.pk: region.far_seat.pk}
    with become("maintenance"):
        assert [(one.present, one.in_favour) for one in made.tallies.all()] == [(2, 2), (2, 2)]
        rows = Arbitration.objects.order_by("pk")
        assert [(one.outcome, one.decision_id, one.decided_by_id) for one in rows] == [
            ("confirmed", made.pk, region.officer.user_id),
            ("refused", made.pk, region.officer.user_id),
        ]


def test_what_everybody_reads_names_no_student(region):
    made = region.decides({region.moved: ("confirmed",)})
    names = [one.name for one in (region.candidate, region.unsigned, region.other)]
    assert not [name for name in names if name in f"{made.text} {made.item.title}"]


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"voices": {}}, "pas adopté"),
        ({"reasons": " "}, "raisons"),
        ({"reasons": "Awa Diallo habite plus près."}, "Ne nommez personne"),
        ({"gathering": None}, "séance de l’instance"),
    ],
)
def test_a_decision_that_does_not_hold_leaves_nothing(region, told, said):
    if "gathering" in told:
        told = {"gathering": make_gathering(make_committee())}
    with pytest.raises((Forbidden, ValidationError), match=said):
        region.decides({region.moved: ("confirmed",)}, **told)
    with become("maintenance"):
        assert not Decision.objects.exists()
        assert not AgendaItem.objects.exists()
        assert set(Arbitration.objects.values_list("outcome", flat=True)) == {""}


def test_whoever_stepped_aside_from_the_point_is_not_counted(region):
    """The point was on the agenda: a host of one of them said so before the meeting."""
    with acting(region.actor("officer")) as by:
        item = gatherings.add_item(
            by=by, gathering=region.meeting, values={"title": "Arbitrages", "nature": "decision"}
        )
    with become("maintenance"):
        first = Presence.objects.filter(gathering=region.meeting).order_by("pk").first()
        Recusal.objects.create(item=item, gathering=region.meeting, occupant=first.occupant)
    verdicts = {region.moved: ("confirmed",)}
    with pytest.raises(Forbidden):
        region.decides(verdicts, item=item)
    made = region.decides(verdicts, item=item, voices=region.voices(Voices(1, 0)))
    with become("maintenance"):
        assert sorted(one.present for one in made.tallies.all()) == [1, 2]
        assert AgendaItem.objects.count() == 1


def test_it_is_all_or_nothing(region):
    """The same last seat, twice."""
    with pytest.raises(Forbidden, match="pas de place"):
        region.decides({region.moved: ("confirmed",), region.asked: ("confirmed",)})
    assert held(region) == {region.candidate.pk: region.seat.pk}
    with pytest.raises(ValidationError, match="refuse"):
        region.decides({region.asked: ("refused",)})
    with pytest.raises(Forbidden, match="au moins une"):
        region.decides({})
    region.decides({region.moved: ("confirmed",)})
    with pytest.raises(Forbidden, match="vient d’être décidée"):
        region.decides({region.moved: ("confirmed",), region.asked: ("refused", "Trop loin.")})
    with become("maintenance"):
        assert Decision.objects.count() == 1


def test_without_quorum_or_voices_nothing_is_decided():
    region = Arbitrated(present=False)
    with pytest.raises(Forbidden, match="Notez d’abord qui est présent"):
        region.decides({region.moved: ("confirmed",)})
    with become("maintenance"):
        one = region.committee.seats.first().occupants.first()
        Presence.objects.create(gathering=region.meeting, occupant=one, name=one.name, minutes=60)
    with pytest.raises(Forbidden, match="quorum"):
        region.decides({region.moved: ("confirmed",)})


def test_two_persons_decide_no_longer_alone_and_somebody_else_neither(region):
    with acting(region.actor("second")) as by, pytest.raises(Forbidden, match="en séance"):
        rounds.decide(by=by, arbitration=fresh(region.moved), outcome="confirmed")
    with pytest.raises(Forbidden, match="présidence"):
        region.decides({region.moved: ("confirmed",)}, who="second")
    with pytest.raises(Forbidden, match="plateforme"):
        region.decides({region.moved: ("confirmed",)}, who="keeper")
    without = Region("closed")
    with acting(without.actor("officer")) as by, pytest.raises(Forbidden, match="deux personnes"):
        committee.decide_together(
            by=by, session=without.session, gathering=region.meeting, verdicts={}, reasons="x", voices={}
        )


def test_postgresql_wants_the_decision_of_that_committee(region):
    made = region.decides({region.asked: ("refused", "Trop loin.")})
    elsewhere = make_gathering(make_committee())
    with become("maintenance"):
        item = AgendaItem.objects.create(gathering=elsewhere, title="x", position=1)
        other = Decision.objects.create(
            committee=elsewhere.committee, gathering=elsewhere, item=item, kind="decide", text="x", adopted=True,
            decided_at=timezone.now(),
        )  # fmt: skip
    told = {"outcome": "confirmed", "decided_at": timezone.now()}
    rows = Arbitration.objects.filter(pk=region.moved.pk)
    with acting(region.actor("second")):
        refused(
            lambda: rows.update(decided_by=region.second.user, **told),
            lambda: rows.update(decided_by=region.second.user, decision=made, **told),
        )
    with acting(region.actor("officer")) as by:
        refused(
            lambda: rows.update(decided_by=region.officer.user, decision=other, **told),
            lambda: rows.update(decided_by=region.officer.user, **told),
        )
        close_gathering(by=by, gathering=Gathering.objects.get(pk=region.meeting.pk))
        refused(lambda: rows.update(decided_by=region.officer.user, decision=made, **told))


def test_a_session_names_a_committee_whose_work_its_platform_keeps():
    region = Region()
    mine, other = make_committee(region.officer.structure), make_committee()
    with acting(region.actor("officer")) as by:
        values = {"title": "Été", "territory": region.session.territory, "contact": "Ici", **dates("seats")}
        values |= {"starts_on": region.session.starts_on, "ends_on": region.session.ends_on}
        with pytest.raises(Forbidden, match="secrétariat"):
            sessions.prepare(by=by, values=values | {"committee": Committee.objects.get(pk=other.pk)})
        made = sessions.prepare(by=by, values=values | {"committee": mine})
        with pytest.raises(Forbidden, match="secrétariat"):
            sessions.correct(by=by, session=made, values={"committee": other})
    page = client_of(region.officer).get("/stages/sessions/nouvelle/").text
    assert (mine.name in page, other.name in page) == (True, False)


def at(region, what=""):
    return f"/stages/sessions/{region.session.public_id}/arbitrages/{what}"


def sent(region, **told):
    votes = {f"for_{one.pk}": "2" for one in region.committee.colleges.all()}
    said = {f"outcome_{region.moved.pk}": "confirmed", f"outcome_{region.asked.pk}": ""}
    return {"gathering": region.meeting.pk, "reasons": "La distance d’abord.", **said, **votes, **told}


def test_pages_from_the_proposal_to_the_decision_and_back(region):
    officer = client_of(region.officer)
    page = officer.get(at(region)).text
    assert "Décider en séance" in page
    assert "Décider<span" not in page, "one person alone could still decide"
    assert "Décider en séance" not in client_of(region.second).get(at(region)).text
    form = officer.get(at(region, "seance/"))
    assert (form.status_code, "Awa Diallo" in form.text, "Chloé Petit" in form.text) == (200, True, True)
    for wrong, said in (
        ({"reasons": ""}, "les raisons"),
        ({f"outcome_{region.moved.pk}": "x"}, "Sélectionnez un choix"),
        ({f"outcome_{region.moved.pk}": "refused"}, "pourquoi l’instance refuse"),
        ({f"outcome_{region.moved.pk}": ""}, "au moins une proposition"),
        ({"gathering": "0"}, "une séance de la liste"),
        ({f"for_{region.committee.colleges.first().pk}": "9"}, "voix pour 2 présents"),
    ):
        answer = officer.post(at(region, "seance/"), sent(region, **wrong))
        assert (answer.status_code, said in answer.text) == (422, True), said
        assert "reasons" in wrong or "La distance d’abord." in answer.text, "what was typed is lost"
    there = officer.post(at(region, "seance/"), sent(region))
    assert there.status_code == 302
    decision = officer.get(there["Location"]).text
    assert f'href="{at(region)}"' in decision
    assert "Awa" not in decision
    with become("maintenance"):
        address = Decision.objects.get().get_absolute_url()
    assert f'href="{address}"' in officer.get(at(region)).text
    move(region.session, "results")
    result = f"/stages/etudiants/{region.candidate.public_id}/resultat/"
    student = client_of(region.awa).get(result).text
    assert "Par l’instance d’arbitrage, en séance." in student, (
        "a decision is public once its meeting is held"
    )
    assert "Plus près de chez elle." in student
    with acting(region.actor("officer")) as by:
        close_gathering(by=by, gathering=Gathering.objects.get(pk=region.meeting.pk))
    assert f'Par <a href="{address}">{region.committee.name}</a>' in client_of(region.awa).get(result).text
    assert region.committee.name in officer.get(region.session.get_absolute_url()).text


def test_a_committee_that_does_not_show_its_work_decides_all_the_same():
    """A colleague who does not see it is not told that they decide; the student reads the reasons without a way to it."""
    region = Arbitrated()
    with become("maintenance"):
        Committee.objects.filter(pk=region.committee.pk).update(publicity="members")
    page = client_of(region.second).get(at(region)).text
    assert ("l’instance d’arbitrage décide en séance" in page, region.committee.name in page) == (True, False)
    assert "Décider<span" not in page
    assert client_of(region.second).get(at(region, "seance/")).status_code == 404
    region.decides({region.moved: ("confirmed",)})
    assert client_of(region.second).get(at(region)).status_code == 200
    move(region.session, "results")
    student = client_of(region.awa).get(f"/stages/etudiants/{region.candidate.public_id}/resultat/")
    assert "Par l’instance d’arbitrage, en séance." in student.text


def test_the_page_costs_no_more_with_more_proposals(region):
    officer = client_of(region.officer)
    before = count_queries(officer, at(region, "seance/"))
    region.proposed(region.unsigned, region.far_seat, "Aussi.")
    assert count_queries(officer, at(region, "seance/")) == before


def test_a_page_that_does_not_show_all_of_them_says_how_many_wait(region, monkeypatch):
    officer = client_of(region.officer)
    assert "autre proposition attend" not in officer.get(at(region, "seance/")).text
    monkeypatch.setattr("maillage.placements.views.rounds.MOST_AT_ONCE", 1)
    assert "1\u00a0autre proposition attend" in officer.get(at(region, "seance/")).text


def test_a_session_without_a_committee_has_no_such_page():
    region = Region("closed")
    page = client_of(region.officer).get(at(region, "seance/"))
    assert (page.status_code, "deux personnes décident" in page.text) == (403, True)
