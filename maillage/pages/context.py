"""What every page shows around its content: the menu of this actor, and who they are."""

from django.conf import settings
from django.urls import reverse

from maillage.accounts.enums import Role
from maillage.pages.texts import accessibility, area_of
from maillage.people.queries import OWN_PAGES
from maillage.people.rules import FOLLOWING, RECEIVING
from maillage.permissions import ANONYMOUS

MENU = (
    ("Aujourd’hui", "pages:home", frozenset(Role)),
    ("Personnes", "people:persons", RECEIVING),
    ("Droits", "rights:caseload", FOLLOWING),
    ("Demandes reçues", "referrals:inbox", frozenset({Role.SCHEME_OFFICER})),
    ("Dispositifs", "schemes:schemes", frozenset(Role)),
    ("Annuaire", "directory:search", frozenset(Role)),
    ("Organismes", "support:referents", RECEIVING),
    ("Instances", "governance:committees", frozenset(Role)),
    ("Métier", "pages:profession", frozenset(Role)),
    ("Équipe", "accounts:team", frozenset({Role.ADMINISTRATOR})),
)

PUBLIC = (
    ("Annuaire", "directory:search"),
    ("Instances", "governance:committees"),
    ("Mon espace", "people:enter"),
    ("Se connecter", "account_login"),
)


def layout(request):
    actor = getattr(request, "actor", ANONYMOUS)
    lasting = settings.SESSION_COOKIE_AGE if actor.signed_in or actor.person_id else None
    return _menu(request, actor) | {"footer_links": _footer(request, actor), "session_seconds": lasting}


def _menu(request, actor):
    if actor.person_id:
        pages = [("Mon espace", "people:space"), *OWN_PAGES]
        return {
            "navigation": [(label, reverse(name), request.path == reverse(name)) for label, name in pages],
            "simple": request.session.get("simple", False),
            "simple_url": reverse("pages:simple"),
            "who": actor.label,
            "signout_url": reverse("people:exit"),
            "home_url": reverse("people:space"),
        }
    if not actor.signed_in:
        return {"navigation": [_entry(request, label, name) for label, name in PUBLIC]}
    return {
        "navigation": [_entry(request, label, name) for label, name, roles in MENU if actor.has(*roles)],
        "who": actor.label,
        "signout_url": reverse("account_logout"),
    }


def _footer(request, actor):
    """The same everywhere, in the same order; the help opens on what this page is about."""
    at = getattr(request, "resolver_match", None)
    area = area_of(at.view_name if at else "", bool(actor.person_id))
    about = reverse("pages:help-page", args=[area]) if area else reverse("pages:help")
    account = [("Mon compte", reverse("accounts:account"))] if actor.signed_in else []
    return [
        *account,
        ("Aide", about),
        ("Plan du site", reverse("pages:site-map")),
        (accessibility(), reverse("pages:accessibility")),
    ]


def _entry(request, label: str, name: str) -> tuple[str, str, bool]:
    url = reverse(name)
    current = request.path == url if url == "/" else request.path.startswith(url)
    return label, url, current
