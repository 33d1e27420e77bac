"""Conventions listed, one of them read, prepared, corrected, proposed, amended."""

from django.db.models import Q
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from maillage.conventions import papers, rules
from maillage.conventions.actions import conventions as actions
from maillage.conventions.convention_view import shown
from maillage.conventions.forms.conventions import ConventionForm
from maillage.conventions.models import Signature, Version
from maillage.conventions.queries import conventions as queries
from maillage.conventions.queries.counting import counted_all, funded
from maillage.conventions.queries.signers import place_of
from maillage.conventions.queries.tutors import active, register
from maillage.conventions.summary_words import lines, money
from maillage.conventions.views.pages import (
    FORM,
    HOME,
    convention_or_404,
    kept_or_refused,
    of_convention,
    trail,
)
from maillage.directory.queries.links import structure_names
from maillage.web.answers import done, form_page, refusals_in, refusals_told, row_or_404, submitted
from maillage.web.downloads import pdf_file
from maillage.web.listing import paged

MOST_VERSIONS = 32_767
TO_COME = "Il suffit du stagiaire, du lieu et des dates pour commencer\u00a0: le reste se complète avant de proposer la convention à la signature."
FILTERS = {"a-signer": "À signer", "en-cours": "En cours et à venir", "terminees": "Terminées"}


@require_safe
def conventions(request):
    """Of one's school, of one's structure, one's own."""
    chosen, q = request.GET.get("etat", ""), request.GET.get("q", "").strip()[:100].replace("\x00", "")
    rows = _chosen(queries.listed(request.actor), chosen)
    if q:
        rows = rows.filter(
            Q(student_name__icontains=q) | Q(host__name__icontains=q) | Q(tutor_name__icontains=q)
        )
    page, pages = paged(request, rows)
    context = {
        "title": HOME,
        "page": page,
        "pages": pages,
        "lines": lines(page.object_list),
        "waiting": queries.waiting(request.actor),
        "filters": [(f"?etat={code}", label, code == chosen) for code, label in FILTERS.items()],
        "chosen": chosen,
        "q": q,
        "can_make": rules.can_make(request.actor),
        "can_host": rules.can_host(request.actor, request.actor.structure_id),
        "is_tutor": register(request.actor).filter(user=request.actor.user_id).first(),
    }
    return render(request, "conventions/conventions.html", context)


def _chosen(rows, chosen):
    today = timezone.localdate()
    if chosen == "a-signer":
        return queries.waiting_for_signatures(rows)
    if chosen == "en-cours":
        return rows.filter(signed_version__gt=0, ends_on__gte=today, dropped_on=None)
    return rows.filter(Q(ends_on__lt=today) | Q(dropped_on__isnull=False)) if chosen == "terminees" else rows


@require_safe
def convention(request, public_id):
    row = convention_or_404(request, public_id)
    return render(request, "conventions/convention.html", shown(request.actor, row) | {"trail": trail()})


def _tutors(request):
    return active(register(request.actor), timezone.localdate())


def _form(request, row, initial, school):
    data = request.POST or None
    return ConventionForm(data, initial=initial, tutors=_tutors(request), school=school, row=row)


@FORM
def prepare(request):
    rules.check_can_make(request.actor)
    school = place_of(request.actor)
    initial = {"school_signer": str(request.user), "school_email": request.user.email}
    form = _form(request, None, initial, school)
    if submitted(request, form):
        with refusals_in(form):
            values = form.values()
            told = {
                name: values.pop(name)
                for name in ("student", "student_name", "host", "diploma_code", "year", "tutor", "status")
            }
            made = actions.draft(
                by=request.actor,
                school=school,
                periods=form.calendar,
                values=values,
                signers=form.signers(),
                **told,
            )
            return done(
                request,
                "La convention est préparée. Relisez-la, puis proposez-la à la signature.",
                made.get_absolute_url(),
            )
    return _page(request, form, title="Préparer une convention", lead=TO_COME, trail=trail())


def _page(request, form, **context):
    return form_page(request, form, names=structure_names(request.actor), **context)


@FORM
def change(request, public_id):
    row = kept_or_refused(request, public_id)
    initial = ConventionForm.told(row)
    form = _form(request, row, initial, row.school)
    if submitted(request, form):
        with refusals_in(form):
            read = form.cleaned_data["read"] if form.cleaned_data["read"] is not None else row.version
            told = {"periods": form.calendar, "values": form.values(), "signers": form.signers()}
            why = form.cleaned_data.get("why", "")
            actions.save(by=request.actor, convention=row, read=read, why=why, **told)
            words = (
                "Elle est à signer de nouveau par tous." if row.version else "La convention est enregistrée."
            )
            return done(request, words, row.get_absolute_url())
    title = "Préparer un avenant" if row.signed_version else "Corriger la convention"
    lead = (
        "Ce qui change est à signer de nouveau par tous\u00a0; en attendant, la version signée reste en vigueur."
        if row.signed_version
        else ""
    )
    return _page(request, form, title=title, lead=lead, trail=of_convention(row))


@require_POST
def propose(request, public_id):
    row = kept_or_refused(request, public_id)
    with refusals_told(request):
        actions.propose(by=request.actor, convention=row)
        return done(
            request,
            "La convention est proposée. Donnez leur lien à ceux qui n’ont pas de compte.",
            row.get_absolute_url(),
        )
    return redirect(row)


@require_POST
def withdraw(request, public_id):
    row = kept_or_refused(request, public_id)
    with refusals_told(request):
        actions.withdraw_amendment(by=request.actor, convention=row)
        return done(
            request,
            "L’avenant est retiré\u00a0: la version signée reste la convention.",
            row.get_absolute_url(),
        )
    return redirect(row)


@FORM
def discard(request, public_id):
    row = kept_or_refused(request, public_id)
    if request.method == "POST":
        with refusals_told(request):
            actions.discard(by=request.actor, convention=row)
            return done(request, "La convention est supprimée.", "conventions:conventions")
        return redirect(row)
    told = {
        "title": "Supprimer une convention en préparation",
        "question": f"Supprimer la convention de {row.student_name}\u00a0?",
        "consequences": "Personne n’a encore été appelé à la signer. Il n’en restera rien.",
        "confirm_label": "Supprimer",
        "cancel_url": row.get_absolute_url(),
    }
    return render(request, "web/confirm.html", told | {"trail": of_convention(row)})


@require_safe
def paper(request, public_id):
    """As it is offered to signature; a draft as it would be."""
    row = convention_or_404(request, public_id)
    told = shown(request.actor, row)
    data = papers.convention(
        told["text"], told["answers"], school=row.school.name, number_=max(row.version, 1),
        digest=told["digest"], why=told["why"],
    )  # fmt: skip
    return pdf_file("convention-de-stage", "web/record.typ", data)


@require_safe
def version(request, public_id, number):
    """A former text, with who signed it."""
    row = convention_or_404(request, public_id)
    if number > MOST_VERSIONS:
        raise Http404
    one = row_or_404(Version.objects.visible_to(request.actor).filter(convention=row), number=number)
    said = Signature.objects.visible_to(request.actor).filter(convention=row, number=number)
    told = {"school": row.school.name, "number_": number, "digest": one.digest, "why": one.why}
    return pdf_file(
        f"convention-de-stage-{number}", "web/record.typ", papers.convention(one.text, said, **told)
    )


@require_safe
def figures(request):
    """Sums, never one placement: what is due, funded or not; who stopped, by difficulty and year."""
    rules.check_can_host(request.actor, request.actor.structure_id)
    rows = list(queries.current(queries.conventions(request.actor)).filter(version__gt=0))
    context = {
        "title": "Gratifications et interruptions",
        "trail": trail(),
        "money": money(rows, counted_all(rows), funded(rows)),
        "drops": queries.drops(),
        "territories": queries.unfunded_by_territory(),
    }
    return render(request, "conventions/figures.html", context)
