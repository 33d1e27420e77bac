"""`maillage check`: what is missing for people to work here, in French; 1 when something must be mended first."""

import argparse
from collections.abc import Callable, Iterable, Iterator, Sequence

from django.core.checks import ERROR, run_checks
from django.db import Error

from maillage.config.checking import database, machine, told
from maillage.config.checking.missing import NB, Missing


def main(arguments: Sequence[str]) -> int:
    _parser().parse_args(arguments)
    found = list(everything())
    _say("À corriger", [one for one in found if one.serious])
    _say("À savoir", [one for one in found if not one.serious])
    if not found:
        print("Rien ne manque.")
    return 1 if any(one.serious for one in found) else 0


def everything() -> Iterator[Missing]:
    for check in (*told.CHECKS, *machine.CHECKS):
        yield from check()
    unreachable = list(database.reached())
    yield from unreachable
    if not unreachable:
        for check in database.CHECKS:
            yield from _asked(check)
    yield from _of_django()


def _asked(check: Callable[[], Iterable[Missing]]) -> Iterator[Missing]:
    """A database that was never migrated lacks tables: said once, by what it lacks."""
    try:
        yield from check()
    except Error as error:
        said = str(error).strip().splitlines()[0]
        yield Missing(
            f"La base ne répond pas à ce qu’on lui demande ({check.__name__}){NB}: {said}",
            "./run maillage migrate",
        )


def _of_django() -> Iterator[Missing]:
    """Those of the contexts are written in French; those of Django itself speak of the code, and only errors stop anybody."""
    for one in run_checks(include_deployment_checks=True):
        if str(one.id).startswith("accounts.") or one.level >= ERROR:
            yield Missing(str(one.msg), str(one.hint or ""), serious=one.level >= ERROR)


def _say(title: str, found: list[Missing]) -> None:
    if found:
        print(f"{title}{NB}:")
    for one in found:
        print(f"  - {one.what}")
        if one.cure:
            print(f"    → {one.cure}")


def _parser() -> argparse.ArgumentParser:
    return argparse.ArgumentParser(
        prog="maillage check",
        description="Dit ce qui manque à cette installation, et comment y remédier. Ne change rien, n’envoie rien.",
    )
