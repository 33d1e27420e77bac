"""The papers of a claim, printed or to be changed; each printing is a reading of the folder."""

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from maillage.audit.actions import record
from maillage.rights import claim_pages, papers
from maillage.rights.queries import claims as queries
from maillage.rights.queries.papers import known
from maillage.rights.views.claims import claim_or_404

TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


@require_safe
def paper(request, pk, kind, form):
    found = claim_or_404(request, pk)
    today = timezone.localdate()
    page = claim_pages.page(found, [], queries.appeals_of(request.actor, found), today)
    if form not in TYPES or kind not in dict(page.papers):
        raise Http404
    record(request.actor, "print_claim", found.person, claim=found.pk, kind=kind)
    told = known(request.actor, found, today)
    if told.household:
        record(request.actor, "print_claim", told.household, claim=found.pk)
    written = papers.paper(kind, told)
    content = papers.as_pdf(written, request.actor.label) if form == "pdf" else papers.as_docx(written)
    disposition = "inline" if form == "pdf" else "attachment"
    headers = {"Content-Disposition": f'{disposition}; filename="{kind}.{form}"'}
    return HttpResponse(content, content_type=TYPES[form], headers=headers)
