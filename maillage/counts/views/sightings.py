"""Lines read, corrected, struck, typed from papers by who organises; doubles decided; sectors declared walked."""

from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from maillage.counts.actions import sightings as actions
from maillage.counts.forms.sightings import StrikeForm, TimedLineForm, WalkedForm
from maillage.counts.models import Round
from maillage.counts.queries import doubles as queries
from maillage.counts.queries import nights as rows
from maillage.counts.sighting_words import said
from maillage.counts.views.pages import kept_or_refused, of_night
from maillage.web.answers import done, form_page, refusals_in, refusals_told, row_or_404, submitted
from maillage.web.listing import paged

FORM = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def lines(request, public_id):
    row = kept_or_refused(request, public_id)
    page, pages = paged(request, rows.lines(request.actor, row))
    told = [(one, said(one)) for one in page]
    context = {
        "title": "Fiches",
        "trail": of_night(row),
        "row": row,
        "page": page,
        "pages": pages,
        "lines": told,
    }
    return render(request, "counts/lines.html", context)


def _line(request, row, public_id):
    found = rows.lines(request.actor, row).select_related("round__team__night", "round__sector")
    return row_or_404(found, public_id=public_id)


def _rounds(row):
    return [(one.pk, f"{one} ({one.team.name})") for one in rows.rounds(row)]


@FORM
def correct(request, public_id, line):
    row = kept_or_refused(request, public_id)
    one = _line(request, row, line)
    told = {"rounds": _rounds(row), "asked": row.asked, "evening": row.starts_at}
    form = TimedLineForm(request.POST or None, initial=TimedLineForm.read(one), **told)
    if submitted(request, form):
        with refusals_in(form):
            values = form.values() | {"round_id": form.cleaned_data["round"]}
            actions.correct(by=request.actor, sighting=one, values=values)
            return done(request, "La fiche est corrigée.", "counts:lines", row.public_id)
    return form_page(request, form, title="Corriger une fiche", lead=said(one), trail=of_night(row))


@FORM
def strike(request, public_id, line):
    row = kept_or_refused(request, public_id)
    one, form = _line(request, row, line), StrikeForm(request.POST or None)
    if submitted(request, form):
        with refusals_in(form):
            actions.strike(by=request.actor, sighting=one, **form.cleaned_data)
            return done(
                request, "La fiche est rayée\u00a0: elle ne compte plus.", "counts:lines", row.public_id
            )
    return form_page(
        request, form, title="Rayer une fiche", lead=said(one), save="Rayer", trail=of_night(row)
    )


def _round(request, row, pk):
    mine = Round.objects.visible_to(request.actor).filter(team__night=row)
    return row_or_404(mine.select_related("sector", "team__night"), pk)


@FORM
def type_paper(request, public_id, pk):
    """One line after the other, in the order of the paper."""
    row = kept_or_refused(request, public_id)
    one = _round(request, row, pk)
    told = {"rounds": [(one.pk, str(one))], "asked": row.asked, "evening": row.starts_at, "lettered": True}
    form = TimedLineForm(request.POST or None, initial={"round": one.pk}, **told)
    if submitted(request, form):
        with refusals_in(form):
            actions.type_paper(by=request.actor, round=one, line=form.identifier(), values=form.values())
            return done(request, "La ligne est saisie. À la suivante.", request.path)
    lead = f"{one}, équipe {one.team.name}. Dans l’ordre du papier, une ligne après l’autre."
    context = {
        "title": "Saisir un papier",
        "lead": lead,
        "save": "Saisir cette ligne",
        "trail": of_night(row),
    }
    return form_page(request, form, **context)


@FORM
def walked(request, public_id, pk):
    row = kept_or_refused(request, public_id)
    one = _round(request, row, pk)
    form = WalkedForm(request.POST or None, evening=row.starts_at, initial=WalkedForm.read(one))
    if submitted(request, form):
        with refusals_in(form):
            actions.tell_walked(by=request.actor, round=one, **form.values())
            return done(request, "C’est noté.", row.get_absolute_url())
    lead = f"Équipe {one.team.name}."
    return form_page(
        request, form, title=f"Comment a été parcouru\u00a0: {one}", lead=lead, trail=of_night(row)
    )


@FORM
def doubles(request, public_id):
    """A pair at a time, each with its two buttons."""
    row = kept_or_refused(request, public_id)
    lines = list(rows.lines(request.actor, row).select_related("round__team__night", "round__sector"))
    if request.method == "POST":
        return _decided(request, row, {str(one.public_id): one for one in lines})
    found = [(one, said(one.first), said(one.second)) for one in queries.likely(row, lines)]
    page, pages = paged(request, found)
    context = {"title": "Doubles possibles", "trail": of_night(row), "row": row, "page": page, "pages": pages}
    return render(request, "counts/doubles.html", context)


def _decided(request, row, known):
    pair = [known.get(request.POST.get(name, "")) for name in ("first", "second")]
    answer = request.POST.get("same")
    if None in pair or answer not in ("oui", "non"):
        return done(request, "Rien n’a été décidé\u00a0: choisissez une paire de la liste.", request.path)
    with refusals_told(request):
        actions.decide(by=request.actor, first=pair[0], second=pair[1], same=answer == "oui")
        return done(request, "C’est décidé.", request.path)
    return redirect(request.path)
