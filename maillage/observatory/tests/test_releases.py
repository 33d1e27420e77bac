"""Two persons release; what is told never changes; what is masked is nowhere that anybody reads."""

import hashlib
import json
from datetime import date

import pytest
from django.core.exceptions import ValidationError

from maillage.observatory.actions import releases
from maillage.observatory.models import Release, Snapshot
from maillage.observatory.queries.periods import Window, axis_of, last_window
from maillage.observatory.tests import factories as make
from maillage.permissions import ANONYMOUS, Forbidden
from maillage.permissions.context import acting
from tests.plugin import become

pytestmark = pytest.mark.django_db


def cells(release):
    with become("maintenance"):
        return {tuple(one[:4]): one[4:] for one in Snapshot.objects.get(release=release).cells}


def test_what_is_counted_is_masked_by_the_rules():
    place = make.held()
    make.busy(place)
    release = make.prepared(place.first, make.indicator())
    found = cells(release)
    assert found["country", "", "", ""] == [69, 69, 4, 22, 0]
    tours, loches = ("epci", "243700754"), ("epci", "200071587")
    assert found[*tours, "", ""][:2] == [44, 44]
    assert found[*tours, "unanswered", ""][0] == 14
    assert found[*loches, "unanswered", ""][0] == 3
    assert found[*loches, "unanswered", ""][4] == 1
    told = {key for key, one in found.items() if one[4] == 0}
    assert ("country", "", "", "") in told
    assert all(found[key][1] >= 11 and found[key][2] >= 2 for key in told)
    assert (release.first, release.last) == (date(2025, 11, 1), date(2026, 10, 31))


def test_a_second_person_releases_for_ever():
    place = make.held()
    make.busy(place)
    release = make.prepared(place.first, make.indicator())
    with acting(place.second), pytest.raises(Forbidden, match="ce qu’il raconte"):
        releases.confirm(by=place.second, release=release, saves=release.saves)
    make.written(place.first, release)
    with acting(place.first), pytest.raises(Forbidden, match="une autre la relit"):
        releases.confirm(by=place.first, release=release, saves=release.saves)
    told = make.confirmed(place.second, release)
    assert (told.version, told.sequence) == (1, 1)
    assert told.table == [[*key, one[0]] for key, one in cells(release).items() if one[4] == 0]
    with acting(place.first), pytest.raises(Forbidden, match="entre-temps"):
        releases.write(by=place.first, release=told, saves=told.saves, narrative="Autre", unsaid="")
    assert make.confirmed(place.second, told).version == 1


def test_whoever_writes_last_is_not_who_confirms():
    place = make.held()
    make.busy(place)
    release = make.written(place.first, make.prepared(place.first, make.indicator()))
    make.written(place.second, release, "Dit autrement.")
    with acting(place.second), pytest.raises(Forbidden, match="une autre la relit"):
        releases.confirm(by=place.second, release=release, saves=release.saves)
    assert make.confirmed(place.first, release).narrative == "Dit autrement."


def test_what_was_read_is_what_is_confirmed():
    place = make.held()
    make.busy(place)
    release = make.written(place.first, make.prepared(place.first, make.indicator()))
    read = release.saves
    make.prepared(place.first, make.indicator())
    release.refresh_from_db = lambda: None
    with acting(place.second), pytest.raises(Forbidden, match="entre-temps"):
        releases.confirm(by=place.second, release=release, saves=read)


def test_the_digest_seals_what_is_told(client):
    place = make.held()
    make.busy(place)
    release = make.released(place)
    found = client.get(f"/observatoire/{make.RECEPTIONS}/versions/1/donnees.json").json()
    text = json.dumps(found["contenu"], sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    assert hashlib.sha256(text.encode()).hexdigest() == found["empreinte"] == release.digest


def test_a_correction_says_what_changes_and_keeps_its_masks():
    place = make.held()
    make.busy(place)
    first = make.released(place)
    make.receive(place.desks[2], 9, "unanswered")
    with acting(place.first), pytest.raises(ValidationError, match="déjà publiée"):
        releases.prepare(by=place.first, indicator=make.indicator(), today=make.TODAY)
    second = make.written(
        place.first, make.prepared(place.first, make.indicator(), changes="Un cahier de Loches oublié.")
    )
    again = make.confirmed(place.second, second)
    assert (again.version, again.corrects_id) == (2, first.pk)
    was = {tuple(one[:4]) for one in first.table}
    now = {tuple(one[:4]): one[4] for one in again.table}
    assert set(now) <= was
    assert all(one[4] == now[tuple(one[:4])] for one in first.table if tuple(one[:4]) in now)


def test_two_releases_of_a_source_are_told_one_after_the_other():
    """The second was audited without the first: it is counted again."""
    place = make.held(make.CLAIMS, "demandes-de-droits")
    with become("maintenance"):
        make_claims(place)
    one = make.written(place.first, make.prepared(place.first, make.indicator(make.CLAIMS)))
    other = make.written(place.first, make.prepared(place.first, make.indicator("demandes-de-droits")))
    make.confirmed(place.second, one)
    with acting(place.second), pytest.raises(Forbidden, match="comptez de nouveau"):
        releases.confirm(by=place.second, release=other, saves=other.saves)
    again = make.written(place.first, make.prepared(place.first, make.indicator("demandes-de-droits")))
    assert make.confirmed(place.second, again).sequence == 2


def make_claims(place):
    from maillage.people.models import Person
    from maillage.rights.models import Claim

    for rank, member in enumerate(place.desks):
        people = Person.objects.bulk_create([Person(called=f"P {rank} {n}") for n in range(20)])
        Claim.objects.bulk_create(
            Claim(
                person=one, structure_id=member.structure_id, benefit="rsa" if n % 3 else "ppa", state="filed",
                found_on=date(2026, 3, 1), proposed_on=date(2026, 3, 1), filed_on=date(2026, 3, 2),
                answer_due_on=date(2026, 5, 2), answered_on=date(2026, 4 if n % 2 else 6, 1),
            )
            for n, one in enumerate(people)
        )  # fmt: skip


def test_claims_are_counted_in_time_and_late():
    place = make.held(make.CLAIMS)
    with become("maintenance"):
        make_claims(place)
    found = cells(make.prepared(place.first, make.indicator(make.CLAIMS)))
    assert found["country", "", "", ""][:3] == [80, 80, 4]
    assert found["country", "", "", "late"][0] == 40
    assert found["country", "", "rsa", ""][0] == 52
    assert found["epci", "243700754", "rsa", "late"][0] == 12


def test_a_withdrawn_version_says_why_and_no_longer_speaks(client):
    place = make.held()
    make.busy(place)
    release = make.released(place)
    with acting(place.first):
        releases.withdraw(by=place.first, release=release, why="Un cahier compté deux fois.")
        releases.withdraw(by=place.first, release=release, why="Encore.")
    page = client.get(f"/observatoire/{make.RECEPTIONS}/versions/1/").text
    assert "Un cahier compté deux fois." in page
    assert "Pas encore publié" in client.get(f"/observatoire/{make.RECEPTIONS}/").text


def test_nobody_but_its_owners_reads_what_is_masked():
    place = make.held()
    make.busy(place)
    release = make.released(place)
    for actor, seen in (
        (place.first, 1),
        (place.second, 1),
        (place.worker, 0),
        (place.other, 0),
        (ANONYMOUS, 0),
    ):
        with acting(actor):
            assert (actor.label, Snapshot.objects.count()) == (actor.label, seen)
            assert Release.objects.get(pk=release.pk).table == release.table


def test_periods_are_whole_months_and_cut_where_they_meet():
    assert last_window(date(2026, 1, 15), 12) == Window(date(2025, 1, 1), date(2025, 12, 31))
    assert last_window(date(2026, 3, 31), 3) == Window(date(2025, 12, 1), date(2026, 2, 28))
    year, month = Window(date(2025, 1, 1), date(2025, 12, 31)), Window(date(2025, 2, 1), date(2026, 1, 31))
    axis = axis_of([month, year])
    assert len(axis.nodes) == 5
    assert len(axis.hidden) == 3
    assert [len(parts) for _, parts in axis.sums] == [2, 2]
    assert axis_of([year]).sums == ()


def test_month_after_month_nothing_is_found_between_two_releases():
    """Three persons came in November: the second release must not give them away."""
    place = make.held()
    make.busy(place)
    make.released(place)
    make.receive(place.desks[0], 3, "unanswered", date(2026, 11, 12))
    with acting(place.first):
        later = releases.prepare(by=place.first, indicator=make.indicator(), today=date(2026, 12, 5))
    found = cells(later)
    assert found["country", "", "", ""][0] == 72
    make.written(place.first, later)
    assert make.confirmed(place.second, later).sequence == 2
