"""Papers of the folder that go with a request: joined, agreed to one by one, read by the scheme as files."""

from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from maillage.files.serving import attachment
from maillage.files.uploads import Upload
from maillage.people.enums import ConsentWay
from maillage.people.guards import opened, own_page, own_space
from maillage.permissions import Forbidden
from maillage.referrals.actions import joining as actions
from maillage.referrals.forms.papers import BringForm, JoinForm
from maillage.referrals.models import JoinedDocument, MissingPiece
from maillage.referrals.queries import papers as queries
from maillage.referrals.views.own import HOME, own_request_or_404
from maillage.referrals.views.pages import BOTH, of_request, received_or_404, request_or_404
from maillage.support.models import Document
from maillage.web.answers import done, form_page, refusals_in, refusals_told, row_or_404, submitted

SAID = (ConsentWay.ORAL, ConsentWay.PAPER)


def joined_or_404(request, found, pk):
    return row_or_404(JoinedDocument.objects.visible_to(request.actor).filter(request=found), pk)


def _piece_or_404(request, found, pk):
    return row_or_404(MissingPiece.objects.visible_to(request.actor).filter(request=found, given_on=None), pk)


def _chosen(request, found, title, act):
    form = JoinForm(request.POST or None, documents=queries.joinable(request.actor, found))
    if submitted(request, form):
        with refusals_in(form):
            told = {"document": form.chosen(), "way": form.cleaned_data["way"], "witness": str(request.user)}
            act(by=request.actor, **told)
            return done(request, "Le document est joint.", "referrals:request", found.pk)
    lead = "Le dispositif ne le lit qu’avec l’accord de la personne. Elle peut le retirer à tout moment."
    return form_page(request, form, title=title, lead=lead, save="Joindre", trail=of_request(found))


@require_http_methods(BOTH)
def join(request, pk):
    found = request_or_404(request, pk)
    opened(request, found.person, "read_documents")
    return _chosen(request, found, "Joindre un document", lambda **told: actions.join(request=found, **told))


@require_http_methods(BOTH)
def give(request, pk, piece):
    """What was missing, out of the folder."""
    found = request_or_404(request, pk)
    row = _piece_or_404(request, found, piece)
    opened(request, found.person, "read_documents")
    row.request, today = found, timezone.localdate()
    title = f"Fournir\u00a0: {row.what}"
    return _chosen(
        request, found, title, lambda **told: actions.give_with_document(piece=row, on=today, **told)
    )


@require_POST
def agree(request, pk, joined):
    """`way`: how the person said it."""
    found = request_or_404(request, pk)
    row = joined_or_404(request, found, joined)
    way = request.POST.get("way", "")
    with refusals_told(request):
        if way not in SAID:
            raise Forbidden("Dites comment la personne a donné son accord.")
        actions.agree_to(by=request.actor, joined=row, way=way, witness=str(request.user))
        return done(request, "Son accord est noté.", "referrals:request", found.pk)
    return redirect("referrals:request", found.pk)


@require_POST
def take_back(request, pk, joined):
    found = request_or_404(request, pk)
    row = joined_or_404(request, found, joined)
    with refusals_told(request):
        actions.take_back(by=request.actor, joined=row)
        return done(request, "Le dispositif ne lit plus ce document.", "referrals:request", found.pk)
    return redirect("referrals:request", found.pk)


@require_safe
def received_file(request, pk, joined):
    """What was agreed to, for whoever instructs: a file, never a page."""
    row = joined_or_404(request, received_or_404(request, pk), joined)
    return attachment(row.name, row.media_type, actions.read_joined(by=request.actor, joined=row))


@require_POST
@own_space
def own_agree(request, person, pk, joined):
    """Yes, or no longer: one button each."""
    found = own_request_or_404(request, person, pk)
    row = joined_or_404(request, found, joined)
    with refusals_told(request):
        if "non" in request.POST:
            actions.take_back(by=request.actor, joined=row)
            return done(
                request, "C’est fait\u00a0: ils ne lisent plus ce document.", "referrals:own_request", pk
            )
        actions.agree_to(by=request.actor, joined=row)
        return done(
            request, "C’est noté\u00a0: ce document part avec la demande.", "referrals:own_request", pk
        )
    return redirect("referrals:own_request", pk)


@require_http_methods(BOTH)
@own_space
def own_bring(request, person, pk, piece):
    """A photo of what is missing."""
    found = own_request_or_404(request, person, pk)
    row = _piece_or_404(request, found, piece)
    row.request = found
    form = BringForm(request.POST or None, request.FILES or None, what=row.what)
    if submitted(request, form):
        data = form.cleaned_data
        document = Document(person=person, title=data["title"], kind=data["kind"])
        upload = Upload(data["file"].name, data["file"].read())
        with refusals_in(form):
            actions.bring(by=request.actor, piece=row, document=document, upload=upload)
            return done(request, "C’est envoyé. Ils peuvent le lire.", "referrals:own_request", found.pk)
    trail = [("Votre espace", "/mon-espace/"), HOME]
    context = {"title": f"Envoyer\u00a0: {row.what}", "trail": trail, "found": found}
    return own_page(request, "referrals/own_bring.html", context, form)
