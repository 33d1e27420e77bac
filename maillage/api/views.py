"""The open API: public, read only, data·inclusion's shape; every error is a French sentence in JSON."""

from functools import wraps
from time import time

from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.http import JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from maillage.api import asked
from maillage.api.openapi import WORDS, document
from maillage.directory.queries import export
from maillage.web.tries import client_address

A_MINUTE = 120
KEPT_SECONDS = 300


def _answer(told, status=200):
    answer = JsonResponse(told, status=status, json_dumps_params={"ensure_ascii": False})
    answer["Access-Control-Allow-Origin"] = "*"
    answer["Cache-Control"] = f"public, max-age={KEPT_SECONDS}" if status == 200 else "no-store"
    return answer


def open_to_all(view):
    """So many calls a minute from one address, counted in the cache that every process shares."""

    @login_not_required
    @require_safe
    @wraps(view)
    def limited(request, *args, **kwargs):
        key = f"api:{client_address(request)}:{int(time() // 60)}"
        cache.add(key, 0, 90)
        if _one_more(key) > A_MINUTE:
            answer = _answer(
                {"erreur": f"Plus de {A_MINUTE} appels en une minute : attendez la suivante."}, 429
            )
            answer["Retry-After"] = "60"
            return answer
        return view(request, *args, **kwargs)

    return limited


def _one_more(key):
    try:
        return cache.incr(key)
    except ValueError:
        return 1


@open_to_all
def cards(request, kind):
    try:
        wanted = asked.read(kind, request.GET)
    except asked.Refused as refusal:
        return _answer({"erreur": str(refusal)}, 422)
    total, start = wanted.rows.count(), (wanted.page - 1) * wanted.size
    told = (export.record_of(kind, card) for card in wanted.rows[start : start + wanted.size])
    return _answer(
        {
            "items": [one for one in told if one is not None],
            "total": total,
            "page": wanted.page,
            "size": wanted.size,
            "pages": -(-total // wanted.size),
        }
    )


@open_to_all
def card(request, kind, source, code):
    found = export.card_of(kind, source, code)
    told = found and export.record_of(kind, found)
    if not told:
        return _answer({"erreur": "Cette fiche n’existe pas, ou n’est plus publique."}, 404)
    return _answer(told)


@open_to_all
def openapi(request):
    return _answer(document())


@login_not_required
@require_safe
def about(request):
    context = {
        "title": "Données ouvertes de l’annuaire",
        "parameters": WORDS.items(),
        "a_minute": A_MINUTE,
    }
    return render(request, "api/about.html", context)
