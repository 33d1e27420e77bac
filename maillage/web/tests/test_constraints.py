"""What the database refuses at the last moment is a sentence, in the form that asked."""

import pytest
from django import forms
from django.db import transaction

from maillage.events.models import Registration
from maillage.events.tests.factories import Event, make_registration
from maillage.web.answers import refusals_in
from maillage.web.constraints import BETWEEN
from tests.plugin import become

pytestmark = pytest.mark.django_db


def refused(act) -> list[str]:
    form = forms.Form({})
    with refusals_in(form), transaction.atomic():
        act()
    return form.non_field_errors()


@pytest.fixture
def event():
    event = Event()
    make_registration(event.opening, 1, email="awa@exemple.test")
    with become("maintenance"):
        yield event


def test_a_constraint_says_its_own_sentence(event):
    told = {"opening": event.opening, "name": "Awa", "email": "Awa@exemple.test", "site": ""}
    assert refused(lambda: Registration.objects.create(number=2, **told)) == [
        "Cette adresse est déjà inscrite."
    ]
    assert Registration.objects.count() == 1


def test_one_without_a_sentence_says_what_to_do(event):
    told = {"opening": event.opening, "name": "Paul", "site": ""}
    assert refused(lambda: Registration.objects.create(number=1, **told)) == [BETWEEN]
