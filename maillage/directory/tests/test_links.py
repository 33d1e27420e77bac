"""Links between structures: who writes them, what the public reads of them, how they are drawn; doors of a path."""

import json
from datetime import date
from xml.etree import ElementTree as ET

import pytest
from django.test import Client
from django.urls import reverse

from maillage.accounts.tests.factories import make_member, make_structure, signed_in
from maillage.directory.actions import links as actions
from maillage.directory.fold import fold
from maillage.directory.link_graph import draw_links, in_lines
from maillage.directory.models import Door, Link, LinkInsight, Structure
from maillage.directory.queries.links import links, structure_named, structure_names
from maillage.directory.tests.ground_factories import does, keeper
from maillage.permissions import ANONYMOUS, Actor, Forbidden
from maillage.permissions.context import acting
from tests.plugin import become

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("territories")]
TODAY = date(2026, 11, 29)
SECRET = "Le délai décourage."


def named(name, code="37072"):
    made = make_structure(name, code)
    Structure.objects.filter(pk=made.pk).update(folded_name=fold(name))
    return made


@pytest.fixture
def mds():
    return named("MDS de Chinon")


@pytest.fixture
def mission():
    return named("Mission locale de Chinon")


def values(origin, target, **fields):
    told = {
        "kind": "referral", "since": None, "until": None, "categories": ["mobilite"],
        "brings": "Un conseiller la rappelle.", "brakes": SECRET, "levers": "Un référent commun.",
    }  # fmt: skip
    return {**told, "origin": origin, "target": target, **fields}


@pytest.fixture
def link(mds, mission):
    return does(actions.add_link, by=keeper(mds), values=values(mds, mission))


def test_both_ends_write_a_link_and_nobody_else(link, mds, mission):
    does(
        actions.correct_link,
        by=keeper(mission),
        link=link,
        version=1,
        values=values(mds, mission, kind="gate"),
    )
    link.refresh_from_db()
    assert (link.kind, link.version) == ("gate", 2)
    stranger = keeper(named("Ailleurs"))
    for by in (stranger, ANONYMOUS, keeper(mds, "reception")):
        with pytest.raises(Forbidden):
            does(actions.correct_link, by=by, link=link, version=2, values=values(mds, mission))
    does(actions.correct_link, by=keeper(mds, "animator"), link=link, version=2, values=values(mds, mission))


def test_a_link_is_not_taken_away_to_strangers(link, mds):
    one, other = named("Une"), named("Autre")
    with pytest.raises(Forbidden):
        does(actions.correct_link, by=keeper(mds), link=link, version=1, values=values(one, other))


def test_the_same_link_twice_is_refused_until_the_first_ends(link, mds, mission):
    with pytest.raises(Forbidden, match="existe déjà"):
        does(actions.add_link, by=keeper(mds), values=values(mds, mission))
    does(actions.end_link, by=keeper(mds), link=link)
    does(actions.end_link, by=keeper(mds), link=link)
    does(actions.add_link, by=keeper(mds), values=values(mds, mission))
    assert Link.objects.count() == 2


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"since": date(2026, 2, 1), "until": date(2026, 1, 1)}, "La fin vient après le début"),
        ({}, "deux structures différentes"),
    ],
)
def test_the_database_keeps_what_a_link_is(mds, mission, fields, sentence):
    told = values(mds, mission if fields else mds, **fields)
    with pytest.raises(Forbidden, match=sentence):
        does(actions.add_link, by=keeper(mds), values=told)


def test_who_saves_second_is_told(link, mds, mission):
    does(actions.correct_link, by=keeper(mds), link=link, version=1, values=values(mds, mission))
    with pytest.raises(Forbidden, match="Quelqu’un vient de corriger"):
        does(actions.correct_link, by=keeper(mission), link=link, version=1, values=values(mds, mission))


def test_in_force_that_day_and_for_that_theme(mds, mission):
    dates = {"since": date(2026, 1, 1), "until": date(2026, 6, 30)}
    does(actions.add_link, by=keeper(mds), values=values(mds, mission, **dates))
    found = [links(ANONYMOUS, on).count() for on in (date(2025, 12, 31), date(2026, 1, 1), date(2026, 7, 1))]
    assert found == [0, 1, 0]
    themed = [links(ANONYMOUS, date(2026, 3, 1), category=one).count() for one in ("mobilite", "sante")]
    assert themed == [1, 0]


def test_what_hinders_is_for_professionals_only(link, mds):
    public = Client()
    for url in (reverse("directory:links"), *files()):
        assert SECRET not in public.get(url).content.decode()
    professional = Client()
    signed_in(professional, member=make_member(structure=mds))
    for url in (reverse("directory:links"), *files()[:2]):
        assert SECRET in professional.get(url).content.decode()
    with acting(ANONYMOUS):
        assert LinkInsight.objects.count() == 0


def files():
    return [reverse("directory:links_file", args=[kind]) for kind in ("csv", "json", "svg")]


def test_a_structure_that_the_public_does_not_see_hides_its_links(link, mission):
    Structure.objects.filter(pk=mission.pk).update(visibility="professionals")
    assert (links(ANONYMOUS, TODAY).count(), links(keeper(mission), TODAY).count()) == (0, 1)


def test_as_data(client, link, mds, mission):
    (told,) = json.loads(client.get(files()[1]).content)
    assert told == {
        "from": {"id": str(mds.public_id), "name": "MDS de Chinon"},
        "to": {"id": str(mission.public_id), "name": "Mission locale de Chinon"},
        "kind": "referral",
        "since": None,
        "until": None,
        "themes": ["mobilite"],
        "brings": "Un conseiller la rappelle.",
    }
    assert client.get("/annuaire/liens/fichier.exe").status_code == 404


def test_the_drawing_names_everybody_and_every_node_leads_to_its_card(link, mds, mission):
    with acting(ANONYMOUS):
        drawn = ET.fromstring(draw_links(list(links(ANONYMOUS, TODAY)), "29 novembre 2026"))
    svg = "{http://www.w3.org/2000/svg}"
    assert [node.get("href") for node in drawn.iter(f"{svg}a")] == [
        mds.get_absolute_url(),
        mission.get_absolute_url(),
    ]
    assert drawn.find(f"{svg}desc").text == (
        "En vigueur le 29 novembre 2026\u00a0: MDS de Chinon vers Mission locale de Chinon, orientation"
    )
    assert len(drawn.findall(f"{svg}path")) == 1


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("CCAS", ["CCAS"]),
        ("Mission locale de Chinon", ["Mission locale de", "Chinon"]),
        ("A" * 40, ["A" * 20 + "…"]),
        (
            "un deux trois quatre cinq six sept huit neuf dix onze",
            ["un deux trois quatre", "cinq six sept huit…"],
        ),
    ],
)
def test_a_name_on_two_lines(name, lines):
    assert in_lines(name) == lines


def test_a_structure_by_its_name_its_commune_when_it_must(mds):
    far = named("MDS de Chinon", "37261")
    assert {one.pk for one in structure_named("mds de chinon")} == {mds.pk, far.pk}
    assert structure_named("MDS de Chinon, Tours") == [far]
    assert structure_named("Nulle part") == []


# Pages


def typed(**fields):
    told = {
        "version": "0",
        "origin": "MDS de Chinon",
        "target": "mission locale de chinon",
        "kind": "referral",
    }
    return {**told, "brings": "Un rendez-vous sous 8 jours.", **fields}


@pytest.fixture
def claire(client, mds):
    signed_in(client, member=make_member(structure=mds))
    return client


def test_a_link_typed_corrected_and_ended(claire, mds, mission):
    assert claire.post(reverse("directory:new_link"), typed()).status_code == 302
    link = Link.objects.get()
    url = reverse("directory:correct_link", args=[link.pk])
    assert "Un rendez-vous sous 8 jours." in claire.get(url).content.decode()
    assert claire.post(url, typed(version="1", kind="agreement")).status_code == 302
    assert claire.post(url, typed(version="1")).status_code == 422
    assert claire.post(reverse("directory:end_link", args=[link.pk])).status_code == 302
    link.refresh_from_db()
    assert (link.kind, link.until is not None) == ("agreement", True)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"target": "Zzz"}, "n’est pas dans l’annuaire"),
        ({"target": "MDS de Chinon"}, "deux structures différentes"),
        ({"target": ""}, "Écrivez le nom de la structure."),
        ({"since": "hier"}, "Cette date n’existe pas"),
        ({"kind": "amitié"}, "Sélectionnez un choix valide"),
        ({"brings": "x" * 1001}, "Ce texte est trop long"),
        ({"origin": "Mission locale de Chinon", "target": "Ailleurs"}, "tenue par une autre structure"),
    ],
)
def test_bad_input_is_said(claire, mds, mission, wrong, sentence):
    named("Ailleurs")
    response = claire.post(reverse("directory:new_link"), typed(**wrong))
    assert (response.status_code, sentence in response.content.decode()) == (422, True)
    assert Link.objects.count() == 0


@pytest.mark.parametrize("asked", [{"date": "x"}, {"commune": "\x00"}, {"theme": "?"}, {"page": "9" * 99}])
def test_filters_never_break_the_page(client, link, asked):
    assert client.get(reverse("directory:links"), asked).status_code == (200 if "page" in asked else 422)


@pytest.mark.parametrize("many", [1, 3])
def test_the_same_queries_for_one_link_and_for_many(client, mds, mission, django_assert_num_queries, many):
    for kind in ("agreement", "gate", "referral")[:many]:
        does(actions.add_link, by=keeper(mds), values=values(mds, mission, kind=kind))
    with django_assert_num_queries(6):
        client.get(reverse("directory:links"))


# Doors


def door(structure, what="On vous écoute.", category="sante"):
    told = {"category": category, "structure": structure, "what": what, "bring": ""}
    return does(actions.add_door, by=keeper(structure), **told)


def test_doors_follow_each_other_and_the_animator_orders_them(client, mds, mission):
    first, second = door(mds, "On fait le point."), door(mission, "On cherche une solution.")
    assert (first.rank, second.rank) == (1, 2)
    animator = keeper(mds, "animator")
    does(actions.move_door_up, by=animator, door=second)
    does(actions.move_door_up, by=animator, door=second)
    assert list(Door.objects.order_by("rank").values_list("what", flat=True)) == [
        "On cherche une solution.",
        "On fait le point.",
    ]
    page = client.get(reverse("directory:path", args=["sante"])).content.decode()
    assert page.index("On cherche une solution.") < page.index("On fait le point.")
    with pytest.raises(Forbidden):
        does(actions.move_door_up, by=keeper(mds), door=first)
    does(actions.remove_door, by=keeper(mds), door=first)
    assert Door.objects.count() == 1


def test_a_path_is_printed(client, mds):
    door(mds)
    response = client.get(reverse("directory:path_paper", args=["sante"]))
    assert (response.status_code, response.content[:5]) == (200, b"%PDF-")
    assert client.get(reverse("directory:path_paper", args=["rien"])).status_code == 404


def test_a_step_is_typed(claire, mds):
    url = reverse("directory:new_door", args=["sante"])
    assert claire.post(url, {"structure": "MDS de Chinon", "what": ""}).status_code == 422
    assert claire.post(url, {"structure": "MDS de Chinon", "what": "On vous écoute."}).status_code == 302
    with become("maintenance"):
        assert Door.objects.get().structure == mds


def test_a_structure_that_only_professionals_see_is_not_offered_by_its_name_to_others(mds, mission):
    Structure.objects.filter(pk=mds.pk).update(visibility="professionals")
    worker = Actor(user_id=1, structure_id=mission.pk, roles=frozenset({"social_worker"}))
    offered, at_work = structure_names(ANONYMOUS), structure_names(worker)
    assert "MDS de Chinon, Chinon" in at_work
    assert "MDS de Chinon, Chinon" not in offered
    assert "Mission locale de Chinon, Chinon" in offered
