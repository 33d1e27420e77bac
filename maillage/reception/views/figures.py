"""What is counted of a team: receptions by month and theme, hours freed, forms that waste time. Never of one worker."""

from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from maillage.reception.enums import themes
from maillage.reception.queries import receptions, tasks
from maillage.reception.rules import (
    can_read_irritants,
    can_receive,
    check_can_count,
    check_can_read_irritants,
)
from maillage.web.charts import Bar, bar_chart
from maillage.web.downloads import csv_file
from maillage.web.wording import month, number

FEW = "moins de 5"
COUNTED = [("Accueils", "number"), ("Sans réponse", "number"), ("Revenus", "number")]
HOURS = [
    "Tâche",
    ("Nombre", "number"),
    ("Temps passé à l’accueil", "number"),
    ("Temps rendu au travail social", "number"),
    ("Sans estimation", "number"),
]
OTHERS = "Les autres tâches, ensemble"
YEAR = "Les douze derniers mois"


def _count(value):
    return FEW if value is None else number(value)


def _cells(row):
    return [_count(one) for one in (row.received, row.unanswered, row.returned)]


def above(actor):
    """Who leads the team receives nobody: their figures are reached from their day."""
    return [("Accueil sans identité", reverse("reception:receptions"))] if can_receive(actor) else []


@require_safe
def figures(request):
    check_can_count(request.actor)
    told, labels = receptions.figures(), themes()
    if request.GET.get("format") == "csv":
        rows = [
            [f"{one.month:%Y-%m}", labels.get(row.theme, "Tous"), *_cells(row)]
            for one in told
            for row in (one.total, *one.themes)
        ]
        return csv_file(
            "premiers-accueils", ["mois", "pour quoi", "accueils", "sans réponse", "revenus"], rows
        )
    months = [
        (month(one.month), [[labels.get(row.theme, row.theme), *_cells(row)] for row in one.themes])
        for one in told
    ]
    context = {
        "title": "Premiers accueils, mois par mois",
        "trail": above(request.actor),
        "totals": [[month(one.month), *_cells(one.total)] for one in told],
        "by_month": ["Mois", *COUNTED],
        "by_theme": ["Pour quoi", *COUNTED],
        "months": months,
        "chart": bar_chart(
            "accueils",
            "Premiers accueils par mois",
            "Nombre d’accueils de chaque mois.",
            [Bar(month(one.month), one.total.received or 0, _count(one.total.received)) for one in told],
        ),
    }
    return render(request, "reception/figures.html", context)


def _hours(minutes):
    return f"{number(round(minutes / 60, 1))}\u00a0h"


@require_safe
def hours(request):
    check_can_count(request.actor)
    told = tasks.hours_freed()
    rows = [(one, _period(one), row) for one in told for row in one.rows]
    if request.GET.get("format") == "csv":
        lines = [
            [period, row.kind or OTHERS, row.tasks, row.minutes, row.estimated, row.unestimated]
            for _, period, row in rows
        ]
        headers = ["mois", "tâche", "nombre", "minutes passées", "minutes rendues", "sans estimation"]
        return csv_file("heures-rendues", headers, lines)
    context = {
        "title": "Heures rendues au travail social",
        "columns": HOURS,
        "periods": [(_period(one), [_line(row) for row in one.rows]) for one in told],
        "summary": [[_period(one), _hours(one.minutes), _hours(one.estimated)] for one in told],
        "by_month": ["Mois", ("Passé à l’accueil", "number"), ("Rendu au travail social", "number")],
        "small": bool(told) and told[0].month is None,
        "chart": _chart(told),
        "irritants": can_read_irritants(request.actor),
    }
    return render(request, "reception/hours.html", context)


def _period(one):
    return month(one.month) if one.month else YEAR


def _line(row):
    kind = row.kind or OTHERS
    return [kind, number(row.tasks), _hours(row.minutes), _hours(row.estimated), number(row.unestimated)]


def _chart(told):
    bars = [Bar(_period(one), one.estimated, _hours(one.estimated)) for one in told]
    described = "Temps que ces tâches auraient pris à qui les a confiées, par mois."
    return bar_chart("heures", "Heures rendues au travail social", described, bars)


@require_safe
def irritants(request):
    check_can_read_irritants(request.actor)
    context = {
        "title": "Formulaires qui font perdre du temps",
        "trail": [("Heures rendues au travail social", reverse("reception:hours"))],
        "forms": tasks.irritants(request.actor),
    }
    return render(request, "reception/irritants.html", context)
