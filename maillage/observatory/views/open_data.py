"""What is released, as files: the cells told, the narrative, the method; a masked cell is simply not there."""

from django.contrib.auth.decorators import login_not_required
from django.http import JsonResponse
from django.views.decorators.http import require_safe

from maillage.observatory import wording
from maillage.observatory.figures import Figures, content
from maillage.observatory.queries import indicators as queries
from maillage.observatory.queries.places import named
from maillage.observatory.sources import SOURCES
from maillage.observatory.views.pages import release_or_404
from maillage.permissions import ANONYMOUS
from maillage.web.downloads import csv_file

OPEN = {"Access-Control-Allow-Origin": "*"}
HEADS = [
    "code",
    "titre",
    "famille",
    "version",
    "du",
    "au",
    "nombre",
    "unite",
    "recit",
    "publie_le",
    "empreinte",
]


def json_file(data):
    return JsonResponse(data, json_dumps_params={"ensure_ascii": False}, headers=OPEN)


def _names(entry):
    """What the two columns of values are called."""
    if entry.declared:
        return [entry.by or "valeur", "detail"]
    labels = [one.label for one in SOURCES[entry.source].dimensions]
    return [*labels, "detail"][:2]


def _values(entry):
    if entry.declared:
        return [{}, {}]
    return [*(one.values() for one in SOURCES[entry.source].dimensions), {}][:2]


@login_not_required
@require_safe
def version_csv(request, code, number):
    row, release = release_or_404(request, code, number)
    places = named((cell[0], cell[1]) for cell in release.table)
    one_words, two_words = _values(row.entry)
    lines = [
        [
            level,
            place,
            places.get((level, place), ""),
            one_words.get(one, one),
            two_words.get(two, two),
            value,
        ]
        for level, place, one, two, value in release.table
    ]
    heads = ["niveau", "code", "territoire", *_names(row.entry), "nombre"]
    return csv_file(f"{row.code}-version-{release.version}", heads, lines)


@login_not_required
@require_safe
def version_json(request, code, number):
    row, release = release_or_404(request, code, number)
    one, two = _names(row.entry)
    about = {
        "titre": row.entry.title,
        "question": row.entry.question,
        "unite": row.entry.unit.split("|")[0],
        "colonnes": ["niveau", "code", one, two, "nombre"],
        "masque": "" if row.entry.declared else "Une cellule absente est masquée, et n’est pas zéro.",
        "publie_le": release.confirmed_at.isoformat(),
        "retire_le": release.withdrawn_on and release.withdrawn_on.isoformat(),
        "licence": wording.LICENCE,
        "empreinte": release.digest,
        "empreinte_de": "SHA-256 de « contenu » en JSON, clés triées, sans espace, UTF-8",
    }
    return json_file({**about, "contenu": content(release, release.table)})


@login_not_required
@require_safe
def all_csv(request):
    return csv_file("indicateurs", HEADS, _all())


@login_not_required
@require_safe
def all_json(request):
    return json_file({"indicateurs": [dict(zip(HEADS, one, strict=True)) for one in _all()]})


def _all():
    """One line an indicator, as anybody reads it."""
    rows = list(queries.indicators(ANONYMOUS))
    last = queries.last_releases(rows)
    return [_in_brief(one, last.get(one.pk)) for one in rows]


def _in_brief(row, release):
    entry = row.entry
    told = [row.code, entry.title, entry.family]
    if release is None:
        return [*told, "", "", "", "", entry.unit.split("|")[0], "", "", ""]
    value = Figures(entry, release.table).headline.told
    unit = "%" if entry.part else entry.unit.split("|")[0]
    period = [release.version, release.first.isoformat(), release.last.isoformat()]
    number = "" if value is None else round(value, 1)
    return [
        *told, *period, number, unit, release.narrative, release.confirmed_at.isoformat(), release.digest
    ]  # fmt: skip
