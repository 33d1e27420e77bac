"""Minutes: written by several, shared, amended, approved."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from maillage.governance import queries, rules
from maillage.governance.actions import minute_drafts as drafts
from maillage.governance.actions import minutes as actions
from maillage.governance.forms.gatherings import AmendmentForm, AnswerForm, ApprovalForm, MinutesForm
from maillage.governance.models import Amendment, Gathering, Minutes, MinutesDraft
from maillage.governance.views.gatherings import gathering_or_404
from maillage.governance.views.pages import of_gathering
from maillage.web.answers import done, form_page, refusals_in, refusals_told, row_or_404, submitted


def minutes_or_404(request, gathering):
    rows = Minutes.objects.visible_to(request.actor).select_related("gathering__committee", "approved_in")
    return row_or_404(rows, gathering=gathering)


@login_not_required
@require_safe
def minutes(request, public_id):
    row, standing = gathering_or_404(request, public_id)
    found = minutes_or_404(request, row)
    keeps = rules.can_keep(request.actor, standing)
    context = {
        "title": "Compte rendu",
        "trail": of_gathering(row),
        "gathering": row,
        "minutes": found,
        "amendments": found.amendments.select_related("user") if standing.inside else [],
        "keeps": keeps,
        "amends": rules.can_amend(request.actor, standing) and found.approved_at is None and found.shared_at,
    }
    return render(request, "governance/minutes.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def write(request, public_id):
    """Saved over somebody else's words, nothing is lost: both texts are shown, and one saves again knowingly."""
    row, standing = gathering_or_404(request, public_id)
    rules.check_can_keep(request.actor, standing)
    kept = Minutes.objects.visible_to(request.actor).filter(gathering=row).first()
    draft = _draft(request, row)
    initial = {"version": kept.version if kept else 0, "text": kept.text if kept else _skeleton(request, row)}
    told = {"title": "Compte rendu", "trail": of_gathering(row), "gathering": row}
    if draft and draft.text and draft.text != initial["text"]:
        told |= {"resumed": draft, "behind": draft.version != initial["version"]}
        initial = {"version": draft.version, "text": draft.text}
    form = MinutesForm(request.POST or None, initial=initial)
    if submitted(request, form):
        version = form.cleaned_data["version"] or 0
        with refusals_in(form):
            try:
                actions.write_minutes(
                    by=request.actor, gathering=row, version=version, text=form.cleaned_data["text"]
                )
                drafts.discard_draft(by=request.actor, gathering=row)
                return done(request, "C’est enregistré.", "governance:minutes", row.public_id)
            except actions.WrittenBetween as between:
                form.data = form.data.copy()
                form.data["version"] = str(between.now.version)
                told |= {"now": between.now.text, "typed": form.cleaned_data["text"], "status": 409}
    return form_page(request, form, "governance/minutes_form.html", **told)


def _draft(request, row):
    if request.method == "POST":
        return None
    return MinutesDraft.objects.visible_to(request.actor).filter(gathering=row).first()


def _skeleton(request, row):
    """The agenda, point by point, with what was decided: nothing is typed twice."""
    parts = []
    for number, item in enumerate(queries.agenda(request.actor, row), start=1):
        parts.append(f"{number}. {item.title}\n")
        if hasattr(item, "decision"):
            state = "adoptée" if item.decision.adopted else "non adoptée"
            parts.append(
                f"{item.decision.get_kind_display().capitalize()} ({state})\u00a0: {item.decision.text}\n"
            )
        parts.append("\n")
    return "".join(parts)


@require_POST
def share(request, public_id):
    row, _ = gathering_or_404(request, public_id)
    found = minutes_or_404(request, row)
    with refusals_told(request):
        actions.share_minutes(by=request.actor, minutes=found)
        return done(
            request,
            "Les membres peuvent le lire et demander des changements.",
            "governance:minutes",
            row.public_id,
        )
    return redirect("governance:minutes", row.public_id)


@require_http_methods(["GET", "HEAD", "POST"])
def amend(request, public_id):
    row, standing = gathering_or_404(request, public_id)
    rules.check_can_amend(request.actor, standing)
    found = minutes_or_404(request, row)
    form = AmendmentForm(request.POST or None)
    if submitted(request, form):
        with refusals_in(form):
            actions.ask_amendment(by=request.actor, minutes=found, **form.cleaned_data)
            return done(request, "Votre demande est transmise.", "governance:minutes", row.public_id)
    return form_page(request, form, title="Demander un changement", trail=of_gathering(row), save="Demander")


@require_http_methods(["GET", "HEAD", "POST"])
def answer(request, public_id, pk):
    row, standing = gathering_or_404(request, public_id)
    rules.check_can_keep(request.actor, standing)
    found = row_or_404(
        Amendment.objects.visible_to(request.actor)
        .filter(record=minutes_or_404(request, row))
        .select_related("record__gathering__committee", "user"),
        pk,
    )
    form = AnswerForm(request.POST or None)
    if submitted(request, form):
        with refusals_in(form):
            actions.answer_amendment(by=request.actor, amendment=found, **form.cleaned_data)
            return done(request, "La réponse est notée.", "governance:minutes", row.public_id)
    told = {"title": f"Changement demandé par {found.user.get_full_name()}", "asked": found}
    page = "governance/answer_amendment.html"
    return form_page(request, form, page, trail=of_gathering(row), save="Répondre", **told)


@require_http_methods(["GET", "HEAD", "POST"])
def approve(request, public_id):
    row, standing = gathering_or_404(request, public_id)
    rules.check_can_keep(request.actor, standing)
    found = minutes_or_404(request, row)
    later = Gathering.objects.visible_to(request.actor).filter(
        committee=row.committee, starts_at__gt=row.starts_at, cancelled_at=None
    )
    form = ApprovalForm(request.POST or None, later=later)
    if submitted(request, form):
        with refusals_in(form):
            actions.approve_minutes(by=request.actor, minutes=found, **form.cleaned_data)
            return done(
                request,
                "Le compte rendu est approuvé\u00a0: il ne change plus.",
                "governance:minutes",
                row.public_id,
            )
    lead = "Approuvé à une séance suivante, le compte rendu ne change plus. Il devient public si l’instance l’est."
    return form_page(
        request, form, title="Approuver ce compte rendu", trail=of_gathering(row), save="Approuver", lead=lead
    )
