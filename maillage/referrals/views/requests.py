"""One request to one scheme, for the team: its questions, the person's agreement, what leaves, what came of it."""

from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from maillage.people.guards import opened, shown_again
from maillage.referrals import place_words, rules, wording
from maillage.referrals.actions import answering, drafting, sending
from maillage.referrals.document import shown
from maillage.referrals.enums import RequestState
from maillage.referrals.forms import documents as forms
from maillage.referrals.models import MissingPiece
from maillage.referrals.queries import places
from maillage.referrals.queries import referrals as queries
from maillage.referrals.views.beside import beside
from maillage.referrals.views.pages import BOTH, of_referral, of_request, request_or_404
from maillage.referrals.views.steps import next_steps, step_page
from maillage.schemes.queries.schemes import appeals
from maillage.web.answers import done, form_page, refusals_in, refusals_told, row_or_404, submitted
from maillage.web.listing import paged


@require_safe
def my_requests(request):
    """What one follows and that waits: the first due first."""
    rules.check_can_see_requests(request.actor)
    today = timezone.localdate()
    page, pages = paged(request, queries.mine(request.actor))
    offers = places.live_for(request.actor, page)
    context = {
        "title": "Demandes aux dispositifs",
        "items": [_mine(request, one, offers.get(one.pk), today) for one in page],
        "late": queries.late(queries.mine(request.actor), today).count(),
        "page": page,
        "pages": pages,
    }
    return render(request, "referrals/my_requests.html", context)


def _mine(request, one, offer, today):
    """`before`: who began it, when they are there no more. A place to answer is what counts now."""
    before = one.worker if one.worker_id != request.actor.user_id else None
    told = wording.item(one, today) | {"person": one.person, "before": before}
    return told | ({"note": place_words.when(offer, today)} if offer else {})


@require_safe
def one_request(request, pk):
    found = request_or_404(request, pk)
    opened(request, found.person, "read_request", asked=found.pk)
    today = timezone.localdate()
    changes = rules.can_refer(request.actor, found.person_id)
    draft = found.state == RequestState.DRAFT
    leaves = leaving(request, found) if draft or found.state == RequestState.INCOMPLETE else None
    context = {
        "person": found.person,
        "title": found.scheme.name,
        "trail": of_referral(found.referral),
        "found": found,
        "state": (found.state_on(today), wording.kind_of(found, today)),
        "when": wording.when(found, today),
        "silence": wording.silence(found),
        "facts": wording.facts(found),
        "leaves": leaves,
        "nothing_in": unwritten(leaves or []),
        "sent": told(queries.sent_sections(request.actor, found)) if found.sent_at else None,
        "answers": answers(found),
        "missing": queries.missing_of(request.actor, found),
        "happened": wording.timeline(queries.events_of(request.actor, found)),
        "appeals": appeals(found.scheme) if found.state == RequestState.REFUSED else [],
        "draft": draft,
        "steps": next_steps(found) if changes and not draft else [],
        "withdrawable": found.agreed_at is not None and found.withdrawn_at is None,
        "place": place_words.live(request.actor, found, today),
        **beside(request, found),
    }
    return render(request, "referrals/request.html", context)


def told(parts):
    """What is written in each part; those where nothing is, in a sentence. None without any."""
    rows = [(one, shown(one.code, one.values)) for one in parts]
    written = [(one, lines) for one, lines in rows if _has_words(one, lines)]
    return {"written": written, "unwritten": unwritten(rows)} if rows else None


def _has_words(part, lines):
    return bool(lines or part.own_words)


def unwritten(rows):
    names = [str(one) for one, lines, *_ in rows if not _has_words(one, lines)]
    return f"Rien n’est écrit dans\u00a0: {', '.join(names)}." if names else ""


def answers(found):
    """[(question, answer)] to the scheme's own questions."""
    return asked_of(found, found.answered)


def asked_of(found, given):
    return [(one.label, given.get(one.code, "")) for one in found.scheme.asked]


def leaving(request, found):
    """The exact list of what would leave, part by part: what the person agreed to, of what the scheme needs."""
    parts = queries.sections_of(request.actor, found.referral)
    needed = [one for one in parts if one.code in found.scheme.sections]
    return [(one, shown(one.code, one.values), one.code in found.agreed) for one in needed]


@require_http_methods(BOTH)
def questions(request, pk):
    found = request_or_404(request, pk)
    opened(request, found.person, "read_request", asked=found.pk)
    form = forms.QuestionsForm(request.POST or None, request=found)
    if submitted(request, form):
        with refusals_in(form):
            version = form.cleaned_data["version"]
            drafting.answer_questions(by=request.actor, request=found, version=version, answers=form.values())
            return done(request, "C’est enregistré.", "referrals:request", found.pk)
        form.at_version(request_or_404(request, pk).version)
    shown_again(request, found.person, "read_request", asked=found.pk)
    return form_page(request, form, title="Questions de ce dispositif", trail=of_request(found))


@require_http_methods(BOTH)
def agreement(request, pk):
    """Said aloud, or signed on paper; in their space, the person does it alone."""
    found = request_or_404(request, pk)
    opened(request, found.person, "read_request", asked=found.pk)
    form = forms.AgreementForm(request.POST or None, request=found)
    if submitted(request, form):
        with refusals_in(form):
            witness = str(request.user)
            drafting.agree(by=request.actor, request=found, witness=witness, **form.cleaned_data)
            return done(request, "L’accord est noté.", "referrals:request", found.pk)
        form.at_version(request_or_404(request, pk).version)
    shown_again(request, found.person, "read_request", asked=found.pk)
    lead = "Lisez avec elle ce qui part. Elle peut refuser une partie, ou tout."
    return form_page(request, form, title="Noter son accord", lead=lead, trail=of_request(found))


@require_POST
def send(request, pk):
    found = request_or_404(request, pk)
    act = sending.send if found.state == RequestState.DRAFT else sending.send_again
    with refusals_told(request):
        told = {"version": version_of(request, found), "site": request.build_absolute_uri("/")}
        act(by=request.actor, request=found, **told)
        words = f"La demande est envoyée à «\u00a0{found.scheme.structure}\u00a0»."
        return done(request, words, "referrals:request", found.pk)
    return back_to(found)


def version_of(request, found):
    """The version that was read, in a button's form; another one is refused by the action."""
    typed = request.POST.get("version", "")
    return int(typed) if typed.isdecimal() and len(typed) < 10 else found.version + 1


def back_to(found):
    return redirect("referrals:request", found.pk)


@require_POST
def drop(request, pk):
    found = request_or_404(request, pk)
    with refusals_told(request):
        drafting.drop_scheme(by=request.actor, request=found, version=version_of(request, found))
        return done(request, "Ce dispositif est retiré du dossier.", "referrals:referral", found.referral_id)
    return back_to(found)


@require_http_methods(BOTH)
def withdraw(request, pk):
    found = request_or_404(request, pk)
    if request.method == "POST":
        with refusals_told(request):
            sending.withdraw(by=request.actor, request=found, version=version_of(request, found))
            words = "L’accord est retiré\u00a0: le dispositif ne lit plus rien de ce dossier."
            return done(request, words, "referrals:request", found.pk)
        return back_to(found)
    context = {
        "title": "Retirer l’accord",
        "found": found,
        "trail": of_request(found),
        "cancel_url": reverse("referrals:request", args=[found.pk]),
    }
    return render(request, "referrals/withdraw.html", context)


@require_http_methods(BOTH)
def step(request, pk, step):
    """For a scheme where nobody has an account: the team notes what it said."""
    found = request_or_404(request, pk)
    opened(request, found.person, "read_request", asked=found.pk)
    back = reverse("referrals:request", args=[found.pk])
    return step_page(request, found, step, lambda: request_or_404(request, pk), back, of_request(found))


@require_POST
def give(request, pk, piece):
    found = request_or_404(request, pk)
    row = row_or_404(MissingPiece.objects.visible_to(request.actor).filter(request=found), piece)
    with refusals_told(request):
        answering.give_piece(by=request.actor, piece=row, on=timezone.localdate())
        return done(request, "C’est noté comme fourni.", "referrals:request", found.pk)
    return back_to(found)
