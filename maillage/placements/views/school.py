"""For schools: their students in a session, what each promotion may apply to, calendars and their clashes."""

from dataclasses import replace

from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from maillage.diplomas.queries.diplomas import shorts
from maillage.placements import rules
from maillage.placements.actions import agreements, letters
from maillage.placements.actions import sessions as actions
from maillage.placements.actions import students as entering
from maillage.placements.enums import Level, Phase
from maillage.placements.forms.sessions import CohortForm, PeriodForm
from maillage.placements.forms.students import PasteForm, StudentForm
from maillage.placements.queries import letters as told_rows
from maillage.placements.queries import results, students
from maillage.placements.queries import sessions as rows
from maillage.placements.queries.door import student_token
from maillage.placements.views.pages import FORM, candidate_or_404, confirm, of_session, school_or_404, trail
from maillage.web.answers import done, form_page, refusals_in, refusals_told, row_or_404, submitted
from maillage.web.listing import paged

OPEN = (Phase.PREPARED, Phase.SEATS, Phase.WISHES)


def _above(row):
    return of_session(
        row.session, ("Vos étudiants", reverse("placements:school", args=[row.session.public_id]))
    )


@require_safe
def school(request, public_id):
    row, names = school_or_404(request, public_id), shorts()
    page, pages = paged(request, students.unplaced_first(request.actor, row).select_related("priority"))
    filed, held = students.filed(row.session), results.held(one.pk for one in page)
    cohorts = list(rows.cohorts(request.actor, row))
    context = {
        "title": "Vos étudiants",
        "trail": of_session(row.session),
        "row": row,
        "session": row.session,
        "open": row.session.phase in OPEN,
        "results": row.session.phase == Phase.RESULTS,
        "page": page,
        "pages": pages,
        "lines": [
            (
                one,
                names.get(one.diploma_code, one.diploma_code),
                filed.get(one.pk, 0),
                held.get(one.pk),
                _link(request, one),
            )
            for one in page
        ],
        "unreachable": told_rows.unreachable_students(request.actor, row).count(),
        "left": told_rows.left(request.actor, row.session, row),
        "cohorts": [
            (one, names.get(one.diploma_code, one.diploma_code), _told(one, names)) for one in cohorts
        ],
    }
    return render(request, "placements/school.html", context)


def _link(request, one):
    """Of a student without an account, while it opens."""
    if one.user_id or one.session.ends_on < timezone.localdate():
        return ""
    return request.build_absolute_uri(reverse("placements:linked_candidate", args=[student_token(one.key)]))


def _told(cohort, names):
    levels = [Level(one).label for one in cohort.levels] or ["tous les niveaux"]
    parts = ["\u00a0; ".join(levels)]
    if cohort.referents:
        parts.append(f"référent\u00a0: {', '.join(names.get(one, one) for one in cohort.referents)}")
    return ". ".join(parts)


@FORM
def add_student(request, public_id):
    row, form = school_or_404(request, public_id), StudentForm(request.POST or None)
    if submitted(request, form):
        with refusals_in(form):
            data = dict(form.cleaned_data)
            email = data.pop("email").lower()
            account = students.accounts_of(row.structure_id, [email], timezone.localdate()).get(email)
            told = entering.Entered(user_id=account, email="" if account else email, **data)
            entering.enter(by=request.actor, school=row, students=[told])
            return done(request, "L’étudiant est dans la session.", "placements:school", public_id)
    return form_page(request, form, title="Ajouter un étudiant", trail=_above(row))


@FORM
def paste(request, public_id):
    row, form = school_or_404(request, public_id), PasteForm(request.POST or None)
    if submitted(request, form):
        with refusals_in(form):
            lines = form.cleaned_data["lines"]
            known = students.accounts_of(row.structure_id, (one.email for one in lines), timezone.localdate())
            told = [_addressed(one, known) for one in lines]
            new = entering.enter(by=request.actor, school=row, students=told)
            words = f"{new} étudiant{'s' if new > 1 else ''} de plus, {len(told) - new} mis à jour, dont {len(known)} avec un compte."
            return done(request, words, "placements:school", public_id)
    return form_page(request, form, title="Coller une liste d’étudiants", save="Inscrire", trail=_above(row))


def _addressed(line, known):
    """By their account in this school, or by the address where their link goes."""
    account = known.get(line.email)
    return replace(line.told, user_id=account, email="" if account else line.email)


@FORM
def link_again(request, public_id):
    one = candidate_or_404(request, public_id)
    row = school_or_404(request, one.session.public_id)
    back = reverse("placements:school", args=[row.session.public_id])
    if request.method == "POST":
        with refusals_told(request):
            letters.link_again(by=request.actor, candidate=one)
            return done(request, "Le lien est refait\u00a0: celui d’avant n’ouvre plus.", back)
        return redirect(back)
    leaves = (
        f"Le nouveau part par mail à {one.email}."
        if one.email and one.session.site
        else "Donnez-lui le nouveau."
    )
    told = confirm("Refaire un lien", f"Refaire le lien de {one.name}\u00a0?", f"L’ancien lien n’ouvrira plus. {leaves}", "Refaire le lien", back, _above(row))  # fmt: skip
    return render(request, "web/confirm.html", told)


@FORM
def withdraw(request, public_id):
    one = candidate_or_404(request, public_id)
    row = school_or_404(request, one.session.public_id)
    if request.method == "POST":
        with refusals_told(request):
            entering.withdraw(by=request.actor, candidate=one)
            return done(
                request, "L’étudiant n’est plus dans la session.", "placements:school", row.session.public_id
            )
        return redirect("placements:school", row.session.public_id)
    told = confirm("Retirer de la session", f"Retirer {one.name} de cette session\u00a0?", "Ses vœux ne compteront plus. Vous pourrez l’inscrire de nouveau jusqu’à la clôture.", "Retirer", reverse("placements:school", args=[row.session.public_id]), _above(row))  # fmt: skip
    return render(request, "web/confirm.html", told)


@FORM
def add_cohort(request, public_id):
    row, form = school_or_404(request, public_id), CohortForm(request.POST or None)
    return _cohort(request, row, form, None, "Régler une promotion")


@FORM
def cohort(request, public_id, pk):
    row = school_or_404(request, public_id)
    one = row_or_404(rows.cohorts(request.actor, row), pk=pk)
    initial = {name: getattr(one, name) for name in CohortForm.base_fields}
    form = CohortForm(request.POST or None, initial=initial)
    return _cohort(request, row, form, one, "Changer ces règles")


def _cohort(request, row, form, one, title):
    if submitted(request, form):
        with refusals_in(form):
            actions.allow(by=request.actor, school=row, cohort=one, values=form.cleaned_data)
            return done(request, "Les règles sont enregistrées.", "placements:school", row.session.public_id)
    lead = (
        "Ces règles ferment des places avant que les vœux soient faits\u00a0: chaque étudiant lit pourquoi."
    )
    return form_page(request, form, title=title, lead=lead, trail=_above(row))


@require_POST
def remove_cohort(request, public_id, pk):
    row = school_or_404(request, public_id)
    one = row_or_404(rows.cohorts(request.actor, row), pk=pk)
    with refusals_told(request):
        actions.disallow(by=request.actor, cohort=one)
        return done(
            request, "Ces règles sont retirées\u00a0: tout est permis.", "placements:school", public_id
        )
    return redirect("placements:school", public_id)


@require_POST
def make_convention(request, public_id):
    row = row_or_404(results.placements(request.actor).select_related("candidate__school__structure"), public_id=public_id)  # fmt: skip
    with refusals_told(request):
        made = agreements.make_convention(by=request.actor, placement=row)
        return done(
            request,
            "La convention est préparée\u00a0: relisez-la, puis proposez-la à la signature.",
            made.get_absolute_url(),
        )
    return redirect("placements:school", row.session.public_id)


@require_safe
def calendars(request):
    names = shorts()
    found = rules.clashes(rows.away(request.actor, names, timezone.localdate()))
    page, pages = paged(request, rows.periods(request.actor).filter(ends_on__gte=timezone.localdate()))
    context = {
        "title": "Calendriers des écoles",
        "trail": trail(),
        "page": page,
        "pages": pages,
        "lines": [
            (
                one,
                names.get(one.diploma_code, one.diploma_code),
                one.structure_id == request.actor.structure_id,
            )
            for one in page
        ],
        "clashes": found[:12],
        "more": max(len(found) - 12, 0),
        "keeps": rules.can_prepare(request.actor),
    }
    return render(request, "placements/calendars.html", context)


def _calendars():
    return trail(("Calendriers des écoles", reverse("placements:calendars")))


@FORM
def add_period(request):
    rules.check_can_prepare(request.actor)
    return _period(request, PeriodForm(request.POST or None), None, "Ajouter une période")


def _own_period_or_404(request, pk):
    return row_or_404(rows.periods(request.actor).filter(rules.run_by(request.actor)), pk=pk)


@FORM
def period(request, pk):
    one = _own_period_or_404(request, pk)
    initial = {name: getattr(one, name) for name in PeriodForm.base_fields}
    return _period(request, PeriodForm(request.POST or None, initial=initial), one, "Changer cette période")


def _period(request, form, one, title):
    if submitted(request, form):
        with refusals_in(form):
            actions.keep_period(by=request.actor, period=one, values=form.cleaned_data)
            return done(request, "Le calendrier est enregistré.", "placements:calendars")
    return form_page(request, form, title=title, trail=_calendars())


@require_POST
def remove_period(request, pk):
    one = _own_period_or_404(request, pk)
    with refusals_told(request):
        actions.remove_period(by=request.actor, period=one)
        return done(request, "La période est retirée.", "placements:calendars")
    return redirect("placements:calendars")
