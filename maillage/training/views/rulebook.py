"""The rule of the account and who adopted it; programmes of three years; the team in numbers."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from maillage.training.actions import rulebook as actions
from maillage.training.enums import Rubric
from maillage.training.forms.rulebook import AdoptForm, EndForm, ProgrammeForm, ThemeForm
from maillage.training.queries import account as accounts
from maillage.training.queries import rulebook as queries
from maillage.training.queries import team as teams
from maillage.training.rules import (
    can_adopt,
    can_hold,
    can_open,
    check_can_adopt,
    check_can_hold,
    check_can_lead,
    check_can_open,
)
from maillage.training.rules.account import said
from maillage.training.views.account import asked_year
from maillage.training.views.pages import FORM, trail
from maillage.web.answers import done, form_page, refusals_in, row_or_404, submitted

RULE, PROGRAMMES, TEAM = "Ce qui compte", "Programmes triennaux", "La formation de l’équipe"
HIDDEN = "moins de 5, ou masqué"


def of_rule():
    return trail((RULE, reverse("training:rules")))


def of_programme(row, *above):
    listed = (PROGRAMMES, reverse("training:programmes"))
    return trail(listed, (row.title, reverse("training:programme", args=[row.public_id])), *above)


@login_not_required
@require_safe
def rules(request):
    versions = list(queries.versions())
    context = {
        "title": RULE,
        "trail": trail(),
        "versions": [
            (one, [(rule, said(rule.cap_hours) if rule.cap_hours else "") for rule in one.kinds.all()])
            for one in versions
        ],
        "adoptions": [
            (one, can_hold(request.actor, one.structure_id) and not one.ends_on)
            for one in queries.adoptions()
        ],
        "adopts": can_open(request.actor),
    }
    return render(request, "training/rules.html", context)


@FORM
def adopt(request):
    check_can_open(request.actor)
    wide = can_adopt(request.actor, True)
    form = AdoptForm(request.POST or None, versions=list(queries.versions()), wide=wide)
    if submitted(request, form):
        with refusals_in(form):
            actions.adopt(by=request.actor, **form.values())
            return done(request, "L’adoption est notée.", "training:rules")
    lead = "Les lignes déjà au compte de chacun gardent la règle qui les a décidées."
    return form_page(
        request, form, title="Adopter une règle", lead=lead, trail=of_rule(), save="Noter l’adoption"
    )


@FORM
def end_adoption(request, number):
    row = row_or_404(queries.adoptions(), number)
    check_can_hold(request.actor, row.structure_id)
    check_can_adopt(request.actor, row.territory_id is not None)
    form = EndForm(request.POST or None, initial={"ends_on": timezone.localdate()})
    if submitted(request, form):
        with refusals_in(form):
            actions.end_adoption(by=request.actor, adoption=row, ends_on=form.cleaned_data["ends_on"])
            return done(request, "La fin de l’adoption est notée.", "training:rules")
    return form_page(request, form, title="Mettre fin à l’adoption", lead=row.decision, trail=of_rule())


@login_not_required
@require_safe
def programmes(request):
    today = timezone.localdate()
    rows = [(one, one.starts_on <= today <= one.ends_on) for one in queries.programmes()]
    context = {"title": PROGRAMMES, "trail": trail(), "rows": rows, "opens": can_open(request.actor)}
    return render(request, "training/programmes.html", context)


def programme_or_404(public_id):
    return row_or_404(queries.programmes(), public_id=public_id)


@login_not_required
@require_safe
def programme(request, public_id):
    row = programme_or_404(public_id)
    covered = queries.covered(row)
    context = {
        "title": row.title,
        "trail": trail((PROGRAMMES, reverse("training:programmes"))),
        "programme": row,
        "rubrics": [(str(one.label), [theme for theme in covered if theme.rubric == one]) for one in Rubric],
        "writes": can_hold(request.actor, row.structure_id),
        "without": [one for one in covered if not (one.done or one.coming)],
    }
    return render(request, "training/programme.html", context)


@FORM
def new_programme(request):
    check_can_open(request.actor)
    form = ProgrammeForm(request.POST or None)
    if submitted(request, form):
        with refusals_in(form):
            made = actions.open_programme(by=request.actor, values=form.cleaned_data)
            return done(
                request, "Le programme est ouvert. Ajoutez ses thèmes.", "training:programme", made.public_id
            )
    above = trail((PROGRAMMES, reverse("training:programmes")))
    return form_page(request, form, title="Ouvrir un programme", trail=above, save="Ouvrir le programme")


@FORM
def add_theme(request, public_id):
    row = programme_or_404(public_id)
    check_can_hold(request.actor, row.structure_id)
    form = ThemeForm(request.POST or None)
    if submitted(request, form):
        with refusals_in(form):
            actions.add_theme(by=request.actor, programme=row, values=form.cleaned_data)
            return done(request, "Le thème est ajouté.", "training:programme", row.public_id)
    return form_page(
        request, form, title="Ajouter un thème", trail=of_programme(row), save="Ajouter le thème"
    )


@require_safe
def team(request):
    check_can_lead(request.actor)
    year = asked_year(request)
    told = teams.team(request.actor, year)
    today = timezone.localdate()
    running = [one for one in queries.programmes() if one.starts_on <= today <= one.ends_on]
    version, adoption = accounts.rule_at(request.actor.structure_id, today)
    context = {
        "title": TEAM,
        "trail": trail(),
        "year": year,
        "years": [today.year, today.year - 1],
        "team": told,
        "version": version,
        "adoption": adoption,
        "share_columns": ["Jours suivis", ("Personnes", "number")],
        "theme_columns": ["Thème", ("Personnes formées", "number")],
        "shares": _shares(told),
        "coverage": [(one, _covered(request.actor, one, year)) for one in running],
    }
    return render(request, "training/team.html", context)


def _shares(told):
    """Nothing when every one of them would be hidden."""
    if not (told and told.shares and any(told.shares)):
        return []
    return [
        [label, HIDDEN if number is None else str(number)]
        for label, number in zip(teams.SHARES, told.shares, strict=True)
    ]


def _covered(actor, programme, year):
    return [
        [theme.title, "moins de 5" if n is None else str(n)]
        for theme, n in teams.coverage(actor, programme, year)
    ]
