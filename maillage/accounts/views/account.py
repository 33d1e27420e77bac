"""One's own account: who one is, where one works, the second factor."""

from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from maillage.accounts import actions, queries, rules
from maillage.accounts.proconnect import options
from maillage.accounts.sessions import STRUCTURE_KEY
from maillage.accounts.views.sign_in import must_come_by_proconnect
from maillage.web.answers import done

SEEN_AS = {
    "signed_in": "Connexion",
    "signed_out": "Déconnexion",
    "structure_chosen": "Changement de structure",
    "second_factor_added": "Second facteur ajouté",
    "second_factor_removed": "Second facteur retiré",
    "proconnect_linked": "Compte lié à ProConnect",
    "proconnect_unlinked": "Compte délié de ProConnect",
}
METHODS = {
    "password": "mot de passe",
    "totp": "code de l’application",
    "webauthn": "clé d’accès",
    "recovery_codes": "code de secours",
    "proconnect": "ProConnect",
    "proconnect_mfa": "second facteur de ProConnect",
}


@require_GET
def account(request):
    context = {
        "places": request.places,
        "memberships": queries.current_memberships(request.user, timezone.localdate()),
        "factors": queries.second_factors(request.user),
        "proconnect": options.is_on(),
        "identities": queries.proconnect_identities(request.user) if options.is_on() else [],
        "sign_ins": [_told(entry) for entry in queries.recent_sign_ins(request.actor)],
        "manages_team": rules.can_manage_team(request.actor),
    }
    return render(request, "accounts/account.html", context)


def _told(entry):
    methods = [METHODS.get(method, method) for method in entry.details.get("methods", [])]
    more = ", ".join(methods) or entry.details.get("name", "")
    return {"at": entry.at, "text": SEEN_AS[entry.verb], "more": more}


@require_POST
def choose_structure(request):
    """Work in another of one's own structures; any other does not exist."""
    own = {str(place.structure.public_id): place.structure for place in request.places}
    structure = own.get(request.POST.get("structure", ""))
    if structure is None:
        raise Http404
    actions.choose_structure(by=request.actor, structure=structure)
    request.session[STRUCTURE_KEY] = structure.pk
    return done(request, f"Vous travaillez maintenant dans la structure {structure}.", "/")


@require_GET
def second_factor(request):
    """Why the rest is closed, and how to open it: enrol a second factor, or prove the one there is."""
    factors = queries.second_factors(request.user)
    elsewhere = must_come_by_proconnect(request)
    context = {"factors": factors, "elsewhere": elsewhere, "next": request.GET.get("next", "")}
    return render(request, "accounts/second_factor.html", context)
