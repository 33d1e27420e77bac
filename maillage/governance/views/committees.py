"""Committees: all of them, one, founded, corrected; its colleges, its seats, who sits there, who serves it."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from maillage.governance import queries, rules
from maillage.governance.actions import committees as actions
from maillage.governance.enums import CommitteeKind, DecisionMode, Publicity, Rank
from maillage.governance.forms.committees import (
    CollegeForm,
    CommitteeForm,
    DutyForm,
    FoundForm,
    LeaveForm,
    OccupantForm,
    SeatForm,
    first_day,
    occupant_values,
)
from maillage.governance.models import College, Duty, Occupant, Seat
from maillage.governance.queries import requests, subjects
from maillage.governance.queries.ethics import is_near
from maillage.governance.rules.ethics import can_refer
from maillage.governance.views.pages import HOME, committee_or_404, of_committee, trail
from maillage.web.answers import done, form_page, refusals_in, row_or_404, submitted

FIELDS = ("name", "kind", "parent", "mission", "starts_on", "ends_on", "decision_mode", "publicity")
MOST_LISTED = 10
ALSO = (
    (
        "Ce qui avance",
        ("Suites à donner", "governance:followed"),
        ("Mandats", "governance:mandates"),
        ("Plans d’action", "governance:plans"),
        ("Les quinze recommandations", "governance:recommendations"),
        ("Projets de texte", "governance:drafts"),
    ),
    (
        "Prendre part",
        ("Questionnaires", "consultations:questionnaires"),
        ("Concertations", "contributions:processes"),
        ("Rencontres ouvertes", "events:events"),
        ("Appels à projets", "calls:calls"),
        ("Nuits de comptage", "counts:nights"),
    ),
    (
        "S’appuyer sur",
        ("Textes publiés", "governance:texts"),
        ("Fiches pratiques", "practices:library"),
        ("Éthique\u00a0: à qui s’adresser", "governance:ethics"),
        ("Puis-je partager\u00a0?", "governance:sharing"),
    ),
)
MINE = ("Pour vous", ("Mes frais", "governance:my_expenses"))


@login_not_required
@require_safe
def committees(request):
    mine = list(queries.mine(request.actor))
    others = queries.committees(request.actor).exclude(pk__in=[one.pk for one in mine])
    context = {
        "title": HOME,
        "mine": mine,
        "others": _by_kind(others),
        "coming": queries.coming(request.actor, timezone.now())[:MOST_LISTED],
        "ending": queries.terms_ending(request.actor, timezone.localdate())[:MOST_LISTED],
        "also": _also(request.actor),
        "can_found": rules.can_found(request.actor),
    }
    return render(request, "governance/committees.html", context)


def _also(actor):
    """[(what it is for, [(label, URL)])]; contexts above are known by the names of their pages alone."""
    groups = (*ALSO, MINE) if actor.signed_in else ALSO
    return [(title, [(label, reverse(name)) for label, name in links]) for title, *links in groups]


def _by_kind(rows):
    found = {}
    for one in rows.order_by("kind", "name"):
        found.setdefault(one.get_kind_display(), []).append(one)
    return list(found.items())


@login_not_required
@require_safe
def committee(request, public_id):
    found, standing = committee_or_404(request, public_id)
    today = timezone.localdate()
    meetings = queries.gatherings(request.actor).filter(committee=found)
    context = {
        "title": found.name,
        "trail": trail(),
        "committee": found,
        "facts": _facts(found),
        "colleges": queries.seats_of(found, today),
        "duties": queries.duties(found, today),
        "children": queries.committees(request.actor).filter(parent=found),
        "coming": meetings.filter(held_at=None, cancelled_at=None).order_by("starts_at")[:MOST_LISTED],
        "held": meetings.filter(held_at__isnull=False).order_by("-starts_at")[:MOST_LISTED],
        "followed": queries.followed(request.actor, found)[:MOST_LISTED],
        "mandates": subjects.mandates_of(request.actor, found)[:MOST_LISTED],
        "texts": subjects.texts_of(request.actor, found)[:MOST_LISTED],
        "plans": subjects.plans_of(request.actor, found)[:MOST_LISTED],
        "asked": requests.asked_by(request.actor, found),
        "asks": rules.can_amend(request.actor, standing) and requests.targets(request.actor, found).exists(),
        "standing": standing,
        "seats": rules.can_seat(request.actor, standing),
        "keeps": rules.can_keep(request.actor, standing),
        "refers": found.kind == CommitteeKind.ETHICS and _refers(request.actor, found, standing),
        "today": today,
    }
    return render(request, "governance/committee.html", context)


def _refers(actor, space, standing):
    return can_refer(actor, standing, near=is_near(actor, space))


def _facts(found):
    places = ", ".join(str(one.name) for one in found.territories.all())
    term = f"depuis le {found.starts_on:%d/%m/%Y}"
    if found.ends_on:
        term = f"du {found.starts_on:%d/%m/%Y} au {found.ends_on:%d/%m/%Y}"
    return [
        ("Type", found.get_kind_display()),
        ("Territoire", places or "non précisé"),
        ("Mandature", term),
        ("Elle décide", f"par {found.get_decision_mode_display()}"),
        ("Secrétariat", found.structure.name),
    ]


@require_http_methods(["GET", "HEAD", "POST"])
def found(request):
    rules.check_can_found(request.actor)
    initial = first_day() | {"decision_mode": DecisionMode.CONSENSUS, "publicity": Publicity.PUBLIC}
    form = FoundForm(request.POST or None, parents=queries.committees(request.actor), initial=initial)
    if submitted(request, form):
        with refusals_in(form):
            data = form.cleaned_data
            told = {name: data[name] for name in FIELDS}
            places = [data["territory"]] if data["territory"] else []
            made = actions.found_committee(
                by=request.actor, values=told, colleges=data["colleges"], territories=places
            )
            return done(request, f"{made.name} est fondée. Donnez-lui ses sièges.", made.get_absolute_url())
    return form_page(request, form, title="Fonder une instance", trail=trail(), save="Fonder")


@require_http_methods(["GET", "HEAD", "POST"])
def correct(request, public_id):
    row, standing = committee_or_404(request, public_id)
    rules.check_can_seat(request.actor, standing)
    initial = {name: getattr(row, name) for name in FIELDS}
    initial |= {"version": row.version, "territory": row.territories.first()}
    parents = queries.committees(request.actor).exclude(pk=row.pk)
    form = CommitteeForm(request.POST or None, parents=parents, initial=initial)
    if submitted(request, form):
        with refusals_in(form):
            data = form.cleaned_data
            told = {name: data[name] for name in FIELDS}
            places = [data["territory"]] if data["territory"] else []
            actions.correct_committee(
                by=request.actor, committee=row, version=data["version"], values=told, territories=places
            )
            return done(request, "C’est corrigé.", row.get_absolute_url())
    return form_page(request, form, title="Corriger cette instance", trail=of_committee(row))


@require_http_methods(["GET", "HEAD", "POST"])
def college(request, public_id, pk):
    row, standing = committee_or_404(request, public_id)
    rules.check_can_seat(request.actor, standing)
    one = row_or_404(College.objects.visible_to(request.actor).filter(committee=row), pk)
    form = CollegeForm(request.POST or None, initial={"quorum": one.quorum, "required": one.required})
    if submitted(request, form):
        with refusals_in(form):
            actions.set_college(by=request.actor, college=one, **form.cleaned_data)
            return done(request, "La règle de ce collège est notée.", row.get_absolute_url())
    return form_page(request, form, title=f"Quorum\u00a0: {one.name}", trail=of_committee(row))


@require_http_methods(["GET", "HEAD", "POST"])
def give_seat(request, public_id):
    row, standing = committee_or_404(request, public_id)
    rules.check_can_seat(request.actor, standing)
    form = SeatForm(request.POST or None, committee=row, initial=first_day())
    if submitted(request, form):
        with refusals_in(form):
            seat = actions.give_seat(by=request.actor, committee=row, values=form.cleaned_data)
            words = "Le siège est donné. Dites maintenant qui l’occupe."
            return done(request, words, "governance:seat", row.public_id, seat.pk)
    return form_page(request, form, title="Donner un siège", trail=of_committee(row), save="Donner ce siège")


@require_http_methods(["GET", "HEAD", "POST"])
def seat(request, public_id, pk):
    """Who occupies it, and who did; somebody else from a day on."""
    row, standing = committee_or_404(request, public_id)
    rules.check_can_seat(request.actor, standing)
    one = row_or_404(Seat.objects.visible_to(request.actor).filter(committee=row), pk)
    form = OccupantForm(request.POST or None, initial=first_day() | {"rank": Rank.TITULAR})
    if submitted(request, form):
        with refusals_in(form):
            actions.seat_somebody(by=request.actor, seat=one, values=occupant_values(form.cleaned_data))
            return done(request, "C’est noté.", "governance:seat", row.public_id, one.pk)
    context = {
        "title": f"Siège\u00a0: {one.organisation}",
        "trail": of_committee(row),
        "committee": row,
        "seat": one,
        "occupants": Occupant.objects.visible_to(request.actor)
        .filter(seat=one)
        .select_related("user", "address")
        .order_by("-starts_on"),
        "today": timezone.localdate(),
        "save": "Noter qui siège",
    }
    return form_page(request, form, "governance/seat.html", **context)


@require_http_methods(["GET", "HEAD", "POST"])
def leave(request, public_id, pk):
    row, standing = committee_or_404(request, public_id)
    rules.check_can_seat(request.actor, standing)
    one = row_or_404(
        Occupant.objects.visible_to(request.actor)
        .filter(seat__committee=row)
        .select_related("seat__committee"),
        pk,
    )
    form = LeaveForm(request.POST or None, initial={"last": timezone.localdate()})
    if submitted(request, form):
        with refusals_in(form):
            actions.leave_seat(by=request.actor, occupant=one, **form.cleaned_data)
            return done(request, "C’est noté.", "governance:seat", row.public_id, one.seat_id)
    back = reverse("governance:seat", args=[row.public_id, one.seat_id])
    told = {"title": f"{one.name} quitte ce siège", "trail": of_committee(row), "back": back}
    return form_page(request, form, **told)


@require_http_methods(["GET", "HEAD", "POST"])
def give_duty(request, public_id):
    row, standing = committee_or_404(request, public_id)
    rules.check_can_seat(request.actor, standing)
    form = DutyForm(request.POST or None, initial=first_day())
    if submitted(request, form):
        with refusals_in(form):
            actions.give_duty(by=request.actor, committee=row, **form.cleaned_data)
            return done(request, "La fonction est donnée.", row.get_absolute_url())
    return form_page(request, form, title="Donner une fonction", trail=of_committee(row), save="Donner")


@require_http_methods(["GET", "HEAD", "POST"])
def end_duty(request, public_id, pk):
    row, standing = committee_or_404(request, public_id)
    rules.check_can_seat(request.actor, standing)
    one = row_or_404(
        Duty.objects.visible_to(request.actor)
        .filter(committee=row, ends_on=None)
        .select_related("user", "committee"),
        pk,
    )
    form = LeaveForm(request.POST or None, initial={"last": timezone.localdate()})
    if submitted(request, form):
        with refusals_in(form):
            actions.end_duty(by=request.actor, duty=one, **form.cleaned_data)
            return done(request, "La fonction est terminée.", row.get_absolute_url())
    title = f"{one.user.get_full_name()}\u00a0: fin de la fonction «\u00a0{one.get_kind_display()}\u00a0»"
    return form_page(request, form, title=title, trail=of_committee(row), save="Terminer")
