"""Cards kept true: what was said to be wrong and what became of it, what waits to be read again, links sent."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from maillage.directory import rules
from maillage.directory.actions import cards, quality
from maillage.directory.forms.cards import AnswerForm, ReportForm
from maillage.directory.queries import cards as queries
from maillage.directory.queries.lines import wrong_lines
from maillage.directory.views.cards import card_or_404
from maillage.directory.views.pages import trail
from maillage.web import tries
from maillage.web.answers import done, form_page, row_or_404, submitted
from maillage.web.errors import too_many_requests

PAGE = 25


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def report(request, public_id, kind):
    """By anybody; ten in a quarter of an hour from one address, then one waits."""
    card = card_or_404(request, public_id, kind)
    key = f"report:ip:{tries.client_address(request)}"
    form = ReportForm(request.POST or None)
    if submitted(request, form):
        if not tries.take(key):
            return too_many_requests(request, tries.SECONDS)
        told = quality.report_error(by=request.actor, card=card, text=form.cleaned_data["text"])
        words = "Merci. Gardez l’adresse de cette page\u00a0: vous y lirez ce qui a été répondu."
        return done(request, words, "directory:reported", told.token)
    above = trail((card.name, card.get_absolute_url()))
    return form_page(request, form, title=f"Signaler une erreur\u00a0: {card}", trail=above, save="Signaler")


@login_not_required
@require_safe
def reported(request, token):
    """What became of it, for whoever holds the address."""
    row = row_or_404(queries.told_reports(), token=token)
    card = row.service or row.structure
    context = {
        "title": "Votre signalement",
        "trail": trail((card.name, card.get_absolute_url())),
        "report": row,
        "card": card,
    }
    return render(request, "directory/reported.html", context)


@require_safe
def reports(request):
    """Those that this actor answers, and the lines said wrong."""
    rules.check_keeps_some(request.actor)
    page = queries.page_of(queries.open_reports(request.actor), request.GET.get("page"), PAGE)
    context = {
        "title": "Erreurs signalées",
        "trail": trail(),
        "page": page,
        "rows": [(one, one.service or one.structure) for one in page.object_list],
        "lines": wrong_lines(request.actor, timezone.localdate())[:PAGE],
    }
    return render(request, "directory/reports.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def answer(request, token):
    row = row_or_404(queries.reports_for(request.actor), token=token)
    card, back = row.service or row.structure, reverse("directory:reports")
    form = AnswerForm(request.POST or None)
    if submitted(request, form):
        quality.answer_report(by=request.actor, report=row, **form.cleaned_data)
        return done(request, "La réponse est écrite\u00a0: qui l’a signalée peut la lire.", back)
    above = trail(("Erreurs signalées", back))
    context = {
        "title": f"Répondre\u00a0: {card}",
        "trail": above,
        "lead": row.text,
        "save": "Répondre",
        "aside_link": (f"Ouvrir la fiche\u00a0: {card}", card.get_absolute_url()),
    }
    return form_page(request, form, **context)


@require_safe
def to_review(request):
    """My structure's services past their day of review; for the animator, each structure's, and the phone list."""
    rules.check_keeps_some(request.actor)
    today = timezone.localdate()
    waiting = queries.to_review(request.actor, today)
    page = queries.page_of(queries.stale_services(request.actor, today), request.GET.get("page"), PAGE)
    context = {
        "title": "Fiches à relire",
        "trail": trail(),
        "page": page,
        "animates": rules.can_animate(request.actor),
        "by_mail": [one for one in waiting if one.structure.email],
        "by_phone": [one for one in waiting if not one.structure.email],
        "unasked": sum(1 for one in waiting if one.structure.email and not one.asked_on),
    }
    return render(request, "directory/to_review.html", context)


@require_POST
def ask_review(request):
    rules.check_can_animate(request.actor)
    waiting = queries.to_review(request.actor, timezone.localdate())
    asked = [one.structure for one in waiting if one.structure.email and not one.asked_on]
    sent = quality.ask_review(by=request.actor, structures=asked, site=request.build_absolute_uri("/"))
    return done(request, f"Liens envoyés\u00a0: {sent}.", "directory:to_review")


@require_POST
def called(request, public_id):
    """The animator phoned: everything is still true."""
    rules.check_can_animate(request.actor)
    structure = card_or_404(request, public_id, "structure")
    count = cards.confirm_all(by=request.actor, structure=structure, called=True)
    words = (
        f"C’est noté\u00a0: {count} fiches confirmées par téléphone."
        if count > 1
        else "C’est noté\u00a0: fiche confirmée."
    )
    return done(request, words, "directory:to_review")
