import datetime
from decimal import Decimal

import pytest
from django.template import Context, Template

from maillage.web import wording

NB = "\u00a0"


def show(source, **context):
    return Template("{% load web %}" + source).render(Context(context))


def test_dates_are_said_in_full():
    day = datetime.date(2026, 11, 24)
    assert wording.full_day(day) == f"mardi 24{NB}novembre 2026"
    assert wording.day(datetime.date(2026, 8, 1)) == f"1er{NB}août 2026"
    assert wording.month(day) == f"novembre{NB}2026"


def test_a_short_day_gives_its_year_only_when_it_is_another_one():
    today = datetime.date(2026, 11, 24)
    shown = [wording.short_day(datetime.date(year, 12, 3), today) for year in (2026, 2027)]
    assert shown == [f"3{NB}décembre", f"3{NB}décembre 2027"]


def test_a_moment_is_said_in_the_reader_s_time_zone(settings):
    settings.TIME_ZONE = "Europe/Paris"
    moment = datetime.datetime(2026, 11, 24, 23, 5, tzinfo=datetime.UTC)
    assert wording.moment(moment) == f"25{NB}novembre 2026 à 0{NB}h{NB}05"
    assert wording.day(moment) == f"25{NB}novembre 2026"


def test_a_date_is_said_beside_what_machines_read(settings):
    settings.TIME_ZONE = "Europe/Paris"
    moment = datetime.datetime(2099, 11, 24, 23, 5, 1, 300, tzinfo=datetime.UTC)
    assert show("{{ at|when }}", at=moment) == (
        f'<time datetime="2099-11-25T00:05:01+01:00">25{NB}novembre 2099</time>'
    )
    assert show('{{ on|when:"full_day" }}{{ never|when }}', on=datetime.date(2026, 11, 24), never=None) == (
        f'<time datetime="2026-11-24">mardi 24{NB}novembre 2026</time>'
    )


def test_a_delay_is_a_date():
    assert show("{{ d|due }}", d=datetime.date(2099, 12, 3)) == f"réponse due le 3{NB}décembre 2099"
    assert show('{{ d|due:"recours possible jusqu’au" }}', d=None) == ""


def test_a_rate_keeps_its_thousandths():
    shown = [show("{{ value|rate }}", value=Decimal(one)) for one in ("0.606", "0.320", "20.000")]
    assert shown == ["0,606\u00a0€", "0,32\u00a0€", "20\u00a0€"]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (Decimal("635.71"), f"635,71{NB}€ par mois"),
        (1234567, f"1{NB}234{NB}567{NB}€ par mois"),
        (None, "montant inconnu"),
    ],
)
def test_amounts(value, expected):
    assert show('{{ value|amount:"par mois" }}', value=value) == expected


@pytest.mark.parametrize(
    ("count", "nouns", "expected"),
    [
        (0, "élément", f"0{NB}élément"),
        (1, "élément", f"1{NB}élément"),
        (2, "pièce manquante", f"2{NB}pièces manquantes"),
        (1240, "travail|travaux", f"1{NB}240{NB}travaux"),
    ],
)
def test_plural(count, nouns, expected):
    assert wording.plural(count, nouns) == expected


def test_what_people_write_is_never_markup():
    hostile = "<script>alert(1)</script>"
    shown = show(
        '{% status x "late" %}{% panel x "i" %}{{ x }}{% endpanel %}{% comparison x x x x %}{% table x columns rows %}',
        x=hostile,
        columns=[hostile],
        rows=[[hostile]],
    )
    assert "<script" not in shown
    assert shown.count("&lt;script") == 10  # status 1, panel 2, comparison 4, table 3


@pytest.mark.parametrize(
    ("hours", "told"),
    [(14, "14\u00a0h"), (4.5, "4\u00a0h\u00a030"), (14.1, "14\u00a0h\u00a006"), (0, "0\u00a0h")],
)
def test_a_duration_is_said_in_hours_and_minutes(hours, told):
    assert wording.duration(hours) == told
