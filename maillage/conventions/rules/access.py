"""Who sees and who writes a placement on paper. PostgreSQL says the same (`models/base.py`, `sql.py`).

A convention is the school's, that keeps it; its student, its tutor, whoever leads a team or training at its host, and
its signatories read it once it is proposed; so does who made it for the school (a platform that matches). A request
for support is its student's and the school's alone.
"""

from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.db.models import Model, Q

from maillage.accounts.enums import Role
from maillage.permissions import Actor, Forbidden, can

NOBODY = Q(pk__in=[])
LEADING = (Role.TEAM_LEADER, Role.TRAINING_OFFICER)


def _officer(actor: Actor) -> bool:
    return actor.at_work and actor.has(Role.TRAINING_OFFICER)


def _leads(actor: Actor) -> bool:
    return actor.at_work and actor.has(*LEADING)


def check_can_make(actor: Actor) -> None:
    if not _officer(actor):
        raise Forbidden("Une convention est préparée par le chargé de formation de l’établissement.")


def check_can_keep(actor: Actor, school_id: int) -> None:
    """Change, propose, amend, interrupt: the school's training officers."""
    if not (_officer(actor) and actor.structure_id == school_id):
        raise Forbidden("Cette convention est tenue par le chargé de formation de l’établissement.")


def check_can_host(actor: Actor, host_id: int | None) -> None:
    """Keep the register of tutors, declare the staff, answer an agreement: who leads a team or training at the host."""
    if not (_leads(actor) and actor.structure_id == host_id):
        raise Forbidden(
            "C’est à un responsable d’équipe ou au chargé de formation de la structure d’accueil de le faire."
        )


def check_can_list_aids(actor: Actor) -> None:
    if not (actor.at_work and actor.has(Role.TRAINING_OFFICER, Role.ANIMATOR)):
        raise Forbidden("Les aides sont tenues par un chargé de formation ou un animateur du territoire.")


can_make = can(check_can_make)
can_keep = can(check_can_keep)
can_host = can(check_can_host)
can_list_aids = can(check_can_list_aids)


def _mine(actor: Actor, field: str) -> Q:
    return Q(**{field: actor.user_id}) if actor.user_id is not None else NOBODY


def _here(actor: Actor, field: str, allowed: bool) -> Q:
    return Q(**{field: actor.structure_id}) if allowed else NOBODY


def kept(actor: Actor) -> Q:
    return _here(actor, "school", _officer(actor))


def hosted(actor: Actor) -> Q:
    return _here(actor, "host", _leads(actor)) & Q(version__gt=0)


def tutored(actor: Actor) -> Q:
    return _mine(actor, "tutor__user") & Q(version__gt=0)


def own(actor: Actor) -> Q:
    return _mine(actor, "student")


def followed(actor: Actor) -> Q:
    """Those whose days, absences and funding this actor reads."""
    return kept(actor) | hosted(actor) | tutored(actor) | own(actor)


def near(actor: Actor) -> Q:
    """Those whose assessments this actor reads: the student, the tutor, the school."""
    return kept(actor) | tutored(actor) | own(actor)


def _rows(name: str) -> Any:
    return apps.get_model("conventions", name).objects


def _of(condition: Q) -> Any:
    return _rows("Convention").filter(condition).values("pk")


def visible(model: type[Model], actor: Actor) -> Q:
    """The rows of a table of `conventions` that exist for this actor."""
    signing = Q(pk__in=_rows("Signer").filter(_mine(actor, "user")).values("convention")) & Q(version__gt=0)
    made = _here(actor, "made_in", _officer(actor))
    seen = followed(actor) | signing | made
    site = _here(actor, "school", _officer(actor)) | _here(actor, "host", _leads(actor))
    conditions: dict[str, Q] = {
        "convention": seen,
        "version": Q(convention__in=_of(seen)),
        "signer": Q(convention__in=_of(seen)),
        "signature": Q(convention__in=_of(seen)),
        "signinglink": Q(signer__convention__in=_of(kept(actor))),
        "interruption": Q(convention__in=_of(followed(actor))),
        "funding": Q(convention__in=_of(kept(actor) | hosted(actor) | own(actor))),
        "assessment": Q(convention__in=_of(near(actor))),
        "supportrequest": Q(convention__in=_of(own(actor) | kept(actor))),
        "tutor": _tutors(actor),
        "tutorline": Q(tutor__in=_rows("Tutor").filter(_own_tutors(actor)).values("pk")),
        "site": site,
        "sitevisit": Q(site__in=_rows("Site").filter(site).values("pk")),
        "aid": Q() if actor.signed_in else NOBODY,
        "headcount": Q() if _leads(actor) else NOBODY,
    }
    return conditions[str(model._meta.model_name)]


def _own_tutors(actor: Actor) -> Q:
    return _mine(actor, "user") | _here(actor, "structure", _leads(actor))


def _tutors(actor: Actor) -> Q:
    """A school names a tutor: its training officers read the registers."""
    return Q() if _officer(actor) else _own_tutors(actor)


def check_signs(actor: Actor, users: Iterable[int | None]) -> None:
    if actor.user_id is None or actor.user_id not in set(users):
        raise Forbidden("Vous n’êtes pas signataire de cette convention.")
