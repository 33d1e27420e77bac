"""The catalogue and each indicator, read by everybody: the number with its narrative, its table, its map, its versions."""

from csp.decorators import csp_replace
from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from maillage.observatory import rules, wording
from maillage.observatory.enums import Family, Level
from maillage.observatory.figures import Figures
from maillage.observatory.queries import indicators as queries
from maillage.observatory.queries.places import contours, names_of
from maillage.observatory.views.pages import TITLE, indicator_or_404, of_indicator, release_or_404, trail
from maillage.web.charts import Series, bar_chart, line_chart
from maillage.web.maps import Area, draw_map

MAP_KEY = [("full", "publié"), ("half", "l’ensemble seul est publié, sans la part"), ("none", "masqué")]


@login_not_required
@require_safe
def catalogue(request):
    rows = list(queries.indicators(request.actor))
    last, today = queries.last_releases(rows), timezone.localdate()
    lines = sorted(
        (_line(request, one, last.get(one.pk), today) for one in rows), key=lambda one: one["title"]
    )
    groups = [
        (label[:1].upper() + label[1:], [one for one in lines if one["family"] == family])
        for family, label in Family.listed()
    ]
    context = {
        "title": TITLE,
        "groups": groups,
        "prepared": queries.prepared(request.actor),
        "me": request.actor.user_id,
    }
    return render(request, "observatory/catalogue.html", context)


def _line(request, indicator, release, today):
    entry = indicator.entry
    figure = Figures(entry, release.table).headline if release else None
    return {
        "row": indicator,
        "family": entry.family,
        "title": entry.title,
        "told": wording.told(entry, figure) if figure else "",
        "about": entry.part_words,
        "release": release,
        "overdue": indicator.is_overdue(today) and indicator.owner_id == request.actor.structure_id,
        "free": indicator.owner_id is None and rules.can_take(request.actor, None),
    }


@login_not_required
@require_safe
def indicator(request, code):
    row = indicator_or_404(request, code)
    listed = list(queries.releases(request.actor, row))
    shown = next((one for one in listed if one.pk == row.last_id), None)
    context = {
        "title": row.entry.title,
        "trail": trail(),
        "history": _history(row, listed),
        **_about(request, row, listed),
        **(_read(row, shown) if shown else {}),
    }
    return render(request, "observatory/indicator.html", context)


@login_not_required
@require_safe
def version(request, code, number):
    row, release = release_or_404(request, code, number)
    context = {
        "title": f"{row.entry.title}, version {release.version}",
        "trail": of_indicator(row),
        "indicator": row,
        "entry": row.entry,
        "old": row.last_id != release.pk,
        "keeps": rules.can_keep(request.actor, row.owner_id),
        **_read(row, release),
    }
    return render(request, "observatory/version.html", context)


def _about(request, row, listed):
    today = timezone.localdate()
    keeps = rules.can_keep(request.actor, row.owner_id)
    waiting = queries.prepared(request.actor).filter(indicator=row).first() if keeps else None
    return {
        "indicator": row,
        "entry": row.entry,
        "versions": listed,
        "facts": _facts(row),
        "reviews": queries.reviews(request.actor, row)[:5],
        "overdue": row.is_overdue(today),
        "keeps": keeps and not row.retired_on,
        "takes": rules.can_take(request.actor, row.owner_id) and not row.retired_on,
        "waiting": waiting,
        "counting": queries.being_counted(request.actor, row) if keeps else None,
    }


def _facts(row):
    entry = row.entry
    return [
        ("À quoi il sert", entry.purpose),
        ("Qui en répond", row.owner.name if row.owner else f"personne encore (attendu\u00a0: {entry.owner})"),
        ("Ce qu’il coûte", f"{entry.cost}\u00a0minutes par publication"),
        ("Source", entry.publisher or "ce qui est noté sur cette plateforme"),
    ]


def _read(row, release):
    """What a release tells, for its page."""
    entry, figures = row.entry, Figures(row.entry, release.table)
    names = names_of(figures)
    places = [(name, figures.at(*key)) for key, name in names.items() if key[0] != Level.COUNTRY]
    values = wording.by_value(figures)
    masked = any(one.told is None for _, one in (*places, *values)) and not entry.declared
    return {
        "release": release,
        "told": wording.told(entry, figures.headline),
        "sentence": wording.sentence(entry, figures.headline),
        "where": names.get(wording.widest(figures), ""),
        "masked": masked,
        "tables": [
            _table(
                entry, f"p{release.pk}", "Par territoire", "Territoire", places if len(places) > 1 else []
            ),
            _table(entry, f"v{release.pk}", f"Par {_beside(figures)}", _beside(figures).capitalize(), values),
        ],
        "map": _map(figures, names, release),
        "map_key": MAP_KEY if entry.part else [MAP_KEY[0], MAP_KEY[2]],
        "csv_url": reverse("observatory:version_csv", args=[row.code, release.version]),
        "json_url": reverse("observatory:version_json", args=[row.code, release.version]),
        "licence": wording.LICENCE,
    }


def _beside(figures):
    return figures.entry.by or (figures.beside.label if figures.beside else "")


def _table(entry, ident, caption, first, lines):
    """None when there is nothing beside the whole."""
    if not lines:
        return None
    bars = wording.bars(entry, lines)
    words = f"{len(bars)} sur {len(lines)} peuvent être dits. Dans l’ordre du tableau, sans classement."
    svg = bar_chart(ident, f"{entry.title}, {caption.lower()}", words, bars) if len(bars) > 1 else None
    rows = [wording.cells(entry, label, figure) for label, figure in lines]
    return {"caption": caption, "columns": wording.columns(entry, first), "rows": rows, "svg": svg}


def _map(figures, names, release):
    epcis = {code: name for (level, code), name in names.items() if level == Level.EPCI}
    shapes = contours(epcis)
    areas = []
    for code, name in epcis.items():
        figure = figures.at(str(Level.EPCI), code)
        if code in shapes:
            areas.append(
                Area(name, shapes[code], wording.in_brief(figures.entry, figure), "", _state(figure))
            )
    if all(one.state == "none" for one in areas):
        return None
    told = "Les intercommunalités dont le nombre est publié, et celles où il est masqué."
    return draw_map(f"carte{release.pk}", figures.entry.title, told, areas)


def _state(figure):
    if figure.told is not None:
        return "full"
    return "none" if figure.number is None else "half"


def _history(row, listed):
    """One point a period, the last version of each; None before there are two."""
    last = {}
    for one in sorted(listed, key=lambda one: one.version):
        if one.withdrawn_on is None:
            last[one.first, one.last] = one
    periods = sorted(last.items(), key=lambda one: one[0][1])
    if len(periods) < 2:
        return None
    figures = [Figures(row.entry, one.table).headline for _, one in periods]
    labels = [_period_label(row.entry, one) for _, one in periods]
    values = [one.told for one in figures]
    svg = line_chart("histoire", row.entry.title, "D’une période à l’autre.", labels, [Series("", values)])
    rows = [[label, wording.told(row.entry, one)] for label, one in zip(labels, figures, strict=True)]
    return {
        "svg": svg,
        "columns": ["Période", ("Part" if row.entry.part else "Nombre", "number")],
        "rows": rows,
    }


def _period_label(entry, release):
    return f"{release.last:%Y}" if entry.declared else f"{release.last:%m/%Y}"


@login_not_required
@require_safe
@xframe_options_exempt
@csp_replace({"frame-ancestors": ["*"]})
def card(request, code):
    """A small page that other sites show in a frame."""
    row = indicator_or_404(request, code)
    shown = queries.last_releases([row]).get(row.pk)
    if shown is None:
        raise Http404
    figures = Figures(row.entry, shown.table)
    context = {
        "entry": row.entry,
        "release": shown,
        "told": wording.told(row.entry, figures.headline),
        "sentence": wording.sentence(row.entry, figures.headline),
        "where": names_of(figures).get(wording.widest(figures), ""),
        "url": request.build_absolute_uri(row.get_absolute_url()),
    }
    return render(request, "observatory/card.html", context)
