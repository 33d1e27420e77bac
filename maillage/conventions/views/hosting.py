"""Tutors of a host, its staff; qualifying sites."""

from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from maillage.conventions import papers, rules
from maillage.conventions.actions import sites as site_actions
from maillage.conventions.actions import tutors as actions
from maillage.conventions.forms.hosting import (
    RefuseSiteForm,
    SiteForm,
    StaffForm,
    TutorForm,
    TutorLineForm,
    VisitForm,
)
from maillage.conventions.models import SiteVisit, TutorLine
from maillage.conventions.queries import sites as site_queries
from maillage.conventions.queries import tutors as queries
from maillage.conventions.queries.conventions import conventions
from maillage.conventions.queries.courses import named
from maillage.conventions.queries.signers import colleagues, place_of
from maillage.conventions.summary_words import span
from maillage.conventions.views.pages import FORM, trail
from maillage.diplomas.queries.diplomas import shorts
from maillage.directory.queries.links import structure_names
from maillage.web.answers import done, form_page, refusals_in, refusals_told, row_or_404, submitted
from maillage.web.downloads import pdf_file
from maillage.web.listing import paged


@require_safe
def tutors(request):
    """The register of one's structure; of all for a school's officer."""
    rules.check_can_host(request.actor, request.actor.structure_id)
    page, pages = paged(request, queries.register(request.actor, request.actor.structure_id))
    today, place = timezone.localdate(), place_of(request.actor)
    followed, names = queries.followed(request.actor, [one.pk for one in page]), shorts()
    context = {
        "title": "Registre des tuteurs",
        "trail": trail(),
        "lines": [
            (one, followed.get(one.pk, 0), ", ".join(names.get(code, code) for code in one.diplomas))
            for one in page
        ],
        "page": page,
        "pages": pages,
        "free": queries.free_places(place, today),
        "staff": queries.headcount(place, today),
        "quota_left": queries.quota_left(place, today),
    }
    return render(request, "conventions/tutors.html", context)


@FORM
def staff(request):
    rules.check_can_host(request.actor, request.actor.structure_id)
    form = StaffForm(request.POST or None)
    if submitted(request, form):
        with refusals_in(form):
            actions.declare_staff(by=request.actor, **form.cleaned_data)
            return done(request, "L’effectif est déclaré.", "conventions:tutors")
    lead = "Le nombre de stagiaires présents la même semaine en dépend\u00a0: 15\u00a0% de l’effectif à partir de 20 personnes, 3 au-dessous (art. R124-10 du code de l’éducation)."
    return form_page(request, form, title="Déclarer l’effectif", lead=lead, trail=_tutors())


def _tutors(*above):
    return trail(("Registre des tuteurs", reverse("conventions:tutors")), *above)


@FORM
def add_tutor(request):
    rules.check_can_host(request.actor, request.actor.structure_id)
    form = TutorForm(request.POST or None, people=colleagues(request.actor.structure_id))
    if submitted(request, form):
        with refusals_in(form):
            made = actions.keep(by=request.actor, user_id=form.cleaned_data["user"], values=form.values())
            return done(request, "Le tuteur est au registre.", made.get_absolute_url())
    return form_page(request, form, title="Inscrire un tuteur", trail=_tutors())


def _tutor(request, public_id):
    return row_or_404(queries.register(request.actor), public_id=public_id)


def _owns(actor, row):
    return row.user_id == actor.user_id or rules.can_host(actor, row.structure_id)


@require_safe
def tutor(request, public_id):
    row = _tutor(request, public_id)
    mine = _owns(request.actor, row)
    lines = TutorLine.objects.visible_to(request.actor).filter(tutor=row)
    context = {
        "title": str(row.user),
        "trail": _tutors() if rules.can_host(request.actor, request.actor.structure_id) else trail(),
        "row": row,
        "diplomas": named(row.diplomas),
        "mine": mine,
        "keeps": rules.can_host(request.actor, row.structure_id),
        "lines": lines,
        "conventions": conventions(request.actor).filter(tutor=row, version__gt=0)[:50],
        "load": queries.load(row, timezone.localdate(), timezone.localdate()),
    }
    return render(request, "conventions/tutor.html", context)


@FORM
def change_tutor(request, public_id):
    row = _tutor(request, public_id)
    rules.check_can_host(request.actor, row.structure_id)
    names = ("diplomas", "since", "left_on", "allowance", "allowance_words")
    initial = {name: getattr(row, name) for name in names}
    form = TutorForm(request.POST or None, people=[], fixed=True, initial=initial)
    if submitted(request, form):
        with refusals_in(form):
            actions.keep(by=request.actor, user_id=row.user_id, values=form.values(), tutor=row)
            return done(request, "Le registre est à jour.", row.get_absolute_url())
    return form_page(
        request, form, title=str(row.user), trail=_tutors((str(row.user), row.get_absolute_url()))
    )


@FORM
def add_line(request, public_id):
    row, form = _tutor(request, public_id), TutorLineForm(request.POST or None)
    actions.check_own(request.actor, row)
    if submitted(request, form):
        with refusals_in(form):
            actions.add_line(by=request.actor, tutor=row, values=form.cleaned_data)
            return done(request, "La ligne est ajoutée.", row.get_absolute_url())
    title = "Ajouter au parcours de tuteur"
    return form_page(request, form, title=title, trail=trail((str(row.user), row.get_absolute_url())))


@require_safe
def attestation(request, public_id):
    row = _tutor(request, public_id)
    actions.check_own(request.actor, row)
    lines = TutorLine.objects.visible_to(request.actor).filter(tutor=row)
    rows = conventions(request.actor).filter(tutor=row, signed_version__gt=0)
    signed = list(rows.order_by("starts_on"))
    names = named(one.diploma_code for one in signed)
    stays = [(name or "Immersion", span(one)) for name, one in zip(names, signed, strict=True)]
    return pdf_file("attestation-de-tuteur", "web/record.typ", papers.attestation(row, lines, stays))


@require_safe
def sites(request):
    page, pages = paged(request, site_queries.sites(request.actor))
    told = {"title": "Sites qualifiants", "trail": trail(), "page": page, "pages": pages}
    return render(request, "conventions/sites.html", told | {"can_make": rules.can_make(request.actor)})


def _sites(*above):
    return trail(("Sites qualifiants", reverse("conventions:sites")), *above)


def _site(request, public_id):
    return row_or_404(site_queries.sites(request.actor), public_id=public_id)


@FORM
def propose_site(request):
    rules.check_can_make(request.actor)
    form = SiteForm(request.POST or None)
    if submitted(request, form):
        with refusals_in(form):
            made = site_actions.propose(
                by=request.actor, host=form.cleaned_data["host"], values=form.values()
            )
            return done(request, "L’accord est proposé à la structure d’accueil.", made.get_absolute_url())
    context = {
        "title": "Proposer un site qualifiant",
        "names": structure_names(request.actor),
        "trail": _sites(),
    }
    return form_page(request, form, "directory/naming_form.html", **context)


@require_safe
def site(request, public_id):
    row = _site(request, public_id)
    answers = rules.can_host(request.actor, row.host_id) and not (row.accepted_on or row.refused_on)
    keeps = rules.can_keep(request.actor, row.school_id)
    context = {
        "title": f"{row.host.name} et {row.school.name}",
        "trail": _sites(),
        "row": row,
        "answers": answers,
        "keeps": keeps and not (row.accepted_on or row.refused_on),
        "visits": SiteVisit.objects.visible_to(request.actor).filter(site=row),
        "can_visit": bool(row.accepted_on),
    }
    return render(request, "conventions/site.html", context)


@FORM
def change_site(request, public_id):
    row = _site(request, public_id)
    rules.check_can_keep(request.actor, row.school_id)
    names = ("starts_on", "ends_on", "objectives", "conditions")
    form = SiteForm(request.POST or None, fixed=True, initial={name: getattr(row, name) for name in names})
    if submitted(request, form):
        with refusals_in(form):
            site_actions.correct(by=request.actor, site=row, values=form.values())
            return done(request, "L’accord est corrigé.", row.get_absolute_url())
    return form_page(
        request, form, title="Corriger l’accord", trail=_sites((str(row.host), row.get_absolute_url()))
    )


@require_POST
def accept_site(request, public_id):
    row = _site(request, public_id)
    rules.check_can_host(request.actor, row.host_id)
    with refusals_told(request):
        site_actions.answer(by=request.actor, site=row)
        return done(request, "L’accord est accepté.", row.get_absolute_url())
    return redirect(row)


@FORM
def refuse_site(request, public_id):
    row, form = _site(request, public_id), RefuseSiteForm(request.POST or None)
    rules.check_can_host(request.actor, row.host_id)
    if submitted(request, form):
        with refusals_in(form):
            site_actions.answer(by=request.actor, site=row, reason=form.cleaned_data["reason"])
            return done(request, "Le refus est envoyé à l’établissement.", row.get_absolute_url())
    context = {
        "title": "Refuser l’accord",
        "save": "Refuser",
        "trail": _sites((str(row.host), row.get_absolute_url())),
    }
    return form_page(request, form, **context)


@FORM
def visit(request, public_id):
    row, form = _site(request, public_id), VisitForm(request.POST or None)
    if submitted(request, form):
        with refusals_in(form):
            site_actions.visit(by=request.actor, site=row, **form.cleaned_data)
            return done(request, "La visite est écrite.", row.get_absolute_url())
    return form_page(
        request, form, title="Écrire une visite", trail=_sites((str(row.host), row.get_absolute_url()))
    )
