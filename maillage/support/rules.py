"""Who may read and write shared follow-up. Row security repeats `visible` in `models/base.py`."""

from collections.abc import Callable
from datetime import date
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db.models import Exists, Model, OuterRef, Q, QuerySet
from django.db.models.expressions import RawSQL
from django.utils import timezone

from maillage.people.enums import Part
from maillage.people.models import Conflict, Consent, Person
from maillage.people.rules import (
    NOBODY,
    check_can_change,
    check_is_person,
    follows,
    in_force,
    keeps_desk,
    open_attachments,
    team_persons,
    ways_to,
    written,
)
from maillage.permissions import Actor, Forbidden, can
from maillage.support.enums import HandoverState, Level

PATH = {"act", "appointment", "promise"}
CONTENT = {"note", "ownwords", "reply", "goal", "document", "directquestion", "questionanswer"}
OF_A_GOAL = {"step", "progress"}
WITH_PERSON = {"accompaniment", "trustedperson", "datarequest", "legalhold"}


def _followed(actor: Actor) -> QuerySet[Any, Any]:
    """Persons this actor follows by name, in the team of the file or by the ledger."""
    rows = open_attachments(actor).filter(worker_id=actor.user_id, person__isnull=False)
    return rows.values("person_id")


def _followed_in_team(actor: Actor) -> QuerySet[Any, Any]:
    return team_persons(actor).filter(worker_id=actor.user_id)


@lru_cache(maxsize=256)
def _ids(actor: Actor, which: str, today: date) -> RawSQL:
    """Persons that this actor follows, follows in their team, sees, or is let in by: written once, not in each query."""
    rows: dict[str, Callable[[], QuerySet[Any, Any]]] = {
        "followed": lambda: _followed(actor),
        "in_team": lambda: _followed_in_team(actor),
        "seen": lambda: Person.objects.visible_to(actor).values("pk"),
        "covered": lambda: Consent.objects.filter(in_force(actor)).values("person_id"),
        "covered_home": lambda: Consent.objects.filter(in_force(actor), parts__contains=[Part.HOME]).values(
            "person_id"
        ),
    }
    return written(rows[which]())


def among(actor: Actor, which: str) -> Q:
    """Rows about persons of one of these lists: "followed", "in_team", "seen", "covered", "covered_home"."""
    return Q(person_id__in=_ids(actor, which, timezone.localdate()))


def _path(actor: Actor) -> Q:
    """Acts of one's own structure; of all when the ledger covers the actor; those meant for the person's teams."""
    seen, covered = among(actor, "seen"), among(actor, "covered")
    return seen & (Q(structure_id=actor.structure_id) | Q(open_to_teams=True) | covered)


def _content(actor: Actor) -> Q:
    """By level: the author alone; the team; the circle, subject by subject, as the person's ledger says."""
    own = Q(level=Level.PERSONAL, author_id=actor.user_id) & among(actor, "followed")
    here = Q(structure_id=actor.structure_id) | Q(level=Level.CIRCLE, open_to_teams=True)
    team = ~Q(level=Level.PERSONAL) & here & among(actor, "in_team")
    lines = Consent.objects.filter(
        in_force(actor), person_id=OuterRef("person_id"), parts__contains=[OuterRef("part")]
    )
    circle = Q(level=Level.CIRCLE) & among(actor, "followed") & Q(Exists(lines))
    return own | team | circle


def _own(name: str, person_id: UUID) -> Q:
    """What the person reads: everything, but working notes and what a law withholds."""
    if name in ("draft", "referent"):
        return NOBODY
    mine = Q(person_id=person_id)
    if name in CONTENT:
        return mine & ~Q(level=Level.PERSONAL) & Q(withheld=None)
    if name in OF_A_GOAL:
        return mine & Q(goal__in=apps.get_model("support", "Goal").objects.filter(_own("goal", person_id)))
    return mine


def visible(model: type[Model], actor: Actor) -> Q:
    """The rows of a table of `support` that exist for this actor."""
    name = str(model._meta.model_name)
    if actor.person_id:
        return _own(name, actor.person_id)
    if actor.user_id is None or actor.structure_id is None:
        return NOBODY
    if name == "referent":
        return Q()
    if name in PATH:
        return _path(actor)
    if name in CONTENT:
        return _content(actor)
    if name in OF_A_GOAL:
        return Q(goal__in=apps.get_model("support", "Goal").objects.filter(_content(actor)))
    if name in WITH_PERSON:
        return among(actor, "seen")
    if name == "draft":
        return Q(author_id=actor.user_id, person_id__in=_followed(actor))
    assert name == "handover", name
    return _handover(actor)


def _handover(actor: Actor) -> Q:
    """Both who follow the person; and, before that, the one to whom it is proposed, where it is proposed."""
    seen = among(actor, "seen")
    kept_out = Conflict.objects.filter(agent_id=actor.user_id).values("person_id")
    asked = Q(state=HandoverState.PROPOSED, taker_id=actor.user_id, taker_structure_id=actor.structure_id)
    parties = Q(giver_id=actor.user_id) | Q(taker_id=actor.user_id)
    return parties & (seen | asked & ~Q(person_id__in=kept_out))


def check_can_follow(actor: Actor, person_id: UUID) -> None:
    """Write in the follow-up of somebody: those of their team who follow them by name."""
    if not follows(actor):
        raise Forbidden("Seuls les travailleurs sociaux écrivent dans le suivi d’une personne.")
    check_can_change(actor, person_id)
    if not ways_to(actor, person_id).by_name_in_team:
        raise Forbidden(
            "Prenez d’abord cette personne en charge, ou demandez qu’on vous partage son dossier."
        )


def check_can_note_visit(actor: Actor, person_id: UUID) -> None:
    """Say in a line why somebody came: whoever keeps the desk, for those seen there, or who follows them."""
    if not keeps_desk(actor):
        check_can_follow(actor, person_id)
    check_can_change(actor, person_id)


def check_can_write_note(actor: Actor, person_id: UUID, level: str, part: str) -> None:
    """The team writes at every level; a partner writes for themselves, or in the subjects opened to them."""
    if not follows(actor):
        raise Forbidden("Seuls les travailleurs sociaux écrivent dans le suivi d’une personne.")
    if ways_to(actor, person_id).by_name_in_team:
        return
    if not ways_to(actor, person_id).by_name:
        raise Forbidden(
            "Prenez d’abord cette personne en charge, ou demandez qu’on vous partage son dossier."
        )
    if level == Level.TEAM:
        raise Forbidden("Vous n’êtes pas de son équipe\u00a0: écrivez pour le cercle, ou pour vous.")
    if level == Level.CIRCLE and not _agreed(actor, person_id, part):
        raise Forbidden("La personne ne vous a pas ouvert ce sujet\u00a0: choisissez-en un autre.")


def _agreed(actor: Actor, person_id: UUID, part: str) -> bool:
    lines = Consent.objects.filter(in_force(actor), person_id=person_id)
    return lines.filter(parts__contains=[part]).exists()


def is_partner(actor: Actor, person_id: UUID) -> bool:
    """In the circle by the person's agreement, outside of their teams."""
    return not ways_to(actor, person_id).in_team


def check_can_edit_note(actor: Actor, author_id: int | None, structure_id: int | None) -> None:
    """A note is corrected by its author, from the structure it was written in."""
    if actor.user_id != author_id or actor.structure_id != structure_id:
        raise Forbidden("Une note n’est modifiée que par qui l’a écrite. Vous pouvez répondre à côté.")


def check_can_accompany(actor: Actor, person_id: UUID) -> None:
    """Open, lead or close an accompaniment; name the référent."""
    check_can_follow(actor, person_id)


def check_can_answer_handover(actor: Actor, taker_id: int) -> None:
    if actor.user_id != taker_id:
        raise Forbidden("Seule la personne à qui l’on passe la main répond.")


def check_owns_space(actor: Actor, person_id: UUID) -> None:
    """The person themselves, or their helper."""
    if check_is_person(actor) != person_id:
        raise Forbidden("Cette page est celle d’une autre personne.")


def check_can_read_content(actor: Actor, person_id: UUID) -> None:
    """Goals and documents: the person, and those who follow them by name. Others are told, rather than shown nothing."""
    if actor.person_id == person_id or (actor.at_work and ways_to(actor, person_id).by_name):
        return
    raise Forbidden(
        "Seules les personnes qui suivent cette personne lisent cette page. Prenez-la d’abord en charge."
    )


def check_can_bring(actor: Actor, person_id: UUID) -> None:
    """Say where one is on one's goal, add a document: the person for themselves, or their team."""
    if actor.person_id:
        check_owns_space(actor, person_id)
    else:
        check_can_follow(actor, person_id)


def check_is_from_here(actor: Actor, structure_id: int | None) -> None:
    """What one structure agreed with the person is only changed there."""
    if structure_id is None or structure_id != actor.structure_id:
        raise Forbidden("Une autre structure l’a écrit\u00a0: elle seule le change. Voyez avec elle.")


def check_can_keep_files(actor: Actor) -> None:
    """See which files are about to be archived, open again one that was."""
    if not follows(actor):
        raise Forbidden("Seuls les travailleurs sociaux décident de ce qui est gardé.")


def check_can_keep_referents(actor: Actor) -> None:
    """Add a line to the directory of referents, or correct it."""
    if not follows(actor):
        raise Forbidden("Seuls les travailleurs sociaux complètent la liste des référents.")


def check_can_check_referents(actor: Actor) -> None:
    """Read the directory, say that a line is still right, or wrong: whoever is at work."""
    if not actor.at_work:
        raise Forbidden("Cette liste est réservée aux professionnels, dans leur structure.")


def check_asked_it(actor: Actor, author_id: int | None, structure_id: int | None) -> None:
    """Whether an answer was useful is said by who asked, from where they asked."""
    if actor.user_id is None or (actor.user_id, actor.structure_id) != (author_id, structure_id):
        raise Forbidden("Seule la personne qui a posé la question dit si la réponse est utile.")


can_follow = can(check_can_follow)
can_note_visit = can(check_can_note_visit)
can_read_content = can(check_can_read_content)
can_edit_note = can(check_can_edit_note)
can_answer_handover = can(check_can_answer_handover)
can_check_referents = can(check_can_check_referents)
can_keep_referents = can(check_can_keep_referents)
can_say_useful = can(check_asked_it)
