"""Nights listed; one of them prepared, followed, opened, closed, published by who organises it."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from maillage.counts import rules
from maillage.counts.actions import nights as actions
from maillage.counts.enums import Ask, Phase
from maillage.counts.forms.nights import NightForm
from maillage.counts.queries import doubles
from maillage.counts.queries import nights as rows
from maillage.counts.queries.door import token_of
from maillage.counts.views.pages import HOME, kept_or_refused, night_or_404, of_night, trail
from maillage.web.answers import done, form_page, refusals_in, refusals_told, submitted
from maillage.web.listing import paged
from maillage.web.wording import from_to, moment

FORM = require_http_methods(["GET", "HEAD", "POST"])


@login_not_required
@require_safe
def nights(request):
    page, pages = paged(request, rows.published(request.actor))
    context = {
        "title": HOME,
        "page": page,
        "pages": pages,
        "mine": list(rows.organised(request.actor)[:50]),
        "can_prepare": rules.can_keep(request.actor, request.actor.structure_id),
    }
    return render(request, "counts/nights.html", context)


@FORM
def prepare(request):
    rules.check_can_keep(request.actor, request.actor.structure_id)
    form = NightForm(request.POST or None, initial={"asked": Ask.values[:2]})
    if submitted(request, form):
        with refusals_in(form):
            made = actions.prepare(by=request.actor, values=form.values())
            return done(request, "La nuit est préparée. Ajoutez ses secteurs.", made.get_absolute_url())
    return form_page(request, form, title="Préparer une nuit de comptage", trail=trail())


@login_not_required
@require_safe
def night(request, public_id):
    """For who organises it; its report, for everybody else."""
    row, keeps = night_or_404(request, public_id)
    if not keeps:
        return redirect("counts:report", row.public_id)
    walked = rows.rounds(row)
    lines = list(rows.lines(request.actor, row))
    context = {
        "title": row.title,
        "trail": trail(),
        "row": row,
        "when": from_to(row.starts_at, row.ends_at),
        "phases": Phase,
        "sectors": rows.sectors(row),
        "teams": [
            (one, _link(request, one), [r for r in walked if r.team_id == one.pk]) for one in rows.teams(row)
        ],
        "lines": sum(not one.struck_at for one in lines),
        "persons": sum(one.persons for one in lines if not one.struck_at),
        "undecided": doubles.undecided(row, lines),
    }
    return render(request, "counts/night.html", context)


def _link(request, team):
    return request.build_absolute_uri(reverse("counts:team", args=[token_of(team.key)]))


@FORM
def correct(request, public_id):
    row = kept_or_refused(request, public_id)
    form = NightForm(request.POST or None, initial=NightForm.told(row))
    if submitted(request, form):
        with refusals_in(form):
            actions.correct(by=request.actor, night=row, values=form.values())
            return done(request, "C’est enregistré.", row.get_absolute_url())
    return form_page(request, form, title="Changer cette nuit", trail=of_night(row))


@require_POST
def open_night(request, public_id):
    row = kept_or_refused(request, public_id)
    with refusals_told(request):
        actions.open_night(by=request.actor, night=row)
        return done(
            request,
            "La nuit est ouverte\u00a0: les équipes peuvent envoyer leurs fiches.",
            row.get_absolute_url(),
        )
    return redirect(row)


@FORM
def close(request, public_id):
    row = kept_or_refused(request, public_id)
    if request.method == "POST":
        with refusals_told(request):
            actions.close_night(by=request.actor, night=row)
            return done(request, "La nuit est close.", row.get_absolute_url())
        return redirect(row)
    missing = rows.what_is_missing(row, rows.rounds(row))
    consequences = [
        "Plus aucune fiche ne se corrige ni ne se saisit. Les papiers sont-ils tous saisis\u00a0?",
        "Un téléphone resté sans réseau peut encore envoyer, pendant 24 heures, ce qui a été vu avant.",
    ]
    if missing:
        consequences.append(f"Rien n’a été dit de\u00a0: {', '.join(missing)}.")
    told = {"title": "Clore cette nuit", "question": "Clore cette nuit\u00a0?", "consequences": consequences}
    told |= {"confirm_label": "Clore", "cancel_url": row.get_absolute_url(), "trail": of_night(row)}
    return render(request, "web/confirm.html", told)


@FORM
def publish(request, public_id):
    row = kept_or_refused(request, public_id)
    if request.method == "POST":
        with refusals_told(request):
            actions.publish(by=request.actor, night=row)
            return done(request, "Le rapport est publié.", "counts:report", row.public_id)
        return redirect(row)
    consequences = [
        "Tout le monde lira ce rapport. Il ne changera plus, et aucun double ne se décidera plus."
    ]
    if left := doubles.undecided(row, list(rows.lines(request.actor, row))):
        consequences.append(f"Doubles que personne n’a décidés\u00a0: {left}. Ces fiches comptent toutes.")
    if row.phones_may_send:
        consequences.append(
            f"Des téléphones peuvent encore envoyer jusqu’au {moment(row.links_until)}\u00a0: mieux vaut attendre."
        )
    told = {
        "title": "Publier le rapport",
        "question": "Publier le rapport\u00a0?",
        "consequences": consequences,
    }
    told |= {"confirm_label": "Publier", "cancel_url": row.get_absolute_url(), "trail": of_night(row)}
    return render(request, "web/confirm.html", told)
