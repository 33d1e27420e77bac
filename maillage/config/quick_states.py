"""Migrations at a fifth of their cost: the same statements reach PostgreSQL.

For each constraint, model or relation that a migration adds, Django builds again in memory all models that have to do with
it: here, nearly all of them, a thousand times. What is only added is put on the models that are there; what is altered is
left to Django. For the demonstration and the tests; an installation with real data is migrated by Django alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import cache
from typing import Any
from unittest.mock import patch

from django.apps import apps
from django.db.migrations.state import ModelState, ProjectState
from django.db.models import NOT_PROVIDED, Field

AS_DJANGO_ADDS = ProjectState.add_model


@contextmanager
def quick_states() -> Iterator[None]:
    with ExitStack() as stack:
        for name, quicker in QUICKER.items():
            stack.enter_context(patch.object(ProjectState, name, quicker))
        once = cache(apps.get_swappable_settings_name)
        stack.enter_context(patch.object(apps, "get_swappable_settings_name", once))
        yield


def _is_built(state: ProjectState) -> bool:
    """Looking at `apps` would build them."""
    return "apps" in state.__dict__


def _add_model(state: ProjectState, model: ModelState) -> None:
    key = (model.app_label, model.name_lower)
    if key in state.models or not _is_built(state):
        AS_DJANGO_ADDS(state, model)
        return
    state.models[key] = model
    _forget_relations(state)
    state.apps.render_multiple([model])


def _add_field(
    state: ProjectState, app: str, model: str, name: str, field: Field[Any, Any], keeps_default: bool
) -> None:
    added = field.clone()
    if not keeps_default:
        added.default = NOT_PROVIDED
    state.models[app, model].fields[name] = added
    _forget_relations(state)
    if _is_built(state):
        state.apps.get_model(app, model).add_to_class(name, added.clone())
        state.apps.clear_cache()


def _forget_relations(state: ProjectState) -> None:
    """What Django worked out of who points to whom, to be worked out again."""
    state._relations = None  # type: ignore[attr-defined]


def _append_option(state: ProjectState, app: str, model: str, name: str, one: object) -> None:
    _set_option(state, app, model, name, [*state.models[app, model].options[name], one])


def _remove_option(state: ProjectState, app: str, model: str, name: str, gone: str) -> None:
    kept = [one for one in state.models[app, model].options[name] if one.name != gone]
    _set_option(state, app, model, name, kept)


def _set_option(state: ProjectState, app: str, model: str, name: str, those: list[Any]) -> None:
    state.models[app, model].options[name] = those
    if _is_built(state):
        setattr(state.apps.get_model(app, model)._meta, name, those)


QUICKER = {
    "add_model": _add_model,
    "add_field": _add_field,
    "_append_option": _append_option,
    "_remove_option": _remove_option,
}
