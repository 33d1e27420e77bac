"""Sectors, teams, the sample, papers."""

from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from maillage.counts import papers
from maillage.counts.actions import ground as actions
from maillage.counts.forms.nights import SampleForm, SectorForm, TeamForm
from maillage.counts.models import Round, Sector, Team
from maillage.counts.queries import nights as rows
from maillage.counts.views.pages import kept_or_refused, of_night
from maillage.web.answers import done, form_page, refusals_in, refusals_told, row_or_404, submitted
from maillage.web.downloads import pdf_file

FORM = require_http_methods(["GET", "HEAD", "POST"])


def _sectors(request, row):
    return Sector.objects.visible_to(request.actor).filter(night=row)


@FORM
def add_sector(request, public_id):
    return _sector(request, kept_or_refused(request, public_id), None)


@FORM
def sector(request, public_id, pk):
    row = kept_or_refused(request, public_id)
    return _sector(request, row, row_or_404(_sectors(request, row), pk))


def _sector(request, row, one):
    others = _sectors(request, row).exclude(pk=one.pk) if one else _sectors(request, row)
    initial = {"touching": rows.touching(one), **_told(one, SectorForm)} if one else {}
    form = SectorForm(request.POST or None, others=others, initial=initial)
    if submitted(request, form):
        with refusals_in(form):
            told = {"values": form.values(), "touching": form.touched(), "sector": one}
            actions.keep_sector(by=request.actor, night=row, **told)
            return done(request, "Le secteur est enregistré.", row.get_absolute_url())
    return form_page(request, form, title=one.name if one else "Ajouter un secteur", trail=of_night(row))


def _told(one, form):
    return {name: getattr(one, name) for name in form.base_fields if hasattr(one, name)}


@FORM
def remove_sector(request, public_id, pk):
    row = kept_or_refused(request, public_id)
    one = row_or_404(_sectors(request, row), pk)
    if request.method == "POST":
        with refusals_told(request):
            actions.remove_sector(by=request.actor, sector=one)
            return done(request, "Le secteur est retiré.", row.get_absolute_url())
        return redirect(row)
    told = {"title": "Retirer un secteur", "question": f"Retirer «\u00a0{one.name}\u00a0»\u00a0?"}
    told |= {"consequences": "Il ne fera plus partie du territoire compté.", "confirm_label": "Retirer"}
    return render(
        request, "web/confirm.html", told | {"cancel_url": row.get_absolute_url(), "trail": of_night(row)}
    )


@FORM
def draw(request, public_id):
    row = kept_or_refused(request, public_id)
    form = SampleForm(request.POST or None, known=dict(sorted(rows.by_stratum(rows.sectors(row)).items())))
    if submitted(request, form):
        with refusals_in(form):
            told = {"seed": form.cleaned_data["seed"], "sizes": form.sizes()}
            drawn = actions.draw_sample(by=request.actor, night=row, **told)
            return done(
                request,
                f"L’échantillon est tiré\u00a0: {drawn} secteurs à parcourir.",
                row.get_absolute_url(),
            )
    lead = "Les secteurs sont rangés par nom dans chaque groupe, puis tirés dans l’ordre des empreintes SHA-256 de «\u00a0nombre:rang\u00a0». Chacun peut refaire ce tirage."
    return form_page(
        request,
        form,
        title="Tirer les secteurs au sort",
        lead=lead,
        save="Tirer au sort",
        trail=of_night(row),
    )


@FORM
def add_team(request, public_id):
    return _team(request, kept_or_refused(request, public_id), None)


def _one_team(request, row, pk):
    return row_or_404(Team.objects.visible_to(request.actor).filter(night=row).select_related("night"), pk)


@FORM
def team_form(request, public_id, pk):
    row = kept_or_refused(request, public_id)
    return _team(request, row, _one_team(request, row, pk))


def _team(request, row, one):
    known, pk = rows.rounds(row), one and one.pk
    mine = [r for r in known if r.team_id == pk]
    initial = {
        again: [r.sector_id for r in mine if r.again == (again == "again")] for again in ("first", "again")
    }
    initial |= _told(one, TeamForm) if one else {}
    told = {"sectors": _sectors(request, row), "rounds": known, "team": pk}
    form = TeamForm(request.POST or None, initial=initial, **told)
    if submitted(request, form):
        with refusals_in(form):
            shared = {name: list(form.cleaned_data[name]) for name in ("first", "again")}
            actions.keep_team(by=request.actor, night=row, values=form.values(), team=one, **shared)
            return done(request, "L’équipe est enregistrée. Donnez-lui son lien.", row.get_absolute_url())
    return form_page(request, form, title=one.name if one else "Ajouter une équipe", trail=of_night(row))


@require_POST
def new_link(request, public_id, pk):
    row = kept_or_refused(request, public_id)
    with refusals_told(request):
        actions.new_link(by=request.actor, team=_one_team(request, row, pk))
        return done(request, "L’ancien lien n’ouvre plus rien. Donnez le nouveau.", row.get_absolute_url())
    return redirect(row)


@require_safe
def paper(request, public_id, pk):
    """The blank form of a sector for its team."""
    row = kept_or_refused(request, public_id)
    mine = Round.objects.visible_to(request.actor).filter(team__night=row).select_related("sector", "team")
    return pdf_file("fiche-de-comptage", "web/record.typ", papers.blank(row, row_or_404(mine, pk)))
