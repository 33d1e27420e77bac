"""Who came, in counts: typed by the team, read by professionals."""

from datetime import timedelta

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from maillage.directory import rules
from maillage.directory.actions import sessions as actions
from maillage.directory.enums import CATEGORIES
from maillage.directory.forms.sessions import AttendanceForm
from maillage.directory.queries import attendance as queries
from maillage.directory.queries.sessions import in_rule, occurrences
from maillage.directory.rules.counts import shown_count
from maillage.directory.views.pages import trail
from maillage.directory.views.sessions import TITLE, here, session_or_404
from maillage.web.answers import done, form_page, refusals_in, submitted
from maillage.web.downloads import csv_file, pdf_file
from maillage.web.wording import full_day, number

WEEKS_BEHIND = 8
COLUMNS = ["Jour", ("Venues", "number"), ("Pour la première fois", "number")]


def _url(row):
    return reverse("directory:attendance", args=[row.public_id])


def _trail(row):
    return trail((TITLE, here()), (row.name, row.get_absolute_url()))


@require_safe
def attendance(request, public_id):
    """With `?format=csv`, the same days as a file."""
    rules.check_at_work(request.actor)
    row = session_or_404(request, public_id)
    rows = queries.counted(request.actor, row)
    if request.GET.get("format") == "csv":
        return csv_file("frequentation", ["jour", "venues", "nouvelles"], [_told(one) for one in rows])
    keeps = rules.can_keep_cards(request.actor, row.structure_id)
    context = {
        "title": f"Qui est venu\u00a0: {row.name}",
        "trail": _trail(row),
        "session": row,
        "summary": queries.summary(rows),
        "columns": COLUMNS,
        "rows": [_cells(one) for one in rows],
        "keeps": keeps,
        "to_count": _to_count(row, {one.day for one in rows}) if keeps else [],
    }
    return render(request, "directory/attendance.html", context)


def _told(one):
    return (one.day, one.came, shown_count(one.new))


def _cells(one):
    new = shown_count(one.new)
    return [full_day(one.day), number(one.came), new]


def _to_count(row, counted):
    """Days of the last weeks that were held and that nobody counted."""
    today = timezone.localdate()
    past = occurrences([row], today - timedelta(weeks=WEEKS_BEHIND), today)
    return [one.day for one in reversed(past) if one.held and one.day not in counted and one.day <= today]


@require_http_methods(["GET", "HEAD", "POST"])
def count(request, public_id, day):
    row = session_or_404(request, public_id)
    rules.check_can_keep_cards(request.actor, row.structure_id)
    if not in_rule(row, day):
        raise Http404
    known = queries.on_day(request.actor, row, day)
    themes = row.categories or list(CATEGORIES)
    form = AttendanceForm(request.POST or None, themes=themes, initial=_typed(known))
    if submitted(request, form):
        data = form.cleaned_data
        told = {"session": row, "day": day, "version": data["version"], "asked": form.asked()}
        told |= {"came": data["came"], "new": data["new"] or 0}
        with refusals_in(form):
            actions.count_attendance(by=request.actor, **told)
            return done(request, f"C’est compté pour le {full_day(day)}.", _url(row))
    lead = "Des nombres seulement\u00a0: aucun nom. Pour chaque thème, combien de personnes l’ont demandé."
    title = f"Qui est venu le {full_day(day)}"
    return form_page(request, form, title=title, back=_url(row), trail=_trail(row), lead=lead)


def _typed(known):
    if known is None:
        return {"version": 0}
    asked = {f"asked_{theme}": count for theme, count in known.asked.items()}
    return {"version": known.version, "came": known.came, "new": known.new, **asked}


@require_safe
def blank_sheet(request, public_id):
    """To fill by hand where there is no network, in the order of the screen that takes it back."""
    row = session_or_404(request, public_id)
    rules.check_can_keep_cards(request.actor, row.structure_id)
    themes = [CATEGORIES[theme] for theme in row.categories or CATEGORIES]
    blanks = ["Date", "Personnes venues", "Dont venues pour la première fois"]
    data = {
        "title": f"Qui est venu\u00a0: {row.name}",
        "summary": "Une feuille par jour. Des bâtons ou des nombres\u00a0: aucun nom.",
        "blanks": blanks,
        "columns": ["Thème demandé", "Combien de personnes"],
        "rows": themes,
        "footer": "À recopier dans «\u00a0Qui est venu\u00a0», dans le même ordre.",
    }
    return pdf_file("feuille-de-permanence", "directory/tally.typ", data)
