"""Coverage, read by everybody: categories of a territory, communes of a category, services of a commune."""

from io import BytesIO

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.views.decorators.http import require_safe

from maillage.directory import rules, wording
from maillage.directory.enums import CATEGORIES, THEMES
from maillage.directory.forms.territory import SinceForm, TerritoryChoice
from maillage.directory.queries import coverage as queries
from maillage.directory.queries.maps import shape_of
from maillage.directory.rules.coverage import Cover
from maillage.directory.views.pages import trail
from maillage.directory.wording_territory import COVER_KEY, COVER_STATE, COVER_WORDS, away, population, share
from maillage.sheets import write_table
from maillage.web.answers import form_page, row_or_404
from maillage.web.maps import Area, draw_map
from maillage.web.wording import number, plural

HOME = "Couverture du territoire"
SHOWN = 25
MOST_CHANGES = 200


def _home():
    return reverse("directory:coverage")


def territory_or_404(kind, code):
    if kind not in queries.COVERED_KINDS or not code.isalnum():
        raise Http404
    return row_or_404(queries.territories(), kind=kind, code=code, valid_until=None)


@login_not_required
@require_safe
def coverage(request):
    """Which territory? One's own are proposed."""
    form = TerritoryChoice(request.GET if "territoire" in request.GET else None)
    if form.is_bound and form.is_valid():
        return HttpResponseRedirect(_url(form.cleaned_data["territoire"]))
    context = {
        "title": HOME,
        "trail": trail(),
        "mine": _mine(request.actor),
        "at_work": request.actor.at_work,
        "animates": rules.can_animate(request.actor),
    }
    return form_page(request, form, "directory/coverage.html", **context)


def _mine(actor):
    """The intercommunalité and the département of the structure one works in."""
    return [(place.name, _url(place)) for place in queries.around(actor)]


def _url(territory, *more, name="coverage_of"):
    return reverse(f"directory:{name}", args=[territory.kind, territory.code, *more])


@login_not_required
@require_safe
def coverage_of(request, kind, code):
    place = territory_or_404(kind, code)
    found = queries.coverage(request.actor, place, timezone.localdate())
    since = SinceForm(request.GET if "depuis" in request.GET else None)
    changed = None
    if since.is_bound and since.is_valid():
        changed = _changed(request, place, since.cleaned_data["depuis"])
    context = {
        "title": f"Couverture\u00a0: {place.name}",
        "trail": trail((HOME, _home())),
        "lead": f"{plural(len(found.communes), 'commune')}, {plural(sum(found.populations), 'habitant')}.",
        "columns": [
            "Thème",
            ("Confirmé", "number"),
            ("Déclaré seulement", "number"),
            ("Aucun service connu", "number"),
            ("Communes sans service connu", "number"),
        ],
        "rows": [_category_row(found, place, key, label) for key, label in found.keys.items()],
        "csv_url": _url(place, name="coverage_csv"),
        "changed": changed,
        "change_columns": ["Commune", "Thème", "Avant", "Maintenant"],
    }
    return form_page(request, since, "directory/coverage_of.html", **context)


def _category_row(found, place, key, label):
    told = found.shares(key)
    link = format_html('<a href="{}">{}</a>', _url(place, key, name="coverage_theme"), label)
    return [
        link,
        share(told.confirmed),
        share(told.declared),
        share(told.unknown),
        number(told.communes_unknown),
    ]


def _changed(request, place, day):
    found = queries.changes_since(request.actor, place, day, timezone.localdate())
    rows = [
        [one.commune.name, CATEGORIES[one.key], COVER_WORDS[one.before], COVER_WORDS[one.now]]
        for one in found
    ]
    return {
        "rows": rows[:MOST_CHANGES],
        "count": len(rows),
        "left": max(0, len(rows) - MOST_CHANGES),
        "day": day,
    }


@login_not_required
@require_safe
def coverage_theme(request, kind, code, category):
    """The communes of a territory for a category, or for one of its themes (`?theme=`): table, then map."""
    place, today = territory_or_404(kind, code), timezone.localdate()
    if category not in CATEGORIES:
        raise Http404
    theme = request.GET.get("theme", "")
    theme = theme if theme in queries.keys_of(category) else ""
    found = queries.coverage(request.actor, place, today, category if theme else "")
    key, label = theme or category, THEMES[theme] if theme else CATEGORIES[category]
    ranks = sorted(
        range(len(found.communes)), key=lambda rank: (found.cover(rank, key), -found.populations[rank])
    )
    page = Paginator(ranks, SHOWN).get_page(request.GET.get("page"))
    context = {
        "title": f"{label}\u00a0: {place.name}",
        "trail": trail((HOME, _home()), (place.name, _url(place))),
        "shares": found.shares(key),
        "page": page,
        "columns": ["Commune", ("Habitants", "number"), "État", ("Le plus proche", "number")],
        "rows": [_commune_row(found, rank, place, key) for rank in page.object_list],
        "map": _map(found, place, key, label),
        "key": COVER_KEY,
        "themes": _themes(place, category, theme),
        "no_contour": [one.name for one in found.communes if not shape_of(one)],
    }
    context["sentence"] = _sentence(context["shares"])
    return render(request, "directory/coverage_theme.html", context)


def _sentence(told):
    return (
        f"{share(told.confirmed)} des habitants ont un service confirmé, {share(told.declared)} un service seulement "
        f"déclaré\u00a0; pour {share(told.unknown)}, aucun service n’est connu."
    )


def _themes(place, category, chosen):
    url = _url(place, category, name="coverage_theme")
    listed = [
        (label, f"{url}?theme={theme}", theme == chosen) for theme, label in queries.keys_of(category).items()
    ]
    return [("Tout le thème", url, not chosen), *listed]


def _cell_url(found, rank, place, key):
    return _url(place, key.partition("--")[0], found.communes[rank].code, name="coverage_cell") + (
        f"?theme={key}" if "--" in key else ""
    )


def _commune_row(found, rank, place, key):
    one, cover = found.communes[rank], found.cover(rank, key)
    link = format_html('<a href="{}">{}</a>', _cell_url(found, rank, place, key), one.name)
    near = away(found.away(rank, key)) if cover == Cover.UNKNOWN else ""
    return [link, population(one), COVER_WORDS[cover], near]


def _map(found, place, key, label):
    areas = [
        Area(one.name, rings, COVER_WORDS[cover], _cell_url(found, rank, place, key), COVER_STATE[cover])
        for rank, one in enumerate(found.communes)
        if (rings := shape_of(one))
        for cover in [found.cover(rank, key)]
    ]
    return draw_map("carte", f"{label}, commune par commune", _sentence(found.shares(key)), areas)


@login_not_required
@require_safe
def coverage_cell(request, kind, code, category, commune):
    """The services behind one cell; when there is none, how far the nearest is."""
    place, today = territory_or_404(kind, code), timezone.localdate()
    if not commune.isalnum():
        raise Http404
    where = row_or_404(queries.territories().communes().current(), code=commune)
    if category not in CATEGORIES or place.pk not in (where.epci_id, where.departement_id):
        raise Http404
    theme = request.GET.get("theme", "")
    key = theme if theme in queries.keys_of(category) else category
    label = THEMES[key] if "--" in key else CATEGORIES[key]
    page = Paginator(queries.covering(request.actor, where, key), SHOWN).get_page(request.GET.get("page"))
    context = {
        "title": f"{label} à {where.name}",
        "trail": trail((HOME, _home()), (place.name, _url(place)), (CATEGORIES[category], _url(place, category, name="coverage_theme"))),
        "page": page,
        "services": [(one, wording.fresh(one, today)) for one in page.object_list],
        "near": None if page.paginator.count else _nearest(request.actor, place, where, key),
    }  # fmt: skip
    return render(request, "directory/coverage_cell.html", context)


def _nearest(actor, place, where, key):
    found = queries.coverage(
        actor, place, timezone.localdate(), key.partition("--")[0] if "--" in key else ""
    )
    rank = next(rank for rank, one in enumerate(found.communes) if one.pk == where.pk)
    return away(found.away(rank, key))


@login_not_required
@require_safe
def coverage_csv(request, kind, code):
    """The whole matrix: a line per commune and category."""
    place = territory_or_404(kind, code)
    found = queries.coverage(request.actor, place, timezone.localdate())
    heads = ["commune_code", "commune", "population", "categorie", "etat", "km_plus_proche"]
    out = BytesIO()
    write_table(heads, _cells(found), out, "csv")
    name = f'attachment; filename="couverture-{place.kind}-{place.code}.csv"'
    return HttpResponse(
        out.getvalue(), content_type="text/csv; charset=utf-8", headers={"Content-Disposition": name}
    )


def _cells(found):
    for rank, one in enumerate(found.communes):
        for key in found.keys:
            cover = found.cover(rank, key)
            km = found.away(rank, key) if cover == Cover.UNKNOWN else None
            yield [
                one.code,
                one.name,
                one.population,
                key,
                COVER_WORDS[cover],
                None if km is None else round(km, 1),
            ]
