"""A student's list, changed by buttons or by typing ranks; their choices; what became of each wish."""

from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from maillage.directory.queries.links import structure_names
from maillage.placements import trace_words
from maillage.placements.actions import rounds, wishes
from maillage.placements.enums import Ended, Phase
from maillage.placements.forms.students import BarForm, ChoicesForm, EndForm
from maillage.placements.queries import results
from maillage.placements.queries import sessions as session_rows
from maillage.placements.queries.rounds import traces
from maillage.placements.queries.students import wishes_of
from maillage.placements.rules import can_enter, can_host, can_rank, can_run, link_of, lists
from maillage.placements.views.pages import FORM, candidate_or_404, of_session, of_student, page_of
from maillage.web.answers import done, form_page, refusals_in, refusals_told, row_or_404, submitted
from maillage.web.listing import paged


@require_safe
def candidate(request, public_id):
    one = candidate_or_404(request, public_id)
    found = wishes_of(one)
    ranks = can_rank(request.actor, one.user_id, one.school.structure_id, one.key)
    page, pages = paged(request, _asked(request, found.others))
    phase = one.session.phase
    context = {
        "title": "Vos vœux" if one.user_id == request.actor.user_id else f"Vœux de {one.name}",
        "trail": [] if link_of(request.actor) else of_session(one.session),
        "here": page_of(request, one),
        "linked": link_of(request.actor),
        "one": one,
        "session": one.session,
        "phase": phase,
        "phases": Phase,
        "may_rank": ranks and phase == Phase.WISHES and not one.withdrawn_at,
        "reads": ranks or found.row is not None,
        "found": found,
        "page": page,
        "pages": pages,
        "q": request.GET.get("q", "")[:100],
        "open_only": request.GET.get("ouvertes") == "1",
        "kept": [("ouvertes", "1")] if request.GET.get("ouvertes") == "1" else [],
        "closed": sum(one.closed is not None for one in found.others),
    }
    return render(request, "placements/wishes.html", context)


def _asked(request, seats):
    words = request.GET.get("q", "")[:100].casefold().split()
    only = request.GET.get("ouvertes") == "1"
    return [
        one
        for one in seats
        if not (only and one.closed)
        and all(
            word in f"{one.seat.title} {one.seat.structure} {one.seat.commune.name}".casefold()
            for word in words
        )
    ]


@require_POST
def change(request, public_id):
    """One button: a place is added, moves up, down, leaves; or all the ranks typed."""
    one = candidate_or_404(request, public_id)
    with refusals_told(request):
        return done(request, _changed(request, one), page_of(request, one))
    return redirect(page_of(request, one))


def _changed(request, one):
    gestures = {"monter": (-1, "Monté d’un rang."), "descendre": (1, "Descendu d’un rang.")}
    for name, (step, words) in gestures.items():
        if place := _number(request.POST.get(name)):
            wishes.rank(by=request.actor, candidate=one, change=lists.moved(place, step))
            return words
    if place := _number(request.POST.get("retirer")):
        wishes.rank(by=request.actor, candidate=one, change=lists.removed(place))
        return "Retiré de votre liste."
    if "ajouter" in request.POST:
        place = _number(request.POST["ajouter"])
        wishes.add(
            by=request.actor, candidate=one, seat=row_or_404(session_rows.seats(request.actor), pk=place)
        )
        return "Ajouté à la fin de votre liste."
    wishes.rank(by=request.actor, candidate=one, change=lists.reordered(_ranks(request.POST)))
    return "L’ordre est enregistré."


def _number(text):
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 19 else 0


def _ranks(sent):
    typed = (
        (name.removeprefix("rang-"), value.strip())
        for name, value in sent.items()
        if name.startswith("rang-")
    )
    return {_number(place): _number(rank) for place, rank in typed if _number(place) and _number(rank)}


@FORM
def choices(request, public_id):
    one = candidate_or_404(request, public_id)
    row = wishes_of(one).row
    initial = {"others": row.others, "shown": row.shown} if row else {}
    form = ChoicesForm(
        request.POST if request.method == "POST" else None, initial=initial, account=bool(one.user_id)
    )
    if submitted(request, form):
        with refusals_in(form):
            wishes.choose(by=request.actor, candidate=one, **form.cleaned_data)
            return done(request, "Vos choix sont enregistrés.", page_of(request, one))
    return form_page(request, form, title="Vos choix", trail=of_student(request, one))


@FORM
def impossible(request, public_id):
    one, form = candidate_or_404(request, public_id), BarForm(request.POST or None)
    if submitted(request, form):
        with refusals_in(form):
            wishes.declare(by=request.actor, candidate=one, **form.cleaned_data)
            return done(request, "Ses places vous sont fermées.", page_of(request, one))
    told = {"title": "Dire que vous ne pouvez pas aller quelque part", "trail": of_student(request, one)}
    return form_page(
        request, form, "directory/naming_form.html", names=structure_names(request.actor), **told
    )


@require_POST
def take_back(request, public_id, pk):
    one = candidate_or_404(request, public_id)
    with refusals_told(request):
        wishes.take_back(by=request.actor, candidate=one, impossibility=pk)
        return done(request, "C’est retiré.", page_of(request, one))
    return redirect(page_of(request, one))


@require_safe
def result(request, public_id):
    one = candidate_or_404(request, public_id)
    found, told = wishes_of(one), traces(one.pk)
    listed = list(found.row.seats) if found.row else []
    keys = {step["s"] for trace in told for step in trace.steps if "s" in step} | set(listed)
    seats = results.named(keys)
    first = next((one.steps for one in told if one.run.number == 1), None)
    second = next((one.steps for one in told if one.run.number == 2), None)
    places = results.lived(one)
    context = {
        "title": "Votre résultat" if one.user_id == request.actor.user_id else f"Résultat de {one.name}",
        "trail": of_student(request, one) if link_of(request.actor) else of_session(one.session),
        "linked": link_of(request.actor),
        "one": one,
        "session": one.session,
        "out": one.session.phase == Phase.RESULTS,
        "place": next((place for place in places if not place.ended_at), None),
        "former": [place for place in places if place.ended_at],
        "lines": trace_words.first_round(first, seats, listed) if first is not None else [],
        "second": trace_words.second_round(second) if second else "",
        "settled": list(results.arbitrations(request.actor).filter(candidate=one, outcome="confirmed")),
    }
    return render(request, "placements/result.html", context)


@FORM
def give_back(request, public_id):
    row = row_or_404(results.placements(request.actor).filter(ended_at=None), public_id=public_id)
    choices, back = _endings(request, row)
    form = EndForm(request.POST or None, choices=choices)
    if submitted(request, form):
        with refusals_in(form):
            rounds.give_back(by=request.actor, placement=row, why=form.cleaned_data["why"])
            return done(request, "La place est rendue.", back)
    lead = f"{row.seat}. La place rendue ne déplace personne\u00a0: qui en a besoin peut l’obtenir par un arbitrage."
    return form_page(request, form, title="Rendre une place", lead=lead, save="Rendre la place", back=back, trail=of_session(row.session))  # fmt: skip


def _endings(request, row):
    """What this actor may say, and where they come from."""
    actor = request.actor
    if can_host(actor) and row.seat.structure_id == actor.structure_id:
        return [Ended.HOST], reverse("placements:places")
    one = row.candidate
    if one.user_id == actor.user_id:
        return [Ended.WITHDREW], reverse("placements:result", args=[one.public_id])
    back = reverse("placements:school", args=[row.session.public_id])
    if can_run(actor, row.session.structure_id):
        return [Ended.WITHDREW, Ended.LEFT, Ended.HOST], row.session.get_absolute_url()
    return ([Ended.WITHDREW, Ended.LEFT] if can_enter(actor, one.school.structure_id) else []), back
