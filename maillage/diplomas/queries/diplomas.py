"""What diplomas are, on a day: for these pages and for whoever places students."""

from datetime import date

from django.db.models import Prefetch, QuerySet

from maillage.diplomas.models import Block, Bridge, Diploma, DiplomaVersion, Record, VersionBlock
from maillage.diplomas.models.reference import entered


def by_code() -> dict[str, Diploma]:
    """All of them, the lowest level first: whoever keeps a diploma keeps this code."""
    return {one.code: one for one in Diploma.objects.all()}


def shorts() -> dict[str, str]:
    return {code: one.short for code, one in by_code().items()}


def in_force(on: date) -> QuerySet[Diploma]:
    """Those that one may enter that day, lowest level first."""
    return Diploma.objects.in_force(on)


def rules_for(diploma: Diploma, entry: date) -> DiplomaVersion | None:
    """The rules of whoever enters that day; None when nobody does."""
    return diploma.versions.filter(entered(entry)).first()


def blocks_of(version: DiplomaVersion) -> list[Block]:
    return [one.block for one in version.placed.select_related("block")]


def practice_hours(diploma: Diploma, entry: date) -> int | None:
    """Of the whole course; None when they are unknown."""
    rules = rules_for(diploma, entry)
    return rules.practice_hours if rules else None


def practice_hours_per_year(diploma: Diploma, entry: date) -> int | None:
    rules = rules_for(diploma, entry)
    return rules.practice_hours_per_year if rules else None


def with_rules(diplomas: QuerySet[Diploma]) -> QuerySet[Diploma]:
    """With their versions, the blocks of each, their records: a constant number of queries."""
    placed = VersionBlock.objects.select_related("block")
    versions = DiplomaVersion.objects.prefetch_related(Prefetch("placed", placed))
    return diplomas.prefetch_related(Prefetch("versions", versions), "records")


def versions() -> QuerySet[DiplomaVersion]:
    return DiplomaVersion.objects.select_related("diploma").order_by(
        "diploma__level", "diploma__short", "entrants_from"
    )


def shared() -> dict[int, list[str]]:
    """Blocks that several diplomas hold → the short names of those."""
    rows = VersionBlock.objects.order_by("version__diploma__level", "version__diploma__short").values_list(
        "block_id", "version__diploma__short"
    )
    held: dict[int, list[str]] = {}
    for block, short in rows:
        if short not in held.setdefault(block, []):
            held[block].append(short)
    return {block: names for block, names in held.items() if len(names) > 1}


def bridges(on: date) -> QuerySet[Bridge]:
    """That hold that day or later."""
    rows = Bridge.objects.select_related("from_diploma", "from_block", "to_version__diploma", "to_block")
    return rows.exclude(ends_on__lt=on)


def past_records(on: date) -> list[Record]:
    """Past their end, and whose followers are unknown here or past too: somebody must look. The oldest end first."""
    records = list(Record.objects.select_related("diploma", "version"))
    living = {one.number for one in records if not one.is_past(on)}
    return [one for one in records if one.is_past(on) and not living & set(followers(one))]


def followers(record: Record) -> list[str]:
    """Numbers of the records that replace it."""
    return [one.strip().removeprefix("RNCP") for one in record.replaced_by.split(",") if one.strip()]


def shared_blocks() -> list[tuple[Block, list[str]]]:
    """Each block that several diplomas hold, with their short names."""
    held = shared()
    return [(one, held[one.pk]) for one in Block.objects.filter(pk__in=held)]
