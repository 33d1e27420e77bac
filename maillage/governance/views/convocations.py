"""Members are called; each answers by a signed link, without an account; the secretariat notes what is telephoned."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from maillage.files.serving import attachment
from maillage.governance import convocation_words as words
from maillage.governance import rules
from maillage.governance.actions import convocations as actions
from maillage.governance.actions import documents
from maillage.governance.enums import ItemNature, Rank
from maillage.governance.forms.convocations import AddressForm, ComingForm
from maillage.governance.models import Convocation, Occupant
from maillage.governance.queries import convocations as queries
from maillage.governance.views.gatherings import gathering_or_404
from maillage.governance.views.pages import committee_or_404, of_committee, of_gathering
from maillage.permissions import Forbidden
from maillage.web.answers import done, form_page, refusals_in, refusals_told, row_or_404, submitted
from maillage.web.doors import behind
from maillage.web.wording import plural


@require_http_methods(["GET", "HEAD", "POST"])
def convene(request, public_id):
    row, standing = gathering_or_404(request, public_id)
    rules.check_can_keep(request.actor, standing)
    if request.method == "POST":
        with refusals_told(request):
            sent = actions.convene(by=request.actor, gathering=row, site=request.build_absolute_uri("/"))
            return done(request, _convened(sent, queries.called(row)), row.get_absolute_url())
        return redirect(row.get_absolute_url())
    called = queries.called(row)
    context = {
        "title": "Prévenir de ce qui a changé" if called.behind else "Convoquer",
        "trail": of_gathering(row),
        "gathering": row,
        "called": called,
    }
    return render(request, "governance/convene.html", context)


def _convened(sent, called):
    told = f"E-mail envoyé à {plural(sent, 'membre')}." if sent else "Aucun e-mail à envoyer."
    return f"{told} Notez ce que répondent ceux qui n’ont pas d’adresse." if called.unreachable else told


@require_http_methods(["GET", "HEAD", "POST"])
def note(request, public_id, pk):
    """What a member says on the telephone."""
    row, standing = gathering_or_404(request, public_id)
    rules.check_can_keep(request.actor, standing)
    rows = Convocation.objects.visible_to(request.actor).filter(gathering=row)
    one = row_or_404(rows.select_related("gathering__committee", "occupant"), pk)
    told = {"substituted": queries.has_substitute(one), "noted": True, "initial": {"answer": one.answer}}
    form = ComingForm(request.POST or None, **told)
    if submitted(request, form):
        with refusals_in(form):
            actions.note_coming(by=request.actor, convocation=one, **form.cleaned_data)
            return done(request, "C’est noté.", row.get_absolute_url())
    return form_page(request, form, title=f"Réponse\u00a0: {one.occupant.name}", trail=of_gathering(row))


@require_http_methods(["GET", "HEAD", "POST"])
def address(request, public_id, pk):
    """Where to write to who sits without an account."""
    row, standing = committee_or_404(request, public_id)
    rules.check_can_seat(request.actor, standing)
    rows = Occupant.objects.visible_to(request.actor).filter(seat__committee=row)
    one = row_or_404(rows.select_related("seat__committee", "address"), pk)
    initial = {"email": one.address.email} if hasattr(one, "address") else {}
    form = AddressForm(request.POST or None, initial=initial)
    if submitted(request, form):
        with refusals_in(form):
            told = {"site": request.build_absolute_uri("/"), **form.cleaned_data}
            actions.give_address(by=request.actor, occupant=one, **told)
            return done(request, "C’est noté.", "governance:seat", row.public_id, one.seat_id)
    back = reverse("governance:seat", args=[row.public_id, one.seat_id])
    return form_page(request, form, title=f"Écrire à {one.name}", trail=of_committee(row), back=back)


# The door of who holds a link


def _opened(request, token):
    """What the link opens, or the answer that refuses."""
    return behind(request, "convocation", lambda: queries.opened_by_link(token), _gone)


def _gone(request):
    return render(request, "governance/convocation_gone.html", {"reason": actions.GONE}, status=404)


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def door(request, token):
    opened, refusal = _opened(request, token)
    if refusal:
        return refusal
    facts = opened.facts
    substituted = facts.substituted and facts.rank == Rank.TITULAR
    form = ComingForm(
        request.POST or None,
        substituted=substituted,
        initial={"answer": facts.answer} if facts.answer else {},
    )
    if submitted(request, form):
        try:
            actions.answer_by_link(opened=opened, **form.cleaned_data)
        except Forbidden:
            return _gone(request)
        return done(request, "Merci, votre réponse est notée.", request.path)
    context = {
        "meeting": facts,
        "when": words.when(facts.starts_at, facts.ends_at),
        "points": [(one, ItemNature(one.nature).label) for one in opened.points],
        "token": token,
    }
    return form_page(request, form, "governance/convocation.html", **context)


@login_not_required
@require_safe
def paper(request, token, paper):
    """A paper of a point, for who holds the link."""
    opened, refusal = _opened(request, token)
    if refusal:
        return refusal
    found = queries.paper_of(opened.key, paper)
    if found is None:
        raise Http404
    content = documents.read_by_link(by=actions.holder(opened), paper=found)
    return attachment(found.name, found.media_type, content)
