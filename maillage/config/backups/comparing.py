"""Whether a database put back is the one that was saved; each difference is a sentence."""

from collections.abc import Iterator, Mapping

from maillage.config.backups.inventory import Inventory

ABSENT = [0, None]


def differences(saved: Inventory, found: Inventory, sequences_after: Mapping[str, int]) -> list[str]:
    """Nothing when all is there. `sequences_after`: where they had come to once pg_dump had read them."""
    return [
        *_of_tables(saved, found),
        *_of_definitions(saved.definitions, found.definitions),
        *_of_sequences(saved.sequences, found.sequences, sequences_after),
        *_of_heads(saved, found),
    ]


def _of_tables(saved: Inventory, found: Inventory) -> Iterator[str]:
    for name in sorted(saved.tables | found.tables):
        (before, told), (after, read) = saved.tables.get(name, ABSENT), found.tables.get(name, ABSENT)
        if before != after:
            yield f"table {name}\u00a0: {before} lignes sauvegardées, {after} retrouvées"
        elif told != read:
            yield f"table {name}\u00a0: le contenu de ses {after} lignes n’est pas le même"


def _of_definitions(saved: Mapping[str, str], found: Mapping[str, str]) -> Iterator[str]:
    for name in sorted({*saved, *found}):
        if name not in found:
            yield f"{name}\u00a0: absent"
        elif name not in saved:
            yield f"{name}\u00a0: en trop"
        elif saved[name] != found[name]:
            yield f"{name}\u00a0: différent"


def _of_sequences(
    saved: Mapping[str, int], found: Mapping[str, int], after: Mapping[str, int]
) -> Iterator[str]:
    """They follow no transaction: one that served meanwhile is somewhere between its two readings."""
    for name, least in saved.items():
        if not least <= found.get(name, -1) <= after.get(name, least):
            yield f"séquence {name}\u00a0: {found.get(name, 'absente')}, au lieu de {least}"


def _of_heads(saved: Inventory, found: Inventory) -> Iterator[str]:
    for chain, head in saved.heads.items():
        if found.heads.get(chain) != head:
            yield f"journal, chaîne {chain}\u00a0: sa fin n’est pas celle qui a été sauvegardée"
