"""When an answer is due and until when a decision is contested, for each benefit; and the table of procedures itself."""

from datetime import date

import pytest

from maillage.rights.enums import Silence
from maillage.rights.legal_delays import Asked, answer_due, appeal_answer_due, contest_by
from maillage.rights.procedures import CLAIMABLE, HINTS, PROCEDURES, procedure_for

DAY = date(2026, 9, 15)


@pytest.mark.parametrize(
    ("benefit", "received", "due", "silence"),
    [
        ("rsa", date(2026, 9, 15), date(2026, 11, 15), Silence.REFUSED),
        ("rsa", date(2025, 12, 31), date(2026, 2, 28), Silence.REFUSED),
        ("aah", date(2026, 1, 10), date(2026, 5, 10), Silence.REFUSED),
        ("css_free", date(2026, 9, 15), date(2026, 11, 15), Silence.GRANTED),
        ("apa", date(2026, 9, 15), date(2026, 11, 15), Silence.GRANTED),
        ("af", date(2026, 9, 15), date(2026, 11, 15), Silence.REFUSED),
    ],
)
def test_each_body_answers_in_its_own_delay(benefit, received, due, silence):
    """Silence is worth an answer that very day, be it a Sunday: 15 November 2026 is one."""
    procedure = procedure_for(benefit, received)
    assert (answer_due(procedure, received), procedure.silence) == (due, silence)


def test_the_clock_of_a_refusal_stops_while_papers_are_awaited():
    waiting = Asked(date(2026, 9, 20), date(2026, 10, 10))
    assert answer_due(procedure_for("rsa", DAY), DAY, None, 0, waiting) == date(2026, 12, 5)


def test_papers_given_early_start_it_again_and_late_ones_do_not_stop_it_longer():
    asked = Asked(date(2026, 9, 20), date(2026, 10, 10))
    assert [asked.days(date(2026, 9, 25)), asked.days(date(2026, 10, 30)), asked.days()] == [5, 20, 20]


def test_the_clock_of_an_agreement_starts_with_the_complete_file():
    procedure = procedure_for("css_free", DAY)
    assert answer_due(procedure, DAY, None, 0, Asked(date(2026, 9, 20), date(2026, 10, 10))) is None
    assert answer_due(procedure, DAY, date(2026, 10, 1)) == date(2026, 12, 1)


def test_a_last_day_to_contest_that_is_a_sunday_is_the_monday():
    prior = procedure_for("rsa", DAY).prior
    assert contest_by(prior, date(2026, 9, 15)) == date(2026, 11, 16)


def test_a_court_promises_no_delay():
    assert appeal_answer_due(procedure_for("rsa", DAY).court, DAY) is None
    assert appeal_answer_due(procedure_for("rsa", DAY).prior, DAY) == date(2026, 11, 15)


def test_every_benefit_has_a_procedure_with_its_sources():
    for code, benefit in CLAIMABLE.items():
        procedure = procedure_for(code, DAY)
        sources = (procedure.source, procedure.prior.source, procedure.court.source, benefit.law)
        assert all(sources), code
        assert benefit.documents, code


def test_the_tables_speak_of_benefits_that_exist():
    assert set(PROCEDURES) <= set(CLAIMABLE)
    assert set(HINTS) - set(CLAIMABLE) == {"avdl"}


def test_the_procedure_of_a_day_before_the_table_is_its_first():
    assert procedure_for("aah", date(2010, 1, 1)) == PROCEDURES["aah"][0]
