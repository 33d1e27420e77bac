"""The directory given to others: files in data·inclusion's shape, our own fields beside."""

import csv

from django import forms
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from maillage.audit.actions import record
from maillage.directory import rules
from maillage.directory.exchange.writing import FORMATS, as_csv, as_json, as_xlsx, disarm
from maillage.directory.models import Structure
from maillage.directory.queries import export as queries
from maillage.directory.queries.cards import sources
from maillage.directory.views.pages import trail
from maillage.web.answers import form_page

LISTS = {"structures": "structure", "services": "service"}
OWN = "nos-champs"


class ExportForm(forms.Form):
    departement = forms.ChoiceField(label="Département", required=False)
    source = forms.ChoiceField(label="Source", required=False)
    contacts = forms.BooleanField(
        label="Avec les personnes à joindre",
        help_text="Pour un usage entre professionnels\u00a0: ne publiez pas ce fichier.",
        required=False,
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        places = [(code, f"{name} ({code})") for code, name in queries.departements_with_cards()]
        self.fields["departement"].choices = [("", "Tous"), *places]
        known = [(one.code, one.name) for one in sources()]
        self.fields["source"].choices = [("", "Toutes"), (queries.KEPT_HERE, "Tenues dans Maillage"), *known]


@require_safe
def export(request):
    rules.check_at_work(request.actor)
    form = ExportForm(request.GET or None)
    query = request.GET.urlencode() if form.is_valid() else ""
    context = {"title": "Exporter l’annuaire", "trail": trail(), "query": query}
    context["counts"] = [
        (name, _rows(kind, form.cleaned_data if query else {}).count()) for name, kind in LISTS.items()
    ]
    return form_page(request, form, "directory/export.html", **context)


@require_safe
def export_file(request, name, shape):
    """`annuaire.json` and `annuaire.xlsx` hold both lists; a CSV holds one."""
    rules.check_at_work(request.actor)
    form = ExportForm(request.GET or {})
    both = name == "annuaire" and shape in ("json", "xlsx")
    one = name in (*LISTS, OWN) and shape == "csv"
    if not (both or one) or not form.is_valid():
        raise Http404
    asked = form.cleaned_data
    record(request.actor, "export_directory", Structure, file=f"{name}.{shape}", **asked)
    kinds = LISTS.values() if name in ("annuaire", OWN) else [LISTS[name]]
    rows = {kind: _rows(kind, asked) for kind in kinds}
    headers = {"Content-Disposition": f'attachment; filename="{name}-{timezone.localdate():%Y%m%d}.{shape}"'}
    content = _own(rows) if name == OWN else _content(rows, shape, asked["contacts"])
    answer = HttpResponse if isinstance(content, bytes) else StreamingHttpResponse
    return answer(content, content_type=FORMATS[shape], headers=headers)


def _rows(kind, asked):
    wanted = {name: asked.get(name, "") for name in ("source", "departement")}
    return queries.within(queries.public_cards(kind), kind, **wanted)


def _content(rows, shape, contacts):
    told = {kind: queries.records(kind, some, contacts=contacts) for kind, some in rows.items()}
    if shape == "csv":
        ((kind, records),) = told.items()
        return as_csv(queries.FIELDS[kind], records)
    if shape == "json":
        return as_json({f"{kind}s": records for kind, records in told.items()})
    return as_xlsx({f"{kind}s": (queries.FIELDS[kind], records) for kind, records in told.items()})


class _Passed:
    def write(self, text):
        return text


def _own(rows):
    writer = csv.writer(_Passed())
    yield writer.writerow(queries.OWN_FIELDS)
    for kind, some in rows.items():
        for card in some.iterator(chunk_size=2000):
            told = queries.own_fields(kind, card)
            yield writer.writerow([disarm(cell) if isinstance(cell, str) else cell for cell in told])
