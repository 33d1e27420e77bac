"""Contributions: read by cell, row or column; given; followed by who gave them; placed, told what became of them."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from maillage.contributions import papers, queries
from maillage.contributions.actions import contributions as actions
from maillage.contributions.actions.processes import check_runs
from maillage.contributions.enums import AuthorKind, Channel, Publicity
from maillage.contributions.forms.contributions import (
    COPIED,
    OWN,
    RELAYED,
    ContributeForm,
    FateForm,
    PlaceForm,
)
from maillage.contributions.forms.processes import GridFilters
from maillage.contributions.models import Contribution
from maillage.contributions.queries import grid
from maillage.contributions.queries.processes import axes, tasks
from maillage.contributions.rules import check_can_contribute
from maillage.contributions.views.pages import of_process, process_or_404, trail
from maillage.governance.queries import standing
from maillage.web.answers import done, form_page, refusals_in, refusals_told, row_or_404, submitted
from maillage.web.downloads import pdf_file
from maillage.web.listing import paged

FORM = require_http_methods(["GET", "HEAD", "POST"])
MINE = "Mes contributions"


def territories(process):
    return [one.territory for one in tasks(process)]


@login_not_required
@require_safe
def reading(request, public_id):
    process = process_or_404(request, public_id)
    both = axes(process)
    form = GridFilters(request.GET or None, axes=both, territories=territories(process))
    wanted = grid.Wanted(**form.wanted())
    page, pages = paged(request, grid.read(request.actor, process, wanted))
    about = [one for one in (both.named("row", wanted.row), both.named("column", wanted.column)) if one]
    context = {
        "title": " × ".join(str(one) for one in about) or "Toutes les contributions",
        "trail": of_process(process),
        "process": process,
        "about": about,
        "form": form,
        "groups": grid.by_kind(page),
        "page": page,
        "pages": pages,
        "runs": queries.runs(request.actor, process),
    }
    return render(request, "contributions/reading.html", context)


@FORM
def contribute(request, public_id):
    process = process_or_404(request, public_id)
    runs = queries.runs(request.actor, process)
    asks = process.is_open or request.method == "POST"
    if not runs and not asks:
        mine = standing(request.actor, process.committee)
        check_can_contribute(request.actor, process.is_open, Channel.ACCOUNT, mine)
    channels = [*((OWN, RELAYED) if asks else ()), *((COPIED,) if runs else ())]
    form = ContributeForm(
        request.POST or None, **_asked(process), channels=channels, initial=_initial(request, channels)
    )
    if submitted(request, form):
        with refusals_in(form):
            told = {"told": form.told(), "channel": form.cleaned_data["channel"], "confirmed": form.said()}
            actions.contribute(by=request.actor, process=process, **told)
            return done(request, "Merci, la contribution est notée.", "contributions:mine")
    return form_page(
        request, form, title="Contribuer", lead=process.question, trail=of_process(process), save="Envoyer"
    )


def _asked(process):
    kinds = process.kinds(timezone.localdate())
    return {"axes": axes(process), "territories": territories(process), "kinds": kinds}


def _initial(request, channels):
    told = {name: request.GET.getlist(field) for name, field in (("rows", "ligne"), ("columns", "colonne"))}
    told |= {"channel": channels[0][0] if channels else "", "author": request.user.get_full_name()}
    return told | {"author_kind": AuthorKind.PERSON, "publicity": Publicity.PUBLIC}


@require_safe
def mine(request):
    page, pages = paged(request, grid.mine(request.actor))
    context = {"title": MINE, "trail": trail(), "page": page, "pages": pages}
    return render(request, "contributions/mine.html", context)


def _one_or_404(request, public_id):
    return row_or_404(grid.one_of(request.actor), public_id=public_id)


@login_not_required
@require_safe
def contribution(request, public_id):
    row = _one_or_404(request, public_id)
    own = request.actor.signed_in and request.actor.user_id in (row.user_id, _relayed(row))
    context = {
        "title": f"Contribution n°\u00a0{row.pk}",
        "trail": of_process(row.process),
        "one": row,
        "own": own,
        "runs": queries.runs(request.actor, row.process),
    }
    return render(request, "contributions/contribution.html", context)


def _relayed(row):
    return row.entered_by_id if row.channel == Channel.RELAY else None


@require_POST
def withdraw(request, public_id):
    row = row_or_404(Contribution.objects.visible_to(request.actor), public_id=public_id)
    with refusals_told(request):
        actions.withdraw(by=request.actor, contribution=row)
        return done(
            request, "Votre contribution est retirée\u00a0: vous seul la voyez encore.", "contributions:mine"
        )
    return redirect(row.get_absolute_url())


@FORM
def place(request, public_id):
    row = _one_or_404(request, public_id)
    check_runs(request.actor, row.process)
    cells = list(row.cells.all())
    initial = {"rows": [one.row_id for one in cells], "columns": [one.column_id for one in cells]}
    form = PlaceForm(request.POST or None, axes=axes(row.process), initial=initial)
    if submitted(request, form):
        with refusals_in(form):
            told = {"rows": form.chosen("rows"), "columns": form.chosen("columns")}
            actions.place(by=request.actor, contribution=row, **told)
            return done(request, "Elle est rangée.", row.get_absolute_url())
    return form_page(
        request, form, title=f"Ranger la contribution n°\u00a0{row.pk}", lead=row.text, trail=of_process(row.process), back=row.get_absolute_url()
    )  # fmt: skip


@FORM
def fate(request, public_id):
    row = _one_or_404(request, public_id)
    check_runs(request.actor, row.process)
    form = FateForm(request.POST or None)
    if submitted(request, form):
        data = form.cleaned_data
        if len(data["into"]) > 1:
            form.add_error("into", "Un seul numéro\u00a0: celui qui reprend cette contribution.")
            return form_page(
                request,
                form,
                title=f"Dire la suite de la contribution n°\u00a0{row.pk}",
                lead=row.text,
                trail=of_process(row.process),
                back=row.get_absolute_url(),
            )
        rows = grid.contributions(request.actor, row.process).filter(pk__in=data["into"])
        with refusals_in(form):
            into = rows.first() if data["into"] else None
            actions.say_fate(
                by=request.actor, contribution=row, kind=data["kind"], why=data["why"], into=into
            )
            return done(
                request,
                "C’est dit\u00a0: son auteur le lit s’il a un compte ou un lien.",
                row.get_absolute_url(),
            )
    return form_page(
        request, form, title=f"Dire la suite de la contribution n°\u00a0{row.pk}", lead=row.text, trail=of_process(row.process), back=row.get_absolute_url()
    )  # fmt: skip


@login_not_required
@require_safe
def paper(request, public_id):
    """To be filled in by hand, then copied."""
    process = process_or_404(request, public_id)
    return pdf_file("contribution", "web/record.typ", papers.blank_form(process, axes(process)))
