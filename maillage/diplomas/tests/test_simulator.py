"""What I hold, what is left: blocks, bridges, which rules apply on a day."""

from datetime import date

import pytest

from maillage.diplomas.models import Block, Bridge, Diploma, DiplomaVersion, VersionBlock
from maillage.diplomas.queries import diplomas as queries
from maillage.diplomas.queries.simulator import Held, ground, results, same_level
from tests.plugin import become

pytestmark = pytest.mark.django_db
BEFORE, AFTER = date(2026, 8, 31), date(2026, 9, 1)


def held(*codes, blocks=()):
    versions = (
        DiplomaVersion.objects.filter(code__in=codes).select_related("diploma").prefetch_related("placed")
    )
    return Held(tuple(versions), tuple(Block.objects.filter(code__in=blocks)))


def one(target, *codes, on=AFTER, blocks=()):
    (found,) = results(held(*codes, blocks=blocks), [target], on)
    return found


def test_the_rules_are_those_of_the_day_of_entry():
    assert one("deass", on=BEFORE).version.code == "deass-2018"
    assert one("deass", on=AFTER).version.code == "deass-2026"
    assert one("decesf", on=AFTER).version.code == "decesf-2018"


def test_before_any_rules_nobody_enters_and_the_next_day_is_told():
    found = one("deass", on=date(2010, 1, 1))
    assert (found.version, found.opens_on, found.lines) == (None, date(2018, 9, 1), ())


def test_common_blocks_are_acquired_with_their_reason_and_their_source():
    found = one("dees", "deass-2026")
    assert [line.acquired for line in found.lines] == [False, True, True, True]
    assert found.lines[2].why == "Bloc commun\u00a0: vous l’avez avec le DEASS, règles de 2026."
    assert found.lines[2].source.source.startswith("Arrêtés du 6 octobre 2025")
    assert (found.remaining, found.done, found.at_most) == (1, False, True)


def test_old_rules_do_not_give_the_new_blocks():
    """A diploma of 2018 has none of the blocks of 2026, until a text says which ones it gives."""
    assert one("dees", "deass-2018").acquired == 0
    assert one("dees", "deass-2018", on=BEFORE).acquired == 2


def test_a_block_whose_sharing_is_not_sure_is_not_promised():
    found = one("deeje", "dees-2026")
    assert [line.acquired for line in found.lines] == [False, False, True, True]


def test_blocks_alone_count_too():
    found = one("dees", blocks=["n6-2026-partners"])
    assert [line.acquired for line in found.lines] == [False, False, True, False]


def test_a_bridge_gives_the_whole_diploma():
    found = one("deaes", "deamp-2006", on=date(2016, 6, 1))
    assert found.done
    assert found.whole.says.startswith("Les titulaires du DEAMP")


def test_a_level_four_opens_the_door():
    found = one("deass", "deme-2024")
    assert [bridge.effect for bridge in found.access] == ["access"]
    assert one("deass", "deme-2024", on=BEFORE).access == ()


def test_hours_are_taken_away_only_when_they_are_known():
    assert (one("deaf", "dees-2018").theory_left, one("deaf", "dees-2018").at_most) == (420, True)
    with become("maintenance"):
        Bridge.objects.filter(code="dees-to-deaf-2026-lightening").update(hours=100)
    assert (one("deaf", "dees-2018").theory_left, one("deaf", "dees-2018").at_most) == (320, False)


def test_hours_of_one_block_are_lightened_too():
    with become("maintenance"):
        block = Block.objects.get(code="deaf-2025-1")
        Bridge.objects.filter(code="dees-to-deaf-2026-lightening").update(hours=50, to_block=block)
    found = one("deaf", "dees-2018")
    assert (found.lightenings, found.lines[0].lightened.hours, found.theory_left) == ((), 50, 370)


def test_nothing_is_left_of_what_is_given_whole():
    found = one("deaes", "deaes-2021", on=date(2026, 10, 1), blocks=[])
    assert (found.entered_again, found.theory_left) == (True, 546)
    blocks = Block.objects.filter(placed__version__code="dees-2026").values_list("code", flat=True)
    found = one("dees", blocks=blocks)
    assert (found.done, found.theory_left, found.at_most) == (True, 0, False)


def test_known_hours_of_an_acquired_block_are_taken_away():
    with become("maintenance"):
        VersionBlock.objects.filter(version__code="dees-2026", block__code="n6-2026-partners").update(
            theory_hours=300
        )
    assert one("dees", blocks=["n6-2026-partners"]).theory_left == 1217


def test_unknown_hours_are_not_zero():
    assert one("cafdes").theory_left is None


def test_blocks_whose_name_is_unknown_are_counted():
    found = one("deaes")
    assert found.lines[0].name == "Bloc 1, intitulé à confirmer"
    assert found.remaining == 5


def test_other_diplomas_of_the_same_level():
    mine = held("deass-2026")
    assert same_level(mine, ground(AFTER), AFTER) == ["caferuis", "decesf", "deeje", "dees", "deets", "demf"]


def test_a_constant_number_of_queries(django_assert_num_queries):
    mine = held("deass-2026", "deme-2024")
    with django_assert_num_queries(6):
        assert len(results(mine, [one.code for one in Diploma.objects.all()], AFTER)) == 14


# What other contexts ask


def test_diplomas_in_force_on_a_day():
    codes = [one.code for one in queries.in_force(AFTER)]
    assert len(codes) == 13
    assert "deamp" not in codes
    assert [one.code for one in Diploma.objects.in_force(date(2015, 1, 1))] == ["deamp", "deaf", "deme"]


def test_hours_of_practice():
    dees = Diploma.objects.get(code="dees")
    assert (queries.practice_hours(dees, BEFORE), queries.practice_hours(dees, AFTER)) == (2100, 1925)
    assert queries.practice_hours_per_year(dees, AFTER) == 642
    assert queries.practice_hours(Diploma.objects.get(code="cafdes"), AFTER) is None
    assert queries.practice_hours(dees, date(2001, 1, 1)) is None


def test_blocks_are_one_row_for_all_who_share_them():
    told = {block.code: names for block, names in queries.shared_blocks()}
    assert told["n6-2026-partners"] == ["DEASS", "DECESF", "DEEJE", "DEES", "DEETS"]
    assert told["n4-2024-team"] == ["DEME", "DETISF"]
    rules = queries.rules_for(Diploma.objects.get(code="deme"), AFTER)
    assert [one.code for one in queries.blocks_of(rules)] == [
        "n4-2024-support",
        "deme-2024-2",
        "n4-2024-team",
    ]
