"""What a rule asked the database while a page is read is not asked again: nothing changes under it, a GET writes nothing."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")

_answers: ContextVar[dict[Any, Any] | None] = ContextVar("answers", default=None)


@contextmanager
def page_read() -> Iterator[None]:
    """Around one page, for one actor; outside of it, everything is asked each time."""
    token = _answers.set({})
    try:
        yield
    finally:
        _answers.reset(token)


def once_a_page(ask: Callable[P, R]) -> Callable[P, R]:
    """`ask` answers what nobody changes, about arguments that can be hashed; an actor is one of them."""

    @wraps(ask)
    def answered(*args: P.args, **kwargs: P.kwargs) -> R:
        known = _answers.get()
        if known is None:
            return ask(*args, **kwargs)
        key = (ask, args, *kwargs.items())
        if key not in known:
            known[key] = ask(*args, **kwargs)
        found: R = known[key]
        return found

    return answered
