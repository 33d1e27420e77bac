"""The clock of a request against a count of one's own, over five years: promises in working days, from the receipt or from the
complete file, papers asked for in between; in metropolitan France, in Alsace-Moselle, overseas.

Nothing here is shared with `clocks`: Easter is worked out by Gauss, public holidays are written from the texts.
"""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from maillage.referrals.actions.answering import fulfil, lack, receive, restart_clock
from maillage.referrals.models import SchemeRequest

YEARS = range(2026, 2031)
FIRST, LAST = date(2026, 1, 1), date(2030, 12, 31)
FIXED = [(1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25)]
"""Code du travail, art. L3133-1, with Easter Monday, Ascension and Whit Monday."""
AFTER_EASTER = (1, 39, 50)
ABOLITION = {
    "971": (5, 27), "972": (5, 22), "973": (6, 10), "974": (12, 20), "976": (4, 27), "977": (10, 9), "978": (5, 28),
}  # fmt: skip
"""Code du travail, art. L3422-2; décret n° 83-1003, article 1."""
ALSACE_MOSELLE = ("57", "67", "68")
"""Code du travail, art. L3134-13: Good Friday and the day after Christmas."""
BY_CUSTOM = {"971": [(7, 21)], "972": [(7, 21)], "978": [(7, 21)]}
"""The day of Schœlcher, and in Guadeloupe mid-Lent and Good Friday: not worked by custom; no text of the code was found (à confirmer)."""
PLACES = ["", "37", "2A", *ALSACE_MOSELLE, *ABOLITION]


def easter(year):
    """Gauss, with the corrections of the Gregorian calendar for 1900 to 2099."""
    a, b, c = year % 19, year % 4, year % 7
    d = (19 * a + 24) % 30
    e = (2 * b + 4 * c + 6 * d + 5) % 7
    days = 22 + d + e
    if d == 29 and e == 6:
        days -= 7
    if d == 28 and e == 6 and a > 10:
        days -= 7
    return date(year, 3, 1) + timedelta(days=days - 1)


def off(year, place):
    """Public holidays there that year."""
    found = {date(year, *one) for one in FIXED}
    found |= {easter(year) + timedelta(days=days) for days in AFTER_EASTER}
    if place in ALSACE_MOSELLE:
        found |= {easter(year) - timedelta(days=2), date(year, 12, 26)}
    if place in ABOLITION:
        found.add(date(year, *ABOLITION[place]))
    if place == "971":
        found |= {easter(year) - timedelta(days=days) for days in (2, 24)}
    return found | {date(year, *one) for one in BY_CUSTOM.get(place, [])}


NOT_WORKED = {place: set().union(*(off(year, place) for year in range(2026, 2034))) for place in PLACES}


def worked(day, place):
    return day.isoweekday() <= 5 and day not in NOT_WORKED[place]


def counted(start, days, place):
    """By listing the days that are worked after `start`, and taking the last of them."""
    listed = [start + timedelta(days=n) for n in range(1, days * 4 + 30)]
    return [one for one in listed if worked(one, place)][days - 1] if days else start


def request_there(place, days, counts_from):
    """Not kept: its scheme promises `days` working days; its structure is in that département."""
    from maillage.directory.models import Structure, Territory
    from maillage.schemes.models import Scheme

    commune = Territory(kind="commune", code="x", name="x")
    if place:
        commune.departement = Territory(pk=1, kind="departement", code=place, name=place)
    scheme = Scheme(delay_n=days, delay_unit="working_days", counts_from=counts_from, silence="nothing")
    scheme.structure = Structure(name="x", commune=commune)
    request = SchemeRequest(state="sent")
    request.scheme = scheme
    return request


ANY_DAY = st.dates(FIRST, LAST)


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(PLACES), ANY_DAY, st.integers(0, 60))
def test_from_the_receipt(place, on, days):
    request = request_there(place, days, "receipt")
    receive(request, on)
    assert request.due_on == counted(on, days, place)


@settings(max_examples=300, deadline=None)
@given(
    st.sampled_from(PLACES),
    ANY_DAY,
    st.integers(0, 60),
    st.integers(0, 40),
    st.integers(0, 30),
    st.integers(0, 45),
)
def test_papers_asked_for_stop_it_and_never_longer_than_was_given(place, on, days, before, allowed, taken):
    """From the receipt the days of the pause are added; from the complete file it starts anew."""
    asked, given_on = on + timedelta(days=before), on + timedelta(days=before + taken)
    limit = asked + timedelta(days=allowed)
    for counts_from in ("receipt", "complete"):
        request = request_there(place, days, counts_from)
        receive(request, on)
        lack(request, asked, limit)
        waiting = counted(on, days, place) + timedelta(days=allowed)
        assert request.due_on == (None if counts_from == "complete" else waiting)
        fulfil(request, given_on)
        paused = timedelta(days=min(taken, allowed))
        expected = (
            counted(given_on, days, place) if counts_from == "complete" else counted(on, days, place) + paused
        )
        assert (request.due_on, request.paused_days) == (expected, paused.days if counts_from else 0)


@pytest.mark.parametrize("place", PLACES)
def test_every_day_of_five_years(place):
    """Ten working days, from each day that there is."""
    request = request_there(place, 10, "receipt")
    for n in range((LAST - FIRST).days + 1):
        request.received_on = FIRST + timedelta(days=n)
        restart_clock(request)
        assert request.due_on == counted(request.received_on, 10, place)
