"""Paths of a structure and one's own, what each is due; VAE and what comes next in them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, Q, QuerySet

from maillage.accounts.models import Membership, User
from maillage.clocks.months import same_day
from maillage.diplomas.enums import Stage
from maillage.diplomas.models import Delay, Milestone, Path, Vae, VaeBlock
from maillage.permissions import Actor

MONTHS_WITHOUT_RULE = 24


@dataclass(frozen=True)
class Owed:
    """Something of a path or of a VAE, for a day."""

    text: str
    due_on: date
    about: Path | Vae

    def is_late(self, day: date) -> bool:
        return self.due_on < day


def delays() -> list[Delay]:
    return list(Delay.objects.all())


def delay(code: str, on: date, known: list[Delay]) -> Delay | None:
    """As it holds that day."""
    for one in known:
        if one.code == code and one.starts_on <= on and (one.ends_on is None or on <= one.ends_on):
            return one
    return None


def paths(actor: Actor) -> QuerySet[Path]:
    steps = Milestone.objects.visible_to(actor)
    rows: QuerySet[Path] = Path.objects.visible_to(actor)
    return rows.select_related("user", "diploma", "structure").prefetch_related(Prefetch("milestones", steps))


def own_paths(actor: Actor) -> QuerySet[Path]:
    return paths(actor).filter(Q(user_id=actor.user_id))


def paths_here(actor: Actor, ended: bool = False) -> QuerySet[Path]:
    """Of the structure where one works."""
    return paths(actor).filter(Q(structure_id=actor.structure_id), ended_on__isnull=not ended)


def qualified_by(path: Path, known: list[Delay]) -> date:
    """The day the clock of a path runs out."""
    rule = delay("acting", path.started_on, known)
    return same_day(path.started_on, rule.months if rule else MONTHS_WITHOUT_RULE)


def owed(path: Path, known: list[Delay]) -> list[Owed]:
    """What the path is due, the earliest first; nothing once it ended."""
    if path.ended_on:
        return []
    steps = [Owed(one.title, one.due_on, path) for one in path.milestones.all() if one.done_on is None]
    whole = Owed(f"{path.diploma} obtenu", qualified_by(path, known), path)
    return sorted([*steps, whole], key=lambda one: one.due_on)


def by_date_owed(rows: Iterable[Path], known: list[Delay]) -> list[tuple[Path, Owed]]:
    """Each path with the first thing it is due, the earliest first: so late ones come first."""
    told = [(path, owed(path, known)[0]) for path in rows]
    return sorted(told, key=lambda one: (one[1].due_on, one[0].pk))


def colleagues(actor: Actor, on: date) -> QuerySet[User]:
    """Who works today in the structure where one works."""
    here = Membership.objects.current(on).filter(Q(structure_id=actor.structure_id))
    return User.objects.filter(pk__in=here.values("user"), is_active=True).order_by("last_name", "first_name")


# VAE


def vaes(actor: Actor) -> QuerySet[Vae]:
    asked = VaeBlock.objects.select_related("block")
    rows: QuerySet[Vae] = Vae.objects.visible_to(actor)
    return rows.select_related("user", "diploma_version__diploma", "shared_with").prefetch_related(
        "stages", "experiences", Prefetch("asked", asked)
    )


def own_vaes(actor: Actor) -> QuerySet[Vae]:
    return vaes(actor).filter(Q(user_id=actor.user_id))


def shared_vaes(actor: Actor) -> QuerySet[Vae]:
    """That candidates show to the structure where one works."""
    return vaes(actor).filter(Q(shared_with_id=actor.structure_id)).exclude(Q(user_id=actor.user_id))


def reached(vae: Vae) -> dict[str, date]:
    return {one.stage: one.done_on for one in vae.stages.all()}


def next_stage(vae: Vae) -> Stage | None:
    """The first that is not told yet, in their order."""
    told = reached(vae)
    return next((one for one in Stage if one not in told), None)


AFTER = {
    Stage.ADMISSIBLE: ("vae-feasibility", Stage.FEASIBILITY),
    Stage.JURY: ("vae-jury", Stage.FILED),
}
"""A stage, the delay it has, and the stage from which that one runs."""


def next_owed(vae: Vae, known: list[Delay]) -> tuple[Owed, Delay | None] | None:
    """What comes next and for when; with the delay it is counted by, None when a jury gave its day."""
    stage = next_stage(vae)
    if vae.ended_on or stage is None:
        return None
    if stage == Stage.JURY and vae.jury_on:
        return Owed(str(stage.label), vae.jury_on, vae), None
    code, since = AFTER.get(stage, ("", stage))
    told = reached(vae)
    rule = delay(code, told[since], known) if since in told else None
    return (Owed(str(stage.label), same_day(told[since], rule.months), vae), rule) if rule else None


def where_i_work(actor: Actor, on: date) -> QuerySet[Membership]:
    """To which structures a candidate may show a VAE."""
    mine = Membership.objects.current(on).filter(Q(user_id=actor.user_id))
    return mine.select_related("structure").order_by("structure__name").distinct()
