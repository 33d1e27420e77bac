"""An import tried, written in one swap, done again, undone; what was corrected here; what its source no longer tells."""

from datetime import date

import pytest

from maillage.accounts.enums import Role
from maillage.accounts.tests.factories import actor_of, make_member
from maillage.directory.actions import importing, imports
from maillage.directory.actions.import_lines import GONE, UNDONE
from maillage.directory.models import Service, Structure
from maillage.directory.tests.importing import (
    a_service,
    a_structure,
    cards,
    checked,
    file_of,
    outcomes,
    reload,
    source,
    undone,
    work,
    written,
)
from maillage.imports.enums import ImportState
from maillage.jobs.actions import run
from maillage.permissions import Forbidden
from maillage.permissions.context import acting

pytestmark = pytest.mark.django_db
ONE = file_of([a_structure()], [a_service()])


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.MAILLAGE_FILES = tmp_path / "files"
    return settings.MAILLAGE_FILES / "directory-imports"


@pytest.fixture
def animator():
    return make_member(role=Role.ANIMATOR)


def test_the_trial_says_what_would_be_done_and_writes_no_card(animator, territories):
    file = checked(animator, ONE)
    assert (file.state, file.fault) == (ImportState.CHECKED, "")
    assert file.counts == {"structure": {"created": 1}, "service": {"created": 1}, "remarked": 0}
    assert cards() == {}


def test_an_import_writes_cards_once_and_its_file_goes(animator, territories, folder):
    file = written(animator, ONE)
    service = Service.objects.get(source=source(), source_code="se-1")
    assert (file.state, list(folder.iterdir())) == (ImportState.WRITTEN, [])
    assert (service.name, service.structure.name, service.zones) == (
        "Atelier du mardi 1",
        "Maison du quartier 1",
        ["commune:37261"],
    )
    assert (service.updated_on, service.confirmed_on, service.visibility, service.version) == (
        date(2026, 1, 15),
        None,
        "public",
        1,
    )
    assert service.structure.phone == "+33247000000"
    assert (service.structure.commune.code, service.structure.active) == ("37261", True)


def test_the_same_file_again_changes_nothing(animator, territories):
    written(animator, ONE)
    before = cards(), Structure.objects.get(source_code="st-1").version
    again = written(animator, ONE)
    assert again.counts == {"structure": {"unchanged": 1}, "service": {"unchanged": 1}, "remarked": 0}
    assert (cards(), Structure.objects.get(source_code="st-1").version) == before


def test_what_changed_is_updated_what_is_gone_is_withdrawn_and_comes_back(animator, territories):
    whole = file_of([a_structure()], [a_service(1), a_service(2)])
    written(animator, whole)
    less = written(animator, file_of([a_structure(nom="Maison neuve")], [a_service(1)]))
    gone = Service.objects.get(source_code="se-2")
    assert outcomes(less) == {"st-1": "updated", "se-1": "unchanged", "se-2": "gone"}
    assert (gone.withdrawn_why, Structure.objects.get(source_code="st-1").name) == (GONE, "Maison neuve")
    back = written(animator, whole)
    assert outcomes(back) == {"st-1": "updated", "se-1": "unchanged", "se-2": "back"}
    assert Service.objects.get(source_code="se-2").withdrawn_on is None


def test_a_part_of_a_source_withdraws_nothing_when_asked(animator, territories):
    written(animator, file_of([a_structure()], [a_service(1), a_service(2)]))
    part = written(animator, file_of([a_structure()], [a_service(1)]), whole=False)
    assert outcomes(part) == {"st-1": "unchanged", "se-1": "unchanged"}
    assert Service.objects.get(source_code="se-2").withdrawn_on is None


def test_a_file_of_structures_alone_withdraws_no_service(animator, territories):
    written(animator, ONE)
    assert outcomes(written(animator, file_of([a_structure()]))) == {"st-1": "unchanged"}
    assert Service.objects.get(source_code="se-1").withdrawn_on is None


def test_another_source_keeps_its_cards(animator, territories):
    written(animator, ONE)
    other = written(animator, file_of([a_structure()], [a_service(3)]), of=source("autre-source"))
    assert outcomes(other) == {"st-1": "created", "se-3": "created"}
    assert Service.objects.get(source_code="se-3").structure.source.code == "autre-source"


def test_a_card_corrected_here_keeps_our_words_until_its_source_says_newer(animator, territories):
    written(animator, ONE)
    Service.objects.filter(source_code="se-1").update(
        name="Dit par sa structure", corrected_on=date(2026, 2, 1)
    )
    kept = written(animator, file_of([a_structure()], [a_service(nom="Dit par le fichier")]))
    assert outcomes(kept)["se-1"] == "kept"
    assert Service.objects.get(source_code="se-1").name == "Dit par sa structure"
    newer = a_service(nom="Dit par le fichier", date_maj="2026-02-02")
    assert outcomes(written(animator, file_of([a_structure()], [newer])))["se-1"] == "updated"
    assert Service.objects.get(source_code="se-1").name == "Dit par le fichier"


def test_a_card_withdrawn_by_somebody_is_not_brought_back(animator, territories):
    written(animator, ONE)
    rows = Service.objects.filter(source_code="se-1")
    rows.update(withdrawn_on=date(2026, 2, 1), withdrawn_why="le service a fermé")
    assert outcomes(written(animator, ONE))["se-1"] == "unchanged"
    assert rows.get().withdrawn_why == "le service a fermé"


def test_a_structure_merged_with_its_double_stays_so_and_its_services_follow(animator, territories):
    written(animator, file_of([a_structure(1), a_structure(2)], [a_service(1, 1)]))
    kept = Structure.objects.get(source_code="st-2")
    merged = {"merged_into": kept, "withdrawn_on": date(2026, 2, 1), "withdrawn_why": "réunie"}
    Structure.objects.filter(source_code="st-1").update(**merged)
    Service.objects.filter(source_code="se-1").update(structure=kept)
    again = written(
        animator,
        file_of([a_structure(1, nom="Autre nom"), a_structure(2)], [a_service(1, 1), a_service(2, 1)]),
    )
    assert outcomes(again) == {"st-1": "kept", "st-2": "unchanged", "se-1": "unchanged", "se-2": "created"}
    assert Service.objects.get(source_code="se-2").structure == kept


def test_doubles_and_orphans_are_refused_and_the_rest_goes_in(animator, territories):
    services = [a_service(1), a_service(1, nom="Le même identifiant"), a_service(2, structure=9)]
    file = written(animator, file_of([a_structure()], [*services, a_service(3)]))
    refused = list(file.lines.exclude(refusal="").values_list("line", "refusal"))
    assert refused == [
        (2, "Cet identifiant est déjà celui de la ligne 1, qui est retenue."),
        (
            3,
            "Sa structure (st-9) est refusée, ou n’est ni dans ce fichier ni déjà connue de cette source.",
        ),
    ]
    assert set(cards()) == {"st-1", "se-1", "se-3"}


def test_a_service_goes_with_a_structure_known_from_a_former_file(animator, territories):
    written(animator, file_of([a_structure()]))
    assert outcomes(written(animator, file_of([], [a_service()]))) == {"se-1": "created"}


def test_undone_everything_is_as_before_and_can_come_again(animator, territories):
    written(animator, file_of([a_structure(1), a_structure(2)], [a_service(1), a_service(2)]))
    before = cards()
    second = written(
        animator,
        file_of([a_structure(1, nom="Autre nom"), a_structure(3)], [a_service(1, 3), a_service(3, 3)]),
    )
    assert cards() != before
    file = undone(animator, second)
    back = {"st-3": {"withdrawn_why": UNDONE}, "se-3": {"withdrawn_why": UNDONE}}
    assert (file.state, cards()) == (ImportState.UNDONE, before | back)
    assert file.undone == {
        "structure": {"updated": 1, "created": 1, "gone": 1},
        "service": {"updated": 1, "created": 1, "gone": 1},
    }
    again = written(animator, file_of([a_structure(3)], [a_service(3, 3)]), whole=False)
    assert outcomes(again) == {"st-3": "back", "se-3": "back"}
    assert Service.objects.get(source_code="se-3").withdrawn_on is None


def test_undoing_leaves_what_somebody_changed_since_and_says_so(animator, territories):
    first = written(animator, file_of([a_structure()], [a_service(1), a_service(2)]))
    Service.objects.filter(source_code="se-1").update(name="Corrigé depuis", updated_on=date(2026, 3, 1))
    file = undone(animator, first)
    assert set(file.lines.filter(undone=False).values_list("code", flat=True)) == {"se-1", "st-1"}
    assert Service.objects.get(source_code="se-1").withdrawn_on is None
    assert Structure.objects.get(source_code="st-1").withdrawn_on is None
    assert Service.objects.get(source_code="se-2").withdrawn_why == UNDONE


def test_imports_are_undone_from_the_last_to_the_first(animator, territories):
    first = written(animator, ONE)
    second = written(animator, file_of([a_structure()], [a_service(nom="Second nom")]))
    with pytest.raises(Forbidden, match="annulez-le d’abord"):
        undone(animator, first)
    undone(animator, second)
    assert Service.objects.get(source_code="se-1").name == "Atelier du mardi 1"
    undone(animator, first)
    assert cards() == {"st-1": {"withdrawn_why": UNDONE}, "se-1": {"withdrawn_why": UNDONE}}


def test_only_the_animator_imports(territories):
    with pytest.raises(Forbidden, match="animateur"):
        written(make_member(role=Role.SOCIAL_WORKER), ONE)


def test_a_file_tried_twice_keeps_its_last_trial_only(animator, territories):
    file = checked(animator, ONE)
    with acting(actor_of(animator)) as actor:
        imports.check_file(by=actor, file=reload(file))
    assert work(animator, file).lines.count() == 2


def test_a_job_that_was_replaced_writes_nothing(animator, territories):
    file = checked(animator, ONE)
    with acting(actor_of(animator)) as actor:
        imports.write(by=actor, file=file, whole=True)
    former = reload(file).job_id
    with acting(actor_of(animator)) as actor:
        imports.resume(by=actor, file=reload(file))
    by = actor_of(animator)
    run(lambda job: importing.write(job, by=by, import_id=file.pk), by=by, job_id=former)
    assert cards() == {}
    assert work(animator, file).state == ImportState.WRITTEN
    assert set(cards()) == {"st-1", "se-1"}


def test_words_that_postgresql_does_not_take_are_cleaned(animator, territories):
    file = written(
        animator, file_of([a_structure(id="a\x00b")], [a_service(description="Un\ud800 texte\x00 long")])
    )
    assert file.state == ImportState.WRITTEN
