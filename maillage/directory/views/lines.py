"""Whom to call: direct lines, for professionals; a number is shown when asked for, and the journal keeps it."""

from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from maillage.directory import rules
from maillage.directory.actions import lines as actions
from maillage.directory.forms.lines import DirectLineForm, LineFilters, WrongForm
from maillage.directory.models import DirectLine
from maillage.directory.queries import lines as queries
from maillage.directory.views.cards import structure_or_404
from maillage.directory.views.pages import REVEALED, shown_lines, trail
from maillage.web.answers import done, form_page, refusals_in, row_or_404, submitted

TITLE = "Qui appeler"


def _here():
    return reverse("directory:lines")


@require_safe
def lines(request):
    rules.check_at_work(request.actor)
    form = LineFilters(request.GET or None)
    asked = form.cleaned_data if form.is_bound and form.is_valid() else {}
    wanted = {
        "words": asked.get("q", ""),
        "category": asked.get("theme", ""),
        "commune": asked.get("commune"),
    }
    rows = queries.lines_for(request.actor, timezone.localdate(), **wanted)
    context = {
        "title": TITLE,
        "trail": trail(),
        "form": form,
        "rows": shown_lines(request, rows),
        "elsewhere": queries.kept_elsewhere(request.actor, wanted["words"], wanted["commune"]),
        "keeps": rules.can_keep_some(request.actor),
    }
    return render(request, "directory/lines.html", context)


@require_safe
def book(request):
    rules.check_at_work(request.actor)
    rows = queries.my_book(request.actor, timezone.localdate())
    context = {
        "title": "Mon carnet",
        "trail": trail((TITLE, _here())),
        "rows": shown_lines(request, rows),
        "book": True,
    }
    return render(request, "directory/lines.html", context)


def _line(request, pk):
    return row_or_404(DirectLine.objects.visible_to(request.actor).select_related("structure"), pk=pk)


def _back(request, line):
    """Where one came from: the list, the notebook, or the structure's page."""
    wanted = request.POST.get("back", "")
    places = {"book": reverse("directory:book"), "structure": line.structure.get_absolute_url()}
    return f"{places.get(wanted, _here())}#ligne-{line.pk}"


@require_POST
def reveal(request, line):
    row = actions.reveal(by=request.actor, line=_line(request, line))
    kept = [pk for pk in request.session.get(REVEALED, []) if pk != row.pk]
    request.session[REVEALED] = [*kept, row.pk][-50:]
    return HttpResponseRedirect(_back(request, row))


@require_POST
def right(request, line):
    row = _line(request, line)
    actions.confirm_line(by=request.actor, line=row)
    return done(request, "C’est noté\u00a0: cette ligne est juste aujourd’hui.", _back(request, row))


@require_http_methods(["GET", "HEAD", "POST"])
def wrong(request, line):
    row = _line(request, line)
    form = WrongForm(request.POST if request.method == "POST" else None)
    if submitted(request, form):
        actions.say_line_wrong(by=request.actor, line=row, **form.cleaned_data)
        return done(request, "C’est noté\u00a0: qui tient cette ligne le verra.", _back(request, row))
    above = trail((TITLE, _here()))
    return form_page(request, form, title=f"Signaler une erreur\u00a0: {row}", trail=above, save="Signaler")


@require_POST
def note(request, line):
    """In my notebook, or out of it."""
    row = _line(request, line)
    if request.POST.get("remove"):
        actions.remove_from_my_book(by=request.actor, line=row)
        return done(request, "La ligne n’est plus dans votre carnet.", _back(request, row))
    actions.note_in_my_book(by=request.actor, line=row)
    return done(request, "La ligne est dans votre carnet.", _back(request, row))


@require_http_methods(["GET", "HEAD", "POST"])
def new_line(request, public_id):
    structure = structure_or_404(request, public_id)
    rules.check_can_keep_cards(request.actor, structure.pk)
    form = DirectLineForm(request.POST or None, initial={"version": 0})
    if submitted(request, form):
        told = {"structure": structure, "values": form.values()}
        with refusals_in(form):
            actions.add_line(by=request.actor, **told)
            return done(request, "La ligne est dans la liste.", structure.get_absolute_url())
    above = trail((structure.name, structure.get_absolute_url()))
    return form_page(request, form, title="Ajouter une ligne directe", trail=above)


@require_http_methods(["GET", "HEAD", "POST"])
def correct_line(request, line):
    row = _line(request, line)
    rules.check_can_keep_cards(request.actor, row.structure_id)
    start = {name: getattr(row, name) for name in DirectLineForm.base_fields}
    form = DirectLineForm(request.POST or None, initial=start)
    if submitted(request, form):
        told = {"version": form.cleaned_data["version"], "values": form.values()}
        with refusals_in(form):
            actions.correct_line(by=request.actor, line=row, **told)
            words = "La ligne est corrigée, et vérifiée aujourd’hui."
            return done(request, words, row.structure.get_absolute_url())
    above = trail((TITLE, _here()))
    return form_page(
        request, form, title=f"Corriger\u00a0: {row}", back=row.structure.get_absolute_url(), trail=above
    )


@require_POST
def end_line(request, line):
    row = _line(request, line)
    actions.end_line(by=request.actor, line=row)
    return done(request, "La ligne n’est plus dans la liste.", row.structure.get_absolute_url())
