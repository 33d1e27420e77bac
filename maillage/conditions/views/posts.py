"""Job descriptions: read, proposed, changed, signed by both; one's own career."""

from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from maillage.conditions import rules
from maillage.conditions.actions import posts as actions
from maillage.conditions.forms.posts import JobForm, PeriodForm, ProposeJobForm, RefuseForm, SignForm
from maillage.conditions.job_paper import career_data, job_data
from maillage.conditions.models import CareerPeriod, JobVersion
from maillage.conditions.models.posts import HEADINGS, TEXTS
from maillage.conditions.queries.posts import current, proposed_by_training, to_sign, training_to_add
from maillage.conditions.queries.times import colleagues
from maillage.web.answers import done, form_page, refusals_in, refusals_told, row_or_404, submitted
from maillage.web.downloads import pdf_file
from maillage.web.listing import paged

FORM = require_http_methods(["GET", "HEAD", "POST"])
LIST, CAREER = "Fiches de poste", "Mon parcours professionnel"


def above(*more):
    return [(LIST, reverse("conditions:jobs")), *more]


@require_safe
def jobs(request):
    rules.check_works(request.actor)
    rows = JobVersion.objects.visible_to(request.actor).select_related("user", "structure")
    page, pages = paged(request, rows.order_by("user__last_name", "user_id", "-number"))
    context = {
        "title": LIST,
        "trail": [("Métier", reverse("pages:profession"))],
        "page": page,
        "pages": pages,
        "trainings": training_to_add(request.actor),
        "waits": to_sign(request.actor),
    }
    return render(request, "conditions/jobs.html", context)


@FORM
def propose(request):
    """From nothing, from the version in force, or from a finished training (`?formation=`)."""
    rules.check_works(request.actor)
    leads = rules.can_lead(request.actor)
    people = [one for one in colleagues(request.actor) if leads or one.pk == request.actor.user_id]
    training = proposed_by_training(request.actor, request.GET.get("formation", ""))
    form = ProposeJobForm(
        request.POST or None, colleagues=people, initial=_initial(request.actor, people, training)
    )
    if submitted(request, form):
        with refusals_in(form):
            told = {
                "worker": form.cleaned_data["worker"],
                "why": form.cleaned_data["why"],
                "texts": form.texts,
            }
            made = actions.propose(by=request.actor, training=training.key if training else "", **told)
            return done(request, "La version est proposée\u00a0: chacun la lit, puis la signe.", made)
    return form_page(request, form, title="Proposer une fiche de poste", trail=above())


def _initial(actor, people, training):
    """What is in force of the worker's own, and what a training adds to it."""
    told = {"worker": actor.user_id} if len(people) == 1 or training else {}
    row = current(actor) if told else None
    if row:
        told |= {name: getattr(row, name) for name in TEXTS}
    if training:
        lines = [told.get("learned", ""), training.learned]
        told |= {
            "learned": "\n".join(line for line in lines if line),
            "why": f"Formation suivie\u00a0: {training.title}",
        }
    return told


def _found(request, pk):
    rows = JobVersion.objects.visible_to(request.actor)
    return row_or_404(rows.select_related("user", "structure", "leader", "proposed_by", "refused_by"), pk)


def _before(request, row):
    """The version in force that this one would replace."""
    rows = JobVersion.objects.visible_to(request.actor).filter(
        user_id=row.user_id, structure_id=row.structure_id
    )
    return next((one for one in rows.filter(number__lt=row.number).order_by("-number") if one.in_force), None)


@require_safe
def job(request, pk):
    row = _found(request, pk)
    own = row.user_id == request.actor.user_id
    signed = row.worker_signed_at if own else row.leader_signed_at
    before = _before(request, row)
    texts = [(label, getattr(before, name, ""), getattr(row, name)) for name, label in HEADINGS.items()]
    context = {
        "title": str(row),
        "trail": above(),
        "row": row,
        "own": own,
        "signs": row.is_open and not signed,
        "sign": SignForm(initial={"read": row.digest}),
        "texts": texts,
        "before": before,
    }
    return render(request, "conditions/job.html", context)


@FORM
def rewrite(request, pk):
    row = _found(request, pk)
    initial = {name: getattr(row, name) for name in TEXTS} | {"read": row.digest}
    form = JobForm(request.POST or None, initial=initial)
    if submitted(request, form):
        with refusals_in(form):
            actions.rewrite(by=request.actor, row=row, texts=form.texts, read=form.cleaned_data["read"])
            return done(request, "Le texte a changé\u00a0: chacun le signe à nouveau.", row)
    lead = "Qui avait signé signera à nouveau."
    return form_page(
        request,
        form,
        title="Changer cette version",
        trail=above((str(row), row.get_absolute_url())),
        lead=lead,
    )


@require_POST
def sign(request, pk):
    row, form = _found(request, pk), SignForm(request.POST)
    read = form.cleaned_data["read"] if form.is_valid() else ""
    with refusals_told(request):
        actions.sign(by=request.actor, row=row, read=read)
        return done(request, "C’est signé.", row)
    return redirect(row)


@FORM
def refuse(request, pk):
    row = _found(request, pk)
    form = RefuseForm(request.POST or None)
    if submitted(request, form):
        with refusals_in(form):
            actions.refuse(by=request.actor, row=row, **form.cleaned_data)
            return done(request, "La version est refusée, avec son motif.", row)
    trail = above((str(row), row.get_absolute_url()))
    return form_page(request, form, title="Refuser cette version", trail=trail, save="Refuser")


@require_safe
def job_pdf(request, pk):
    return pdf_file("fiche-de-poste", "web/record.typ", job_data(_found(request, pk)))


@require_safe
def career(request):
    rules.check_works(request.actor)
    context = {
        "title": CAREER,
        "trail": [("Métier", reverse("pages:profession"))],
        "rows": CareerPeriod.objects.visible_to(request.actor),
    }
    return render(request, "conditions/career.html", context)


@FORM
def period(request, pk=None):
    rules.check_works(request.actor)
    row = row_or_404(CareerPeriod.objects.visible_to(request.actor), pk) if pk is not None else None
    names = ("employer", "post", "sector", "since", "until", "acquired", "evidence")
    form = PeriodForm(
        request.POST or None, initial={name: getattr(row, name) for name in names} if row else {}
    )
    if submitted(request, form):
        with refusals_in(form):
            actions.keep_period(by=request.actor, row=row, values=form.cleaned_data)
            return done(request, "C’est noté.", "conditions:career")
    title = "Une période de votre parcours"
    return form_page(request, form, title=title, trail=[(CAREER, reverse("conditions:career"))])


@require_POST
def drop_period(request, pk):
    row = row_or_404(CareerPeriod.objects.visible_to(request.actor), pk)
    actions.drop_period(by=request.actor, row=row)
    return done(request, "La période est retirée.", "conditions:career")


@require_safe
def career_pdf(request):
    rules.check_works(request.actor)
    rows = list(CareerPeriod.objects.visible_to(request.actor))
    name = request.actor.label.partition(",")[0]
    return pdf_file("parcours", "web/record.typ", career_data(name, rows, timezone.localdate()))
