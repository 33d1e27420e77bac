"""The list of potential rights: sorted, filtered, paged, exported; a hidden household shows nowhere."""

import csv
import io
import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone
from python_calamine import CalamineWorkbook

from maillage.accounts.enums import Role
from maillage.accounts.tests.factories import actor_of, make_member, signed_in
from maillage.people.tests.factories import attach, make_household, make_person
from maillage.permissions.context import acting
from maillage.rights.models import Entitlement, Run, Screening
from maillage.rights.queries import potential
from maillage.rights.tests.factories import MONTH
from tests.plugin import become

pytestmark = pytest.mark.django_db
QUERIES = 21


def make_right(member, benefit="ppa", effort=3, name="Benali", home=None, **fields) -> Entitlement:
    """A right found in a household of its own, unless one is given."""
    if home is None:
        person = make_person("Samira", name)
        home = make_household((person, "applicant"), commune="37072")
        attach(member, person, home)
    now = timezone.now()
    stamp = {"versions": "essai", "inputs": 1, "convention": "recomputed", "computed_at": now}
    Screening.objects.get_or_create(household=home, month=MONTH, defaults=stamp)
    found = {"status": "entitled", "amount": Decimal("210.40"), "change": "new", "found_at": now}
    return Entitlement.objects.create(
        household=home, month=MONTH, benefit=benefit, effort=effort, **{**found, **fields}
    )


def listed(client, **params) -> list[tuple[str, str]]:
    """(who, benefit) of each line shown."""
    page = client.get(reverse("rights:caseload"), params).content.decode()
    return re.findall(r'<a href="[^"]*">([^<]*)<span class="visually-hidden">, ([^<]*)</span></a>', page)


def test_the_simplest_comes_first(client, worker):
    with become("maintenance"):
        make_right(worker, effort=13, name="Tard")
        make_right(worker, effort=2, name="Tôt")
    assert [who for who, _ in listed(client)] == ["Samira TÔT", "Samira TARD"]


@pytest.mark.parametrize("size", [1, 3])
def test_the_number_of_queries_does_not_depend_on_the_rows(client, worker, django_assert_num_queries, size):
    with become("maintenance"):
        for _ in range(size):
            make_right(worker)
    client.get(reverse("rights:caseload"))
    with django_assert_num_queries(QUERIES):
        client.get(reverse("rights:caseload"))


def test_pages_follow_each_other_without_a_hole(client, worker):
    with become("maintenance"):
        for number in range(60):
            make_right(worker, effort=number % 4, name=f"N{number:02d}")
    seen, url, backwards = [], reverse("rights:caseload"), []
    while url:
        page = client.get(url).content.decode()
        seen += re.findall(r"Samira N(\d\d)<", page)
        backwards.append(re.findall(r"Samira N(\d\d)<", page))
        following = re.search(r'href="(\?[^"]*)" rel="next"', page)
        previous = re.search(r'href="(\?[^"]*)" rel="prev"', page)
        url = following and reverse("rights:caseload") + following[1].replace("&amp;", "&")
    assert len(seen) == len(set(seen)) == 60
    assert [len(one) for one in backwards] == [25, 25, 10]
    page = client.get(reverse("rights:caseload") + previous[1].replace("&amp;", "&")).content.decode()
    assert re.findall(r"Samira N(\d\d)<", page) == backwards[1]


def test_filters_narrow_the_list(client, worker):
    with become("maintenance"):
        make_right(worker, "ppa", name="Un")
        make_right(worker, "rsa", name="Deux", status="missing", amount=None, missing=1, change="same")
    assert [who for who, _ in listed(client, prestation="rsa")] == ["Samira DEUX"]
    assert [who for who, _ in listed(client, etat="entitled")] == ["Samira UN"]
    assert len(listed(client, commune="37072")) == 2
    assert len(listed(client, commune="99999")) == 2
    assert listed(client, mois="2026-12") == []


def test_only_what_is_new_since_the_last_run(client, worker):
    now = timezone.now()
    with become("maintenance"):
        make_right(worker, name="Avant", found_at=now - timedelta(days=30))
        Run.objects.create(
            structure=worker.structure, asked_by=worker.user, month=MONTH, versions="essai", ended_at=now
        )
        make_right(worker, name="Depuis", found_at=now + timedelta(seconds=5))
    assert [who for who, _ in listed(client, nouveaux="oui")] == ["Samira DEPUIS"]


def test_a_right_that_is_gone_is_not_shown(client, worker):
    with become("maintenance"):
        make_right(worker, change="gone")
    assert listed(client) == []


def exported(client, kind, **params):
    answer = client.get(reverse("rights:export", args=[kind]), params)
    assert answer["Content-Disposition"].startswith("attachment")
    if kind == "csv":
        return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    return CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_an_export_holds_the_filtered_list_and_runs_no_formula(client, worker, kind):
    with become("maintenance"):
        person = make_person("", "", called='=HYPERLINK("http://x")')
        home = make_household((person, "applicant"))
        attach(worker, person, home)
        make_right(worker, home=home)
        make_right(worker, "rsa")
    rows = exported(client, kind, prestation="ppa")
    assert len(rows) == 2
    assert rows[1][1] == '\'=HYPERLINK("http://x")'
    assert str(rows[1][5]).replace(",", ".") in ("210.40", "210.4")


def test_a_hidden_household_shows_nowhere(client, worker):
    with become("maintenance"):
        make_right(worker, name="Visible")
        make_right(make_member(structure=worker.structure), name="Collègue")
        make_right(make_member(), name="Ailleurs")
    page = client.get(reverse("rights:caseload")).content.decode()
    assert "COLLÈGUE" not in page
    assert "AILLEURS" not in page
    assert "1 droit possible<" in page.replace("\xa0", " ")
    assert len(exported(client, "csv")) == len(exported(client, "xlsx")) == 2
    with acting(actor_of(worker)) as actor:
        filters = potential.Filters(MONTH)
        assert potential.counts_by_benefit(potential.caseload(actor, filters)) == {("ppa", "entitled"): 1}
        assert potential.screened_count(actor, MONTH) == potential.caseload_size(actor) == 1


@pytest.mark.parametrize("role", [Role.SOCIAL_WORKER, Role.RIGHTS_LEAD, Role.RECEPTION, Role.TEAM_LEADER])
@pytest.mark.parametrize("model", [Entitlement, Screening, Run])
def test_row_security_alone_equals_visible_to(worker, role, model):
    with become("maintenance"):
        who = make_member(role, structure=worker.structure)
        for member in (worker, who, make_member()):
            make_right(member)
            Run.objects.create(
                structure=member.structure,
                asked_by=member.user,
                month=MONTH,
                versions="",
                ended_at=timezone.now(),
            )
        actor = actor_of(who)
        by_rule = set(model.objects.visible_to(actor).values_list("pk", flat=True))
        everything = model.objects.count()
    with acting(actor):
        assert set(model.objects.values_list("pk", flat=True)) == by_rule
    assert len(by_rule) < everything


def test_nothing_can_be_written_for_a_hidden_household(worker):
    with become("maintenance"):
        hidden = make_right(make_member()).household_id
    with acting(actor_of(worker)):
        assert Entitlement.objects.filter(household_id=hidden).update(amount=1) == 0
        assert Screening.objects.filter(household_id=hidden).delete()[0] == 0


@pytest.mark.parametrize(
    "key",
    [
        "1",
        "a.b.c",
        "1.00000000-0000-4000-8000-000000000000",
        "9" * 40 + ".00000000-0000-4000-8000-000000000000.ppa",
        "1.00000000-0000-4000-8000-000000000000.\0",
        "..",
        "\0",
    ],
)
def test_a_broken_key_shows_the_first_page_or_an_empty_one(client, worker, key):
    for name in ("apres", "avant"):
        assert client.get(reverse("rights:caseload"), {name: key}).status_code == 200


def test_an_unknown_export_does_not_exist(client, worker):
    assert client.get(reverse("rights:export", args=["exe"])).status_code == 404


@pytest.mark.parametrize("name", ["caseload", "export"])
def test_reception_is_refused(client, name):
    with become("maintenance"):
        signed_in(client, Role.RECEPTION)
    args = ["csv"] if name == "export" else []
    assert client.get(reverse(f"rights:{name}", args=args)).status_code == 403
    assert client.post(reverse("rights:screen_all")).status_code == 403


def test_without_households_the_page_says_what_to_do(client, worker):
    page = client.get(reverse("rights:caseload")).content.decode()
    assert "Recevez une personne" in page
    assert "Chercher les droits de tous" not in page


def test_asking_leads_to_the_job(client, worker):
    with become("maintenance"):
        make_right(worker)
    answer = client.post(reverse("rights:screen_all"), {"mois": "2026-11"})
    assert re.fullmatch(r"/travaux/[0-9a-f-]{36}/", answer.url)
    assert client.post(reverse("rights:screen_all"), {"mois": "2026-11"}).url == answer.url
    assert "voir où elle en est" in client.get(reverse("rights:caseload")).content.decode()
