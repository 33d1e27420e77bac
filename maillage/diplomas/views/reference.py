"""Diplomas, their rules side by side, bridges, the simulator, the register: open to everybody."""

from django.contrib.auth.decorators import login_not_required
from django.http import JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from maillage.diplomas import diploma_words as words
from maillage.diplomas.actions.register import read_register
from maillage.diplomas.forms.paths import RegisterForm
from maillage.diplomas.models import Diploma, Record
from maillage.diplomas.queries import diplomas as queries
from maillage.diplomas.rules import can_read_register, check_can_read_register
from maillage.diplomas.views.pages import trail
from maillage.web.answers import done, form_page, refusals_in, row_or_404, submitted
from maillage.web.listing import paged
from maillage.web.wording import plural

FORM = require_http_methods(["GET", "HEAD", "POST"])
REGISTER = "Répertoire national"


@login_not_required
@require_safe
def diplomas(request):
    today = timezone.localdate()
    past = {one.diploma_id for one in queries.past_records(today)}
    rows = queries.with_rules(Diploma.objects.visible_to(request.actor))
    listed = [(one, words.level(one), _current(one, today), one.pk in past) for one in rows]
    context = {
        "title": "Diplômes du travail social",
        "open": [row for row in listed if row[2]],
        "closed": [row for row in listed if not row[2]],
    }
    return render(request, "diplomas/diplomas.html", context)


def _current(diploma, today):
    """The rules of whoever enters today, and how they are said."""
    for one in diploma.versions.all():
        if one.entrants_from <= today and (one.entrants_until is None or one.entrants_until >= today):
            return one
    return None


@login_not_required
@require_safe
def diploma(request, code):
    rows = queries.with_rules(Diploma.objects.visible_to(request.actor))
    row, today = row_or_404(rows, code=code), timezone.localdate()
    shared, past = queries.shared(), {one.number for one in queries.past_records(today)}
    context = {
        "title": f"{row.short}\u00a0: {row.trade.lower()}",
        "trail": trail(),
        "diploma": row,
        "level": words.level(row),
        "versions": [_version(one, shared, row, today) for one in row.versions.all()],
        "records": [(one, words.record_state(one, today, past)) for one in row.records.all()],
        "to": [(one, words.doubt(one)) for one in queries.bridges(today).filter(to_version__diploma=row)],
        "onwards": queries.bridges(today).filter(from_diploma=row),
        "simulated": f"{reverse('diplomas:simulator')}?cible={row.code}",
    }
    return render(request, "diplomas/diploma.html", context)


def _version(version, shared, diploma, today):
    held = {one.position: one.block for one in version.placed.all()}
    count = max([*held, version.blocks_count or 0])
    blocks = [
        (rank, held.get(rank), _others(shared, held.get(rank), diploma)) for rank in range(1, count + 1)
    ]
    return {
        "row": version,
        "state": words.state_of(version, today),
        "facts": words.facts(version),
        "doubt": words.doubt(version),
        "blocks": blocks,
    }


def _others(shared, block, diploma):
    """The other diplomas that hold this block."""
    return [one for one in shared.get(block.pk, []) if one != diploma.short] if block else []


@login_not_required
@require_safe
def trades_json(request):
    today = timezone.localdate()
    rows = queries.with_rules(Diploma.objects.visible_to(request.actor))
    told = [words.card(one, request.build_absolute_uri(one.get_absolute_url()), today) for one in rows]
    headers = {"Access-Control-Allow-Origin": "*"}
    return JsonResponse({"metiers": told}, json_dumps_params={"ensure_ascii": False}, headers=headers)


@login_not_required
@require_safe
def bridges(request):
    page, pages = paged(request, queries.bridges(timezone.localdate()))
    context = {
        "title": "Passerelles entre diplômes",
        "trail": trail(),
        "page": page,
        "rows": [(one, words.doubt(one)) for one in page],
        "shared": queries.shared_blocks(),
        **pages,
    }
    return render(request, "diplomas/bridges.html", context)


@login_not_required
@require_safe
def register(request):
    today = timezone.localdate()
    past = queries.past_records(today)
    rows = Record.objects.visible_to(request.actor).select_related("diploma", "version")
    numbers = {one.number for one in past}
    context = {
        "title": REGISTER,
        "trail": trail(),
        "rows": [(one, words.record_state(one, today, numbers)) for one in rows],
        "past": past,
        "reads": can_read_register(request.actor),
    }
    return render(request, "diplomas/register.html", context)


@FORM
def read_file(request):
    check_can_read_register(request.actor)
    form = RegisterForm(request.POST or None, request.FILES or None)
    if submitted(request, form):
        with refusals_in(form, "file"):
            data = form.cleaned_data
            told = read_register(by=request.actor, content=data["file"].file, of_day=data["of_day"])
            return done(request, _said(told), "diplomas:register")
    lead = "Les fiches suivies ici sont mises à jour. Rien n’est créé ni supprimé\u00a0; un fichier plus ancien que le dernier lu ne change rien."
    above = trail((REGISTER, reverse("diplomas:register")))
    return form_page(
        request, form, title="Lire le fichier du répertoire", lead=lead, trail=above, save="Lire le fichier"
    )


def _said(told):
    changed = (
        f"{plural(len(told.changed), 'fiche a changé|fiches ont changé')}"
        if told.changed
        else "aucune n’a changé"
    )
    silent = f" Le fichier ne dit rien de {plural(len(told.silent), 'fiche')}." if told.silent else ""
    return f"{plural(len(told.found), 'fiche trouvée|fiches trouvées')} dans le fichier, {changed}.{silent}"
