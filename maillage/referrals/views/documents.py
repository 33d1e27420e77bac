"""The single document, for the team: begun, written, given to read, agreed to, sent."""

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from maillage.people.guards import opened, person_or_404, shown_again
from maillage.people.queries import households_of
from maillage.permissions import Forbidden
from maillage.referrals import rules, wording
from maillage.referrals.actions import drafting
from maillage.referrals.document import FIELDS, shown
from maillage.referrals.enums import RequestState
from maillage.referrals.forms import documents as forms
from maillage.referrals.queries import referrals as queries
from maillage.referrals.views.pages import BOTH, of_person, of_referral, referral_or_404, section_or_404
from maillage.schemes.queries.schemes import open_schemes
from maillage.web import conflicts
from maillage.web.answers import done, form_page, refusals_in, refusals_told, submitted


@require_safe
def referrals_of(request, pk):
    """Everything asked of schemes for somebody: who did what before."""
    person = person_or_404(request, pk)
    rules.check_can_refer(request.actor, person.pk)
    opened(request, person, "read_referrals")
    today = timezone.localdate()
    rows = queries.of_person(request.actor, person)
    context = {
        "person": person,
        "title": "Dispositifs",
        "trail": of_person(person)[:-1],
        "documents": queries.documents_of(request.actor, person),
        "items": [wording.item(one, today) for one in rows],
    }
    return render(request, "referrals/referrals_of.html", context)


@require_http_methods(BOTH)
def begin(request, pk):
    person = person_or_404(request, pk)
    rules.check_can_refer(request.actor, person.pk)
    form = forms.SchemesForm(request.POST or None, schemes=open_schemes(request.actor, timezone.localdate()))
    if submitted(request, form):
        homes = households_of(request.actor, person)
        with refusals_in(form):
            schemes = form.cleaned_data["schemes"]
            told = {"person": person, "schemes": schemes, "household": homes[0] if homes else None}
            made = drafting.begin(by=request.actor, **told)
            return done(
                request, "Le dossier est commencé\u00a0: complétez-le.", "referrals:referral", made.pk
            )
    lead = "Un seul dossier pour tous. Chacun ne recevra que les parties dont il a besoin, avec l’accord de la personne."
    return form_page(
        request,
        form,
        title="Commencer un dossier unique",
        lead=lead,
        save="Commencer",
        trail=of_person(person),
    )


@require_safe
def referral(request, pk):
    found = referral_or_404(request, pk)
    opened(request, found.person, "read_referral", referral=found.pk)
    parts = queries.sections_of(request.actor, found)
    requests = queries.requests_of(request.actor, found)
    today = timezone.localdate()
    context = {
        "person": found.person,
        "title": str(found).capitalize(),
        "trail": of_person(found.person),
        "referral": found,
        "parts": [(one, shown(one.code, one.values), missing(one)) for one in parts],
        "reused": queries.reused(parts),
        "items": [wording.item(one, today) for one in requests],
        "drafts": [one for one in requests if one.state == RequestState.DRAFT],
        "mine": found.structure_id == request.actor.structure_id,
    }
    return render(request, "referrals/referral.html", context)


def missing(part):
    """How many fields of a part are empty."""
    return sum(1 for one in FIELDS[part.code] if not part.values.get(one.code))


@require_http_methods(BOTH)
def add_scheme(request, pk):
    found = referral_or_404(request, pk)
    there = [one.scheme_id for one in queries.requests_of(request.actor, found)]
    schemes = open_schemes(request.actor, timezone.localdate()).exclude(pk__in=there)
    form = forms.SchemesForm(request.POST or None, schemes=schemes)
    if submitted(request, form):
        with refusals_in(form):
            for one in form.cleaned_data["schemes"]:
                drafting.add_scheme(by=request.actor, referral=found, scheme=one)
            return done(request, "C’est ajouté.", "referrals:referral", found.pk)
    return form_page(request, form, title="Ajouter un dispositif", save="Ajouter", trail=of_referral(found))


@require_POST
def show(request, pk):
    found = referral_or_404(request, pk)
    with refusals_told(request):
        drafting.show(by=request.actor, referral=found)
    words = "La personne peut le lire et y écrire dans son espace. Imprimez-le si elle n’en a pas."
    return done(request, words, "referrals:referral", found.pk)


@require_http_methods(BOTH)
def section(request, pk, code):
    """One part. Saved over somebody else's words, nothing is lost: both are shown."""
    found = referral_or_404(request, pk)
    part = section_or_404(request, found, code)
    opened(request, found.person, "read_referral", referral=found.pk)
    form = forms.SectionForm(request.POST or None, section=part)
    context = {"title": str(part).capitalize(), "trail": of_referral(found), "part": part, "referral": found}
    if submitted(request, form):
        version = form.cleaned_data["version"]
        try:
            drafting.write_section(by=request.actor, section=part, version=version, values=form.values())
            return done(request, "C’est enregistré.", "referrals:referral", found.pk)
        except Forbidden as refusal:
            if refusal.reason != drafting.CHANGED:
                raise
            now = forms.SectionForm(section=section_or_404(request, found, code))
            names = tuple(name for name in form.fields if name != "version")
            context["differences"] = conflicts.differences(form, now, names)
    shown_again(request, found.person, "read_referral", referral=found.pk)
    return form_page(request, form, "referrals/section_form.html", **context)


@require_POST
def keep_section(request, pk, code):
    """Saved while typing; what cannot be read yet waits for the button."""
    found = referral_or_404(request, pk)
    part = section_or_404(request, found, code)
    form = forms.SectionForm(request.POST, section=part)
    context = {"kept": False, "form": form}
    if form.is_valid():
        version = form.cleaned_data["version"]
        try:
            part = drafting.write_section(
                by=request.actor, section=part, version=version, values=form.values()
            )
            context |= {"kept": True, "part": part, "at": timezone.localtime()}
        except Forbidden as refusal:
            context["refusal"] = refusal.reason
    return render(request, "referrals/_kept.html", context)


@require_http_methods(BOTH)
def say(request, pk, code):
    """The person's words, said to a worker."""
    found = referral_or_404(request, pk)
    part = section_or_404(request, found, code)
    opened(request, found.person, "read_referral", referral=found.pk)
    form = forms.OwnWordsForm(request.POST or None, section=part)
    if submitted(request, form):
        with refusals_in(form):
            drafting.say(by=request.actor, section=part, **form.cleaned_data)
            return done(request, "Ses mots sont notés.", "referrals:referral", found.pk)
        form.at_version(section_or_404(request, found, code).version)
    shown_again(request, found.person, "read_referral", referral=found.pk)
    title = f"Ses mots\u00a0: {part}"
    return form_page(request, form, title=title, trail=of_referral(found))
