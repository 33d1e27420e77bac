from decimal import Decimal

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile

from maillage.web.forms import SampleForm
from maillage.web.tests.html import Page


def drawn(**kwargs):
    return str(SampleForm(**kwargs))


def test_every_field_has_its_label_and_nothing_points_nowhere():
    page = Page(drawn())
    assert (page.dangling(), page.repeated_ids()) == ([], [])
    names = {attrs["name"] for tag, attrs in page.elements if tag in ("input", "select", "textarea")}
    assert names == set(SampleForm.base_fields)


def test_what_is_written_at_length_is_read_from_the_side_it_was_written_from():
    written = Page(drawn()).all("textarea")
    assert written
    assert {attrs["dir"] for attrs in written} == {"auto"}


def test_each_error_of_the_summary_leads_to_its_field():
    form = SampleForm(data={"rent": "douze"})
    page = Page(str(form))
    (summary,) = page.all("div", role="alert")
    assert summary["tabindex"] == "-1"
    assert (page.dangling(), page.repeated_ids()) == ([], [])
    assert len([link for link in page.values("href") if link.startswith("#id_")]) == len(form.errors) == 6


def test_a_wrong_control_is_said_wrong_and_tied_to_its_error():
    (rent,) = Page(drawn(data={"rent": "douze"})).all("input", name="rent")
    assert (rent["aria-invalid"], rent["aria-describedby"], rent["value"]) == (
        "true",
        "id_rent_helptext id_rent_error",
        "douze",
    )


@pytest.mark.parametrize(
    ("name", "optional"), [("email", True), ("last_name", False), ("rent", False), ("agreed", False)]
)
def test_only_what_may_be_skipped_is_said_optional(name, optional):
    assert ("(facultatif)" in SampleForm()[name].as_field_group()) is optional


def test_groups_of_choices_are_fieldsets_with_a_legend():
    shown = SampleForm()["channel"].as_field_group()
    assert (shown.count("<fieldset"), "<legend>Comment prévenir la personne\u00a0?</legend>" in shown) == (
        1,
        True,
    )


def test_what_is_known_is_filled_in_and_says_where_from():
    form = SampleForm(
        initial={"rent": Decimal("635.71"), "email": ""},
        known={"rent": "dit le 9 novembre", "email": "dans son dossier"},
    )
    shown = {name: "Déjà connu" in form[name].as_field_group() for name in ("rent", "email", "last_name")}
    assert shown == {"rent": True, "email": False, "last_name": False}


def test_a_corrected_field_in_error_is_no_longer_said_known():
    form = SampleForm(data={"rent": "x"}, initial={"rent": Decimal(1)}, known={"rent": "dit le 9 novembre"})
    assert "Déjà connu" not in form["rent"].as_field_group()


def test_a_file_forgotten_by_the_browser_is_asked_again():
    paper = SimpleUploadedFile("a.pdf", b"x")
    shown = [
        "Choisissez de nouveau le fichier" in SampleForm(data={}, files=files)["paper"].as_field_group()
        for files in ({"paper": paper}, {})
    ]
    assert shown == [True, False]


def test_two_forms_of_a_page_do_not_share_an_id():
    first, second = (SampleForm(data={}, prefix=prefix) for prefix in ("a", "b"))
    assert Page(f"{first}{second}").repeated_ids() == []


def test_a_formset_keeps_its_management_form_and_draws_each_form():
    formset = forms.formset_factory(SampleForm, extra=2)(prefix="m")
    page = Page(str(formset))
    assert len(page.all("input", type="hidden")) == 4
    assert page.repeated_ids() == []
    assert [name for name in page.values("name") if name.endswith("-rent")] == ["m-0-rent", "m-1-rent"]
