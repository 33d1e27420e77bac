"""What anyone may read of the directory, by program: the same for whoever is signed in as for whoever is not."""

import hashlib
from functools import wraps
from math import ceil

from django.contrib.auth.decorators import login_not_required
from django.http import JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from maillage.api.openapi import ERRORS, description
from maillage.api.parameters import MOST_SIZE, SERVICES, STRUCTURES, USUAL_SIZE, Wrong, asked
from maillage.api.rate import A_MINUTE, seconds_left, too_fast
from maillage.directory.queries import inclusion
from maillage.permissions import ANONYMOUS
from maillage.web.tries import client_address

FRESH_SECONDS = 300
KINDS = {
    "structures": (inclusion.public_structures, inclusion.as_structure, STRUCTURES),
    "services": (inclusion.public_services, inclusion.as_service, SERVICES),
}
ANSWERS = [*ERRORS.items(), ("405", "Cette API se lit seulement.")]


def refused(status, sentence, **more):
    return JsonResponse(
        {"erreur": sentence, **more}, status=status, json_dumps_params={"ensure_ascii": False}
    )


def open_to_programs(view):
    """Read-only, limited, kept a few minutes by whoever asked, readable from a page of any site."""

    @csrf_exempt
    @login_not_required
    @wraps(view)
    def answer(request, *args, **kwargs):
        response = _answer(view, request, *args, **kwargs)
        response["Access-Control-Allow-Origin"] = "*"
        return response

    return answer


def _answer(view, request, *args, **kwargs):
    if request.method not in ("GET", "HEAD"):
        response = refused(405, "Cette API se lit seulement : utilisez GET.")
        response["Allow"] = "GET, HEAD"
        return response
    if too_fast(client_address(request)):
        response = refused(
            429, f"Trop de demandes : {A_MINUTE} par minute au plus. Reprenez dans une minute."
        )
        response["Retry-After"] = str(seconds_left())
        return response
    return kept(request, view(request, *args, **kwargs))


def kept(request, response):
    """A proxy keeps what nobody's session goes with; the same content is not sent twice."""
    if response.status_code != 200:
        return response
    if request.actor == ANONYMOUS:
        response["Cache-Control"] = f"public, max-age={FRESH_SECONDS}"
    response["ETag"] = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
    return get_conditional_response(request, etag=response["ETag"], response=response)


def told(content):
    return JsonResponse(content, json_dumps_params={"ensure_ascii": False})


@open_to_programs
def cards(request, kind):
    rows, shape, parameters = KINDS[kind]
    try:
        wanted = asked(request.GET, parameters)
    except Wrong as wrong:
        return refused(422, str(wrong), parametre=wrong.parameter)
    found = rows().filter(wanted.condition)
    total, start = found.count(), (wanted.page - 1) * wanted.size
    # Ids first: what is skipped is read without what it is joined to.
    ids = list(found.values_list("pk", flat=True)[start : start + wanted.size]) if start < total else []
    items = [card for row in rows().filter(pk__in=ids) if (card := shape(row))]
    pages = ceil(total / wanted.size)
    return told({"items": items, "total": total, "page": wanted.page, "size": wanted.size, "pages": pages})


@open_to_programs
def card(request, kind, ident):
    rows, shape, _ = KINDS[kind]
    found = inclusion.with_inclusion_id(rows(), ident).first()
    content = shape(found) if found else None
    return told(content) if content else refused(404, "Cette fiche n’existe pas, ou n’est plus proposée.")


@open_to_programs
def nowhere(request, rest):
    return refused(404, "Cette adresse n’existe pas. L’API se décrit à /api/v1/openapi.json.")


@open_to_programs
def openapi(request):
    return told(description(request.build_absolute_uri("/").rstrip("/")))


@login_not_required
@require_safe
def about(request):
    site = request.build_absolute_uri("/").rstrip("/")
    context = {
        "title": "API ouverte de l’annuaire",
        "lists": [
            {"name": name, "url": site + reverse(f"api:{name}"), "rows": _rows(parameters)}
            for name, (_, _, parameters) in KINDS.items()
        ],
        "site": site,
        "most": MOST_SIZE,
        "usual": USUAL_SIZE,
        "a_minute": A_MINUTE,
        "columns": ["Paramètre", "Ce qu’il demande", "Exemple"],
        "answers_columns": ["Code", "Pourquoi"],
        "answers": ANSWERS,
    }
    return render(request, "api/about.html", context)


def _rows(parameters):
    return [[one.name, one.words, one.example] for one in parameters]
