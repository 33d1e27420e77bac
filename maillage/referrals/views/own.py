"""The person's own documents, on a phone: read all of it, correct it, agree or not scheme by scheme, follow, take back."""

from django.http import Http404
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from maillage.people.guards import of_person_or_404, opened, own_page, own_space
from maillage.referrals import place_words, wording
from maillage.referrals.actions import answering, drafting, sending
from maillage.referrals.document import shown
from maillage.referrals.enums import UNDER_WAY, RequestState
from maillage.referrals.forms import documents as forms
from maillage.referrals.models import MissingPiece, Referral, ReferralSection
from maillage.referrals.queries import referrals as queries
from maillage.referrals.views.beside import beside
from maillage.referrals.views.pages import BOTH
from maillage.referrals.views.requests import answers, leaving, told, version_of
from maillage.schemes.queries.schemes import appeals
from maillage.web.answers import done, refusals_in, refusals_told, row_or_404, submitted

HOME = ("Mes dossiers", "/mon-espace/dossiers/")


@require_safe
@own_space
def referrals(request, person):
    opened(request, person, "read_own")
    today = timezone.localdate()
    rows = queries.of_person(request.actor, person)
    items = [wording.own_item(one, today) for one in rows]
    context = {
        "title": "Vos dossiers",
        "to_read": [one for one in items if _to_read(one["request"])],
        "under_way": [one for one in items if _is_under_way(one["request"])],
        "past": [one for one in items if one["request"].state not in UNDER_WAY],
        "documents": queries.documents_of(request.actor, person),
    }
    return own_page(request, "referrals/own_referrals.html", context)


def _to_read(one):
    return one.state == RequestState.DRAFT and one.referral.shown_at is not None


def _is_under_way(one):
    return one.state in UNDER_WAY and one.state != RequestState.DRAFT


def own_request_or_404(request, person, pk):
    return row_or_404(queries.requests(request.actor).filter(person=person), pk)


@require_http_methods(BOTH)
@own_space
def one_request(request, person, pk):
    """Before: what would leave, to read and to say yes or no to. After: what was sent, where it is."""
    found = own_request_or_404(request, person, pk)
    opened(request, person, "read_own")
    asked = found.state == RequestState.DRAFT
    form = forms.PartsForm(request.POST or None, request=found) if asked else None
    if asked and submitted(request, form):
        with refusals_in(form):
            drafting.agree(by=request.actor, request=found, **form.cleaned_data)
            return done(
                request, "C’est noté. La personne qui vous accompagne le verra.", "referrals:own_referrals"
            )
        form.at_version(own_request_or_404(request, person, pk).version)
    elif request.method == "POST" and not asked:
        raise Http404
    today = timezone.localdate()
    context = {
        "title": found.scheme.name,
        "trail": [("Votre espace", "/mon-espace/"), HOME],
        "found": found,
        "asked": asked,
        "state": (wording.own_state(found, today), wording.kind_of(found, today)),
        "silence": wording.silence(found),
        "leaves": leaving(request, found) if asked else [],
        "sent": told(queries.sent_sections(request.actor, found)) if found.sent_at else None,
        "answers": answers(found),
        "missing": queries.missing_of(request.actor, found),
        "happened": wording.timeline(queries.events_of(request.actor, found)),
        "appeals": appeals(found.scheme) if found.state == RequestState.REFUSED else [],
        "withdrawable": found.agreed_at is not None and found.withdrawn_at is None,
        "place": place_words.live(request.actor, found, today),
        **beside(request, found),
    }
    return own_page(request, "referrals/own_request.html", context, form)


@require_http_methods(BOTH)
@own_space
def say(request, person, pk, code):
    """My own words on a part, beside what is written of me."""
    found = of_person_or_404(request, Referral, person, pk)
    rows = ReferralSection.objects.visible_to(request.actor).filter(referral=found, person=person)
    part = row_or_404(rows, code=code)
    opened(request, person, "read_own")
    form = forms.OwnWordsForm(request.POST or None, section=part, own=True)
    if submitted(request, form):
        with refusals_in(form):
            drafting.say(by=request.actor, section=part, **form.cleaned_data)
            return done(
                request, "Vos mots sont gardés. Ils partiront avec cette partie.", "referrals:own_referrals"
            )
        form.at_version(row_or_404(rows, code=code).version)
    context = {
        "title": str(part).capitalize(),
        "trail": [("Votre espace", "/mon-espace/"), HOME],
        "part": part,
        "written": shown(part.code, part.values),
    }
    return own_page(request, "referrals/own_say.html", context, form)


@require_safe
@own_space
def document(request, person, pk):
    """All that is written of them in one document."""
    found = of_person_or_404(request, Referral, person, pk)
    opened(request, person, "read_own")
    parts = queries.sections_of(request.actor, found)
    context = {
        "title": str(found).capitalize(),
        "trail": [("Votre espace", "/mon-espace/"), HOME],
        "referral": found,
        "parts": [(one, shown(one.code, one.values)) for one in parts],
    }
    return own_page(request, "referrals/own_document.html", context)


@require_POST
@own_space
def withdraw(request, person, pk):
    found = own_request_or_404(request, person, pk)
    with refusals_told(request):
        sending.withdraw(by=request.actor, request=found, version=version_of(request, found))
        return done(request, "C’est fait\u00a0: ils ne lisent plus rien de vous.", "referrals:own_referrals")
    return redirect("referrals:own_request", found.pk)


@require_POST
@own_space
def give(request, person, pk, piece):
    found = own_request_or_404(request, person, pk)
    row = row_or_404(MissingPiece.objects.visible_to(request.actor).filter(request=found), piece)
    with refusals_told(request):
        answering.give_piece(by=request.actor, piece=row, on=timezone.localdate())
        return done(
            request,
            "C’est noté. La personne qui vous accompagne le verra.",
            "referrals:own_request",
            found.pk,
        )
    return redirect("referrals:own_request", found.pk)
