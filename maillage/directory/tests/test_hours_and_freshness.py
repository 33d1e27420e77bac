from datetime import date
from types import SimpleNamespace

import pytest

from maillage.directory.rules.freshness import State, freshness
from maillage.directory.rules.hours import hours_in_words

TODAY = date(2026, 11, 29)
PLAIN = str.maketrans({"\u00a0": " "})


@pytest.mark.parametrize(
    ("hours", "words"),
    [
        ("Mo-Fr 09:00-12:00,14:00-17:30", ["du lundi au vendredi, 9 h à 12 h et 14 h à 17 h 30"]),
        ("Mo,Th 09:00-12:30; PH off", ["le lundi et le jeudi, 9 h à 12 h 30", "fermé les jours fériés"]),
        ("Tu-Sa 09:30-12:00, 14:00-18:00", ["du mardi au samedi, 9 h 30 à 12 h et 14 h à 18 h"]),
        ("week 1-53/2 Mo 09:30-12:30", ["le lundi des semaines impaires, 9 h 30 à 12 h 30"]),
        ("week 2-52/2 Tu 14:00-16:00", ["le mardi des semaines paires, 14 h à 16 h"]),
        ("Sa-Su off", ["fermé du samedi au dimanche"]),
        ("24/7", ["tous les jours, à toute heure"]),
        ("Mo[1] 09:00-12:00", []),
        ("sunrise-sunset", []),
        ("Mo-Fr 09:00-12:00; Dec 24 off", []),
        ("Mo-Fr", []),
        ("", []),
    ],
)
def test_hours_are_said_in_french_or_left_as_they_are(hours, words):
    assert [one.translate(PLAIN) for one in hours_in_words(hours)] == words


def card(confirmed=None, updated=None, months=6, by=""):
    return SimpleNamespace(confirmed_on=confirmed, updated_on=updated, confirmed_by=by, review_months=months)


@pytest.mark.parametrize(
    ("told", "state"),
    [
        (card(), State.STALE),
        (card(confirmed=date(2026, 5, 29)), State.CONFIRMED),
        (card(confirmed=date(2026, 5, 28)), State.STALE),
        (card(updated=date(2026, 11, 1)), State.DECLARED),
        (card(updated=date(2025, 11, 1)), State.STALE),
        (card(updated=date(2020, 1, 1), confirmed=date(2026, 11, 1)), State.CONFIRMED),
        (card(confirmed=date(2026, 2, 28), months=12), State.CONFIRMED),
        (card(confirmed=date(2026, 8, 31), months=3), State.CONFIRMED),
    ],
)
def test_a_card_is_confirmed_declared_or_to_read_again(told, state):
    assert freshness(told, TODAY).state == state
