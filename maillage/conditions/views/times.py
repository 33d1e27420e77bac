"""One's own week in half a minute; what the team's add up to; the time planned; sessions of practice analysis."""

from datetime import timedelta

from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from maillage.conditions import rules
from maillage.conditions.actions import times as actions
from maillage.conditions.enums import MONTH_CLOSES_ON, TimeKind
from maillage.conditions.forms.times import AnalysisForm, PlanForm, WeekForm
from maillage.conditions.models.times import KINDS
from maillage.conditions.queries import times as queries
from maillage.web.answers import done, form_page, refusals_in, submitted
from maillage.web.fields import parse_date
from maillage.web.wording import day, duration, month, plural

FORM = require_http_methods(["GET", "HEAD", "POST"])
WEEKS_SHOWN, YEAR = timedelta(weeks=26), timedelta(days=365)
MINE = "Ma semaine de travail"
TEAM = [("Temps de l’équipe", "conditions:team_times")]


@FORM
def week(request):
    """This week, or the one of `?semaine=`; filled from the last one noted before it."""
    rules.check_works(request.actor)
    today = timezone.localdate()
    monday = _asked_monday(request, today)
    weeks = queries.own_weeks(request.actor, today - WEEKS_SHOWN)
    initial = _initial(weeks, monday)
    form = WeekForm(request.POST or None, sampled=rules.is_sampled(monday), initial=initial)
    if submitted(request, form):
        with refusals_in(form):
            told = {
                "monday": monday,
                "half_hours": form.half_hours,
                "retyped": form.cleaned_data.get("retyped"),
            }
            actions.note_week(by=request.actor, **told)
            return done(request, "Votre semaine est notée.", "conditions:week")
    return form_page(
        request,
        form,
        "conditions/week.html",
        title=MINE,
        back=reverse("pages:profession"),
        lead=f"Semaine du {day(monday)}. Vous seul lisez vos semaines. L’équipe n’en voit que des sommes, à partir de cinq personnes.",
        save="Enregistrer ma semaine",
        weeks=[_shown(one) for one in weeks],
        typed=_still_typed(today, monday),
        analysed=queries.own_analysis_minutes(request.actor, monday, monday + timedelta(days=6)),
        closes=MONTH_CLOSES_ON,
    )


def _asked_monday(request, today):
    try:
        return rules.monday_of(parse_date(request.GET.get("semaine", "")))
    except ValueError:
        return rules.monday_of(today)


def _initial(weeks, monday):
    before = [one for one in weeks if one.monday <= monday]
    found = before[0] if before else None
    kept = {"retyped": found.retyped} if found and found.monday == monday else {}
    return {**found.by_kind, **kept} if found else {}


def _still_typed(today, shown):
    """The Mondays that can still be noted, the last first."""
    mondays = (rules.monday_of(today) - timedelta(weeks=rank) for rank in range(6))
    return [
        {"label": day(one), "url": f"?semaine={one:%Y-%m-%d}", "current": one == shown}
        for one in mondays
        if rules.is_still_typed(one, today)
    ]


def _shown(week):
    told = [f"{TimeKind(kind).label}\u00a0: {_hours(half)}" for kind, half in week.by_kind.items() if half]
    return {"monday": week.monday, "total": _hours(week.total), "kinds": told}


def _hours(half_hours):
    return duration(queries.hours(half_hours))


@require_safe
def team_times(request):
    rules.check_works(request.actor)
    months = queries.team_months(request.actor, timezone.localdate() - YEAR)
    context = {
        "title": "Temps de l’équipe",
        "trail": [("Métier", reverse("pages:profession"))],
        "months": [_told(one) for one in months],
        "leads": rules.can_lead(request.actor),
        "columns": ["Sorte de temps", ("Prévu", "number"), ("Fait", "number")],
    }
    return render(request, "conditions/team_times.html", context)


def _told(one):
    """A month as the page shows it: hours of an average week, beside those planned."""
    rows = [
        [
            str(TimeKind(kind).label).capitalize(),
            duration(one.planned[kind]) if one.planned else "non dit",
            duration(one.done[kind]),
        ]
        for kind in KINDS
    ]
    return {
        "title": month(one.month).capitalize(),
        "who": f"{plural(one.persons, 'personne')}, {plural(one.weeks, 'semaine')}",
        "rows": rows,
        "analysed": one.analysed and duration(one.analysed),
        "retyped": one.retyped,
    }


@FORM
def plan(request):
    rules.check_leads(request.actor)
    known = queries.plan_on(queries.plans(request.actor), timezone.localdate())
    form = PlanForm(request.POST or None, initial=known.by_kind if known else {})
    if submitted(request, form):
        with refusals_in(form):
            actions.plan(by=request.actor, since=form.cleaned_data["since"], half_hours=form.half_hours)
            return done(request, "Le temps prévu est noté.", "conditions:team_times")
    return form_page(
        request,
        form,
        title="Temps prévu pour une semaine à temps plein",
        trail=[(label, reverse(name)) for label, name in TEAM],
        lead="Le même pour toute l’équipe. Le temps de réflexion est du temps de travail\u00a0: prévoyez-le.",
    )


@require_safe
def analyses(request):
    rules.check_works(request.actor)
    context = {
        "title": "Analyse de la pratique",
        "trail": [("Métier", reverse("pages:profession"))],
        "rows": queries.analyses(request.actor)[:50],
        "leads": rules.can_lead(request.actor),
    }
    return render(request, "conditions/analyses.html", context)


@FORM
def note_analysis(request):
    rules.check_leads(request.actor)
    form = AnalysisForm(request.POST or None, colleagues=queries.colleagues(request.actor))
    if submitted(request, form):
        with refusals_in(form):
            values = dict(form.cleaned_data)
            present = values.pop("present")
            actions.note_analysis(by=request.actor, values=values, present=present)
            return done(
                request, "La séance est notée\u00a0: du temps de travail effectif.", "conditions:analyses"
            )
    return form_page(
        request,
        form,
        title="Noter une séance d’analyse de la pratique",
        trail=[("Analyse de la pratique", reverse("conditions:analyses"))],
        lead="Qui l’anime, quand, combien de temps, qui était là. Rien de ce qui s’y dit.",
    )
