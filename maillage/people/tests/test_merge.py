"""Two files made one, then parted: nothing lost either way."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from maillage.accounts.enums import Role
from maillage.accounts.tests.factories import actor_of, make_member, signed_in
from maillage.people import actions, queries
from maillage.people.models import (
    Attachment,
    BudgetLine,
    Channel,
    HouseholdMember,
    NotSame,
    Person,
    PersonMerge,
)
from maillage.people.names import sound_key
from maillage.people.tests.factories import attach, make_family, make_line, make_person
from maillage.permissions import Forbidden
from maillage.permissions.context import acting
from tests.plugin import become

pytestmark = pytest.mark.django_db


@pytest.fixture
def double():
    """A mother with a home and a wage, and her second file in the same home, with a wage for the same month."""
    with become("maintenance"):
        worker = make_member(Role.SOCIAL_WORKER)
        household, mother, _ = make_family(worker)
        twin = make_person("Samirra", "Ben Ali", activity="employed")
        other = make_member(Role.SOCIAL_WORKER)
        attach(worker, twin)
        attach(other, twin)
        HouseholdMember.objects.create(household=household, person=twin, role="other")
        make_line(household, mother, worker, "wage", "640")
        make_line(household, twin, worker, "wage", "655")
        make_line(household, twin, worker, "rsa", "100")
        Channel.objects.create(person=twin, kind="phone", value="06 00 00 00 00")
    return worker, other, mother, twin


def snapshot():
    """Every row that points at a person."""
    rows = {}
    with become("maintenance"):
        for model in (Attachment, BudgetLine, Channel, HouseholdMember):
            rows[model.__name__] = sorted(model.objects.values_list("pk", "person_id"))
        fields = ("called", "first_name", "last_name", "activity", "search_name", "sound_key", "merged_into")
        rows["Person"] = sorted(Person.objects.values_list("pk", *fields), key=str)
    return rows


def merge(worker, kept, absorbed, **chosen):
    actor = actor_of(worker)
    with acting(actor):
        kept, absorbed = Person.objects.get(pk=kept.pk), Person.objects.get(pk=absorbed.pk)
        return actions.merge(
            by=actor, kept=kept, absorbed=absorbed, versions=(kept.version, absorbed.version), chosen=chosen
        )


def test_a_merge_moves_everything_and_parting_puts_it_back(double):
    worker, other, mother, twin = double
    before = snapshot()
    merge_id = merge(worker, mother, twin, activity="employed", last_name="Ben Ali")
    with become("maintenance"):
        kept = Person.objects.get(pk=mother.pk)
        assert (kept.activity, kept.last_name, kept.sound_key) == (
            "employed",
            "Ben Ali",
            sound_key("Samira Ben Ali"),
        )
        assert Channel.objects.get().person_id == mother.pk
        lines = BudgetLine.objects.filter(person=mother).order_by("kind").values_list("kind", "amount")
        assert [(kind, int(amount)) for kind, amount in lines] == [("rsa", 100), ("wage", 640)]
        told = PersonMerge.objects.get(pk=merge_id)
        assert sorted(one["table"] for one in told.set_aside) == [
            "people_attachment",
            "people_budgetline",
            "people_householdmember",
        ]
        assert not Attachment.objects.filter(person=twin).exists()
    with acting(actor_of(other)):
        assert list(Person.objects.values_list("pk", flat=True)) == [mother.pk]

    actor = actor_of(worker)
    with acting(actor):
        actions.part(by=actor, merged=PersonMerge.objects.get(pk=merge_id))
    assert snapshot() == before


def test_what_changed_since_the_merge_is_kept_when_parting(double):
    worker, _, mother, twin = double
    merge_id = merge(worker, mother, twin, activity="employed", last_name="Ben Ali")
    actor = actor_of(worker)
    with acting(actor):
        version = Person.objects.get(pk=mother.pk).version
        actions.edit_identity(by=actor, person=mother, version=version, values={"last_name": "Bénali"})
        actions.part(by=actor, merged=PersonMerge.objects.get(pk=merge_id))
        kept = Person.objects.get(pk=mother.pk)
    assert (kept.last_name, kept.activity) == ("Bénali", "")


def test_parting_twice_or_too_late_is_refused(double):
    worker, _, mother, twin = double
    merge_id = merge(worker, mother, twin)
    with become("maintenance"):
        PersonMerge.objects.update(at=timezone.now() - timedelta(days=31))
    actor = actor_of(worker)
    with acting(actor), pytest.raises(Forbidden, match="30 jours"):
        actions.part(by=actor, merged=PersonMerge.objects.get(pk=merge_id))
    with become("maintenance"):
        PersonMerge.objects.update(at=timezone.now())
    with acting(actor):
        actions.part(by=actor, merged=PersonMerge.objects.get(pk=merge_id))
        with pytest.raises(Forbidden, match="déjà"):
            actions.part(by=actor, merged=PersonMerge.objects.get(pk=merge_id))


def test_a_merge_over_a_changed_file_is_refused(double):
    worker, _, mother, twin = double
    actor = actor_of(worker)
    with acting(actor):
        actions.edit_identity(by=actor, person=twin, version=1, values={"first_name": "Samya"})
        with pytest.raises(actions.Stale):
            actions.merge(by=actor, kept=mother, absorbed=twin, versions=(1, 1), chosen={})
    with become("maintenance"):
        assert not PersonMerge.objects.exists()


def test_the_comparison_page_merges_what_was_chosen(client, double):
    worker, _, mother, twin = double
    with become("maintenance"):
        signed_in(client, member=worker)
    url = reverse("people:merge", args=[mother.pk, twin.pk])
    page = client.get(url)
    assert page.status_code == 200
    form = page.context["form"]
    assert set(form.fields) == {
        "kept_version", "absorbed_version", "called", "first_name", "last_name", "birth_date", "activity"
    }  # fmt: skip
    data = {name: form.fields[name].initial for name in form.fields}
    assert data["activity"] == "absorbed"
    assert client.post(url, {**data, "first_name": "absorbed"}).status_code == 302
    with become("maintenance"):
        kept = Person.objects.get(pk=mother.pk)
        assert (kept.first_name, kept.activity, kept.birth_date) == ("Samirra", "employed", date(1992, 4, 30))
    moved = client.get(reverse("people:person", args=[twin.pk]))
    assert (moved.status_code, moved.url) == (302, reverse("people:person", args=[mother.pk]))


def test_told_apart_they_are_not_proposed_again(client, double):
    worker, _, mother, twin = double
    with become("maintenance"):
        signed_in(client, member=worker)
    actor = actor_of(worker)
    with acting(actor):
        assert [one.person.pk for one in queries.duplicates(actor, mother)] == [twin.pk]
    url = reverse("people:tell_apart", args=[mother.pk, twin.pk])
    assert client.post(url).status_code == client.post(url).status_code == 302
    with acting(actor):
        assert queries.duplicates(actor, Person.objects.get(pk=mother.pk)) == []
        assert NotSame.objects.count() == 1
