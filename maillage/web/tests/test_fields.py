import datetime
from decimal import Decimal

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given
from hypothesis import strategies as st

from maillage.web.fields import (
    AmountField,
    DateField,
    MonthField,
    UploadField,
    parse_amount,
    parse_date,
    parse_month,
)
from maillage.web.wording import MONTHS, day, month, number


class Household(forms.Form):
    rent = AmountField(label="Loyer")
    born = DateField(label="Naissance", latest=datetime.date(2026, 11, 24))
    since = MonthField(label="Depuis", required=False)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("1 234,56", "1234.56"),
        ("1\u202f234,56\u00a0€", "1234.56"),
        ("1.234,56", "1234.56"),
        ("1234.5", "1234.5"),
        ("0", "0"),
        ("12\u00a0€", "12"),
    ],
)
def test_an_amount_is_read_as_french_people_write_it(typed, expected):
    assert parse_amount(typed) == Decimal(expected)


@pytest.mark.parametrize(
    "typed", ["", "abc", "12,345", "1.234", "1,2,3", "1 2 €€", "12 et 15", "1.23,45", "1e5", "∞", "NaN"]
)
def test_what_is_not_one_amount_is_refused(typed):
    with pytest.raises(ValueError):
        parse_amount(typed)


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=2))
def test_an_amount_shown_is_an_amount_that_can_be_typed(amount):
    assert parse_amount(number(amount)) == amount


@given(st.dates(min_value=datetime.date(1000, 1, 1)))
def test_every_way_of_writing_a_date_gives_that_date(date):
    written = [
        f"{date:%d/%m/%Y}",
        f"{date.day}-{date.month}-{date.year}",
        f"{date:%d.%m.%Y}",
        f"{date:%d%m%Y}",
    ]
    assert {
        parse_date(text) for text in [*written, date.isoformat(), day(date), f" {day(date).upper()} "]
    } == {date}


@given(st.dates(min_value=datetime.date(1000, 1, 1)))
def test_every_way_of_writing_a_month_gives_its_first_day(date):
    written = [f"{date:%m/%Y}", f"{date:%Y-%m}", month(date), f"{date.month} {date.year}"]
    assert {parse_month(text) for text in written} == {date.replace(day=1)}


@pytest.mark.parametrize(
    "typed", ["31/02/2020", "30/04/92", "32/01/2020", "04/30/1992", "hier", "30 ju 1992", "1/1/0000"]
)
def test_a_date_that_does_not_exist_is_refused(typed):
    with pytest.raises(ValueError):
        parse_date(typed)


def test_months_may_be_shortened_when_only_one_begins_so():
    assert [parse_month(f"{name[:4]} 2026").month for name in MONTHS if name[:4] not in ("juin", "juil")] == [
        1, 2, 3, 4, 5, 8, 9, 10, 11, 12,
    ]  # fmt: skip
    with pytest.raises(ValueError, match="jui"):
        parse_month("jui 2026")


def test_a_blank_amount_is_unknown_and_a_zero_is_zero():
    forms_by_rent = {rent: Household({"rent": rent, "born": "30/04/1992"}) for rent in ("", "0")}
    assert [form.is_valid() for form in forms_by_rent.values()] == [True, True]
    assert [form.cleaned_data["rent"] for form in forms_by_rent.values()] == [None, Decimal(0)]


def test_nothing_typed_is_lost_on_error():
    typed = {"rent": "12,345 francs", "born": "31/02/2020", "since": "l’été <dernier>"}
    form = Household(typed)
    assert set(form.errors) == set(typed)
    html = form.as_div()
    assert [
        value in html
        for value in ('value="12,345 francs"', 'value="31/02/2020"', 'value="l’été &lt;dernier&gt;"')
    ] == [
        True,
        True,
        True,
    ]


def test_bounds_are_said_with_their_value():
    form = Household({"rent": "-1", "born": "25/11/2026"})
    assert form.errors["rent"] == ["Écrivez un montant de 0\u00a0€ ou plus."]
    assert form.errors["born"] == ["Écrivez une date jusqu’au 24/11/2026. Vérifiez l’année."]


def test_values_already_known_are_shown_the_french_way():
    form = Household(
        initial={
            "rent": Decimal("1234.5"),
            "born": datetime.date(1992, 4, 30),
            "since": datetime.date(2026, 8, 1),
        }
    )
    assert [
        form[name].value() and form[name].field.widget.format_value(form[name].value())
        for name in form.fields
    ] == [
        "1\u00a0234,50",
        "30/04/1992",
        "08/2026",
    ]


def test_sending_back_what_was_shown_changes_nothing():
    initial = {"rent": Decimal("1234.5"), "born": datetime.date(1992, 4, 30), "since": None}
    form = Household({"rent": "1\u00a0234,50", "born": "30/04/1992", "since": ""}, initial=initial)
    assert form.changed_data == []


def test_a_file_too_heavy_is_refused_with_its_weight():
    field = UploadField(max_megabytes=1)
    with pytest.raises(forms.ValidationError) as refusal:
        field.clean(SimpleUploadedFile("a.pdf", b"x" * 1_200_000))
    assert refusal.value.messages == [
        "Ce fichier est trop lourd (2 Mo). Le plus gros fichier accepté fait 1 Mo."
    ]
