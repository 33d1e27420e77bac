"""Look-alikes: what is proposed, what a person decides and how it is remembered; merges that give everything back."""

import csv
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import timezone

from maillage.accounts.enums import Role
from maillage.accounts.tests.factories import actor_of, make_member, signed_in
from maillage.directory.actions import cards
from maillage.directory.actions import doubles as actions
from maillage.directory.enums import ServiceVerdict
from maillage.directory.fold import structure_words
from maillage.directory.models import DirectLine, ErrorReport, Merge, Service, ServiceJudgement, Structure
from maillage.directory.queries import doubles as queries
from maillage.directory.rules.doubles import Card, compare
from maillage.directory.tests.factories import commune, structure, structure_kind
from maillage.directory.tests.offer import make_line, make_service
from maillage.permissions import Forbidden
from maillage.permissions.context import acting
from tests.plugin import become

TODAY = timezone.localdate()
PAIRS = Path(__file__).with_name("labelled_pairs.csv")


# Rules


def labelled():
    with PAIRS.open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            fields = ("name", "address", "phone", "siret", "email")
            one, other = ({name: row[f"{side}{name}"] for name in fields} for side in ("", "other_"))
            yield (
                row["same"] == "1",
                *(Card(kind=row["kind"], commune="37000", **each) for each in (one, other)),
            )


def test_precision_and_recall_on_the_labelled_pairs():
    told = [(same, bool(compare(one, other).points), one.name, other.name) for same, one, other in labelled()]
    wrong = [pair for pair in told if pair[0] != pair[1]]
    assert len(told) >= 40
    assert [pair for pair in wrong if pair[1]] == []
    assert [pair for pair in wrong if not pair[1]] == []


SAME = Card("Épicerie du Val", "association", phone="+33247000001", address="3 rue Basse", commune="37072")


@pytest.mark.parametrize(
    ("change", "reasons"),
    [
        ({}, ("même nom", "même téléphone", "même adresse")),
        ({"kind": "communes"}, ()),
        ({"commune": "37011"}, ()),
        ({"name": "CCAS"}, ()),
        ({"address": "", "phone": ""}, ()),
        ({"address": "3 r. Basse", "phone": ""}, ("même nom", "même adresse")),
        ({"address": "40 rue Haute", "phone": ""}, ()),
    ],
)
def test_reasons_are_said_and_two_types_are_two(change, reasons):
    assert compare(SAME, SAME._replace(**change)).reasons == reasons


def test_two_points_far_apart_are_two():
    one, other = SAME._replace(lat=47.0, lon=0.0), SAME._replace(lat=47.1, lon=0.0)
    assert compare(one, other).points == 0


# Proposals, judgements, merges

pytestmark = pytest.mark.usefixtures("territories")
in_database = pytest.mark.django_db


@pytest.fixture
def animator(territories):
    with become("maintenance"):
        actor = actor_of(make_member(Role.ANIMATOR))
    with acting(actor):
        yield actor


def card(name="Épicerie du Val", **fields):
    words = structure_words(name, "")
    told = {"phone": "+33247000001", "address": "3 rue Basse", "kind": structure_kind("association")}
    return structure(name, **told | {"folded_name": words[0], "folded_text": words[1]} | fields)


@in_database
def test_the_surest_pair_comes_first(animator):
    one, other = card(), card("Epicerie du val")
    third = card("L’épicerie du Val", phone="", address="")
    found = [(pair.first, pair.second) for pair in queries.proposals()]
    assert found[0] == (one, other)
    assert third not in found[0]


@in_database
def test_a_town_hall_and_its_ccas_are_never_proposed(animator):
    card("Mairie de Tours", kind=structure_kind("communes"))
    card("CCAS de Tours", kind=structure_kind("ccas-cias"))
    card("Mairie de Tours", kind=structure_kind("association"))
    card("CCAS de Tours", kind=structure_kind("association"))
    assert queries.proposals() == []


@in_database
def test_judged_two_is_remembered_until_a_card_changes(animator):
    one, other = card(), card()
    actions.judge_two(by=animator, one=other, other=one, comment="Deux étages")
    actions.judge_two(by=animator, one=one, other=other)
    assert queries.proposals() == []
    Structure.objects.filter(pk=one.pk).update(description="Autre chose")
    assert queries.proposals() == []
    Structure.objects.filter(pk=one.pk).update(phone="", siret="80000000100011")
    assert [(pair.first, pair.second) for pair in queries.proposals()] == [(one, other)]


def everything(holder):
    rows = [
        (model, set(model.objects.filter(structure=holder).values_list("pk", flat=True)))
        for model in (Service, DirectLine, ErrorReport)
    ]
    return {model.__name__: keys for model, keys in rows}


@in_database
def test_a_merge_moves_everything_and_its_undoing_gives_it_back(animator):
    kept, gone = card(), card()
    service, _, _ = make_service(gone), make_line(gone), make_service(gone, withdrawn_on=TODAY)
    ErrorReport.objects.create(structure=gone, text="faux", reported_on=TODAY)
    mine = make_service(kept)
    before = everything(kept), everything(gone)
    row = actions.merge(by=animator, kept=kept, absorbed=gone)
    gone.refresh_from_db()
    assert (gone.merged_into, gone.withdrawn_on) == (kept, TODAY)
    assert everything(gone) == {"Service": set(), "DirectLine": set(), "ErrorReport": set()}
    assert {service.pk, mine.pk} <= everything(kept)["Service"]
    assert queries.proposals() == []
    actions.undo_merge(by=animator, row=row)
    actions.undo_merge(by=animator, row=row)
    gone.refresh_from_db()
    assert (gone.merged_into, gone.withdrawn_on, gone.withdrawn_why) == (None, None, "")
    assert (everything(kept), everything(gone)) == before


@in_database
def test_what_was_added_after_a_merge_stays_with_the_kept_one(animator):
    kept, gone = card(), card()
    row = actions.merge(by=animator, kept=kept, absorbed=gone)
    later = make_service(kept)
    actions.undo_merge(by=animator, row=row)
    later.refresh_from_db()
    assert later.structure_id == kept.pk


@in_database
def test_branches_follow_and_nothing_depends_on_itself(animator):
    gone = card()
    kept, branch = card(parent=gone), card("Antenne Rive", parent=gone)
    row = actions.merge(by=animator, kept=kept, absorbed=gone)
    kept.refresh_from_db(), branch.refresh_from_db()
    assert (kept.parent_id, branch.parent_id) == (gone.pk, kept.pk)
    actions.undo_merge(by=animator, row=row)
    branch.refresh_from_db()
    assert branch.parent_id == gone.pk


@in_database
def test_where_people_work_is_never_absorbed(animator):
    with become("maintenance"):
        lived_in = make_member(Role.SOCIAL_WORKER, card()).structure
    with pytest.raises(Forbidden, match="travaillent"):
        actions.merge(by=animator, kept=card(), absorbed=lived_in)
    assert actions.merge(by=animator, kept=lived_in, absorbed=card()).kept == lived_in


@in_database
def test_what_a_merge_refuses(animator):
    one, other = card(), card()
    with pytest.raises(Forbidden, match="même fiche"):
        actions.merge(by=animator, kept=one, absorbed=one)
    with pytest.raises(Forbidden, match="deux types"):
        actions.merge(by=animator, kept=one, absorbed=card(kind=structure_kind("communes")))
    actions.merge(by=animator, kept=one, absorbed=other)
    with pytest.raises(Forbidden, match="réunie"):
        actions.merge(by=animator, kept=other, absorbed=one)
    with pytest.raises(Forbidden, match="annulez"):
        cards.restore(by=animator, card=Structure.objects.get(pk=other.pk))


@in_database
def test_only_the_animator_decides():
    with become("maintenance"):
        worker = actor_of(make_member(Role.SOCIAL_WORKER))
    one, other = card(), card()
    with pytest.raises(Forbidden):
        actions.merge(by=worker, kept=one, absorbed=other)
    with pytest.raises(Forbidden):
        actions.judge_two(by=worker, one=one, other=other)


# Same offer


@in_database
def test_the_same_offer_by_two_structures(animator):
    place = commune("37072").epci
    one, other = make_service(card("A")), make_service(card("B"), zones=[f"epci:{place.code}"])
    make_service(card("C"), zones=["france"])
    make_service(card("D"), zones=["commune:37261"])
    make_service(card("E"), themes=["sante--acces-aux-soins"])
    make_service(card("F"), publics=["femmes"], kind="atelier")
    make_service(one.structure)
    found = queries.same_offers(animator, place)
    assert (one, other) in [(pair.first, pair.second) for pair in found]
    assert {pair.second.structure.name for pair in found} | {pair.first.structure.name for pair in found} == {
        "A",
        "B",
        "F",
    }
    assert found[0].communes == 1


@in_database
def test_an_answer_is_kept_until_an_offer_changes(animator):
    place = commune("37072").epci
    one, other = make_service(card("A")), make_service(card("B"))
    told = {"by": animator, "one": other, "other": one}
    actions.answer_offer(**told, verdict=ServiceVerdict.COMPLEMENTARY, comment="L’un le matin")
    actions.answer_offer(**told, verdict=ServiceVerdict.REVIEW)
    assert [row.verdict for row in ServiceJudgement.objects.all()] == ["review"]
    assert queries.same_offers(animator, place) == []
    Service.objects.filter(pk=one.pk).update(publics=["femmes"])
    assert len(queries.same_offers(animator, place)) == 1


# Pages


@pytest.fixture
def page(client, db):
    signed_in(client, Role.ANIMATOR)
    return client


def url(name, *args):
    return reverse(f"directory:{name}", args=args)


@in_database
def test_judged_from_the_list(page):
    one, other = card(), card()
    address = url("double", one.public_id, other.public_id)
    assert address in page.get(url("doubles")).content.decode()
    assert "même téléphone" in page.get(address).content.decode()
    assert page.post(address, {"answer": "two", "comment": "Non"})["Location"] == url("doubles")
    assert address not in page.get(url("doubles")).content.decode()


@in_database
def test_merged_then_undone_from_the_list_and_the_old_address_leads_on(page):
    one, other = card(), card()
    make_service(other)
    page.post(url("double", one.public_id, other.public_id), {"answer": str(one.public_id)})
    merge = Merge.objects.get()
    assert page.get(url("structure", other.public_id))["Location"] == one.get_absolute_url()
    undo = url("undo_merge", merge.pk)
    assert undo in page.get(url("doubles")).content.decode()
    page.post(undo)
    assert page.get(url("structure", other.public_id)).status_code == 200


@in_database
@pytest.mark.parametrize("answer", ["", "rien", "\x00"])
def test_an_answer_that_is_none_is_asked_again_and_nothing_is_lost(page, answer):
    one, other = card(), card()
    sent = page.post(url("double", one.public_id, other.public_id), {"answer": answer, "comment": "À garder"})
    assert sent.status_code == 422
    assert "À garder" in sent.content.decode()


@in_database
def test_a_refused_merge_says_why(page):
    with become("maintenance"):
        lived_in = make_member(Role.SOCIAL_WORKER, card()).structure
    one = card()
    sent = page.post(url("double", one.public_id, lived_in.public_id), {"answer": str(one.public_id)})
    assert (sent.status_code, "travaillent" in sent.content.decode()) == (422, True)


@in_database
def test_the_same_card_twice_is_not_a_pair(page):
    one = card()
    assert page.get(url("double", one.public_id, one.public_id)).status_code == 404


@in_database
def test_same_offers_from_a_territory_typed(page):
    one, other = make_service(card("A")), make_service(card("B"))
    listed = page.get(url("doubles"), {"territoire": "Chinon"})["Location"]
    address = url("same_offer", one.public_id, other.public_id)
    assert address in page.get(listed).content.decode()
    assert page.post(address, {"answer": "rien"}).status_code == 422
    assert page.post(address, {"answer": "double", "comment": "x"}).status_code == 302
    assert address not in page.get(listed).content.decode()


@in_database
@pytest.mark.parametrize("pairs", [1, 6])
def test_the_list_costs_the_same_whatever_its_length(page, pairs, django_assert_max_num_queries):
    for rank in range(pairs):
        card(f"Épicerie {rank}b"), card(f"Épicerie {rank}b")
    with django_assert_max_num_queries(24):
        assert page.get(url("doubles")).status_code == 200
