"""One-stop places: who is present by half-day, on a page and on paper; the mesh of places around a commune."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from maillage.directory import rules, wording
from maillage.directory.actions import ground as actions
from maillage.directory.enums import Half
from maillage.directory.forms.ground import PlaceFilters, PresenceForm
from maillage.directory.queries import places as queries
from maillage.directory.views.cards import structure_or_404
from maillage.directory.views.pages import trail
from maillage.web.answers import done, form_page, refusals_in, submitted
from maillage.web.downloads import pdf_file
from maillage.web.wording import DAYS

TITLE = "Lieux où trouver plusieurs services"


def here():
    return reverse("directory:places")


@login_not_required
@require_safe
def places(request):
    form = PlaceFilters(request.GET)
    form.is_valid()
    commune = form.cleaned_data.get("commune")
    found = queries.places(request.actor, commune)
    context = {
        "title": TITLE,
        "trail": trail(),
        "commune": commune,
        "page": queries.page_of(found, request.GET.get("page")),
    }
    return form_page(request, form, "directory/places.html", **context)


def grid(rows):
    """[(« lundi », [[who is there in the morning], [in the afternoon]])…], Monday to Saturday."""
    return [
        (DAYS[day], [[one for one in rows if f"{day + 1}{half}" in one.halves] for half in Half.values])
        for day in range(6)
    ]


@login_not_required
@require_safe
def place(request, public_id):
    row = structure_or_404(request, public_id)
    rows = queries.presences(row)
    context = {
        "title": f"Qui est présent\u00a0: {row.name}",
        "trail": trail((TITLE, here())),
        "structure": row,
        "address": wording.address_of(row),
        "grid": grid(rows),
        "rows": rows,
        "keeps": rules.can_keep_cards(request.actor, row.pk),
    }
    return render(request, "directory/place.html", context)


@login_not_required
@require_safe
def place_paper(request, public_id):
    row = structure_or_404(request, public_id)
    rows = queries.presences(row)
    told = [[day.capitalize(), *(_names(half) for half in halves)] for day, halves in grid(rows)]
    data = {
        "title": f"Qui est présent\u00a0: {row.name}",
        "summary": wording.address_of(row),
        "blocks": [
            {"table": {"columns": ["Jour", "Matin", "Après-midi"], "rows": told}},
            {"list": [f"{one.body}\u00a0: {one.how}" for one in rows if one.how] or ["Sans précision."]},
        ],
        "footer": f"Imprimé le {timezone.localdate():%d/%m/%Y}. Téléphonez avant de venir.",
    }
    return pdf_file("presences", "web/record.typ", data)


def _names(rows):
    return ", ".join(one.body for one in rows) or "–"


def _form(request, structure, presence=None):
    rules.check_can_keep_cards(request.actor, structure.pk)
    start = (
        {name: getattr(presence, name) for name in PresenceForm.base_fields} if presence else {"version": 0}
    )
    form = PresenceForm(request.POST or None, initial=start)
    back = reverse("directory:place", args=[structure.public_id])
    if submitted(request, form):
        told = {"place": structure, "presence": presence, **form.cleaned_data}
        with refusals_in(form):
            actions.save_presence(by=request.actor, **told)
            return done(request, "La grille est à jour.", back)
    title = f"Corriger\u00a0: {presence}" if presence else "Ajouter un service présent"
    return form_page(request, form, title=title, trail=trail((TITLE, here()), (structure.name, back)))


@require_http_methods(["GET", "HEAD", "POST"])
def new_presence(request, public_id):
    return _form(request, structure_or_404(request, public_id))


def _presence(request, pk):
    row = queries.presence_seen(request.actor, pk)
    if row is None:
        raise Http404
    return row, structure_or_404(request, row.place.public_id)


@require_http_methods(["GET", "HEAD", "POST"])
def correct_presence(request, presence):
    row, structure = _presence(request, presence)
    return _form(request, structure, row)


@require_POST
def remove_presence(request, presence):
    row, structure = _presence(request, presence)
    actions.remove_presence(by=request.actor, presence=row)
    words = "Ce service n’est plus dans la grille."
    return done(request, words, "directory:place", structure.public_id)
