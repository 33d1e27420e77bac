"""Where a place is on a day: PostgreSQL answers as a plain reading of what happened, day after day."""

from datetime import date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from maillage.accounts.tests.factories import make_structure, make_user
from maillage.people.tests.factories import make_person
from maillage.referrals.models import Offer, Referral, SchemeRequest
from maillage.schemes.models import PlaceSpell, Vacancy
from maillage.schemes.queries.places import states
from maillage.schemes.tests.factories import make_place, make_scheme
from tests.plugin import become

pytestmark = pytest.mark.django_db
FIRST, LENGTH = date(2026, 3, 1), 24
PARIS = ZoneInfo("Europe/Paris")
days = st.integers(0, LENGTH)


def day(rank):
    return FIRST + timedelta(days=rank)


def moment(rank, minute):
    return datetime.combine(day(rank), time(9), PARIS) + timedelta(minutes=minute)


class Told(NamedTuple):
    """Said on a day: `free` from another, for some days."""

    on: int
    said: str
    free: int
    holds: int


class Stay(NamedTuple):
    """Offered on a day; each next step some days later, or never (None). `ends`: how, when nobody came."""

    on: int
    patience: int
    answer: int | None
    enter: int | None
    leave: int | None
    closed: int | None


class Apart(NamedTuple):
    on: int
    length: int | None
    kept: bool


said = st.builds(
    Told, days, st.sampled_from(["free", "free", "taken", "works"]), st.integers(0, 4), st.integers(1, 8)
)
steps = st.one_of(st.none(), st.integers(0, 5))
stays = st.builds(Stay, days, st.integers(1, 4), steps, steps, steps, steps)
apart = st.builds(Apart, days, st.one_of(st.none(), st.integers(0, 5)), st.booleans())


def as_days(one: Stay):
    """(proposed, answer by, answered, entered, left, closed): a step needs the one before."""
    answered = None if one.answer is None else one.on + min(one.answer, one.patience)
    entered = None if answered is None or one.enter is None else answered + one.enter
    left = None if entered is None or one.leave is None else entered + one.leave
    closed = (
        left if entered is not None else (None if one.closed is None else (answered or one.on) + one.closed)
    )
    return one.on, one.on + one.patience, answered, entered, left, closed


def in_a_row(found):
    """One stay after the other: the next begins once the former is over."""
    kept, free_from = [], 0
    for one in sorted(found, key=lambda one: one.on):
        told = as_days(one)
        if told[0] >= free_from:
            kept.append(told)
            if told[5] is None:
                break
            free_from = told[5] + 1
    return kept


def one_at_a_time(found):
    kept, after = [], -1
    for one in sorted(found, key=lambda one: one.on):
        if one.on > after:
            kept.append(one)
            if one.length is None:
                break
            after = one.on + one.length
    return kept


def read_plainly(on, vacancies, offers, spells):
    """What somebody who kept a notebook would say."""
    for *_, entered, left, _ in offers:
        if entered is not None and entered <= on and (left is None or on < left):
            return "occupied"
    today = [one for one in spells if one.on <= on and (one.length is None or on <= one.on + one.length)]
    if any(not one.kept for one in today):
        return "out"
    for proposed, patience, answered, entered, _, closed in offers:
        waits = on <= patience or (answered is not None and answered <= on)
        if proposed <= on and (entered is None or on < entered) and (closed is None or on < closed) and waits:
            return "reserved"
    if today:
        return "reserved"
    return read_host(on, vacancies, offers)


def read_host(on, vacancies, offers):
    heard = [
        one for rank, one in sorted(enumerate(vacancies), key=lambda at: (at[1].on, at[0])) if one.on <= on
    ]
    if not heard:
        return "confirm"
    last = heard[-1]
    gone = [left for *_, left, _ in offers if left is not None and left <= on]
    starts = last.on + last.free if last.said == "free" else last.on
    if on > starts + last.holds or (gone and max(gone) >= last.on):
        return "confirm"
    if last.said == "free":
        return "free" if starts <= on else "occupied"
    return "out" if last.said == "works" else "occupied"


def lay_out(vacancies, offers, spells):
    """The rows of that story; those who left are noted at the end of their day, after what the host said."""
    user, siao = make_user(), make_structure()
    scheme = make_scheme(siao, "shelter")
    place, person = make_place(scheme), make_person()
    whose = {"person": person, "structure": siao}
    for minute, one in enumerate(vacancies):
        starts = one.on + one.free if one.said == "free" else one.on
        told = {"free_on": day(starts) if one.said == "free" else None, "until_on": day(starts + one.holds)}
        Vacancy.objects.create(
            place=place, said=one.said, said_at=moment(one.on, minute), by_label="x", **told
        )
    for one in spells:
        ends = None if one.length is None else day(one.on + one.length)
        told = {"kind": "kept" if one.kept else "works", "starts_on": day(one.on), "ends_on": ends}
        PlaceSpell.objects.create(place=place, by=user, **told)
    for told in offers:
        offer(place, scheme, user, whose, told)
    return place


def offer(place, scheme, user, whose, told):
    proposed, by, answered, entered, left, closed = told
    referral = Referral.objects.create(worker=user, began_on=FIRST, **whose)
    request = SchemeRequest.objects.create(referral=referral, scheme=scheme, worker=user, **whose)
    state = "left" if left is not None else "entered" if entered is not None else "accepted"
    state = (
        "taken_back" if closed is not None and left is None else state if answered is not None else "proposed"
    )
    Offer.objects.create(
        request=request, place=place, by=user, what="x", persons=1, state=state, proposed_on=day(proposed),
        answer_by=day(by), answered_on=None if answered is None else day(answered),
        entered_on=None if entered is None else day(entered), left_on=None if left is None else day(left),
        left_why="" if left is None else "other", closed_at=None if closed is None else moment(closed, 600),
        **whose,
    )  # fmt: skip


@settings(max_examples=60)
@given(st.lists(said, max_size=6), st.lists(stays, max_size=4), st.lists(apart, max_size=3))
def test_a_place_is_where_a_notebook_would_say(vacancies, stays, spells):
    offers, spells = in_a_row(stays), one_at_a_time(spells)
    with become("maintenance"), transaction.atomic():
        place = lay_out(vacancies, offers, spells)
        for on in range(LENGTH + 12):
            found = states([place.pk], day(on))[place.pk]
            assert (on, found.state) == (on, read_plainly(on, vacancies, offers, spells))
            assert (found.empty_since is not None) == (found.state == "free")
            assert found.empty_since is None or found.empty_since <= day(on)
        transaction.set_rollback(True)


def test_a_place_that_does_not_exist_that_day_has_no_state():
    with become("maintenance"):
        place = make_place(make_scheme(make_structure(), "chrs"), starts_on=day(1), ends_on=day(3))
        found = [place.pk in states([place.pk], day(on)) for on in range(5)]
    assert found == [False, True, True, True, False]


def test_a_host_who_repeats_that_it_is_free_does_not_begin_anew():
    """Empty since the first time, until somebody lived there, or it was said taken."""
    with become("maintenance"):
        place = make_place(make_scheme(make_structure(), "chrs"))
        for on, said in ((0, "free"), (4, "free"), (9, "taken"), (12, "free"), (15, "free")):
            told = {"free_on": day(on) if said == "free" else None, "until_on": day(on + 7), "by_label": "x"}
            Vacancy.objects.create(place=place, said=said, said_at=moment(on, 0), **told)
        found = {on: states([place.pk], day(on))[place.pk].empty_since for on in (3, 8, 10, 13, 16)}
    assert found == {3: day(0), 8: day(0), 10: None, 13: day(12), 16: day(12)}
