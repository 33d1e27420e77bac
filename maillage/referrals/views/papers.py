"""Papers: the document blank or filled, what one scheme reads, the letters of a request. Each printing is a reading."""

from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from maillage.audit.actions import record
from maillage.people.guards import of_person_or_404, own_space
from maillage.referrals import document_paper, letters_paper
from maillage.referrals.forms.documents import SchemesForm
from maillage.referrals.models import Appeal, Referral
from maillage.referrals.queries import referrals as queries
from maillage.referrals.views.own import own_request_or_404
from maillage.referrals.views.pages import read_there, received_or_404, referral_or_404, request_or_404, short
from maillage.schemes.queries.schemes import open_schemes
from maillage.vault.fields import open_together
from maillage.web.answers import row_or_404
from maillage.web.downloads import pdf_file

RECORD, LETTER = "web/record.typ", "web/letter.typ"


@require_safe
def blank(request):
    """For schemes that are chosen: to be filled by hand."""
    schemes = open_schemes(request.actor, timezone.localdate())
    form = SchemesForm(request.GET if "schemes" in request.GET else None, schemes=schemes)
    if form.is_bound and form.is_valid():
        return pdf_file("dossier-unique", RECORD, document_paper.blank(list(form.cleaned_data["schemes"])))
    context = {"title": "Dossier unique, version papier", "form": form}
    return render(request, "referrals/blank_paper.html", context, status=422 if form.is_bound else 200)


def _filled(request, found):
    record(request.actor, "print_referral", found.person, referral=found.pk)
    parts = queries.sections_of(request.actor, found)
    requests = open_together(queries.requests_of(request.actor, found))
    return pdf_file("dossier-unique", RECORD, document_paper.filled(found, parts, requests))


@require_safe
def filled(request, pk):
    return _filled(request, referral_or_404(request, pk))


@require_safe
@own_space
def own_filled(request, person, pk):
    found = of_person_or_404(request, Referral, person, pk)
    return _filled(request, row_or_404(queries.referrals(request.actor), found.pk))


def _what_they_read(request, found):
    if not found.sent_at:
        raise Http404
    sent = queries.sent_sections(request.actor, found)
    return pdf_file(
        f"demande-{short(found)}", RECORD, document_paper.received(open_together([found])[0], sent)
    )


@require_safe
def request_pdf(request, pk):
    found = request_or_404(request, pk)
    record(request.actor, "print_request", found.person, asked=found.pk)
    return _what_they_read(request, found)


@require_safe
def received_pdf(request, pk):
    found = received_or_404(request, pk)
    if found.withdrawn_at:
        raise Http404
    read_there(request, found)
    return _what_they_read(request, found)


def letter_file(found, kind, name, missing):
    """`kind`: "accuse" or "decision", once there is something to say."""
    today = timezone.localdate()
    if kind not in dict(letters_paper.letters(found)):
        raise Http404
    if kind == "accuse":
        data = letters_paper.acknowledgement(found, missing, name, today)
    else:
        data = letters_paper.decision(found, name, today)
    return pdf_file(f"{kind}-{short(found)}", LETTER, data)


def name_in(sent):
    """Who asks, as it was sent: nothing when that part is no longer agreed to."""
    return next((one.values.get("name", "") for one in sent if one.code == "identity"), "")


def _own_letter(request, found, kind):
    open_together([found])
    return letter_file(found, kind, found.person.full_name, queries.missing_of(request.actor, found))


@require_safe
def letter(request, pk, kind):
    found = request_or_404(request, pk)
    record(request.actor, "print_request", found.person, asked=found.pk, kind=kind)
    return _own_letter(request, found, kind)


@require_safe
@own_space
def own_letter(request, person, pk, kind):
    return _own_letter(request, own_request_or_404(request, person, pk), kind)


@require_safe
def received_letter(request, pk, kind):
    found = received_or_404(request, pk)
    read_there(request, found)
    open_together([found])
    name = name_in(queries.sent_sections(request.actor, found))
    return letter_file(found, kind, name, queries.missing_of(request.actor, found))


def _appeal_letter(request, found, pk):
    made = row_or_404(Appeal.objects.visible_to(request.actor).filter(request=found), pk)
    record(request.actor, "print_request", found.person, asked=found.pk, kind="recours")
    data = letters_paper.appeal(found, made, found.person.full_name, timezone.localdate())
    return pdf_file(f"recours-{short(found)}", LETTER, data)


@require_safe
def appeal_letter(request, pk, appeal):
    return _appeal_letter(request, request_or_404(request, pk), appeal)


@require_safe
@own_space
def own_appeal_letter(request, person, pk, appeal):
    return _appeal_letter(request, own_request_or_404(request, person, pk), appeal)
