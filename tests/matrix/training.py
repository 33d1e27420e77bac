"""Continuing training. `training_here` is the school's, published, asked for by the worker; the student of the school declared
and contests: their school answers."""

from datetime import date

from maillage.accounts.tests.factories import actor_of
from maillage.files.storage import keep
from maillage.training.models import Declaration, SelfCheck
from maillage.training.tests import factories as make
from tests.matrix.row import Row

ALL, READ_ONLY = "OOOOOOOOOOOOOOOOO", "MMMMMMMMMMMMMMMMM"
POST_ONLY, ASKED_TO_ALL = "LMMMMMMMMMMLLMMMM", "LRRRRRRRRRRLLRRRR"
WORKERS = "LFFOOOOOOOOLLOOOO"
HOLDERS, LEADERS = "LFFFFFFFFFFLLOFOF", "LFFFFOFFFFFLLFFOF"
ORGANISER, ANIMATOR = "LFFFFFFFFFFLLFFOF", "LFFFFFFFFFFLLOFFF"
OF_STUDENT, ANSWERED = "LNNNNNNNNNNLLNNOO", "LNNNNNNNNNNLLNNOF"
OF_WORKER, OF_HERE = "LNNNNNONNNNLLNNNN", "LNNOOOOONONLLNNNN"

SESSIONS = {
    "training:sessions": Row(ALL, READ_ONLY),
    "training:sessions_csv": Row(ALL, READ_ONLY),
    "training:new_session": Row(HOLDERS, HOLDERS),
    "training:import_sessions": Row(HOLDERS, HOLDERS),
    "training:session": Row("NNNNNNNNNNNNNNNON", READ_ONLY, ("training_draft",)),
    "training:publish_session": Row(POST_ONLY, "LNNNNNNNNNNLLNNRN", ("training_draft",)),
    "training:edit_session": Row(ORGANISER, ORGANISER, ("training_here",)),
    "training:cancel_session": Row(ORGANISER, ORGANISER, ("training_here",)),
    "training:keep_seats": Row(ORGANISER, ORGANISER, ("training_here",)),
    "training:ask": Row(POST_ONLY, ASKED_TO_ALL, ("training_here",)),
    "training:add_guest": Row(ORGANISER, ORGANISER, ("training_here",)),
    "training:sheet": Row(ORGANISER, ORGANISER, ("training_here",)),
    "training:sheet_pdf": Row(ORGANISER, POST_ONLY, ("training_here",)),
    "training:finish": Row(POST_ONLY, ASKED_TO_ALL, ("training_here",)),
    "training:withdraw_registration": Row(POST_ONLY, "LNNNNRRNNNNLLNNRN", ("training_asked",)),
    "training:answer_registration": Row("LNNNNOFNNNNLLNNFN", "LNNNNOFNNNNLLNNFN", ("training_asked",)),
    "training:sign": Row(POST_ONLY, "LNNNNRRNNNNLLNNRN", ("training_asked", "training_half_number")),
    "training:attestation": Row("LNNNNFFNNNNLLNNFN", POST_ONLY, ("training_asked",)),
}
ACCOUNT = {
    "training:account": Row(WORKERS, POST_ONLY),
    "training:account_pdf": Row(WORKERS, POST_ONLY),
    "training:declare": Row(WORKERS, WORKERS),
    "training:declaration": Row(OF_STUDENT, POST_ONLY, ("training_declared",)),
    "training:declaration_file": Row(OF_STUDENT, POST_ONLY, ("training_declared",)),
    "training:withdraw_declaration": Row(POST_ONLY, "LNNNNNNNNNNLLNNFR", ("training_declared",)),
    "training:answer_declaration": Row(ANSWERED, ANSWERED, ("training_declared",)),
    "training:contest_line": Row(OF_WORKER, OF_WORKER, ("training_line",)),
    "training:contest": Row(OF_STUDENT, POST_ONLY, ("training_contest",)),
    "training:answer_contest": Row(ANSWERED, ANSWERED, ("training_contest",)),
    "training:to_answer": Row("LFFFFOFFFFFLLOFOF", POST_ONLY),
    "training:team": Row(LEADERS, POST_ONLY),
}
AROUND = {
    "training:rules": Row(ALL, READ_ONLY),
    "training:adopt": Row(HOLDERS, HOLDERS),
    "training:end_adoption": Row(ORGANISER, ORGANISER, ("training_adoption_number",)),
    "training:programmes": Row(ALL, READ_ONLY),
    "training:new_programme": Row(HOLDERS, HOLDERS),
    "training:programme": Row(ALL, READ_ONLY, ("training_programme",)),
    "training:add_theme": Row(ANIMATOR, ANIMATOR, ("training_programme",)),
    "training:stakeholders": Row(ALL, READ_ONLY),
    "training:stakeholders_json": Row(ALL, READ_ONLY),
    "training:stakeholders_svg": Row(ALL, READ_ONLY),
    "training:add_stakeholder": Row(HOLDERS, HOLDERS),
    "training:edit_stakeholder": Row(ORGANISER, ORGANISER, ("training_actor",)),
    "training:add_tie": Row(HOLDERS, HOLDERS),
    "training:remove_tie": Row(POST_ONLY, "LFFFFFFFFFFLLFFRF", ("training_tie",)),
    "training:self_checks": Row(WORKERS, POST_ONLY),
    "training:new_self_check": Row(WORKERS, WORKERS),
    "training:self_check": Row(OF_HERE, POST_ONLY, ("training_check",)),
}
EXPECTED: dict[str, Row] = SESSIONS | ACCOUNT | AROUND


def lay_out(world) -> None:
    """What the rows above point at, under `become("maintenance")`."""
    school, student, worker = (world.members[name] for name in ("school", "student", "worker"))
    world.training_here = make.make_session(school, title="Aller vers")
    world.training_draft = make.make_session(school, published=False)
    world.training_asked = make.make_registration(world.training_here, worker, "asked")
    world.training_half_number = world.training_here.half_days.first().pk
    world.training_declared = make.make_declaration(student)
    key = keep(b"attestation", owner=world.training_declared.public_id)
    told = {"file_key": key, "file_name": "attestation.txt", "media_type": "text/plain; charset=utf-8"}
    Declaration.objects.filter(pk=world.training_declared.pk).update(**told)
    actor = actor_of(school)
    world.training_line = make.make_line(school, worker, actor, kind="mandatory")
    contested = make.make_line(school, student, actor, kind="mandatory")
    world.training_contest = make.make_contest(contested, school.structure)
    world.training_adoption_number = make.make_adoption(school).pk
    world.training_programme = make.make_programme(world.members["animator"])
    world.training_actor = make.make_stakeholder(school)
    world.training_tie = make.make_tie(world.training_actor, make.make_stakeholder(school), school)
    world.training_check = SelfCheck.objects.create(
        structure=world.here, user=worker.user, action="Forum des métiers", written_on=date(2026, 3, 2)
    )
