"""A placement of the school's student at the worker's structure: the worker is the tutor, the team leader leads the host."""

from datetime import timedelta

from django.utils import timezone

from maillage.conventions.models import (
    Aid,
    Convention,
    Funding,
    Interruption,
    Signer,
    SigningLink,
    SupportRequest,
    Tutor,
    Version,
)
from maillage.conventions.queries.door import token_of
from maillage.conventions.rules import Calendar
from maillage.conventions.rules.presence import to_json
from maillage.conventions.tests.factories import make_site
from maillage.directory.models import Territory
from tests.matrix.row import Row

ALL, NO_FORM, LINK_SENDS = "OOOOOOOOOOOO", "MMMMMMMMMMMM", "RRRRRRRRRRRR"
LIST, ONLY = "LOOOOOOOOOOLLOOOO", "LMMMMMMMMMMLLMMMM"
ONE, KEEP, SENDS = "LNNNNOONNNNLLNNOO", "LNNNNFFNNNNLLNNOF", "LNNNNFFNNNNLLNNRF"
MAKES, HOSTS = "LFFFFFFFFFFLLFFOF", "LFFFFOFFFFFLLFFOF"
SIGNS, ANSWERS = "LNNNNNRNNNNLLNNRR", "LNNNNNONNNNLLNNOO"
PAYS, UNPAYS = "LNNNNOFNNNNLLNNOF", "LNNNNRNNNNNLLNNRR"
ASSESSES, ASKS = "LNNNNNONNNNLLNNNO", "LNNNNNNNNNNLLNNNO"
TUTOR, CHANGES_TUTOR, OWN_TUTOR = "LNNNNOONNNNLLNNON", "LNNNNOFNNNNLLNNFN", "LNNNNOONNNNLLNNFN"
SITE, KEEPS_SITE = "LNNNNONNNNNLLNNON", "LNNNNFNNNNNLLNNON"
ACCEPTS, REFUSES = "LNNNNRNNNNNLLNNFN", "LNNNNONNNNNLLNNFN"
LISTS_AIDS, SENDS_AID = "LFFFFFFFFFFLLOFOF", "LFFFFFFFFFFLLFFRF"
HERE = ("placement",)

EXPECTED: dict[str, Row] = {
    "conventions:conventions": Row(LIST, ONLY),
    "conventions:prepare": Row(MAKES, MAKES),
    "conventions:figures": Row(HOSTS, ONLY),
    "conventions:calculator": Row(ALL, NO_FORM),
    "conventions:convention": Row(ONE, ONLY, HERE),
    "conventions:change": Row(KEEP, KEEP, HERE),
    "conventions:propose": Row(ONLY, SENDS, HERE),
    "conventions:withdraw": Row(ONLY, SENDS, HERE),
    "conventions:discard": Row(KEEP, SENDS, HERE),
    "conventions:paper": Row(ONE, ONLY, HERE),
    "conventions:version": Row(ONE, ONLY, ("placement", "placement_version_number")),
    "conventions:sign": Row(ONLY, SIGNS, HERE),
    "conventions:refuse": Row(ANSWERS, ANSWERS, HERE),
    "conventions:new_link": Row(ONLY, SENDS, ("placement", "host")),
    "conventions:mail_link": Row(ONLY, SENDS, ("placement", "host")),
    "conventions:interrupt": Row(KEEP, KEEP, HERE),
    "conventions:remove_interruption": Row(ONLY, SENDS, ("placement", "placement_absence_number")),
    "conventions:drop": Row(KEEP, KEEP, HERE),
    "conventions:fund": Row(PAYS, PAYS, HERE),
    "conventions:remove_funding": Row(ONLY, UNPAYS, ("placement", "placement_funding_number")),
    "conventions:assess": Row(ASSESSES, ASSESSES, ("placement", "midway")),
    "conventions:ask_support": Row(ASKS, ASKS, HERE),
    "conventions:answer_support": Row(KEEP, KEEP, ("placement", "placement_support")),
    "conventions:estimate": Row(ONE, ONLY, HERE),
    "conventions:aid_request": Row(ONE, ONLY, HERE),
    "conventions:door": Row(ALL, LINK_SENDS, ("convention_token",)),
    "conventions:door_paper": Row(ALL, NO_FORM, ("convention_token",)),
    "conventions:tutors": Row(HOSTS, ONLY),
    "conventions:add_tutor": Row(HOSTS, HOSTS),
    "conventions:staff": Row(HOSTS, HOSTS),
    "conventions:tutor": Row(TUTOR, ONLY, ("placement_tutor",)),
    "conventions:change_tutor": Row(CHANGES_TUTOR, CHANGES_TUTOR, ("placement_tutor",)),
    "conventions:add_line": Row(OWN_TUTOR, OWN_TUTOR, ("placement_tutor",)),
    "conventions:attestation": Row(OWN_TUTOR, ONLY, ("placement_tutor",)),
    "conventions:sites": Row(LIST, ONLY),
    "conventions:propose_site": Row(MAKES, MAKES),
    "conventions:site": Row(SITE, ONLY, ("placement_site",)),
    "conventions:change_site": Row(KEEPS_SITE, KEEPS_SITE, ("placement_site",)),
    "conventions:accept_site": Row(ONLY, ACCEPTS, ("placement_site",)),
    "conventions:refuse_site": Row(REFUSES, REFUSES, ("placement_site",)),
    "conventions:visit": Row(SITE, SITE, ("placement_site",)),
    "conventions:aids": Row(LIST, ONLY),
    "conventions:add_aid": Row(LISTS_AIDS, LISTS_AIDS),
    "conventions:change_aid": Row(MAKES, MAKES, ("placement_aid",)),
    "conventions:withdraw_aid": Row(ONLY, SENDS_AID, ("placement_aid",)),
}


def lay_out(world) -> None:
    """What the rows above point at, under `become("maintenance")`."""
    school, student, worker = (world.members[name] for name in ("school", "student", "worker"))
    today = timezone.localdate()
    tutor = Tutor.objects.create(user=worker.user, structure=world.here, since=today, diplomas=["deass"])
    first, last = today - timedelta(days=10), today + timedelta(days=90)
    row = Convention.objects.create(
        student=student.user,
        student_name=str(student.user),
        school=school.structure,
        made_in=school.structure,
        host=world.here,
        diploma_code="deass",
        tutor=tutor,
        tutor_name=str(worker.user),
        calendar=to_json(Calendar.weekly(first, last)),
        starts_on=first,
        ends_on=last,
        hours=500,
        owed=2250,
        version=1,
    )
    Version.objects.create(convention=row, number=1, text=[], values={}, digest="d", user=school.user)
    for role, member in (("school", school), ("student", student), ("tutor", worker)):
        Signer.objects.create(convention=row, role=role, name=str(member.user), user=member.user)
    host = Signer.objects.create(convention=row, role="host", name="Maryse Aubin", email="m@exemple.test")
    absence = Interruption.objects.create(
        convention=row, first=today, last=today, kind="absence", user=school.user
    )
    funding = Funding.objects.create(
        convention=row, funder="Région", amount=100, granted_on=today, user=school.user
    )
    world.placement, world.placement_tutor, world.placement_version_number = row, tutor, 1
    world.convention_token = token_of(SigningLink.objects.create(signer=host).key)
    world.placement_absence_number, world.placement_funding_number = absence.pk, funding.pk
    world.placement_support = SupportRequest.objects.create(convention=row, words="Canari.")
    world.placement_site = make_site(school.structure, world.here, accepted=False)
    world.placement_aid = Aid.objects.create(
        title="Aide",
        kind="housing",
        territory=Territory.objects.communes().get(code="37261"),
        giver="Région",
        checked_on=today,
        structure=school.structure,
    )
