"""On paper, from public cards only: the booklet of a sector, the sheet of useful numbers."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from maillage.directory.booklet_paper import booklet_data, by_situation, numbers_data
from maillage.directory.forms.paper import BookletForm, NumbersForm
from maillage.directory.queries import paper as queries
from maillage.directory.views.pages import trail
from maillage.web.answers import form_page
from maillage.web.downloads import pdf_file


@login_not_required
@require_safe
def booklet(request):
    """What the booklet would hold; `?imprimer=1` gives it."""
    form = BookletForm(request.GET if "secteur" in request.GET else None, initial={"format": "a5"})
    made = None
    if form.is_bound and form.is_valid():
        made = _made(form.cleaned_data)
        if "imprimer" in request.GET and made.printed:
            return _printed(form.cleaned_data, made)
    context = {
        "title": "Livret à imprimer",
        "trail": trail(),
        "made": made,
        "sector": form.cleaned_data.get("secteur") if made else None,
        "query": request.GET.urlencode(),
    }
    return form_page(request, form, "directory/booklet.html", **context)


def _made(data):
    return queries.booklet(data["secteur"], data["theme"], timezone.localdate())


def _printed(data, made) -> HttpResponse:
    sector = data["secteur"]
    told = {"paper": data["format"], "large": data["gros"], "drawn": queries.map_of(sector, made)}
    content = booklet_data(sector, data["theme"], made, timezone.localdate(), **told)
    return pdf_file("livret", "directory/booklet.typ", content)


@login_not_required
@require_safe
def numbers(request):
    form = NumbersForm(request.GET)
    form.is_valid()
    commune = form.cleaned_data.get("commune")
    local = queries.local_numbers(commune) if commune else []
    listed = queries.useful_numbers()
    if "imprimer" in request.GET and not form.errors:
        data = numbers_data(listed, local, commune, timezone.localdate())
        return pdf_file("numeros-utiles", "directory/numbers.typ", data)
    context = {
        "title": "Numéros utiles",
        "trail": trail(),
        "situations": by_situation(listed),
        "local": local,
        "commune": commune,
        "sources": sorted({(one.source, one.name) for one in listed}),
        "noted_on": max(one.noted_on for one in listed),
        "query": request.GET.urlencode(),
    }
    return form_page(request, form, "directory/numbers.html", **context)
