"""What is said of a text once written: what it sheds light on, what replaces it, when it is read again, its model."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from maillage.audit.actions import record
from maillage.governance.actions.texts import write_text
from maillage.governance.enums import ARTICLED
from maillage.governance.models import Committee, Text, TextLink, TextVersion
from maillage.governance.queries import standing
from maillage.governance.queries.articles import in_force
from maillage.governance.rules import check_can_keep
from maillage.governance.rules.articles import key_of, read
from maillage.permissions import Actor, Forbidden


@transaction.atomic
def link_text(*, by: Actor, text: Text, about: Text, article: str) -> TextLink:
    """`article` as it is typed; empty for the whole text. Twice the same: one."""
    check_can_keep(by, standing(by, text.committee))
    if text.pk == about.pk:
        raise ValidationError({"about": "Choisissez un autre texte que celui-ci."})
    key = _known(about, article)
    link, made = TextLink.objects.get_or_create(text=text, about=about, article=key)
    if made:
        record(by, "text_linked", text, about=about.pk, article=key)
    return link


def _known(about: Text, typed: str) -> str:
    version, key = in_force(about), key_of(typed)
    if version is None or about.kind not in ARTICLED:
        raise ValidationError({"about": "Choisissez un texte publié, écrit en articles."})
    keys = [one.key for one in read(version.body) if one.key]
    if key and key not in keys:
        told = f"il va de l’article {keys[0]} à l’article {keys[-1]}" if keys else "il n’a pas d’articles"
        raise ValidationError({"article": f"Ce texte n’a pas cet article\u00a0: {told}."})
    return key


@transaction.atomic
def unlink_text(*, by: Actor, link: TextLink) -> None:
    check_can_keep(by, standing(by, link.text.committee))
    if TextLink.objects.filter(pk=link.pk).delete()[0]:
        record(by, "text_unlinked", link.text, about=link.about_id, article=link.article)


@transaction.atomic
def supersede_text(*, by: Actor, text: Text, superseded_by: Text | None) -> None:
    """Nothing says any more that it is replaced when `superseded_by` is None."""
    check_can_keep(by, standing(by, text.committee))
    kept = Text.objects.select_for_update().get(pk=text.pk)
    if superseded_by is not None:
        _check_replaces(kept, superseded_by)
    if kept.superseded_by_id == (superseded_by and superseded_by.pk):
        return
    Text.objects.filter(pk=kept.pk).update(superseded_by=superseded_by)
    record(by, "text_superseded", kept, superseded_by=superseded_by and superseded_by.pk)


def _check_replaces(text: Text, newer: Text) -> None:
    if in_force(newer) is None:
        raise ValidationError({"superseded_by": "Publiez d’abord le texte qui le remplace."})
    seen: list[int] = []
    following: int | None = newer.pk
    while following is not None and following not in seen:
        seen.append(following)
        following = Text.objects.filter(pk=following).values_list("superseded_by", flat=True).first()
    if text.pk in seen:
        raise ValidationError({"superseded_by": "Ce texte est lui-même remplacé par celui-ci."})


@transaction.atomic
def review_text(*, by: Actor, text: Text, review_on: date | None) -> None:
    """Read again: the next time is `review_on`, or never."""
    check_can_keep(by, standing(by, text.committee))
    if Text.objects.filter(pk=text.pk).exclude(review_on=review_on).update(review_on=review_on):
        record(by, "text_reviewed", text, review_on=review_on and review_on.isoformat())


@transaction.atomic
def adapt_text(*, by: Actor, model: Text, committee: Committee, title: str) -> Text:
    """The articles of a published text become the first draft of another, of `committee`, that says where it comes from."""
    version = in_force(model)
    if version is None or model.kind not in ARTICLED:
        raise Forbidden("Un modèle est un texte publié, écrit en articles.")
    told = {"kind": model.kind, "title": title, "body": version.body}
    return write_text(by=by, committee=committee, review_on=None, model=version, **told)


@transaction.atomic
def follow_model(*, by: Actor, text: Text, version: TextVersion) -> None:
    """What its model became was read: the gap is now counted from there."""
    check_can_keep(by, standing(by, text.committee))
    kept = Text.objects.select_for_update(of=("self",)).select_related("model_version").get(pk=text.pk)
    if kept.model_version is None or kept.model_version.text_id != version.text_id:
        raise Forbidden("Ce texte ne vient pas de ce modèle.")
    if version.number <= kept.model_version.number:
        return
    Text.objects.filter(pk=kept.pk).update(model_version=version)
    record(by, "model_followed", kept, number=version.number)
