"""One's own paths; those of the structure, by date owed; one of them, step by step."""

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from maillage.diplomas import diploma_words as words
from maillage.diplomas.actions import paths as actions
from maillage.diplomas.forms.paths import DoneForm, EndForm, FollowForm, MilestoneForm, OpenForm
from maillage.diplomas.models import Milestone
from maillage.diplomas.queries import paths as queries
from maillage.diplomas.rules import can_keep, check_can_follow, check_can_keep
from maillage.diplomas.views.pages import MINE, TEAM, of_mine, of_team, path_or_404
from maillage.web.answers import done, form_page, refusals_in, row_or_404, submitted
from maillage.web.conflicts import differences
from maillage.web.listing import paged
from maillage.web.wording import day, plural

FORM = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def mine(request):
    today, known = timezone.localdate(), queries.delays()
    vaes = [(one, queries.next_owed(one, known)) for one in queries.own_vaes(request.actor)]
    rows = list(queries.own_paths(request.actor))
    context = {
        "title": MINE,
        "running": _due(queries.by_date_owed([one for one in rows if one.ended_on is None], known), today),
        "ended": [one for one in rows if one.ended_on],
        "vaes": [(one, told and _next(told, today)) for one, told in vaes],
    }
    return render(request, "diplomas/mine.html", context)


def _next(told, today):
    owed, rule = told
    return {"owed": owed, "late": owed.is_late(today), "rule": rule}


def _due(rows, today, named=False):
    """Lines of `web/_due_list.html`."""
    return [
        {
            "date": owed.due_on,
            "text": f"{path.user}\u00a0: {owed.text}" if named else owed.text,
            "note": f"{path.post}, vers le {path.diploma}",
            "late": owed.is_late(today),
            "url": path.get_absolute_url(),
            "action": "Ouvrir",
        }
        for path, owed in rows
    ]


@require_safe
def team(request):
    check_can_follow(request.actor)
    today, known = timezone.localdate(), queries.delays()
    told = queries.by_date_owed(queries.paths_here(request.actor), known)
    page, pages = paged(request, told)
    context = {
        "title": TEAM,
        "due": _due(page, today, named=True),
        "late": sum(owed.is_late(today) for _, owed in told),
        "page": page,
        "ended": queries.paths_here(request.actor, ended=True).order_by("-ended_on")[:20],
        "vaes": [
            (one, (told := queries.next_owed(one, known)) and _next(told, today))
            for one in queries.shared_vaes(request.actor)
        ],
        **pages,
    }
    return render(request, "diplomas/team.html", context)


@FORM
def open_path(request):
    check_can_follow(request.actor)
    colleagues = queries.colleagues(request.actor, timezone.localdate())
    form = OpenForm(request.POST or None, colleagues=colleagues)
    if submitted(request, form):
        with refusals_in(form):
            values = form.values()
            path = actions.open_path(by=request.actor, user=values.pop("user"), values=values)
            return done(request, f"Le parcours est ouvert. {path.user} le lit aussi.", path)
    lead = "La personne voit tout ce que vous écrivez ici."
    told = {"lead": lead, "trail": of_team(), "save": "Ouvrir le parcours"}
    return form_page(request, form, title="Ouvrir un parcours", **told)


@require_safe
def path(request, public_id):
    row, today, known = path_or_404(request, public_id), timezone.localdate(), queries.delays()
    owed, rule = queries.owed(row, known), queries.delay("acting", row.started_on, known)
    context = {
        "title": f"{row.user}, vers le {row.diploma}",
        "trail": _trail(request, row),
        "row": row,
        "first": owed[0] if owed else None,
        "late": bool(owed) and owed[0].is_late(today),
        "ends": queries.qualified_by(row, known),
        "rule": rule,
        "doubt": words.doubt(rule),
        "facts": _facts(row),
        "steps": [(one, one.done_on is None and one.due_on < today) for one in row.milestones.all()],
        "keeps": row.ended_on is None and can_keep(request.actor, row.structure_id),
    }
    return render(request, "diplomas/path.html", context)


def _trail(request, row):
    return of_team() if can_keep(request.actor, row.structure_id) else of_mine()


def _months(count):
    return None if count is None else plural(count, "mois|mois")


def _facts(row):
    return [
        ("Poste tenu", row.post),
        ("Depuis le", day(row.started_on)),
        ("Qui finance", row.funder or None),
        ("Mois de formation", _months(row.months_needed)),
        ("Mois financés", _months(row.months_funded)),
        ("Mois sans financement", _months(row.fees_gap)),
        ("Mois avec salaire maintenu", _months(row.months_paid)),
        ("Mois sans salaire", _months(row.pay_gap)),
    ]


def _typed(row):
    return {name: getattr(row, name) for name in (*actions.FOLLOWED, "version")}


@FORM
def edit_path(request, public_id):
    row = path_or_404(request, public_id)
    check_can_keep(request.actor, row.structure_id)
    form, changed = FollowForm(request.POST or None, initial=_typed(row)), None
    if submitted(request, form):
        with refusals_in(form):
            try:
                version = form.cleaned_data["version"]
                actions.keep_path(by=request.actor, path=row, version=version, values=form.values())
                return done(request, "Le parcours est enregistré.", row)
            except actions.KeptBetween as between:
                changed = differences(form, FollowForm(initial=_typed(between.now)), actions.FOLLOWED)
    return form_page(request, form, title="Tenir ce parcours", trail=_of(request, row), differences=changed)


def _of(request, row):
    return [*_trail(request, row), (str(row), row.get_absolute_url())]


@FORM
def end_path(request, public_id):
    row = path_or_404(request, public_id)
    check_can_keep(request.actor, row.structure_id)
    form = EndForm(request.POST or None, initial={"ended_on": timezone.localdate()})
    if submitted(request, form):
        with refusals_in(form):
            actions.end_path(by=request.actor, path=row, **form.cleaned_data)
            return done(request, "Le parcours est terminé\u00a0: il ne change plus.", row)
    return form_page(request, form, title="Terminer ce parcours", trail=_of(request, row), save="Terminer")


@FORM
def add_milestone(request, public_id):
    row = path_or_404(request, public_id)
    check_can_keep(request.actor, row.structure_id)
    form = MilestoneForm(request.POST or None)
    if submitted(request, form):
        with refusals_in(form):
            actions.add_milestone(by=request.actor, path=row, **form.cleaned_data)
            return done(request, "L’étape est ajoutée.", row)
    return form_page(request, form, title="Ajouter une étape", trail=_of(request, row), save="Ajouter")


@FORM
def tell_milestone(request, public_id):
    rows = Milestone.objects.visible_to(request.actor).select_related("path__diploma", "path__user")
    step = row_or_404(rows, public_id=public_id)
    check_can_keep(request.actor, step.path.structure_id)
    form = DoneForm(request.POST or None, initial={"done_on": timezone.localdate()})
    if submitted(request, form):
        with refusals_in(form):
            actions.tell_milestone(by=request.actor, step=step, **form.cleaned_data)
            return done(request, "L’étape est notée faite.", step.path)
    title = f"Étape faite\u00a0: {step}"
    return form_page(request, form, title=title, trail=_of(request, step.path), save="Noter")
