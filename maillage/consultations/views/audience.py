"""Who is asked, three ways; invitations sent, those who did not answer reminded."""

from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from maillage.consultations import queries
from maillage.consultations.actions import answers
from maillage.consultations.actions import invitations as actions
from maillage.consultations.forms.audience import AddressesForm, CommitteeForm, RoleForm
from maillage.consultations.models import Invitation
from maillage.consultations.queries import audience
from maillage.consultations.results_words import shown
from maillage.consultations.views.pages import kept_or_refused, of_one
from maillage.web.answers import done, form_page, refusals_in, refusals_told, row_or_404, submitted
from maillage.web.listing import paged
from maillage.web.wording import plural

FORM = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def invited(request, public_id):
    row = kept_or_refused(request, public_id)
    listed = audience.invitations(row)
    page, pages = paged(request, listed)
    context = {
        "title": "Qui est invité",
        "trail": of_one(row),
        "row": row,
        "page": page,
        "pages": pages,
        "to_send": audience.to_send(row).count(),
        "to_remind": audience.to_remind(row).count(),
        "committees": queries.kept_committees(request.actor),
        "rates": _rates(row),
    }
    return render(request, "consultations/invited.html", context)


def _rates(row):
    return [[one.name, one.invited, shown(one.answered), _share(one)] for one in audience.rates(row)]


def _share(one):
    return "" if one.share is None else f"{one.share}\u00a0%"


def _invited(request, row, form, guests, **told):
    """`guests()`: whom the form names, once it is valid."""
    if submitted(request, form):
        with refusals_in(form):
            if not (named := guests()):
                raise ValidationError("Personne ne correspond\u00a0: changez ce que vous avez choisi.")
            count = actions.invite(by=request.actor, questionnaire=row, guests=named)
            words = f"{plural(count, 'personne ajoutée')}." if count else "Ces personnes sont déjà invitées."
            return done(request, words, "consultations:invited", row.public_id)
    above = ("Qui est invité", reverse("consultations:invited", args=[row.public_id]))
    return form_page(request, form, trail=of_one(row, above), save="Ajouter", **told)


@FORM
def addresses(request, public_id):
    row = kept_or_refused(request, public_id)
    form = AddressesForm(request.POST or None, level=row.level)
    return _invited(request, row, form, lambda: form.guests, title="Coller des adresses")


@FORM
def accounts(request, public_id):
    row = kept_or_refused(request, public_id)
    form = RoleForm(request.POST or None)
    lead = "Ils répondent depuis «\u00a0Aujourd’hui\u00a0», ou par le lien de leur mail."
    told = {"title": "Inviter des comptes", "lead": lead}
    return _invited(
        request,
        row,
        form,
        lambda: audience.accounts_of(form.cleaned_data["role"], form.place(), row.level),
        **told,
    )


@FORM
def members(request, public_id):
    row = kept_or_refused(request, public_id)
    form = CommitteeForm(request.POST or None, committees=queries.kept_committees(request.actor))
    return _invited(
        request,
        row,
        form,
        lambda: audience.members_of(form.chosen()),
        title="Inviter les membres d’une instance",
    )


@require_POST
def send(request, public_id):
    return _mailed(request, public_id, actions.send, "Tous sont déjà invités.")


@require_POST
def remind(request, public_id):
    return _mailed(request, public_id, actions.remind, "Personne n’est à relancer.")


def _mailed(request, public_id, act, nobody):
    row = kept_or_refused(request, public_id)
    with refusals_told(request):
        sent = act(by=request.actor, questionnaire=row, site=request.build_absolute_uri("/"))
        told = f"Mail envoyé à {plural(sent, 'personne')}." if sent else nobody
        return done(request, told, "consultations:invited", row.public_id)
    return redirect("consultations:invited", row.public_id)


@require_POST
def note_answered(request, public_id, pk):
    row = kept_or_refused(request, public_id)
    rows = Invitation.objects.visible_to(request.actor).filter(questionnaire=row)
    one = row_or_404(rows.select_related("questionnaire"), pk)
    answers.note_answered(by=request.actor, invitation=one)
    return done(
        request,
        "C’est noté\u00a0: cette personne n’est plus relancée.",
        "consultations:invited",
        row.public_id,
    )
