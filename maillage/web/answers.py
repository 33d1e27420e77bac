"""How a view answers a form, everywhere:

    form = XForm(request.POST or None)
    if submitted(request, form):
        with refusals_in(form):
            actions.x(by=request.actor, **form.cleaned_data)
            return done(request, "C’est noté.", "context:page", row.pk)
    return form_page(request, form, title="…", back="…")

A refusal that nobody catches is the page 403 (`web/errors.py`); of a row that somebody else changed in between, `web/conflicts.py`.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render

from maillage.permissions import Forbidden
from maillage.web.constraints import words_of

FORM_PAGE = "web/form_page.html"
COMPACT = "web/compact_form_page.html"
"""Short fields side by side."""


def row_or_404(rows: Any, pk: Any = None, **wanted: Any) -> Any:
    """Among the `rows` that the actor sees: what is not theirs to see does not exist."""
    row = rows.filter(**(wanted or {"pk": pk})).first()
    if row is None:
        raise Http404
    return row


def submitted(request: HttpRequest, form: BaseForm) -> bool:
    """Whether what was sent can be acted upon."""
    return request.method == "POST" and form.is_valid()


@contextmanager
def refusals_in(form: BaseForm, field: str | None = None) -> Iterator[None]:
    """What an action refuses is said in the form, that is shown again with all that was typed.

    An action is a transaction of its own: what the database refuses of it leaves nothing either.
    `field`: where a `Forbidden` is said, above the form otherwise; a `ValidationError` says it itself.
    """
    try:
        yield
    except ValidationError as refusal:
        for name, words in getattr(refusal, "error_dict", {None: refusal.messages}).items():
            form.add_error(name if name in form.fields else None, words)
    except Forbidden as refusal:
        about = field or refusal.field
        form.add_error(about if about in form.fields else None, refusal.reason)
    except IntegrityError as refusal:
        form.add_error(None, words_of(refusal))


@contextmanager
def refusals_told(request: HttpRequest) -> Iterator[None]:
    """For a button: what an action refuses is said above the page where the view leads."""
    try:
        yield
    except Forbidden as refusal:
        messages.error(request, refusal.reason)
    except IntegrityError as refusal:
        messages.error(request, words_of(refusal))


def done(request: HttpRequest, words: str, to: str, *args: Any) -> HttpResponseRedirect:
    """`to`: an address, or the name of a page and what it is about."""
    messages.success(request, words)
    return redirect(to, *args)


def form_page(
    request: HttpRequest,
    form: BaseForm | None,
    /,
    template: str | None = None,
    *,
    status: int | None = None,
    **context: Any,
) -> HttpResponse:
    """The form to fill (200), or shown again: what was sent could not be acted upon (422), or somebody else saved in
    between (409; context `differences`, see `web/conflicts.py`).

    In its own `template`, in the one that the form's class names (`page`), or in `web/form_page.html`. Giving up leads
    `back`, to the last of `trail` when nothing says otherwise.
    """
    if status is None:
        refused = request.method == "POST" or bool(form and form.errors)
        status = 409 if context.get("differences") is not None else 422 if refused else 200
    if context.get("trail"):
        context.setdefault("back", context["trail"][-1][1])
    page = template or str(getattr(form, "page", FORM_PAGE))
    return render(request, page, {"form": form, **context}, status=status)
