from django import template

from maillage.people import wording
from maillage.people.enums import Part

register = template.Library()
register.filter("age", wording.age)
register.filter("sentence", wording.sentence)


@register.filter
def known(row, name):
    """{{ person|known:"activity" }}: the value in words, unknown said."""
    return wording.shown_value(row, name)


@register.filter
def opened_parts(consent):
    """The parts that a line opens, in words."""
    return " ; ".join(str(Part(one).label) for one in consent.parts)


@register.filter
def dialled(value: str) -> str:
    """ "06 12 34 56 78 (le soir)" → "0612345678", for a `tel:` link."""
    return "".join(one for one in value if one.isdigit() or one == "+")
