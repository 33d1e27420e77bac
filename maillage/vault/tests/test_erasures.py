"""The file of erasures: only added to, read again at once, and nothing is opened when it cannot be read."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from uuid import UUID, uuid4

import pytest

from maillage.vault import erasures
from maillage.vault.models import DataKey
from maillage.vault.sealing import Unreadable, keys_of, seal, unseal

DAY = date(2026, 11, 25)
PLACE = "t.c:1"


@pytest.fixture
def file(settings, tmp_path):
    settings.MAILLAGE_ERASURES = tmp_path / "kept" / "erasures"
    return settings.MAILLAGE_ERASURES


def test_nobody_yet(file):
    assert erasures.erased() == frozenset()
    assert not file.exists()


def test_added_once_for_all_and_for_its_owner_alone(file):
    one, other = uuid4(), uuid4()
    erasures.add([one], DAY)
    erasures.add([one, other], DAY)
    erasures.add([one], DAY)
    assert erasures.erased() == {one, other}
    assert file.read_text() == f"2026-11-25 {one}\n2026-11-25 {other}\n"
    assert file.stat().st_mode & 0o777 == 0o600
    assert file.parent.stat().st_mode & 0o777 == 0o700


def test_a_line_cut_short_by_a_power_cut_is_not_there_and_is_written_again(file):
    one, other = uuid4(), uuid4()
    erasures.add([one], DAY)
    with file.open("a") as target:
        target.write(f"2026-11-25 {str(other)[:20]}")
    assert erasures.erased() == {one}
    erasures.add([other], DAY)
    assert file.read_text() == f"2026-11-25 {one}\n2026-11-25 {other}\n"


@pytest.mark.parametrize(
    "bad",
    ["\n", "bonjour\n", "2026-11-25 x\n", "2026-11-25\n", "é\n", "2026-11-25 " + "A" * 36 + "\n", "\0\n"],
)
def test_any_other_line_stops_every_opening_and_says_which(file, bad):
    erasures.add([uuid4()], DAY)
    with file.open("a") as target:
        target.write(bad)
    with pytest.raises(erasures.ErasuresUnreadable, match="illisible"):
        erasures.erased()
    with pytest.raises(erasures.ErasuresUnreadable):
        erasures.add([uuid4()], DAY)


def test_a_folder_in_its_place_is_not_an_empty_list(file):
    file.mkdir(parents=True)
    with pytest.raises(erasures.ErasuresUnreadable):
        erasures.erased()


def test_many_at_once_lose_nothing(file):
    owners = [uuid4() for _ in range(80)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda owner: erasures.add([owner], DAY), owners))
    assert erasures.erased() == set(owners)
    assert file.read_text().count("\n") == 80


@pytest.mark.django_db
def test_nothing_is_opened_nor_sealed_any_more_for_whoever_is_in_it(file):
    gone, here = UUID(int=1, version=4), UUID(int=2, version=4)
    texts = {owner: seal("secret", owner=owner, place=PLACE) for owner in (gone, here)}
    erasures.add([gone], DAY)
    assert unseal(texts[here], place=PLACE) == "secret"
    with pytest.raises(Unreadable):
        unseal(texts[gone], place=PLACE)
    with pytest.raises(Unreadable, match="effacée"):
        seal("encore", owner=gone, place=PLACE)
    assert set(keys_of(texts.values())) == {DataKey.objects.get(owner=here).pk}
