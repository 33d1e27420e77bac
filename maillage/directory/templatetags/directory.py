"""{% load directory %}: what pages say of cards."""

import re
from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from maillage.directory.enums import THEMES
from maillage.directory.models import Service, Structure
from maillage.directory.rules import shown_phone
from maillage.web.wording import number, plural

register = template.Library()
MOST_SHOWN = 80
NUMBER = re.compile(r"(\d(?:[ \u00a0]?\d)+)")


@register.filter
def phone(kept: str) -> str:
    return shown_phone(kept)


@register.filter
def dialled(sentence: str) -> SafeString:
    """« Appelez le 115 » with the number to touch."""
    parts = NUMBER.split(sentence)
    links = (
        format_html('<a href="tel:{}">{}</a>', re.sub(r"\s", "", part), part) if rank % 2 else part
        for rank, part in enumerate(parts)
    )
    return format_html_join("", "{}", ((part,) for part in links))


@register.filter
def theme_labels(themes: list[str]) -> str:
    return ", ".join(THEMES.get(theme, theme) for theme in themes)


@register.filter
def field_label(name: str) -> str:
    """A field of a card, in the words of its form."""
    for model in (Service, Structure):
        if any(field.name == name for field in model._meta.fields):
            return str(model._meta.get_field(name).verbose_name)
    return name


@register.filter
def shown(value: Any) -> str:
    """What a field held, short enough to be read beside what it holds."""
    text = ", ".join(map(str, value)) if isinstance(value, list) else str(value if value is not None else "")
    return text if len(text) <= MOST_SHOWN else f"{text[:MOST_SHOWN]}…"


@register.filter
def page_words(page: Any) -> str:
    return f"{number(page.start_index())} à {number(page.end_index())} sur {number(page.paginator.count)}"


@register.simple_tag
def page_url(request: Any, page: Any, step: int) -> str:
    """The same list `step` pages further, its filters kept; "" when there is none."""
    wanted = page.number + step
    if not 1 <= wanted <= page.paginator.num_pages:
        return ""
    query = request.GET.copy()
    query["page"] = wanted
    return f"?{query.urlencode()}"


OUTCOMES = {
    "created": "nouvelle|nouvelles",
    "updated": "mise à jour|mises à jour",
    "back": "remise dans l’annuaire|remises dans l’annuaire",
    "unchanged": "inchangée|inchangées",
    "kept": "corrigée ici, laissée telle quelle|corrigées ici, laissées telles quelles",
    "gone": "retirée, absente du fichier|retirées, absentes du fichier",
    "refused": "refusée|refusées",
}


@register.filter
def import_words(counts: dict[str, Any]) -> list[str]:
    """Counts of an import by kind then outcome: one line a kind, « Services : 3 nouveaux, 2 inchangés »."""
    told = []
    for kind, label in (("structure", "Structures"), ("service", "Fiches de services")):
        parts = [
            plural(number, OUTCOMES[one]) for one in OUTCOMES if (number := counts.get(kind, {}).get(one))
        ]
        told.append(f"{label}\u00a0: {', '.join(parts) or 'aucune'}")
    if counts.get("remarked"):
        told.append(plural(counts["remarked"], "ligne avec une remarque|lignes avec une remarque"))
    return told
