"""A night that is open, of the animator's structure, and its report once published; the link of a team."""

from datetime import timedelta

from django.utils import timezone

from maillage.accounts.tests.factories import actor_of
from maillage.counts.queries.door import token_of
from maillage.counts.queries.report import told
from maillage.counts.queries.results import results
from maillage.counts.tests.factories import make_line, make_night, make_sector, make_team, rounds_of
from tests.matrix.row import Row

ALL, NO_FORM, LINK = "OOOOOOOOOOOO", "MMMMMMMMMMMM", "OOOOOOOOOOOO"
KEEPERS, SENDS = "LNNNNNNNNNNLLO", "LNNNNNNNNNNLLR"
ONLY_READ, ONLY_POST = "LMMMMMMMMMMLLM", "LMMMMMMMMMMLLM"
NIGHT, PREPARE = "NNNNNNNNNNNNNO", "LFFFFOFFFFFLLO"

EXPECTED: dict[str, Row] = {
    "counts:nights": Row(ALL, NO_FORM),
    "counts:prepare": Row(PREPARE, PREPARE),
    "counts:night": Row(NIGHT, NO_FORM, ("count_night",)),
    "counts:correct": Row(KEEPERS, KEEPERS, ("count_night",)),
    "counts:open": Row(ONLY_POST, SENDS, ("count_night",)),
    "counts:close": Row(KEEPERS, SENDS, ("count_night",)),
    "counts:publish": Row(KEEPERS, SENDS, ("count_night",)),
    "counts:add_sector": Row(KEEPERS, KEEPERS, ("count_night",)),
    "counts:sector": Row(KEEPERS, KEEPERS, ("count_night", "count_sector_number")),
    "counts:remove_sector": Row(KEEPERS, SENDS, ("count_night", "count_sector_number")),
    "counts:draw": Row(KEEPERS, KEEPERS, ("count_night",)),
    "counts:add_team": Row(KEEPERS, KEEPERS, ("count_night",)),
    "counts:team_form": Row(KEEPERS, KEEPERS, ("count_night", "count_team_number")),
    "counts:new_link": Row(ONLY_POST, SENDS, ("count_night", "count_team_number")),
    "counts:paper": Row(KEEPERS, ONLY_READ, ("count_night", "count_round_number")),
    "counts:type_paper": Row(KEEPERS, KEEPERS, ("count_night", "count_round_number")),
    "counts:walked": Row(KEEPERS, KEEPERS, ("count_night", "count_round_number")),
    "counts:lines": Row(KEEPERS, ONLY_READ, ("count_night",)),
    "counts:correct_line": Row(KEEPERS, KEEPERS, ("count_night", "count_line")),
    "counts:strike": Row(KEEPERS, KEEPERS, ("count_night", "count_line")),
    "counts:doubles": Row(KEEPERS, SENDS, ("count_night",)),
    "counts:results": Row(KEEPERS, ONLY_READ, ("count_night",)),
    "counts:report": Row(ALL, NO_FORM, ("count_report",)),
    "counts:report_pdf": Row(ALL, NO_FORM, ("count_report",)),
    "counts:report_csv": Row(ALL, NO_FORM, ("count_report",)),
    "counts:team": Row(LINK, LINK, ("count_token",)),
    "counts:own_correct": Row(LINK, LINK, ("count_token", "count_line")),
    "counts:own_strike": Row(LINK, LINK, ("count_token", "count_line")),
    "counts:own_walked": Row(LINK, LINK, ("count_token", "count_round_number")),
    "counts:worker": Row(ALL, NO_FORM),
}


def lay_out(world) -> None:
    """What the rows above point at, under `become("maintenance")`."""
    animator = world.members["animator"]
    world.count_night = make_night(animator.structure)
    sector = make_sector(world.count_night)
    team = make_team(world.count_night, sector)
    (round,) = rounds_of(team)
    world.count_sector_number, world.count_team_number, world.count_round_number = (
        sector.pk,
        team.pk,
        round.pk,
    )
    world.count_line = make_line(round)
    world.count_token = token_of(team.key)
    world.count_report = make_night(animator.structure, closed=True, starts=timedelta(days=-9))
    report = told(results(actor_of(animator), world.count_report), hide=True)
    world.count_report.published_at, world.count_report.report = timezone.now(), report
    world.count_report.save()
