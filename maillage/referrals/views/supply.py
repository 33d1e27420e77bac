"""Supply and demand of places: for those at work, by any part of the territory; for everybody, small numbers hidden."""

from urllib.parse import urlencode

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from maillage.referrals import supply_words as words
from maillage.referrals.forms.places import SupplyForm
from maillage.referrals.queries import supply as queries
from maillage.web.downloads import csv_file

TITLE = "Offre et demande de places"


def asked(request):
    """(the form, which part is counted, the filters kept in the address). Whoever isn't at work is told the whole."""
    form = SupplyForm(request.GET if request.actor.at_work else {})
    told = {name: value for name, value in form.cleaned_data.items() if value} if form.is_valid() else {}
    return form, queries.Among(**told), told


@login_not_required
@require_safe
def supply(request):
    today, at_work = timezone.localdate(), request.actor.at_work
    form, among, told = asked(request)
    by = request.GET.get("par", "")
    by = by if by in words.DIMENSIONS else "kind"
    found = queries.apart(request.actor, among, today)
    columns, rows = words.table(by, found[by], at_work)
    context = {
        "title": TITLE,
        "at_work": at_work,
        "form": form,
        "hidden": [("par", by)],
        "ways": [
            (name, label, address(told, par=name), name == by) for name, label in words.DIMENSIONS.items()
        ],
        "by": words.DIMENSIONS[by],
        "columns": columns,
        "rows": rows,
        "whole": words.whole(found["all"], at_work),
        "svg": words.picture(by, found[by]) if rows else None,
        "map": words.drawn(found[by], address(told, par=by) + "&commune={}") if by == "commune" else None,
        "key": words.KEY,
        "unfilled": found["unfilled"],
        "csv_url": reverse("referrals:supply_csv") + address(told),
        "one_commune": told.get("commune"),
        "all_communes": address({k: v for k, v in told.items() if k != "commune"}, par="commune"),
        "today": today,
    }
    return render(request, "referrals/supply.html", context)


def address(told, **more):
    return "?" + urlencode({**told, **more})


@login_not_required
@require_safe
def supply_csv(request):
    """At work: nature, public, composition and commune together; for everybody, one after the other."""
    today, at_work = timezone.localdate(), request.actor.at_work
    names = [words.NUMBERS[name] for name in words.columns(at_work)]
    if at_work:
        rows = words.cube_rows(queries.together(asked(request)[1], today))
        return csv_file("offre-et-demande", [*words.DIMENSIONS.values(), *names], rows)
    found = queries.apart(request.actor, queries.ALL, today)
    lines = [(label, one) for by, label in words.DIMENSIONS.items() for one in found[by]]
    return csv_file("offre-et-demande", ["par", "valeur", *names], words.file_rows(lines, at_work))
