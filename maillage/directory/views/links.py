"""Links between structures: a table, the same drawn beside, files; written by those who keep either end."""

import json
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from maillage.directory import rules
from maillage.directory.actions import links as actions
from maillage.directory.enums import CATEGORIES
from maillage.directory.forms.links import PLAIN, LinkFilters, LinkForm
from maillage.directory.link_graph import draw_links
from maillage.directory.models import Link, Structure
from maillage.directory.queries import links as queries
from maillage.directory.queries.cards import page_of
from maillage.directory.rules.links import can_keep_link, check_can_keep_link
from maillage.directory.views.pages import trail
from maillage.web.answers import done, form_page, refusals_in, row_or_404, submitted
from maillage.web.downloads import attached, csv_file
from maillage.web.wording import day

TITLE = "Qui travaille avec qui"
PER_PAGE = 25
MOST_IN_FILE = 5000
HEADERS = ["de", "vers", "type", "depuis", "jusqu’au", "thèmes", "ce que cela apporte à la personne"]
FOR_PROFESSIONALS = ["freins", "leviers"]


def here():
    return reverse("directory:links")


def _asked(request):
    """(form, links in force); what was typed wrong is said, and the rest of the filters still answers."""
    form = LinkFilters(request.GET)
    form.is_valid()
    data = form.cleaned_data
    on = data.get("date") or timezone.localdate()
    told = {"commune": data.get("commune"), "category": data.get("theme", ""), "kind": data.get("type", "")}
    return form, on, queries.links(request.actor, on, **told)


@login_not_required
@require_safe
def links(request):
    form, on, rows = _asked(request)
    page = page_of(rows, request.GET.get("page"), PER_PAGE)
    drawn = list(page.object_list)
    context = {
        "title": TITLE,
        "trail": trail(),
        "on": on,
        "page": page,
        "columns": _columns(request.actor),
        "rows": [_cells(request.actor, link) for link in drawn],
        "svg": draw_links(drawn, day(on)) if drawn else "",
        "query": request.GET.urlencode(),
        "keeps": rules.can_keep_some(request.actor),
    }
    return form_page(request, form, "directory/links.html", **context)


def _columns(actor):
    plain = ["De", "Vers", "Type", "Depuis", "Thèmes", "Ce que cela apporte"]
    return [*plain, "Freins", "Leviers", "Tenir"] if actor.at_work else plain


def _card(structure):
    return format_html('<a href="{}">{}</a>', structure.get_absolute_url(), structure.name)


def _cells(actor, link):
    dates = f"{day(link.since)}" if link.since else ""
    if link.until:
        dates = f"{dates} jusqu’au {day(link.until)}".strip()
    plain = [
        _card(link.origin),
        _card(link.target),
        link.get_kind_display(),
        dates,
        themes(link),
        link.brings,
    ]
    if not actor.at_work:
        return plain
    kept = can_keep_link(actor, link.origin_id, link.target_id)
    url = reverse("directory:correct_link", args=[link.pk])
    name = format_html('<a href="{}">Corriger<span class="visually-hidden">\u00a0: {}</span></a>', url, link)
    return [*plain, *_insight(link), name if kept else ""]


def _insight(link):
    told = link.insight_seen
    return (told.brakes, told.levers) if told else ("", "")


def themes(link):
    return ", ".join(CATEGORIES.get(code, code) for code in link.categories) or "tous"


@login_not_required
@require_safe
def links_file(request, kind):
    """`kind`: csv, json or svg, of the same filters; what hinders and helps is left to professionals."""
    form, on, rows = _asked(request)
    if form.errors:
        return links(request)
    listed = list(rows[:MOST_IN_FILE])
    if kind == "svg":
        drawn = draw_links(
            listed[: queries.MOST_DRAWN], day(on), address=request.build_absolute_uri("/")[:-1]
        )
        return attached(drawn, "image/svg+xml", "liens.svg")
    if kind == "json":
        told = json.dumps([_as_json(request.actor, one) for one in listed], ensure_ascii=False, indent=1)
        return attached(told, "application/json", "liens.json")
    if kind != "csv":
        raise Http404
    headers = [*HEADERS, *FOR_PROFESSIONALS] if request.actor.at_work else HEADERS
    return csv_file("liens", headers, [_as_row(request.actor, one) for one in listed])


def _as_row(actor, link):
    dates = (link.since, link.until)
    plain = (link.origin.name, link.target.name, link.get_kind_display(), *dates, themes(link), link.brings)
    return (*plain, *_insight(link)) if actor.at_work else plain


def _as_json(actor, link) -> dict[str, Any]:
    told = {
        "from": {"id": str(link.origin.public_id), "name": link.origin.name},
        "to": {"id": str(link.target.public_id), "name": link.target.name},
        "kind": link.kind,
        "since": link.since and link.since.isoformat(),
        "until": link.until and link.until.isoformat(),
        "themes": link.categories,
        "brings": link.brings,
    }
    brakes, levers = _insight(link)
    return told | ({"brakes": brakes, "levers": levers} if actor.at_work else {})


# By those who keep either end


def page_of_structures(request, title, form, save="Enregistrer", link=None):
    context = {
        "title": title,
        "trail": trail((TITLE, here())),
        "names": queries.structure_names(request.actor),
        "save": save,
        "link": link if link and link.until is None else None,
    }
    return form_page(request, form, "directory/link_form.html", **context)


@require_http_methods(["GET", "HEAD", "POST"])
def new_link(request):
    rules.check_keeps_some(request.actor)
    mine = Structure.objects.visible_to(request.actor).filter(pk=request.actor.structure_id).first()
    start = {"version": 0, "origin": _named(mine) if mine else ""}
    form = LinkForm(request.POST or None, initial=start)
    if submitted(request, form):
        with refusals_in(form):
            actions.add_link(by=request.actor, values=form.values())
            return done(request, "Le lien est dans la liste.", here())
    return page_of_structures(request, "Ajouter un lien", form)


def _named(structure):
    return f"{structure.name}, {structure.commune.name}" if structure.commune else structure.name


def link_or_404(request, pk):
    return row_or_404(queries.whole(Link.objects.visible_to(request.actor), request.actor), pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
def correct_link(request, link):
    row = link_or_404(request, link)
    check_can_keep_link(request.actor, row.origin_id, row.target_id)
    brakes, levers = queries.insight_of(row, request.actor)
    plain = {name: getattr(row, name, "") for name in PLAIN} | {"brakes": brakes, "levers": levers}
    ends = {"origin": _named(row.origin), "target": _named(row.target), "version": row.version}
    form = LinkForm(request.POST or None, initial=plain | ends)
    if submitted(request, form):
        told = {"link": row, "version": form.cleaned_data["version"], "values": form.values()}
        with refusals_in(form):
            actions.correct_link(by=request.actor, **told)
            return done(request, "Le lien est corrigé.", here())
    return page_of_structures(request, f"Corriger\u00a0: {row}", form, link=row)


@require_POST
def end_link(request, link):
    actions.end_link(by=request.actor, link=link_or_404(request, link))
    return done(request, "Le lien s’arrête aujourd’hui.", here())
