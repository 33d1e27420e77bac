"""Papers of a point: added, given back as files, taken away."""

from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from maillage.files.serving import attachment
from maillage.files.uploads import Upload
from maillage.governance import rules
from maillage.governance.actions import documents as actions
from maillage.governance.forms.convocations import PaperForm
from maillage.governance.models import ItemDocument
from maillage.governance.views.gatherings import gathering_or_404, item_or_404
from maillage.governance.views.pages import of_gathering
from maillage.web.answers import done, form_page, refusals_in, refusals_told, row_or_404, submitted


def _document_or_404(request, public_id):
    rows = ItemDocument.objects.visible_to(request.actor).select_related("item__gathering__committee")
    return row_or_404(rows, public_id=public_id)


@require_http_methods(["GET", "HEAD", "POST"])
def add(request, public_id, item):
    row, standing = gathering_or_404(request, public_id)
    rules.check_can_keep(request.actor, standing)
    one = item_or_404(request, row, item)
    form = PaperForm(request.POST or None, request.FILES or None)
    if submitted(request, form):
        data = form.cleaned_data
        upload = Upload(data["file"].name, data["file"].read())
        with refusals_in(form, "file"):
            told = {"title": data["title"], "plain": data["plain"], "upload": upload}
            actions.add_document(by=request.actor, item=one, **told)
            return done(request, "Le document est avec ce point.", row.get_absolute_url())
    lead = f"Avec le point «\u00a0{one.title}\u00a0». Les membres le lisent, et ceux qui ont reçu leur convocation par e-mail."
    return form_page(
        request, form, title="Ajouter un document", lead=lead, trail=of_gathering(row), save="Ajouter"
    )


@require_safe
def download(request, document):
    found = _document_or_404(request, document)
    return attachment(found.name, found.media_type, actions.read_document(by=request.actor, document=found))


@require_POST
def remove(request, document):
    found = _document_or_404(request, document)
    back = found.item.gathering.get_absolute_url()
    with refusals_told(request):
        actions.remove_document(by=request.actor, document=found)
        return done(request, "Le document est retiré.", back)
    return redirect(back)
