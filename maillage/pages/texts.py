"""The documents that pages show: shipped beside this file, or those that whoever installs Maillage put in their place."""

import re
from functools import cache
from pathlib import Path

from django.conf import settings

from maillage.web.markdown import Document, read

SHIPPED = Path(__file__).parent / "texts"
AREAS = (
    "aujourd-hui",
    "personnes",
    "droits",
    "demandes",
    "accueil",
    "dispositifs",
    "annuaire",
    "organismes",
    "instances",
    "metier",
    "equipe",
    "mon-espace",
    "compte",
)
"""The help, one page for each part of the menu, in this order."""
AREA_OF = {
    "people": "personnes",
    "support": "personnes",
    "rights": "droits",
    "referrals": "demandes",
    "reception": "accueil",
    "schemes": "dispositifs",
    "directory": "annuaire",
    "governance": "instances",
    "events": "instances",
    "contributions": "instances",
    "consultations": "instances",
    "calls": "instances",
    "practices": "instances",
    "counts": "instances",
    "diplomas": "metier",
    "training": "metier",
    "conventions": "metier",
    "conditions": "metier",
    "placements": "metier",
    "observatory": "metier",
    "accounts": "compte",
}
"""Which help is about the pages of a context; `PAGES` is more precise."""
PAGES = {
    "pages:home": "aujourd-hui",
    "pages:profession": "metier",
    "support:referents": "organismes",
    "people:enter": "mon-espace",
    "people:by_mail": "mon-espace",
    "people:mail_code": "mon-espace",
    "accounts:team": "equipe",
    "accounts:member": "equipe",
    "accounts:open-account": "equipe",
}
PICTURE = re.compile(r"^!\[[^\]]*\]\([^)]*\)\n?", re.M)
"""Guides are read beside the screens that their pictures show."""
LINK = re.compile(r"\[(?P<words>[^\]]+)\]\((?:\.\./)?(?P<name>[\w-]+)\.md\)")
TO_TRY = re.compile(r" ?Pour essayer[^.]*\.")
STATE = re.compile(r"\*\*((?:non|partiellement|totalement) conforme)\*\*")


@cache
def document(name: str) -> Document:
    source = PICTURE.sub("", _source(name))
    return read(_guide(source) if name.startswith("guides/") else source)


def _guide(source: str) -> str:
    """Whom to be to try it is for the demonstration alone."""
    shown = source if settings.DEMONSTRATION else TO_TRY.sub("", source)
    return LINK.sub(_led, shown)


def _led(link: re.Match[str]) -> str:
    """From a guide to another one; what is in the repository alone is only named."""
    return f"[{link['words']}](../{link['name']}/)" if link["name"] in guides() else link["words"]


@cache
def guides() -> list[str]:
    """Of each role, one guide, where some are shipped: the names of their addresses."""
    return sorted(path.stem for path in (SHIPPED / "guides").glob("*.md") if path.stem != "README")


@cache
def accessibility() -> str:
    """The words that every page bears: what the statement says of itself, once."""
    found = STATE.search(_source("declaration.md"))
    return f"Accessibilité\u00a0: {found[1] if found else 'non conforme'}"


def _source(name: str) -> str:
    own = settings.MAILLAGE_TEXTS / name if settings.MAILLAGE_TEXTS else None
    path = own if own and own.is_file() else SHIPPED / name
    return path.read_text(encoding="utf-8")


def area_of(view_name: str, person: bool = False) -> str:
    """The help about this page; the index ("") where there is none."""
    if person:
        return "mon-espace"
    return PAGES.get(view_name) or AREA_OF.get(view_name.partition(":")[0], "")
