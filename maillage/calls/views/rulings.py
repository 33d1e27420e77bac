"""A jury decides on a file; its letters; a label taken back."""

from io import BytesIO
from zipfile import ZIP_STORED, ZipFile

from django.http import Http404
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from maillage.calls import file_paper, rules
from maillage.calls.actions import rulings as actions
from maillage.calls.forms.jury import RuleForm
from maillage.calls.queries import jury as queries
from maillage.calls.views.jury import above, judged_or_404, jury_or_404
from maillage.calls.views.pages import file_or_404
from maillage.governance.rules import missing
from maillage.permissions import Forbidden
from maillage.web.answers import done, form_page, refusals_in, refusals_told, submitted
from maillage.web.downloads import attached, pdf_file
from maillage.web.pdf import render_pdf

FORM = ["GET", "HEAD", "POST"]
MOST_LETTERS = 60
TOO_MANY = f"Il y a plus de {MOST_LETTERS} lettres\u00a0: prenez-les une par une, depuis chaque dossier."


@require_http_methods(FORM)
def rule(request, public_id):
    row, standing = judged_or_404(request, public_id)
    rules.check_can_keep_jury(request.actor, standing)
    sittings = queries.sittings(row)
    latest = sittings.first()
    counts = actions.counts(row, latest) if latest else []
    funders = list(row.call.funders.select_related("structure"))
    form = RuleForm(request.POST or None, sittings=sittings, counts=counts, funders=funders)
    if submitted(request, form):
        with refusals_in(form):
            actions.rule(by=request.actor, application=row, **form.told())
            return done(
                request, "La décision est notée. Sa lettre attend d’être envoyée.", row.get_absolute_url()
            )
    told = {"title": f"Décider\u00a0: {row.title}", "trail": above(row), "application": row, "call": row.call}
    return form_page(request, form, "calls/rule.html", latest=latest, lacking=missing(counts), **told)


@require_POST
def notify(request, public_id):
    row, _ = jury_or_404(request, public_id)
    with refusals_told(request):
        sent = actions.notify(by=request.actor, call=row)
        words = f"Réponses envoyées\u00a0: {sent}. Les structures sont prévenues par mail."
        return done(request, words, "calls:jury", row.public_id)
    return redirect("calls:jury", row.public_id)


@require_safe
def letter(request, public_id):
    """Read by its structure once it was sent, by the jury as soon as it is decided."""
    row = file_or_404(request, public_id)
    ruling = queries.ruling_of(request.actor, row)
    if ruling is None:
        raise Http404
    return pdf_file(f"lettre-{row.reference}", "web/record.typ", file_paper.letter_data(ruling))


@require_safe
def letters(request, public_id):
    """Every letter of a call, in one zip."""
    row, standing = jury_or_404(request, public_id)
    rules.check_can_keep_jury(request.actor, standing)
    found = list(queries.rulings(request.actor, row)[: MOST_LETTERS + 1])
    if len(found) > MOST_LETTERS:
        raise Forbidden(TOO_MANY)
    target = BytesIO()
    with ZipFile(target, "w", ZIP_STORED) as packed:
        for one in found:
            content = render_pdf("web/record.typ", file_paper.letter_data(one))
            packed.writestr(f"lettre-{one.application.reference}.pdf", content)
    return attached(target.getvalue(), "application/zip", "lettres.zip")
