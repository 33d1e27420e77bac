"""Sessions told to everybody; prepared, published, put off, their schools and hosts called by who runs them."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from maillage.diplomas.queries.diplomas import shorts
from maillage.placements import rules
from maillage.placements.actions import limits as noting
from maillage.placements.actions import seats as offering
from maillage.placements.actions import sessions as actions
from maillage.placements.enums import Phase
from maillage.placements.forms.seats import LimitsForm
from maillage.placements.forms.sessions import PostponeForm, SessionForm, StructuresForm
from maillage.placements.queries import letters, rounds, students
from maillage.placements.queries import sessions as rows
from maillage.placements.queries.committee import arbitrating
from maillage.placements.queries.door import token_of
from maillage.placements.views.pages import (
    FORM,
    HOME,
    confirm,
    of_session,
    run_or_refused,
    runs,
    session_or_404,
    trail,
)
from maillage.placements.views.tables import figures
from maillage.web.answers import done, form_page, refusals_in, refusals_told, row_or_404, submitted
from maillage.web.listing import paged


@login_not_required
@require_safe
def home(request):
    actor = request.actor
    page, pages = paged(request, rows.published(actor))
    context = {
        "title": HOME,
        "page": page,
        "pages": pages,
        "own": list(students.own(actor)[:20]),
        "run": list(rows.run_here(actor)[:20]),
        "taught": list(rows.taught_here(actor)[:20]),
        "asked": list(rows.asked_here(actor)[:20]),
        "can_prepare": rules.can_prepare(actor),
        "can_host": rules.can_host(actor),
    }
    return render(request, "placements/home.html", context)


@login_not_required
@require_safe
def method(request):
    title = "Comment les places sont données"
    return render(request, "placements/method.html", {"title": title, "trail": trail()})


@FORM
def prepare(request):
    rules.check_can_prepare(request.actor)
    form = SessionForm(request.POST or None, committees=arbitrating(request.actor))
    if submitted(request, form):
        with refusals_in(form):
            made = actions.prepare(by=request.actor, values=form.values())
            return done(
                request,
                "La session est préparée. Ajoutez ses écoles et ses structures.",
                made.get_absolute_url(),
            )
    return form_page(request, form, title="Préparer une session", trail=trail())


@login_not_required
@require_safe
def session(request, public_id):
    row, names = session_or_404(request, public_id), shorts()
    done_rounds = rounds.runs(row)
    keeps = runs(request, row)
    context = {
        "title": row.title,
        "trail": trail(),
        "row": row,
        "phase": row.phase,
        "phases": Phase,
        "runs": keeps,
        "schools": list(rows.schools(request.actor).filter(session=row)),
        "diplomas": [names.get(code, code) for code in row.diplomas],
        "seed": rounds.seed_of(row),
        "rounds": list(done_rounds.values()),
        "figures": figures(done_rounds, names) if row.phase == Phase.RESULTS else [],
        "counts": _counts(request, row) if keeps else [],
        "left": letters.left(request.actor, row) if keeps else [],
    }
    return render(request, "placements/session.html", context)


def _counts(request, row):
    told = rows.answers(request.actor, row)
    filed = students.filed(row)
    everybody = students.candidates(request.actor).filter(session=row, withdrawn_at=None).count()
    return [
        ("Structures sollicitées", sum(told.values())),
        ("Structures qui ont répondu", sum(told.values()) - told.get("", 0)),
        ("Places déclarées", sum(rows.offered(row).values())),
        ("Étudiants", everybody),
        ("Listes de vœux déposées", len(filed)),
    ]


@FORM
def correct(request, public_id):
    row = run_or_refused(request, public_id)
    told = {"initial": SessionForm.told(row), "committees": arbitrating(request.actor)}
    form = SessionForm(request.POST or None, **told)
    if submitted(request, form):
        with refusals_in(form):
            actions.correct(by=request.actor, session=row, values=form.values())
            return done(request, "C’est enregistré.", row.get_absolute_url())
    return form_page(request, form, title="Changer cette session", trail=of_session(row))


@FORM
def publish(request, public_id):
    row = run_or_refused(request, public_id)
    if request.method == "POST":
        with refusals_told(request):
            actions.publish(by=request.actor, session=row, site=request.build_absolute_uri("/"))
            return done(request, "La session est publiée.", row.get_absolute_url())
        return redirect(row)
    consequences = [
        "Ses dates ne changent plus, sauf pour reporter la clôture tant qu’elle n’est pas passée.",
        "Chaque structure sollicitée reçoit son lien par mail\u00a0; les étudiants, un mail quand les vœux s’ouvrent, puis quand les résultats paraissent.",
        "La graine du tirage au sort est tirée et scellée\u00a0: son empreinte est publiée, personne ne la lit avant la clôture.",
    ]
    told = confirm("Publier cette session", "Publier cette session\u00a0?", consequences, "Publier", row.get_absolute_url(), of_session(row))  # fmt: skip
    return render(request, "web/confirm.html", told)


@FORM
def postpone(request, public_id):
    row = run_or_refused(request, public_id)
    form = PostponeForm(request.POST or None, initial=SessionForm.told(row))
    if submitted(request, form):
        with refusals_in(form):
            actions.postpone(by=request.actor, session=row, **form.values(row))
            return done(request, "Les nouvelles dates sont publiées.", row.get_absolute_url())
    return form_page(request, form, title="Reporter la clôture", trail=of_session(row))


@FORM
def call_schools(request, public_id):
    row = run_or_refused(request, public_id)
    form = StructuresForm(request.POST or None)
    if submitted(request, form):
        with refusals_in(form):
            actions.call_schools(by=request.actor, session=row, structures=form.cleaned_data["structures"])
            return done(request, "Les écoles sont dans la session.", row.get_absolute_url())
    return form_page(request, form, title="Ajouter des écoles", save="Ajouter", trail=of_session(row))


@require_safe
def hosts(request, public_id):
    row = run_or_refused(request, public_id)
    page, pages = paged(request, rows.hosts_of(request.actor, row))
    offered = rows.offered(row)
    context = {
        "title": "Structures sollicitées",
        "trail": of_session(row),
        "row": row,
        "page": page,
        "pages": pages,
        "lines": [(one, offered.get(one.structure_id, 0), _link(request, one)) for one in page],
        "open": row.phase in (Phase.PREPARED, Phase.SEATS, Phase.WISHES),
        "unreachable": letters.unreachable_hosts(request.actor, row).count(),
        "what_leaves": _what_leaves(row),
        "left": letters.left(request.actor, row),
    }
    return render(request, "placements/hosts.html", context)


def _what_leaves(row):
    if row.published_at is None:
        return "Les liens partiront par mail à la publication."
    if row.seats_until <= timezone.now():
        return "Les réponses sont closes\u00a0: plus aucun lien ne part."
    if not row.site or row.taken_over:
        return "Donnez à chacune son lien."
    return "Les liens partent par mail dans les dix minutes."


def _link(request, host):
    return request.build_absolute_uri(reverse("placements:answer", args=[token_of(host.key)]))


@FORM
def call_hosts(request, public_id):
    row = run_or_refused(request, public_id)
    form = StructuresForm(request.POST or None)
    if submitted(request, form):
        with refusals_in(form):
            new = actions.call_hosts(
                by=request.actor, session=row, structures=form.cleaned_data["structures"]
            )
            words = f"{new} structures sollicitées." if new != 1 else "La structure est sollicitée."
            return done(request, f"{words} {_what_leaves(row)}", "placements:hosts", row.public_id)
    above = of_session(row, ("Structures sollicitées", reverse("placements:hosts", args=[row.public_id])))
    return form_page(request, form, title="Solliciter des structures", save="Solliciter", trail=above)


@require_POST
def note_rooms(request, public_id):
    row = run_or_refused(request, public_id)
    with refusals_told(request):
        known = noting.note_rooms(by=request.actor, session=row)
        return done(request, f"Tuteurs et quotas relevés pour {known} structure{'s' if known > 1 else ''}.", "placements:hosts", row.public_id)  # fmt: skip
    return redirect("placements:hosts", row.public_id)


@FORM
def limits(request, public_id, pk):
    """For the host itself, or for the platform on the phone."""
    row = session_or_404(request, public_id)
    host = row_or_404(rows.hosts(request.actor).filter(session=row), pk=pk)
    initial = {"tutors": host.tutors, "quota": host.quota}
    form, back = LimitsForm(request.POST or None, initial=initial), _back(request, row)
    if submitted(request, form):
        with refusals_in(form):
            offering.tell_limits(by=request.actor, host=host, **form.cleaned_data)
            return done(request, "C’est noté.", back)
    title = f"Ce que {host.structure} peut tenir"
    return form_page(request, form, title=title, trail=of_session(row), back=back)


def _back(request, row):
    if runs(request, row):
        return reverse("placements:hosts", args=[row.public_id])
    return reverse("placements:places")
