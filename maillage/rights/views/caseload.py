"""The caseload: what could be opened, for whom, the simplest first."""

from datetime import timedelta
from io import BytesIO

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from maillage.audit.actions import record
from maillage.permissions import Forbidden
from maillage.rights import presentation, rules
from maillage.rights.actions import radar
from maillage.rights.engine import BENEFIT, BENEFITS
from maillage.rights.enums import Cause, Change, Status
from maillage.rights.forms.caseload import CHANGES, FiltersForm
from maillage.rights.queries import potential
from maillage.rights.queries.claims import claims_by_household
from maillage.rights.views.month import chosen_month, months_to_choose
from maillage.sheets import write_table
from maillage.web.wording import month as month_words
from maillage.web.wording import plural

MOST_EXPORTED = 50_000
TYPES = {"csv": "text/csv", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
HEADERS = (
    "foyer", "demandeur", "mois", "prestation", "état", "montant estimé", "au moins", "au plus",
    "premier trimestre", "déjà perçu", "il manque", "depuis la dernière fois",
)  # fmt: skip
WEEK = timedelta(days=7)
DIFF = {
    "oui": (Change.NEW, "nouveau droit|nouveaux droits"),
    "modifies": (Change.CHANGED, "droit modifié|droits modifiés"),
    "perdus": (Change.GONE, "droit qui n’est plus possible|droits qui ne sont plus possibles"),
}
CONCERNED = "foyer concerné par le nouveau barème|foyers concernés par le nouveau barème"
COUNT_COLUMNS = ["Prestation", ("Probables", "number"), ("À préciser", "number"), ("Il manque", "number")]


@require_safe
def caseload(request):
    rules.check_can_see_rights(request.actor)
    run = potential.last_run(request.actor)
    since = _since(run)
    filters, form, notice = _filters(request, since)
    rows = potential.caseload(request.actor, filters)
    page = potential.page_of(rows, _key(request, "apres"), _key(request, "avant"))
    names = potential.applicants(request.actor, {row.household_id for row in page.rows})
    claimed = claims_by_household(request.actor, names)
    counts = potential.counts_by_benefit(rows)
    record(request.actor, "list_rights", "entitlement", count=len(page.rows))
    context = {
        "title": "Droits",
        "form": form,
        "filters": filters,
        "active": _active(request, form),
        "notice": notice,
        "rows": [_row(row, names, claimed) for row in page.rows],
        "counts": _count_rows(counts),
        "count_columns": COUNT_COLUMNS,
        "total": sum(counts.values()),
        "next_url": _url(request, apres=page.after, avant=None) if page.after else "",
        "previous_url": _url(request, avant=page.before, apres=None) if page.before else "",
        "run": run,
        "since": since,
        "diff": _diff(request, filters.month, since, run),
        "size": potential.caseload_size(request.actor),
        "screened": potential.screened_count(request.actor, filters.month),
        "watches": rules.can_watch(request.actor),
        "exports": [(kind, f"{reverse('rights:export', args=[kind])}{_url(request)}") for kind in TYPES],
    }
    return render(request, "rights/caseload.html", context)


def _since(run):
    """What is new is told against the last run that the actor sees; those of the night are their rights lead's."""
    return run.started_at if run else timezone.now() - WEEK


def _diff(request, month, since, run):
    """What changed, each with the list of it."""
    counts = potential.changes_since(request.actor, month, since)
    found = [
        (plural(counts[code], words), _url(request, nouveaux=name, pourquoi=None))
        for name, (code, words) in DIFF.items()
        if counts.get(code)
    ]
    concerned = potential.concerned(request.actor, month, Cause.SCALE)
    if concerned:
        found.append((plural(concerned, CONCERNED), _url(request, nouveaux=None, pourquoi=Cause.SCALE.value)))
    coming = run.counts.get("deadlines", 0) if run else 0
    return [*found, *([(plural(coming, "échéance"), reverse("rights:deadlines"))] if coming else [])]


def _filters(request, since):
    month, notice = chosen_month(request.GET.get("mois", ""))
    months = [(f"{one:%Y-%m}", month_words(one)) for one in months_to_choose(month)]
    data = request.GET.copy()
    data["mois"] = f"{month:%Y-%m}"
    form = FiltersForm(data, months=months, communes=potential.communes(request.actor))
    form.is_valid()
    clean = form.cleaned_data
    chosen = potential.Filters(
        month,
        clean.get("prestation", ""),
        clean.get("etat", ""),
        clean.get("commune", ""),
        CHANGES.get(clean.get("nouveaux", ""), ""),
        since,
        clean.get("pourquoi", ""),
    )
    return chosen, form, notice


def _key(request, name):
    return potential.Key.parse(request.GET.get(name, ""))


def _url(request, **changes):
    """The same filters, elsewhere in the list."""
    data = request.GET.copy()
    for name in ("apres", "avant"):
        data.pop(name, None)
    for name, value in changes.items():
        data.pop(name, None)
        if value is not None:
            data[name] = str(value)
    return f"?{data.urlencode()}"


def _active(request, form):
    """Filters in use, each with the address that takes it away."""
    found = []
    for name in ("prestation", "etat", "commune", "nouveaux", "pourquoi"):
        value = form.cleaned_data.get(name, "")
        if value:
            data = request.GET.copy()
            for key in (name, "apres", "avant"):
                data.pop(key, None)
            found.append((dict(form.fields[name].choices)[value], f"?{data.urlencode()}"))
    return found


def _row(row, names, claimed):
    name, why, how_much = presentation.stored_row(row)
    claim = claimed.get((row.household_id, row.benefit))
    benefit = BENEFIT[row.benefit]
    return {
        "who": names.get(row.household_id, "Foyer sans nom connu"),
        "url": f"{reverse('rights:household', args=[row.household_id])}?mois={row.month:%Y-%m}",
        "benefit": name,
        "why": why,
        "how_much": how_much,
        "next": "" if row.change == Change.GONE else presentation.next_step(row.status, benefit),
        "change": row.change,
        "claim": claim.state_on(timezone.localdate()) if claim else "",
    }


def _count_rows(counts):
    """[benefit, entitled, range, missing] for the benefits found."""
    rows = [(one.name, *(counts.get((one.code, status), 0) for status in Status.values)) for one in BENEFITS]
    return [[name, *map(str, numbers)] for name, *numbers in rows if any(numbers)]


@require_POST
def screen_all(request):
    rules.check_can_see_rights(request.actor)
    month, _ = chosen_month(request.POST.get("mois", ""))
    run = radar.ask_for_screening(by=request.actor, month=month)
    return HttpResponseRedirect(reverse("jobs:show", args=[run.job_id]))


@require_safe
def export(request, kind):
    """The list as it is filtered, for a spreadsheet; written down in the journal."""
    rules.check_can_see_rights(request.actor)
    if kind not in TYPES:
        raise Http404
    filters, _, _ = _filters(request, _since(potential.last_run(request.actor)))
    rows = list(potential.caseload(request.actor, filters)[: MOST_EXPORTED + 1])
    if len(rows) > MOST_EXPORTED:
        raise Forbidden(
            f"La liste dépasse {MOST_EXPORTED} lignes\u00a0: choisissez une prestation ou une commune."
        )
    names = potential.applicants(request.actor, {row.household_id for row in rows})
    record(request.actor, "export_rights", "entitlement", count=len(rows), kind=kind)
    target = BytesIO()
    write_table(HEADERS, (_exported(row, names) for row in rows), target, kind, sheet="Droits")
    name = f"droits-{filters.month:%Y-%m}-{timezone.localdate():%Y%m%d}.{kind}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(target.getvalue(), content_type=TYPES[kind], headers=headers)


def _exported(row, names):
    return (
        str(row.household_id),
        names.get(row.household_id, ""),
        row.month,
        BENEFIT[row.benefit].name,
        row.get_status_display(),
        row.amount,
        row.low,
        row.high,
        row.first_quarter,
        row.received,
        ", ".join(fact.label for fact in row.missing_facts),
        row.get_change_display(),
    )
