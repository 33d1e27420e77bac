"""The ladder is computed: what Python says of a sheet and what the filter of the library finds are the same."""

from itertools import product

import pytest

from maillage.accounts.tests.factories import make_structure, make_user
from maillage.permissions import ANONYMOUS
from maillage.permissions.context import acting
from maillage.practices.catalogue import sections, total
from maillage.practices.enums import EvaluationKind, Rung, SheetKind
from maillage.practices.models import Evaluation, Reuse
from maillage.practices.queries.library import climb_of, library, published
from maillage.practices.rules.ladder import Climb, lacking, rung
from maillage.practices.rules.length import refusals, said, signs
from maillage.practices.sheet_words import next_step
from maillage.practices.tests.factories import DAY, make_evaluation, make_reuse, make_sheet
from tests.plugin import become


@pytest.mark.parametrize(
    ("climb", "at"),
    [
        (Climb(), Rung.SPOTTED),
        (Climb(process=True, effects=True, tried=True), Rung.SPOTTED),
        (Climb(documented=True), Rung.DOCUMENTED),
        (Climb(documented=True, process=True), Rung.DOCUMENTED),
        (Climb(documented=True, effects=True, tried=True), Rung.DOCUMENTED),
        (Climb(documented=True, process=True, effects=True), Rung.EVALUATED),
        (Climb(documented=True, process=True, effects=True, tried=True), Rung.TRANSFERRED),
    ],
)
def test_each_rung_stands_on_the_one_below(climb, at):
    assert rung(climb) == at


def test_what_is_lacking_is_never_one_score():
    assert lacking(Climb(process=True)) == [EvaluationKind.EFFECTS]
    assert lacking(Climb()) == [EvaluationKind.PROCESS, EvaluationKind.EFFECTS]


def test_every_section_fits_in_the_whole_and_is_counted_to_the_sign():
    for kind in SheetKind:
        listed = sections(kind)
        assert {one.limit <= 5000 for one in listed} == {True}
        exact = {one.code: "é" * one.limit for one in listed}
        assert refusals(listed, exact) == {}
        over = refusals(listed, {**exact, "steps": "é" * (1003 + 5000)})
        assert over == {"steps": "1\u00a0003 signes de trop\u00a0: 5\u00a0000 au plus."}
    assert said(1, 200) == "1 signe de trop\u00a0: 200 au plus."
    assert signs({"a": "é\n"}, ["ab"]) == 4
    assert total() == 15000


@pytest.mark.django_db
def test_python_and_the_filter_of_the_library_say_the_same():
    """Every mix of what makes a rung, drafts and what is withdrawn beside."""
    with become("maintenance"):
        user, here, other = make_user(), make_structure(), make_structure()
    for whole, process, effects, tried in product((True, False), repeat=4):
        sheet = make_sheet(user, here, whole=whole)
        for kind, there in (("process", process), ("effects", effects)):
            make_evaluation(sheet, user, kind, published=there, structure=other)
        make_reuse(sheet, user, other, published=tried, result="failed")
    gone = make_sheet(user, here)
    make_evaluation(gone, user, structure=other)
    make_evaluation(gone, user, "effects", structure=other)
    make_reuse(gone, user, other)
    with become("maintenance"):
        for model in (Evaluation, Reuse):
            model.objects.filter(sheet=gone).update(withdrawn_on=DAY, withdrawn_why="x")
    with acting(ANONYMOUS) as actor:
        by_python = {one.pk: rung(climb_of(one)) for one in published(actor)}
        by_filter = {one.pk: at for at in Rung for one in library(actor, rung=at)}
        assert len(by_python) == 17
        assert by_filter == by_python
        assert sorted(by_python.values()).count(Rung.SPOTTED) == 8
        assert list(by_python.values()).count(Rung.TRANSFERRED) == 1
        assert {next_step(one) == "" for one in library(actor, rung=Rung.TRANSFERRED)} == {True}
        last = next(iter(library(actor, rung=Rung.DOCUMENTED)))
        assert "il manque" in next_step(last)


@pytest.mark.django_db
@pytest.mark.parametrize("kind", SheetKind)
def test_only_what_a_kind_asks_for_documents_it(kind):
    with become("maintenance"):
        user, here = make_user(), make_structure()
    needed = [one.code for one in sections(kind) if not one.optional]
    make_sheet(user, here, kind=kind, whole=False, **dict.fromkeys(needed, "Écrit."))
    make_sheet(user, here, kind=kind, whole=False, **dict.fromkeys(needed[1:], "Écrit."))
    with acting(ANONYMOUS) as actor:
        assert sorted(rung(climb_of(one)) for one in published(actor)) == [Rung.DOCUMENTED, Rung.SPOTTED]
