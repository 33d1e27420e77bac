"""The desk: one more with a button, the sheet of a half-day typed again, totals by week. No identity anywhere."""

from datetime import date, timedelta

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_safe

from maillage.directory.actions import ground as actions
from maillage.directory.enums import Half, Sent, Visitor
from maillage.directory.forms.ground import HalfDayForm, SheetForm, VisitForm, field_name, reasons
from maillage.directory.queries import reception as queries
from maillage.directory.rules.counts import check_can_count_reception
from maillage.directory.views.pages import trail
from maillage.web.answers import done, form_page, submitted
from maillage.web.downloads import csv_file, pdf_file
from maillage.web.fields import parse_date
from maillage.web.wording import day as day_words
from maillage.web.wording import full_day

TITLE = "Compter les passages à l’accueil"
NOON = 13
EARLIEST = date(2020, 1, 1)
HEADERS = ["jour", "demi-journée", "qui", "pour quoi", "suite", "nombre"]


def _here():
    return reverse("directory:reception")


def this_half(now):
    return Half.MORNING if now.hour < NOON else Half.AFTERNOON


@require_http_methods(["GET", "HEAD", "POST"])
def reception(request):
    """Who and what next stay chosen from one person to the next: they are in the address."""
    check_can_count_reception(request.actor)
    now = timezone.localtime()
    chosen = {"visitor": request.GET.get("qui", Visitor.ALONE), "sent": request.GET.get("suite", Sent.HERE)}
    form = VisitForm(request.POST if request.method == "POST" else None, initial=chosen)
    if submitted(request, form):
        return _counted(request, form.cleaned_data, now)
    context = {
        "title": TITLE,
        "trail": trail(),
        "today": now.date(),
        "half": this_half(now).label,
        "reasons": _with_counts(request.actor, now),
        "last": request.GET.get("pour"),
        "last_label": dict(reasons()).get(request.GET.get("pour", "")),
    }
    return form_page(request, form, "directory/reception.html", **context)


def _with_counts(actor, now):
    counted = queries.by_theme(actor, now.date(), this_half(now))
    return [(code, label, counted.get(code, 0)) for code, label in reasons()]


def _counted(request, data, now):
    told = {"day": now.date(), "half": this_half(now), **data}
    label = dict(reasons())[data["category"]]
    asked = {"qui": data["visitor"], "suite": data["sent"]}
    if "undo" in request.POST:
        gone = actions.uncount_visit(by=request.actor, **told)
        messages.success(request, f"Un de moins\u00a0: {label}." if gone else "Il n’y avait rien à retirer.")
    else:
        actions.count_visit(by=request.actor, **told)
        messages.success(request, f"Un de plus\u00a0: {label}.")
        asked["pour"] = data["category"]
    return HttpResponseRedirect(f"{_here()}?{urlencode(asked)}")


@require_http_methods(["GET", "HEAD", "POST"])
def sheet(request):
    """First the half-day, then what it holds, in the order of the paper."""
    check_can_count_reception(request.actor)
    asked = HalfDayForm(
        request.GET if "jour" in request.GET else None,
        initial={"jour": timezone.localdate(), "quand": this_half(timezone.localtime())},
    )
    told = _half_day(asked)
    known = queries.of_half_day(request.actor, **told) if told else {}
    initial = {field_name(*key): count for key, count in known.items()}
    form = SheetForm(request.POST if told and request.method == "POST" else None, initial=initial)
    if form.is_bound and form.is_valid():
        total = actions.enter_sheet(by=request.actor, **told, counts=form.counts())
        words = f"La feuille du {full_day(told['day'])} est enregistrée\u00a0: {total}."
        return done(request, words, _here())
    context = {
        "title": "Recopier une feuille",
        "trail": trail((TITLE, _here())),
        "asked": asked,
        "half_day": told,
        "columns": Sent.labels,
    }
    status = 422 if asked.errors else None
    return form_page(request, form, "directory/reception_sheet.html", status=status, **context)


def _half_day(asked):
    if not (asked.is_bound and asked.is_valid()):
        return {}
    data = asked.cleaned_data
    return {"day": data["jour"], "half": data["quand"], "visitor": data["qui"]}


@require_safe
def blank_sheet(request):
    check_can_count_reception(request.actor)
    data = {
        "title": "Passages à l’accueil",
        "summary": "Une feuille par demi-journée et par ligne «\u00a0Qui\u00a0». Un bâton par personne\u00a0: aucun nom.",
        "blanks": [
            "Jour",
            "Matin ou après-midi",
            f"Qui ({', '.join(Visitor.labels)})",
        ],
        "columns": ["Pour quoi", *(label.capitalize() for label in Sent.labels)],
        "rows": [label for _, label in reasons()],
        "footer": "À recopier dans «\u00a0Recopier une feuille\u00a0», dans le même ordre.",
    }
    return pdf_file("feuille-accueil", "directory/tally.typ", data)


@require_safe
def week(request):
    """A week of the desk; `?format=csv` gives its lines."""
    check_can_count_reception(request.actor)
    monday = _monday(request.GET.get("semaine", ""))
    last = monday + timedelta(days=6)
    if request.GET.get("format") == "csv":
        rows = queries.lines(request.actor, monday, last)
        return csv_file("accueil", HEADERS, rows)
    told = queries.totals(request.actor, monday, last)
    context = {
        "title": f"Semaine du {day_words(monday)}",
        "trail": trail((TITLE, _here())),
        "told": told,
        "monday": monday,
        "before": monday - timedelta(days=7),
        "after": monday + timedelta(days=7) if last < timezone.localdate() else None,
        "days": ["Jour", ("Matin", "number"), ("Après-midi", "number")],
        "themes": ["Pour quoi", ("Personnes", "number")],
        "sent": ["Suite", ("Personnes", "number")],
    }
    return render(request, "directory/reception_week.html", context)


def _monday(text):
    """What is no date is this week."""
    try:
        on = parse_date(text) if text else timezone.localdate()
    except ValueError:
        on = timezone.localdate()
    on = min(max(on, EARLIEST), timezone.localdate())
    return on - timedelta(days=on.weekday())
