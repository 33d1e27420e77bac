"""Rules come in pairs: `check_can_x` raises with a reason, `can_x = can(check_can_x)` answers yes or no."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from maillage.permissions.actor import Actor
from maillage.permissions.forbidden import Forbidden

P = ParamSpec("P")


def can(check: Callable[Concatenate[Actor, P], None]) -> Callable[Concatenate[Actor, P], bool]:
    """The yes-or-no twin of a `check_can_x` rule, for the button that must not be shown."""

    @wraps(check)
    def allowed(actor: Actor, /, *args: P.args, **kwargs: P.kwargs) -> bool:
        try:
            check(actor, *args, **kwargs)
        except Forbidden:
            return False
        return True

    return allowed
