"""Words that must identify nobody are refused until what looks like a name is reworded, or said to be nobody's."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError

from maillage.web.identifying import unconfirmed

REWORD = "Reformulez, ou cochez plus bas ce qui n’identifie personne."


def check_names_nobody(texts: Iterable[str], confirmed: Iterable[str]) -> None:
    if unconfirmed(texts, confirmed):
        raise ValidationError({"confirmed": REWORD})
