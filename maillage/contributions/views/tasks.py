"""Sharing out: territories, what they wish, what each carries and why."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from maillage.contributions import queries
from maillage.contributions.actions import tasks as actions
from maillage.contributions.actions.processes import check_runs
from maillage.contributions.forms.processes import MOST_WISHES, SettleForm, TerritoryForm, WishForm
from maillage.contributions.models import TerritoryTask
from maillage.contributions.queries.processes import axes, tasks
from maillage.contributions.rules import check_can_wish
from maillage.contributions.views.pages import of_process, process_or_404, run_or_403
from maillage.governance.queries import committees, standing
from maillage.web.answers import done, form_page, refusals_in, refusals_told, row_or_404, submitted

TITLE = "Répartition entre territoires"
FORM = require_http_methods(["GET", "HEAD", "POST"])


def _of_sharing(process):
    return of_process(process, (TITLE, reverse("contributions:sharing", args=[process.public_id])))


@login_not_required
@require_safe
def sharing(request, public_id):
    process = process_or_404(request, public_id)
    both = axes(process)
    mine = set(queries.to_wish(request.actor).filter(process=process).values_list("pk", flat=True))
    runs = queries.runs(request.actor, process)
    shares = [
        (one, _wished(both, one), one.allotted_on is None and (runs or one.pk in mine))
        for one in tasks(process)
    ]
    context = {
        "title": TITLE,
        "trail": of_process(process),
        "process": process,
        "shares": shares,
        "runs": runs,
    }
    return render(request, "contributions/sharing.html", context)


def _wished(both, task):
    told = [(name, getattr(task, f"{name}_wishes")) for name in ("row", "column")]
    return [[str(one) for pk in wishes if (one := both.named(name, pk))] for name, wishes in told]


@FORM
def add_territory(request, public_id):
    process = run_or_403(request, public_id)
    form = TerritoryForm(request.POST or None, committees=committees(request.actor))
    if submitted(request, form):
        with refusals_in(form):
            told = {"territory": form.cleaned_data["territory"], "committee": form.chosen()}
            actions.add_territory(by=request.actor, process=process, **told)
            return done(request, "Le territoire est ajouté.", "contributions:sharing", process.public_id)
    return form_page(request, form, title="Ajouter un territoire", trail=_of_sharing(process))


def _task_or_404(request, pk):
    rows = TerritoryTask.objects.visible_to(request.actor)
    return row_or_404(
        rows.select_related("process__committee", "committee", "territory", "row", "column"), pk
    )


@FORM
def wish(request, pk):
    task = _task_or_404(request, pk)
    leading = standing(request.actor, task.process.committee)
    speaking = standing(request.actor, task.committee) if task.committee else leading
    check_can_wish(request.actor, leading, speaking)
    form = WishForm(request.POST or None, axes=axes(task.process), initial=_given(task))
    if submitted(request, form):
        with refusals_in(form):
            told = {"rows": form.chosen("row"), "columns": form.chosen("column")}
            actions.wish(by=request.actor, task=task, **told)
            return done(request, "Les vœux sont notés.", "contributions:sharing", task.process.public_id)
    lead = "Chaque territoire traite un thème à travers toutes les politiques, et une politique à travers tous les thèmes."
    return form_page(request, form, title=f"Vœux\u00a0: {task}", lead=lead, trail=_of_sharing(task.process))


def _given(task):
    told = {"row": task.row_wishes, "column": task.column_wishes}
    return {f"{name}_{n}": pk for name, wishes in told.items() for n, pk in enumerate(wishes[:MOST_WISHES])}


@require_POST
def share_out(request, public_id):
    process = process_or_404(request, public_id)
    back = reverse("contributions:sharing", args=[process.public_id])
    with refusals_told(request):
        actions.share_out(by=request.actor, process=process)
        return done(request, "C’est partagé. Vous pouvez encore changer la part d’un territoire.", back)
    return redirect(back)


@FORM
def settle(request, pk):
    task = _task_or_404(request, pk)
    check_runs(request.actor, task.process)
    initial = {"row": task.row_id, "column": task.column_id}
    form = SettleForm(request.POST or None, axes=axes(task.process), initial=initial)
    if submitted(request, form):
        with refusals_in(form):
            told = {name: form.chosen(name) for name in ("row", "column")}
            actions.settle(by=request.actor, task=task, **told, reason=form.cleaned_data["reason"])
            return done(request, "C’est noté.", "contributions:sharing", task.process.public_id)
    return form_page(request, form, title=f"Changer la part\u00a0: {task}", trail=_of_sharing(task.process))
