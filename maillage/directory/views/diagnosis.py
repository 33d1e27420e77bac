"""The territory's diagnosis: opened, told, signed, closed; on paper and in figures."""

from io import BytesIO

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from maillage.audit.actions import record
from maillage.directory import rules
from maillage.directory.actions import diagnosis as actions
from maillage.directory.enums import CATEGORIES
from maillage.directory.forms.territory import ContributionForm, OpenDiagnosisForm
from maillage.directory.queries import diagnosis as queries
from maillage.directory.views.pages import trail
from maillage.directory.wording_territory import (
    coverage_rows,
    demand_rows,
    in_order,
    moved_rows,
    snapshot_facts,
    version_words,
)
from maillage.sheets import write_table
from maillage.web.answers import done, form_page, refusals_in, row_or_404, submitted
from maillage.web.pdf import render_pdf
from maillage.web.wording import day

SHOWN = 25
HOME = "Diagnostics de territoire"
COVERAGE = [
    "Thème",
    ("Confirmé", "number"),
    ("Déclaré seulement", "number"),
    ("Aucun service connu", "number"),
]
DEMAND = ["Thème", ("Orientations", "number")]
MOVED = ["Thème", ("Avant", "number"), ("Maintenant", "number")]


def _home():
    return reverse("directory:diagnoses")


def _diagnosis(request, public_id):
    rules.check_at_work(request.actor)
    return row_or_404(queries.diagnoses(request.actor), public_id=public_id)


def _version(request, public_id, number):
    return row_or_404(queries.versions(_diagnosis(request, public_id)), number=number)


def _url(version, name="diagnosis"):
    return reverse(f"directory:{name}", args=[version.diagnosis.public_id, version.number])


@require_safe
def diagnoses(request):
    rules.check_at_work(request.actor)
    found = queries.diagnoses(request.actor).prefetch_related("versions")
    page = Paginator(found, SHOWN).get_page(request.GET.get("page"))
    context = {"title": HOME, "trail": trail(), "page": page, "animates": rules.can_animate(request.actor)}
    return render(request, "directory/diagnoses.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new_diagnosis(request):
    rules.check_can_animate(request.actor)
    form = OpenDiagnosisForm(request.POST or None)
    if submitted(request, form):
        with refusals_in(form):
            opened = actions.open_diagnosis(by=request.actor, **form.cleaned_data)
            words = "Le diagnostic est ouvert, avec les chiffres d’aujourd’hui."
            return done(request, words, "directory:diagnosis", opened.public_id, 1)
    return form_page(request, form, title="Ouvrir un diagnostic", trail=trail((HOME, _home())), save="Ouvrir")


@require_safe
def diagnosis(request, public_id, number):
    version = _version(request, public_id, number)
    signed = list(version.signatures.select_related("structure"))
    context = {
        "title": version.diagnosis.title,
        "trail": trail((HOME, _home())),
        "version": version,
        "words": version_words(version),
        "facts": snapshot_facts(version.snapshot),
        "coverage": (COVERAGE, coverage_rows(version.snapshot)),
        "demand": (DEMAND, demand_rows(version.snapshot)),
        "moved": _moved(version),
        "contributions": _contributions(version),
        "signatures": signed,
        "mine_signed": any(one.structure_id == request.actor.structure_id for one in signed),
        "tells": version.closed_on is None and rules.can_keep_some(request.actor),
        "animates": rules.can_animate(request.actor),
        "last": not version.diagnosis.versions.filter(number__gt=version.number).exists(),
    }
    return render(request, "directory/diagnosis.html", context)


def _moved(version):
    """What changed since the version before, None when it is the first."""
    old = queries.before(version)
    if old is None:
        return None
    return {
        "number": old.number,
        "columns": MOVED,
        "rows": moved_rows(queries.changed(old.snapshot, version.snapshot)),
    }


def _contributions(version):
    rows = version.contributions.select_related("structure")
    return [(CATEGORIES.get(one.category, "Tout le territoire"), one) for one in rows]


@require_http_methods(["GET", "HEAD", "POST"])
def contribute(request, public_id, number):
    version = _version(request, public_id, number)
    rules.check_keeps_some(request.actor)
    category = request.GET.get("theme", "")
    mine = version.contributions.filter(
        structure=request.actor.structure_id, category=category if category in CATEGORIES else ""
    )
    start = mine.values("category", "text").first() or {"category": category}
    form = ContributionForm(request.POST or None, initial=start)
    if submitted(request, form):
        told = {"version": version, **form.cleaned_data}
        with refusals_in(form):
            actions.contribute(by=request.actor, **told)
            return done(request, "Votre contribution est dans le diagnostic.", _url(version))
    lead = "Au nom de votre structure. Un texte par thème\u00a0: l’écrire de nouveau le remplace."
    above = trail((HOME, _home()), (version.diagnosis.title, _url(version)))
    return form_page(request, form, title="Contribuer au diagnostic", trail=above, lead=lead)


def _act(act, words):
    """A button of the diagnosis' page."""

    @require_POST
    def view(request, public_id, number):
        version = _version(request, public_id, number)
        act(by=request.actor, version=version)
        return done(request, words, _url(version))

    return view


sign = _act(actions.sign, "Votre structure a signé.")
unsign = _act(actions.unsign, "La signature de votre structure est retirée.")
take_again = _act(actions.take_again, "Les chiffres sont ceux d’aujourd’hui.")
close_version = _act(actions.close_version, "La version est close\u00a0: elle ne changera plus.")


@require_POST
def open_version(request, public_id):
    row = _diagnosis(request, public_id)
    version = actions.open_version(by=request.actor, diagnosis=row)
    words = "Une nouvelle version est ouverte, avec les chiffres d’aujourd’hui."
    return done(request, words, "directory:diagnosis", row.public_id, version.number)


@require_safe
def diagnosis_pdf(request, public_id, number):
    version = _version(request, public_id, number)
    record(request.actor, "diagnosis_printed", version)
    data = {
        "title": version.diagnosis.title,
        "summary": f"{version.diagnosis.territory.name}. {version_words(version)}",
        "blocks": _blocks(version),
        "footer": f"{version.diagnosis.title}, version {version.number}",
    }
    name = f'inline; filename="diagnostic-{version.number}.pdf"'
    return HttpResponse(
        render_pdf("web/record.typ", data),
        content_type="application/pdf",
        headers={"Content-Disposition": name},
    )


def _blocks(version):
    told, moved = version.snapshot, _moved(version)
    heads = [column if isinstance(column, str) else list(column) for column in COVERAGE]
    blocks = [
        {"heading": "Le territoire"},
        {"facts": snapshot_facts(told)},
        {"heading": "Qui est couvert"},
        {"text": "«\u00a0Aucun service connu\u00a0» ne veut pas dire qu’il n’y en a pas."},
        {"table": {"columns": heads, "rows": coverage_rows(told)}},
    ]
    if moved and moved["rows"]:
        columns = [column if isinstance(column, str) else list(column) for column in MOVED]
        blocks += [{"heading": f"Ce qui a changé depuis la version {moved['number']}"}, {"table": {"columns": columns, "rows": moved["rows"]}}]  # fmt: skip
    if rows := demand_rows(told):
        blocks += [{"heading": "Demandes vues en un an"}, {"table": {"columns": ["Thème", ["Orientations", "number"]], "rows": rows}}]  # fmt: skip
    blocks.append({"heading": "Ce que constatent les structures"})
    for theme, one in _contributions(version):
        blocks += [{"text": f"{one.structure.name} ({theme}), le {day(one.written_on)}"}, {"quote": one.text}]
    signed = [
        f"{one.structure.name}, le {day(one.signed_on)}, {one.by}"
        for one in version.signatures.select_related("structure")
    ]
    return [*blocks, {"heading": "Signé par"}, {"list": signed or ["Personne pour le moment"]}]


@require_safe
def diagnosis_csv(request, public_id, number):
    version = _version(request, public_id, number)
    heads = [
        "categorie",
        "part_confirmee",
        "part_declaree",
        "part_sans_service_connu",
        "communes_sans_service_connu",
        "orientations_sur_un_an",
    ]
    demand = version.snapshot.get("demand", {})
    rows = [
        [key, *told, ("moins de 5" if demand[key] is None else demand[key]) if key in demand else 0]
        for key, told in in_order(version.snapshot.get("coverage", {}))
    ]
    out = BytesIO()
    write_table(heads, rows, out, "csv")
    name = f'attachment; filename="diagnostic-{version.number}.csv"'
    return HttpResponse(
        out.getvalue(), content_type="text/csv; charset=utf-8", headers={"Content-Disposition": name}
    )
