"""Processes: all of them, one as a grid, opened, corrected, published; its link; its two axes."""

from urllib.parse import urlencode

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from maillage.contributions import queries, rules
from maillage.contributions.actions import processes as actions
from maillage.contributions.enums import AxisKind
from maillage.contributions.forms.processes import AxisForm, GridFilters, ProcessForm, shown
from maillage.contributions.models import Axis
from maillage.contributions.queries import grid
from maillage.contributions.queries.dissents import with_corrections
from maillage.contributions.queries.processes import axes, link_token, tasks
from maillage.contributions.queries.syntheses import last_published
from maillage.contributions.views.pages import HOME, of_process, process_or_404, run_or_403, trail
from maillage.governance.models import Committee
from maillage.governance.queries import mine, standing
from maillage.web.answers import done, form_page, refusals_in, refusals_told, row_or_404, submitted
from maillage.web.listing import paged

FORM = require_http_methods(["GET", "HEAD", "POST"])
NOWHERE = "Sans politique"


@login_not_required
@require_safe
def processes(request):
    page, pages = paged(request, queries.processes(request.actor))
    context = {"title": HOME, "page": page, "pages": pages, "now": timezone.now()}
    context["opens"] = [one for one in mine(request.actor) if actions_allowed(request.actor, one)]
    context["waiting"] = queries.to_wish(request.actor).select_related("process", "territory")
    return render(request, "contributions/processes.html", context)


def actions_allowed(actor, committee):
    return standing(actor, committee).keeps


@FORM
def open_process(request, public_id):
    rows = Committee.objects.visible_to(request.actor)
    committee = row_or_404(rows, public_id=public_id)
    rules.check_can_run(request.actor, standing(request.actor, committee))
    form = ProcessForm(request.POST or None, initial={"version": 1})
    if submitted(request, form):
        with refusals_in(form):
            made = actions.open_process(by=request.actor, committee=committee, values=form.values())
            return done(
                request,
                "La concertation est prête. Relisez les lignes et les colonnes.",
                made.get_absolute_url(),
            )
    lead = f"{committee.name} la mène. Sa grille croise des thèmes et des politiques publiques, que vous pourrez changer."
    return form_page(request, form, title="Ouvrir une concertation", lead=lead, trail=trail(), save="Ouvrir")


@FORM
def correct(request, public_id):
    process = run_or_403(request, public_id)
    form = ProcessForm(request.POST or None, initial=shown(process))
    if submitted(request, form):
        with refusals_in(form):
            told = {"version": form.cleaned_data["version"], "values": form.values()}
            actions.correct_process(by=request.actor, process=process, **told)
            return done(request, "C’est enregistré.", process.get_absolute_url())
    return form_page(request, form, title="Corriger la concertation", trail=of_process(process))


@login_not_required
@require_safe
def process(request, public_id):
    found = process_or_404(request, public_id)
    both, shares = axes(found), list(tasks(found))
    form = GridFilters(
        request.GET or None, axes=both, territories=[one.territory for one in shares], cells=False
    )
    wanted = grid.Wanted(**form.wanted())
    stands = standing(request.actor, found.committee)
    runs = rules.can_run(request.actor, stands)
    context = {
        "title": found.title,
        "trail": trail(),
        "process": found,
        "phase": found.phase(timezone.localdate()),
        "form": form,
        "columns": ["Thème", *(one.label for one in both.columns), NOWHERE],
        "rows": _rows(found, both, grid.counts(request.actor, found, wanted), request.GET, shares),
        "both": both,
        "shares": shares,
        "runs": runs,
        "link": request.build_absolute_uri(reverse("contributions:door", args=[link_token(found)])) if runs and found.link_key else "",
        "syntheses": last_published(request.actor, found),
        "dissents": with_corrections(request.actor, found, stands),
        "disagrees": rules.can_dissent(request.actor, stands, copied=False),
        "reads": found.published_on or runs,
        "reading": reverse("contributions:reading", args=[found.public_id]),
    }  # fmt: skip
    return render(request, "contributions/process.html", context)


def _rows(process, both, counted, query, shares):
    """A line for each theme, the contributions that name none last; an empty cell says so."""
    kept = {name: query[name] for name in ("type", "territoire") if query.get(name)}
    base = reverse("contributions:reading", args=[process.public_id])
    made = []
    for row in (*both.rows, None):
        carried = [str(one) for one in shares if row and one.row_id == row.pk]
        cells = [_cell(base, kept, counted, row, column) for column in (*both.columns, None)]
        if row is None and not any(counted.get((None, column.pk)) for column in both.columns):
            continue
        made.append([_head(base, kept, row, carried), *cells])
    return made


def _head(base, kept, row, carried):
    if row is None:
        return "Sans thème"
    link = format_html('<a href="{}?{}">{}</a>', base, urlencode({**kept, "ligne": row.pk}), row.label)
    return format_html("{}<br><small>{}</small>", link, ", ".join(carried)) if carried else link


def _cell(base, kept, counted, row, column):
    count = counted.get((row and row.pk, column and column.pk), 0)
    if not count:
        return "vide" if row and column else "0"
    if not (row and column):
        return str(count)
    query = urlencode({**kept, "ligne": row.pk, "colonne": column.pk})
    return format_html(
        '<a href="{}?{}">{}<span class="visually-hidden"> : {}, {}</span></a>',
        base,
        query,
        count,
        row.label,
        column.label,
    )


def _acted(request, public_id, act, words):
    process = process_or_404(request, public_id)
    with refusals_told(request):
        act(by=request.actor, process=process)
        return done(request, words, process.get_absolute_url())
    return redirect(process.get_absolute_url())


@require_POST
def publish_grid(request, public_id):
    return _acted(
        request, public_id, actions.publish_grid, "Tout le monde lit maintenant les contributions publiques."
    )


@require_POST
def give_link(request, public_id):
    return _acted(request, public_id, actions.give_link, "Le lien est ouvert. Copiez-le où vous voulez.")


@require_POST
def take_link_back(request, public_id):
    return _acted(request, public_id, actions.take_link_back, "Le lien n’ouvre plus rien.")


# The axes


@FORM
def add_axis(request, public_id):
    process = run_or_403(request, public_id)
    form = AxisForm(request.POST or None)
    if submitted(request, form):
        with refusals_in(form):
            actions.add_axis(by=request.actor, process=process, values=form.cleaned_data)
            return done(request, "C’est ajouté à la grille.", process.get_absolute_url())
    return form_page(request, form, title="Ajouter un thème ou une politique", trail=of_process(process))


def _axis_or_404(request, pk):
    return row_or_404(Axis.objects.visible_to(request.actor).select_related("process__committee"), pk)


@login_not_required
@require_safe
def axis(request, pk):
    """What is known before the work begins, given to every territory."""
    found = _axis_or_404(request, pk)
    name = "ligne" if found.kind == AxisKind.ROW else "colonne"
    reading = reverse("contributions:reading", args=[found.process.public_id])
    context = {
        "title": found.label,
        "trail": of_process(found.process),
        "axis": found,
        "runs": queries.runs(request.actor, found.process),
        "carried": [one for one in tasks(found.process) if found.pk in (one.row_id, one.column_id)],
        "reading": f"{reading}?{name}={found.pk}",
    }
    return render(request, "contributions/axis.html", context)


@FORM
def correct_axis(request, pk):
    found = _axis_or_404(request, pk)
    actions.check_runs(request.actor, found.process)
    initial = {name: getattr(found, name) for name in ("label", "note", "words")}
    form = AxisForm(request.POST or None, new=False, initial=initial)
    back = reverse("contributions:axis", args=[found.pk])
    if submitted(request, form):
        with refusals_in(form):
            actions.correct_axis(by=request.actor, axis=found, values=form.cleaned_data)
            return done(request, "C’est enregistré.", back)
    return form_page(
        request, form, title=f"Corriger\u00a0: {found.label}", trail=of_process(found.process), back=back
    )
