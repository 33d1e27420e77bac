"""Compose a household, its page, its facts and its members."""

from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from maillage.audit.actions import record
from maillage.people import actions, queries, rules
from maillage.people.apps import HOUSEHOLD_PANELS
from maillage.people.budget import previous_months
from maillage.people.forms.households import HouseholdForm, MembershipForm, NewMemberForm
from maillage.people.guards import (
    household_or_404,
    opened,
    person_or_404,
    team_household_or_404,
    team_person_or_404,
    uuid_or_none,
)
from maillage.people.models import HouseholdMember, Person
from maillage.people.views.folder import month_summaries
from maillage.people.wording import shown_value
from maillage.web.answers import COMPACT, done, form_page, refusals_in, row_or_404, submitted
from maillage.web.conflicts import differences


def name_of(home):
    """ "Foyer de Samira BENALI": by its applicant when the actor sees them."""
    first = home.applicant or next(iter(home.members), None)
    return f"Foyer de {first.person.full_name}" if first else "Foyer"


def _trail(home):
    url = reverse("people:household", args=[home.household.pk])
    return [("Mes personnes", reverse("people:persons")), (name_of(home), url)]


def _about(home):
    return {"trail": _trail(home), "household": home.household}


def _home(request, household, months=()):
    return queries.homes(request.actor, [household], months)[0]


@require_POST
def compose(request, pk):
    applicant = team_person_or_404(request, pk)
    household = actions.compose(by=request.actor, applicant=applicant)
    return HttpResponseRedirect(reverse("people:household", args=[household.pk]))


@require_safe
def household(request, pk):
    row = household_or_404(request, pk)
    record(request.actor, "read", row)
    months = previous_months(timezone.localdate())
    home = _home(request, row, months)
    panels = [
        (name, context)
        for name, build in HOUSEHOLD_PANELS
        if (context := build(request.actor, row)) is not None
    ]
    context = {
        "home": home,
        "household": row,
        "title": name_of(home),
        "trail": [("Mes personnes", reverse("people:persons"))],
        "facts": _facts(row),
        "summaries": month_summaries(home, months),
        "can_compose": rules.can_compose(request.actor) and rules.can_change_home(request.actor, row.pk),
        "panels": panels,
    }
    return render(request, "people/household.html", context)


def _facts(row):
    names = queries.commune_names([row.commune])
    labels = [(HouseholdForm.base_fields[name].label, shown_value(row, name)) for name in HouseholdForm.NAMES]
    labels[0] = (labels[0][0], names.get(row.commune, "on ne sait pas"))
    return labels


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request, pk):
    rules.check_can_compose(request.actor)
    row = team_household_or_404(request, pk)
    opened(request, row)
    home = _home(request, row)
    form = _facts_form(row, request.POST or None)
    context = _about(home) | {"title": "Situation du foyer"}
    context["lead"] = "Ce que vous laissez vide reste inconnu. Écrivez 0 quand il n’y a rien."
    if submitted(request, form):
        data = form.cleaned_data
        told = {name: data[name] for name in ("version", "source")}
        values = {name: data[name] for name in form.NAMES}
        try:
            actions.edit_household(by=request.actor, household=row, values=values, **told)
            return done(request, "La situation du foyer est enregistrée.", "people:household", row.pk)
        except actions.Stale as stale:
            context["differences"] = differences(form, _facts_form(stale.current), form.NAMES)
    return form_page(request, form, COMPACT, **context)


def _facts_form(row, data=None):
    known = {name: getattr(row, name) for name in ("version", *HouseholdForm.NAMES)}
    return HouseholdForm(data, initial={**known, "source": row.facts_source})


@require_http_methods(["GET", "HEAD", "POST"])
def add_member(request, pk):
    """Search somebody already known, or write somebody new; `personne` is who was chosen in the list."""
    rules.check_can_compose(request.actor)
    row = team_household_or_404(request, pk)
    home = _home(request, row)
    form = NewMemberForm(request.POST or None, initial={"role": "child" if home.applicant else "applicant"})
    chosen = _chosen(request, form)
    text = request.GET.get("q", "")
    context = {
        "chosen": chosen,
        "q": text,
        "found": _found(request, home, text),
        "title": "Ajouter une personne au foyer",
        "trail": _trail(home),
        "household": row,
    }
    if request.htmx and request.htmx.target == "connues":
        return render(request, "people/_choose.html", context)
    joined = _join(request, row, form, chosen) if submitted(request, form) else None
    return joined or form_page(request, form, "people/member_new.html", **context)


def _chosen(request, form):
    pk = uuid_or_none(request.POST.get("known") or request.GET.get("personne"))
    if pk is None:
        return None
    person = person_or_404(request, pk)
    form.initial["known"] = person.pk
    return person


def _found(request, home, text):
    if not text.strip():
        return []
    there = {one.person_id for one in home.members}
    return queries.search(request.actor, text.replace("\x00", " ")[:200]).exclude(pk__in=there)[:8]


def _join(request, row, form, chosen):
    data = form.cleaned_data
    with refusals_in(form):
        person = chosen or actions.receive(
            by=request.actor, person=_new_person(data), reason="proche du foyer"
        )
        place = {name: data[name] for name in ("role", "shared_custody", "since")}
        actions.join(by=request.actor, member=HouseholdMember(household=row, person=person, **place))
        return done(request, f"{person.full_name} est dans le foyer.", "people:household", row.pk)
    request.undo = True
    return None


def _new_person(data):
    names = ("called", "first_name", "last_name", "birth_date")
    return Person(**{name: data[name] for name in names})


@require_http_methods(["GET", "HEAD", "POST"])
def member(request, pk, member):
    """Change a place, or write a departure."""
    rules.check_can_compose(request.actor)
    row = team_household_or_404(request, pk)
    home = _home(request, row)
    found = row_or_404(queries.members(request.actor, row), member)
    person = person_or_404(request, found.person_id)
    opened(request, person)
    form = MembershipForm(request.POST or None, instance=found)
    if submitted(request, form):
        with refusals_in(form):
            actions.edit_member(by=request.actor, member=form.save(commit=False))
            return done(request, "C’est enregistré.", "people:household", row.pk)
    return form_page(request, form, COMPACT, title=f"{person.full_name} dans le foyer", **_about(home))
