"""A first reception without identity has an end; joined to a file, it goes with the person, its earlier versions too."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from maillage.accounts.tests.factories import client_of
from maillage.audit.models import RowVersion
from maillage.directory.tests.offer import make_service
from maillage.people.models import Person
from maillage.reception.actions.receptions import forget
from maillage.reception.models import Orientation, Reception
from maillage.reception.tests.factories import make_orientation, make_reception
from maillage.support.actions.erasing import erase
from tests.plugin import become

WORDS = {"said": "canari dit", "line": "canari ligne"}


def long_ago(row, days):
    with become("maintenance"):
        Reception.objects.filter(pk=row.pk).update(received_at=timezone.now() - timedelta(days=days))
    return row


def told(row):
    with become("maintenance"):
        found = Reception.objects.get(pk=row.pk)
        return found.said, found.line


def former(table="reception_reception"):
    """What the history holds of a table."""
    with become("maintenance"):
        return list(RowVersion.objects.filter(table=table).values_list("former", flat=True))


@pytest.mark.django_db
def test_words_are_forgotten_twelve_months_after_what_it_was_for_stays(team):
    old = long_ago(make_reception(team.agent, **WORDS), 370)
    recent = long_ago(make_reception(team.agent, **WORDS), 360)
    forget()
    assert (told(old), told(recent)) == (("", ""), ("canari dit", "canari ligne"))
    with become("maintenance"):
        kept = Reception.objects.get(pk=old.pk)
        assert (kept.themes, kept.outcome) == (recent.themes, "answered")
        versions = RowVersion.objects.filter(table="reception_reception", row_id=str(old.pk))
        assert {(one["said"], one["line"]) for one in versions.values_list("former", flat=True)} == {("", "")}
    forget()
    assert told(recent) == ("canari dit", "canari ligne")


@pytest.mark.django_db
def test_the_story_of_who_came_back_is_kept_until_twelve_months_after_the_last_time(team):
    first = long_ago(make_reception(team.agent, **WORDS), 800)
    then = long_ago(make_reception(team.agent, follows=first, **WORDS), 500)
    last = long_ago(make_reception(team.agent, follows=first, **WORDS), 300)
    forget()
    assert [told(one)[0] for one in (first, then, last)] == ["canari dit"] * 3
    long_ago(last, 370)
    forget()
    assert [told(one)[0] for one in (first, then, last)] == [""] * 3


@pytest.mark.django_db
def test_what_is_in_a_file_lives_as_long_as_the_file(team):
    row = long_ago(make_reception(team.agent, person=team.samira, joined_on="2024-01-05", **WORDS), 900)
    forget()
    assert told(row) == ("canari dit", "canari ligne")


@pytest.mark.django_db(transaction=True, databases=["default", "maintenance"])
def test_erased_with_the_person_the_versions_from_before_it_was_joined_too(team, settings, tmp_path):
    settings.MAILLAGE_ERASURES = tmp_path / "erasures"
    mine, other = (make_reception(team.agent, **WORDS) for _ in range(2))
    for row in (mine, other):
        make_orientation(row, make_service(team.elsewhere))
        with become("maintenance"):
            Reception.objects.filter(pk=row.pk).update(outcome="oriented")
    client_of(team.worker).post(reverse("reception:join", args=[team.samira.pk]), {"reference": mine.slip})
    assert [one["person_id"] for one in former() if one["id"] == str(mine.pk)] == [None, None]
    erase([team.samira.pk], why="essai")
    with become("maintenance"):
        assert not Person.objects.filter(pk=team.samira.pk).exists()
        assert [one.pk for one in Reception.objects.all()] == [other.pk]
        assert Orientation.objects.get().reception_id == other.pk
    assert {one["id"] for one in former()} == {str(other.pk)}
    assert former("reception_orientation") == []
