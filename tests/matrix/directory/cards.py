from datetime import date

from maillage.directory.models import DirectLine, ErrorReport, ReviewRequest, Service
from maillage.directory.queries.cards import token_of
from tests.matrix.row import Row

EXPECTED: dict[str, Row] = {
    "directory:communes": Row("OOOOOOOOOOOO", "MMMMMMMMMMMM"),
    "directory:structure": Row("OOOOOOOOOOOO", "MMMMMMMMMMMM", ("here",)),
    "directory:service": Row("OOOOOOOOOOOO", "MMMMMMMMMMMM", ("service",)),
    "directory:new_structure": Row("LFFFFFFFFFFLLO", "LFFFFFFFFFFLLO"),
    "directory:correct_structure": Row("LFFFFOOOFOFLLO", "LFFFFOOOFOFLLO", ("here",)),
    "directory:confirm_structure": Row("LMMMMMMMMMML", "LFFFFRRRFRFLLR", ("here",)),
    "directory:withdraw_structure": Row("LFFFFOOOFOFLLO", "LFFFFOOOFOFLLO", ("here",)),
    "directory:restore_structure": Row("LMMMMMMMMMML", "LFFFFRRRFRFLLR", ("here",)),
    "directory:report_structure": Row("OOOOOOOOOOOO", "OOOOOOOOOOOO", ("here",)),
    "directory:called": Row("LMMMMMMMMMML", "LFFFFFFFFFFLLR", ("here",)),
    "directory:new_service": Row("LFFFFOOOFOFLLO", "LFFFFOOOFOFLLO", ("here",)),
    "directory:new_line": Row("LFFFFOOOFOFLLO", "LFFFFOOOFOFLLO", ("here",)),
    "directory:correct_service": Row("LFFFFOOOFOFLLO", "LFFFFOOOFOFLLO", ("service",)),
    "directory:confirm_service": Row("LMMMMMMMMMML", "LFFFFRRRFRFLLR", ("service",)),
    "directory:withdraw_service": Row("LFFFFOOOFOFLLO", "LFFFFOOOFOFLLO", ("service",)),
    "directory:restore_service": Row("LMMMMMMMMMML", "LFFFFRRRFRFLLR", ("service",)),
    "directory:report_service": Row("OOOOOOOOOOOO", "OOOOOOOOOOOO", ("service",)),
    "directory:reports": Row("LFFFFOOOOOOLLO", "LMMMMMMMMMML"),
    "directory:reported": Row("OOOOOOOOOOOO", "MMMMMMMMMMMM", ("report_token",)),
    "directory:answer_report": Row("LNNNNOOONONLLO", "LNNNNOOONONLLO", ("report_token",)),
    "directory:to_review": Row("LFFFFOOOOOOLLO", "LMMMMMMMMMML"),
    "directory:ask_review": Row("LMMMMMMMMMML", "LFFFFFFFFFFLLR"),
    "directory:review": Row("OOOOOOOOOOOO", "RRRRRRRRRRRR", ("review_token",)),
    "directory:review_correct": Row("OOOOOOOOOOOO", "OOOOOOOOOOOO", ("review_token", "service")),
    "directory:review_withdraw": Row("OOOOOOOOOOOO", "OOOOOOOOOOOO", ("review_token", "service")),
    "directory:lines": Row("LFFOOOOOOOOL", "LMMMMMMMMMML"),
    "directory:book": Row("LFFOOOOOOOOL", "LMMMMMMMMMML"),
    "directory:reveal_line": Row("LMMMMMMMMMML", "LNNRRRRRRRRL", ("line",)),
    "directory:confirm_line": Row("LMMMMMMMMMML", "LNNRRRRRRRRL", ("line",)),
    "directory:wrong_line": Row("LNNOOOOOOOOL", "LNNRRRRRRRRL", ("line",)),
    "directory:note_line": Row("LMMMMMMMMMML", "LNNRRRRRRRRL", ("line",)),
    "directory:correct_line": Row("LNNFFOOOFOFLLO", "LNNFFOOOFOFLLO", ("line",)),
    "directory:end_line": Row("LMMMMMMMMMML", "LNNFFRRRFRFLLR", ("line",)),
}


def lay_out(world) -> None:
    """A service and a line of the worker's structure, under `become("maintenance")`."""
    world.service = Service.objects.create(
        structure=world.here,
        name="Aide aux impayés de loyer",
        description="Un rendez-vous pour faire le point sur votre loyer.",
        themes=["logement-hebergement--gerer-son-budget"],
        publics=["tous-publics"],
        zones=["commune:37072"],
    )
    world.line = DirectLine.objects.create(
        structure=world.here, role="instruction FSL", phone="+33247000000", checked_on=date(2026, 11, 2)
    )
    report = ErrorReport.objects.create(service=world.service, text="faux", reported_on=date(2026, 11, 2))
    world.report_token = report.token
    asked = ReviewRequest.objects.create(
        structure=world.here, email="", sent_on=date(2026, 11, 2), until=date(2099, 1, 1)
    )
    world.review_token = token_of(asked)
