"""The directory's front door: a situation in plain words, or a theme; answered to everybody."""

from dataclasses import replace
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_not_required
from django.http import QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from maillage.directory import lexicon, wording
from maillage.directory import why as reasons
from maillage.directory.enums import CATEGORIES, MOBILISED_BY, PUBLICS, RECEPTION_MODES, THEMES, category_of
from maillage.directory.forms.search import RADII, SearchForm
from maillage.directory.queries.cards import named, to_note, whose
from maillage.directory.queries.maps import around
from maillage.directory.queries.search import Need, for_professionals, search
from maillage.directory.room import rooms
from maillage.directory.rules import ranking, shown_phone
from maillage.directory.views.pages import sections
from maillage.web.answers import form_page
from maillage.web.maps import Point, draw_map
from maillage.web.wording import plural

TITLE = "Annuaire"
NUMBERS_FROM = 2
"""A national line is shown when its theme is among the first recognised."""


@login_not_required
@require_safe
def find(request):
    form = SearchForm(request.GET, signed_in=request.actor.signed_in)
    form.is_valid()
    need = need_of(form)
    results = search(request.actor, need, _page(request.GET.get("page", "")))
    today, numbers = timezone.localdate(), _numbers(results.reading)
    context = {
        "title": TITLE,
        "results": results,
        "filters_wrong": not {"q", "commune", "rayon"}.issuperset(form.errors),
        "searched": need.says_something,
        "groups": _groups(results, today, request.actor.at_work),
        "understood": [(THEMES[one.code], _with(request, theme=one.code)) for one in results.reading.themes],
        "corrections": results.reading.corrections,
        "numbers": numbers,
        "hidden": _hidden(for_professionals(request.actor, results), numbers),
        "around": results.place and _with(request, commune=results.place.code),
        "active": active(request, form),
        "categories": _categories(_folder(request)),
        "counted": counted(results),
        "wider": _wider(request, results, urgent=bool(numbers)),
        "lines_url": _lines_url(request.actor, results),
        "to_note": to_note(request.actor, _folder(request)),
        "dossier": _folder(request),
        "whose": whose(request.actor, _folder(request)),
        "sections": sections(request.actor),
        "structures": named(request.actor, need.text),
        "map": _map(results) if request.GET.get("carte") else "",
        "map_url": _with(request, carte="oui") if results.found and need.commune else "",
        "pages": _pages(request, results),
    }
    return form_page(request, form, "directory/search.html", **context)


def need_of(form):
    told = form.believed()
    return Need(
        text=told.get("q", ""),
        themes=tuple(told.get("theme", ())),
        categories=(told["categorie"],) if "categorie" in told else (),
        publics=tuple(told.get("public", ())),
        commune=told.get("commune"),
        radius=told.get("rayon"),
        reception=told.get("accueil", ""),
        mobilised_by=told.get("par", ""),
        free="gratuit" in told,
        open_at=timezone.localtime() if "ouvert" in told else None,
    )


def _page(typed):
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 5 else 1


def _groups(results, today, named):
    """Those whose zone is known, then those of which nobody said it."""
    titles = {True: "", False: "Zone non précisée"}
    room = rooms([one.service for one in results.found], today) if results.found else {}
    shown = [
        _shown(one, results, today, named) | {"room": room[one.service.pk], "rank": rank}
        for rank, one in enumerate(results.found, 1)
    ]
    groups = [
        (title, [one for one in shown if one["zone_known"] == known]) for known, title in titles.items()
    ]
    return [(title, rows) for title, rows in groups if rows]


def _shown(one, results, today, named):
    service, structure = one.service, one.service.structure
    phone = service.phone or structure.phone
    return {
        "service": service,
        "structure": structure,
        "place": reasons.place_of(service),
        "distance": reasons.distance_of(one, results.need.commune),
        "remote": reasons.remote(service),
        "why": reasons.why(one, results),
        "fresh": wording.fresh(service, today, named=named),
        "phone": (phone, shown_phone(phone)) if phone else None,
        "also": one.also,
        "also_count": one.also_count,
        "zone_known": one.zone_known,
    }


def counted(results):
    """« 12 réponses, 3 dont la zone n’est pas précisée » and what was left out."""
    said = [plural(results.total + results.apart, "réponse")]
    if results.apart:
        said.append(f"dont {results.apart} dont la zone n’est pas précisée")
    if results.total + results.apart > ranking.MOST:
        said.append(f"les {ranking.MOST} premières sont rangées\u00a0: ajoutez un mot ou une commune")
    return ", ".join(said)


def _map(results):
    """Where the answers of the page are, when the commune is known; the list says the same in words."""
    commune = results.need.commune
    if commune is None:
        return ""
    areas, points = around(commune, _spots(results.found))
    title = f"Réponses autour de {commune.name}"
    return draw_map("carte", title, f"{plural(len(points), 'réponse')} sur la carte.", areas, points)


def _spots(found):
    """Where each answer is, numbered as in the list; those at one place are marked together: « 1, 3 »."""
    placed = [(rank, one.service) for rank, one in enumerate(found, 1) if one.service.at_lat is not None]
    marks = {}
    for rank, service in placed:
        marks.setdefault((service.at_lon, service.at_lat), []).append(str(rank))
    return [
        Point(
            f"{rank}. {service.name}",
            service.at_lon,
            service.at_lat,
            service.get_absolute_url(),
            ", ".join(marks.pop((service.at_lon, service.at_lat), [])),
        )
        for rank, service in placed
    ]


def _numbers(reading):
    known = lexicon.national_numbers()
    return [known[one.code] for one in reading.themes[:NUMBERS_FROM] if one.code in known]


def _hidden(count, numbers):
    """Where to ask for what only professionals see: how many there are is all that is told."""
    if not count:
        return ""
    housed = any("115" in sentence for sentence in numbers)
    ask = (
        "appelez le 115, ou votre mairie (CCAS)"
        if housed
        else "demandez à votre mairie (CCAS) ou à un travailleur social"
    )
    return f"{plural(count, 'service existe|services existent')}, sur orientation d’un professionnel\u00a0: {ask}."


def _folder(request):
    """From whose folder the search was opened: carried from page to page, understood by a higher context alone."""
    return request.GET.get("dossier", "")[:40]


def _categories(folder):
    kept = {"dossier": folder} if folder else {}
    return [
        (
            label,
            f"?{urlencode({'categorie': code, **kept})}",
            [theme for theme in THEMES if category_of(theme) == code],
        )
        for code, label in CATEGORIES.items()
    ]


def _without(request, name, value=None):
    query = request.GET.copy()
    kept = [one for one in query.getlist(name) if value is not None and one != value]
    query.setlist(name, kept)
    query.pop("page", None)
    return f"?{query.urlencode()}"


def _with(request, **changed):
    query = request.GET.copy()
    for name, value in changed.items():
        query[name] = value
    query.pop("page", None)
    return f"?{query.urlencode()}"


def active(request, form):
    """(what is asked, the same page without it)."""
    told = form.believed()
    listed = {"theme": THEMES, "public": PUBLICS}
    chips = [
        (listed[name][value], _without(request, name, value))
        for name in listed
        for value in told.get(name, ())
    ]
    single = {"categorie": CATEGORIES, "accueil": RECEPTION_MODES, "par": MOBILISED_BY}
    chips += [(names[told[name]], _without(request, name)) for name, names in single.items() if name in told]
    words = {"gratuit": "Gratuit", "ouvert": "Ouvert en ce moment"}
    chips += [(label, _without(request, name)) for name, label in words.items() if name in told]
    return chips


def _wider(request, results, *, urgent):
    """What to try when there is little: farther, without the filters, everything of the commune; far away, unless urgent."""
    need, tries = results.need, []
    if need.radius:
        farther = [value for value, _ in RADII if value and int(value) > need.radius]
        label = "Chercher plus loin" if farther else "Chercher dans toute la zone"
        tries.append((label, _with(request, rayon=farther[0] if farther else "")))
    kept = {name: request.GET[name] for name in ("q", "commune", "dossier") if request.GET.get(name)}
    bare = replace(need, themes=(), categories=(), publics=(), reception="", mobilised_by="", free=False)
    if replace(bare, open_at=None) != need:
        tries.append(("Retirer les filtres", f"?{urlencode(kept)}"))
    if results.reading.themes and not need.categories:
        category = category_of(results.reading.themes[0].code)
        around = {name: kept[name] for name in ("commune", "dossier") if name in kept}
        label = f"Tout le domaine\u00a0: {CATEGORIES[category]}"
        tries.append((label, f"?{urlencode({'categorie': category, **around})}"))
    if need.commune and need.text and not urgent:
        tries.append(("Chercher dans toute la France", f"?{urlencode({'q': need.text})}"))
    return tries


def _lines_url(actor, results):
    """For those at work: whom to call, on this theme, around this commune."""
    if not actor.at_work:
        return ""
    told = {}
    if results.reading.themes:
        told["theme"] = category_of(results.reading.themes[0].code)
    if results.need.commune:
        told["commune"] = str(results.need.commune)
    return f"{reverse('directory:lines')}?{urlencode(told)}"


def _pages(request, results):
    def at(number):
        query = QueryDict(request.GET.urlencode(), mutable=True)
        query["page"] = number
        return f"?{query.urlencode()}"

    return {
        "previous_url": at(results.page - 1) if results.page > 1 else "",
        "next_url": at(results.page + 1) if results.page < results.pages else "",
        "shown": f"Page {results.page} sur {results.pages}",
    }


@login_not_required
@require_safe
def themes(request):
    """Every theme, and words by which people say it."""
    words = lexicon.plain_words()
    groups = [
        (label, [(THEMES[theme], theme, words[theme]) for theme in THEMES if category_of(theme) == code])
        for code, label in CATEGORIES.items()
    ]
    context = {"title": "Tous les thèmes", "trail": [(TITLE, reverse("directory:search"))], "groups": groups}
    return render(request, "directory/themes.html", context)
