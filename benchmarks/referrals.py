"""Requests to schemes when they pile up: the lists of a professional and of a scheme, one document, one request.

`./run bench referrals [REQUESTS …]` (2,000, 20,000 and 200,000 unless told): a person asks four schemes; a professional
follows a hundred persons, a structure holds twenty professionals; ten schemes of one structure receive everything. Through
Django's test client with the real middleware and row security, as `benchmarks/governance.py` measures; floors: `/compte/`
and one indexed read without Django.
"""

import os
import time
from typing import Any

from benchmarks.caseload import scratch_database
from benchmarks.governance import FLOOR_PAGE, FLOOR_SQL, Times, _compare, _database, _page, _signed_in, _timed

SIZES = (2_000, 20_000, 200_000)
SCHEMES, ASKED, FOLLOWED, TEAM = 10, 4, 100, 20
WIPED = "people_person, people_household, schemes_scheme, accounts_user, directory_structure, django_session"
READ = "SELECT * FROM referrals_schemerequest WHERE id = %s"

PEOPLE = """
INSERT INTO people_person (id, called, first_name, last_name, birth_date, search_name, sound_key, activity, nationality,
                           facts_source, elected_domicile, version, created_at)
SELECT gen_random_uuid(), 'Mesure ' || n, '', '', date '1980-01-01', 'mesure', '', '', '', '', '', 1, now()
FROM generate_series(1, {persons}) n;
CREATE TEMPORARY TABLE followed ON COMMIT DROP AS
SELECT p.id AS person, u.id AS worker, m.structure_id AS structure, p.n
FROM (SELECT id, row_number() OVER (ORDER BY id) - 1 AS n FROM people_person) p
JOIN (SELECT id, row_number() OVER (ORDER BY id) - 1 AS n FROM accounts_user WHERE email LIKE 'suit%') u
  ON u.n = p.n / {followed}
JOIN accounts_membership m ON m.user_id = u.id;
INSERT INTO people_attachment (id, person_id, structure_id, worker_id, role, reason, started_at, created_by_id, ended_reason)
SELECT gen_random_uuid(), person, structure, worker, 'social_worker', 'mesure', now(), worker, '' FROM followed;
INSERT INTO referrals_referral (id, person_id, structure_id, worker_id, began_on, shown_at)
SELECT gen_random_uuid(), person, structure, worker, current_date - (n % 700)::int, now() FROM followed;
INSERT INTO referrals_referralsection (id, person_id, structure_id, referral_id, code, filled, known, own_words, version)
SELECT gen_random_uuid(), r.person_id, r.structure_id, r.id, c.code, '', '{{}}', '', 1
FROM referrals_referral r, (VALUES ('identity'), ('contact'), ('household'), ('housing'), ('resources'), ('request')) c (code);
CREATE TEMPORARY TABLE scheme ON COMMIT DROP AS
SELECT id, row_number() OVER (ORDER BY id) - 1 AS n FROM schemes_scheme;
CREATE TEMPORARY TABLE made ON COMMIT DROP AS
SELECT gen_random_uuid() AS id, r.id AS referral, r.person_id, r.structure_id, r.worker_id, s.id AS scheme, r.n + k AS n
FROM (SELECT *, row_number() OVER (ORDER BY id) AS n FROM referrals_referral) r
CROSS JOIN generate_series(0, {asked} - 1) k
JOIN scheme s ON s.n = (r.n + k) % {schemes};
"""
REQUESTS = """
INSERT INTO referrals_schemerequest (id, person_id, structure_id, referral_id, scheme_id, state, worker_id, answers, sent_answers, agreed,
    way, agreed_at, witness, sent_at, received_on, paused_days, due_on, silence, decided_on, outcome, reason, decided_by,
    words, next_step, rank_means, ending, link, version)
SELECT id, person_id, structure_id, referral, scheme,
    (ARRAY['sent', 'received', 'complete', 'incomplete', 'accepted', 'waiting', 'refused', 'closed', 'closed', 'closed'])[n % 10 + 1],
    worker_id, '', '', '{identity,request}', 'oral', now(), 'x', now() - (n % 600) * interval '1 day',
    CASE WHEN n % 10 > 0 THEN current_date - (n % 600)::int END, 0,
    CASE WHEN n % 10 > 0 THEN current_date - (n % 600)::int + 60 END, 'refused',
    CASE WHEN n % 10 > 3 THEN current_date - (n % 600)::int + (n % 70)::int END,
    CASE WHEN n % 10 > 3 THEN CASE n % 10 WHEN 6 THEN 'refused' ELSE 'accepted' END ELSE '' END,
    CASE WHEN n % 10 = 6 THEN 'no_place' ELSE '' END, 'Mesure', '', '', '', '', gen_random_uuid(), 1
FROM made;
INSERT INTO referrals_sentsection (id, person_id, structure_id, request_id, code, filled, own_words, sent_at)
SELECT gen_random_uuid(), person_id, structure_id, id, c.code, '', '', now()
FROM made, (VALUES ('identity'), ('request')) c (code);
INSERT INTO referrals_event (id, person_id, structure_id, request_id, kind, "on", by_id, by_label, words, recorded_at)
SELECT gen_random_uuid(), person_id, structure_id, id, k.kind, current_date, worker_id, 'x', '', now()
FROM made, (VALUES ('begun'), ('agreed'), ('sent')) k (kind);
"""


def run(arguments: list[str]) -> None:
    sizes = [int(one) for one in arguments] or list(SIZES)
    print(f"charge de la machine au départ : {os.getloadavg()[0]:.1f}, {os.cpu_count()} cœurs")
    with scratch_database():
        found = {size: _measure(size) for size in sizes}
    _compare(found)


def _measure(size: int) -> Times:
    began = time.perf_counter()
    worker, officer = lay_out(size)
    print(f"\n{size:,} demandes : {time.perf_counter() - began:.0f} s de préparation")
    print(f"{'demandes':>9} {'mesure':<28} {'p50 ms':>8} {'p95 ms':>8} {'base p95':>9} {'requêtes':>9}")
    found: Times = {}
    for who, pages in ((worker, _team_pages(worker)), (officer, _scheme_pages())):
        client = _signed_in(who)
        for name, address in pages.items():
            found[name] = _page(client, address)
            queries, base = _database(client, address)
            told = found[name]
            print(
                f"{size:>9,} {name:<28} {told[0]:>8.1f} {told[1]:>8.1f} {base[1]:>9.1f} {queries:>9}",
                flush=True,
            )
    found[FLOOR_SQL] = _timed(_read())
    print(f"{size:>9,} {FLOOR_SQL:<28} {found[FLOOR_SQL][0]:>8.1f} {found[FLOOR_SQL][1]:>8.1f}", flush=True)
    return found


def _team_pages(worker: Any) -> dict[str, str]:
    from maillage.referrals.models import SchemeRequest

    rows = SchemeRequest.objects.using("maintenance").filter(worker=worker).order_by("pk")
    one = _sealed(rows.filter(state="complete")[0])
    return {
        FLOOR_PAGE: "/compte/",
        "mes demandes": "/demandes/",
        "une demande": f"/demandes/{one.pk}/",
        "un dossier unique": f"/dossiers-uniques/{one.referral_id}/",
        "celles d’une personne": f"/personnes/{one.person_id}/dispositifs/",
    }


def _scheme_pages() -> dict[str, str]:
    from maillage.referrals.models import SchemeRequest

    one = _sealed(SchemeRequest.objects.using("maintenance").filter(state="complete").order_by("pk")[0])
    return {
        "demandes reçues": "/demandes-recues/",
        "demandes reçues, refusées": "/demandes-recues/?etat=refused",
        "demandes reçues, page 40": "/demandes-recues/?page=40",
        "une demande reçue": f"/demandes-recues/{one.pk}/",
        "les dispositifs": "/dispositifs/",
    }


def _sealed(one: Any) -> Any:
    """The one that is opened has its texts sealed for real; SQL cannot seal the others."""
    from maillage.referrals.models import Event, ReferralSection, SentSection
    from maillage.vault.fields import SealedText

    beside = [
        *SentSection.objects.using("maintenance").filter(request=one),
        *Event.objects.using("maintenance").filter(request=one),
        *ReferralSection.objects.using("maintenance").filter(referral=one.referral_id),
    ]
    for row in (one, *beside):
        for field in row._meta.concrete_fields:
            if isinstance(field, SealedText):
                setattr(row, field.attname, "")
        row.save(using="maintenance")
    return one


def _read() -> Any:
    from django.db import connections

    from maillage.referrals.models import SchemeRequest

    one = SchemeRequest.objects.using("maintenance").values_list("pk", flat=True)[0]
    cursor = connections["maintenance"].connection.cursor()
    return lambda: cursor.execute(READ, [one]).fetchone()


def lay_out(size: int) -> tuple[Any, Any]:
    """Empty what is measured, fill it; a professional who follows a hundred persons, and an officer of the schemes."""
    from django.db import connections, transaction

    persons = max(size // ASKED, 1)
    connection = connections["maintenance"]
    with transaction.atomic("maintenance"), connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE maillage_owner")
        cursor.execute(f"TRUNCATE {WIPED} CASCADE")
        cursor.execute("SET LOCAL ROLE maillage_maintenance")
        worker, officer = _staff(persons)
        told = {"persons": persons, "followed": FOLLOWED, "asked": ASKED, "schemes": SCHEMES}
        cursor.execute(PEOPLE.format(**told))
        cursor.execute(REQUESTS)
    _settle()
    return worker, officer


def _staff(persons: int) -> tuple[Any, Any]:
    from benchmarks.territory import _structures
    from maillage.accounts.models import Membership, User
    from maillage.schemes.models import Scheme
    from maillage.schemes.rules.catalogue import template

    using, since = "maintenance", "2020-01-01"
    workers = -(-persons // FOLLOWED)
    structures = _structures(-(-workers // TEAM) + 1)
    told = [
        User(email=f"suit{n:05}@example.org", first_name="Mesure", last_name=str(n)) for n in range(workers)
    ]
    users = User.objects.using(using).bulk_create(told, batch_size=500)
    officer = User.objects.using(using).create(email="instruit@example.org", first_name="M", last_name="X")
    rows = [
        Membership(user=user, structure_id=structures[n // TEAM], role="social_worker", since=since)
        for n, user in enumerate(users)
    ]
    rows.append(Membership(user=officer, structure_id=structures[-1], role="scheme_officer", since=since))
    Membership.objects.using(using).bulk_create(rows, batch_size=500)
    Scheme.objects.using(using).bulk_create(
        Scheme(structure_id=structures[-1], kind="food_aid", starts_on=since, **template("food_aid"))
        for _ in range(SCHEMES)
    )
    return users[0], officer


def _settle() -> None:
    """Statistics, as after some nights: nothing that another connection still reads holds them back."""
    from django.apps import apps
    from django.db import connections

    connections["default"].close()
    tables = [model._meta.db_table for model in apps.get_app_config("referrals").get_models()]
    with connections["maintenance"].cursor() as cursor:
        cursor.execute("SET ROLE maillage_owner")
        for table in (*tables, "people_person", "people_attachment", "accounts_user", "directory_structure"):
            cursor.execute(f"VACUUM ANALYZE {table}")
        cursor.execute("SET ROLE maillage_maintenance")
