"""Practice sheets, evaluations, trials and calls without surprises."""

from datetime import date
from itertools import count

from django.utils import timezone

from maillage.practices.catalogue import sections
from maillage.practices.models import Evaluation, Finding, Reuse, Sheet, SheetCall, SheetPoint, SheetVersion
from tests.plugin import become

DAY = date(2026, 3, 2)
numbers = count(1)


def signed(user, published):
    return {"published_at": timezone.now(), "published_by": user} if published else {}


def make_sheet(user, structure=None, committee=None, published=True, kind="practice", whole=True, **told):
    """With its first version; `whole`: every section is written."""
    title = told.pop("title", f"Pratique {next(numbers)}")
    with become("maintenance"):
        carried = {"structure": structure, "committee": committee}
        sheet = Sheet.objects.create(kind=kind, title=title, user=user, **carried, **signed(user, published))
    make_version(sheet, user, 1, published, whole, title=title, **told)
    return sheet


def make_version(sheet, user, number=2, published=True, whole=True, points=(), **told):
    written = {one.code: f"{one.label} de la fiche." for one in sections(sheet.kind)} if whole else {}
    about = {"title": sheet.title, "contact": "Accueil", **written, **told}
    with become("maintenance"):
        version = SheetVersion.objects.create(
            sheet=sheet, number=number, user=user, **about, **signed(user, published)
        )
        for position, (kind, text) in enumerate(points):
            SheetPoint.objects.create(version=version, kind=kind, text=text, position=position)
    return version


def make_evaluation(sheet, user, kind="process", published=True, structure=None, committee=None, **told):
    told = {"made_on": DAY, **told}
    with become("maintenance"):
        version = sheet.versions.order_by("number").first()
        held = {"structure": structure, "committee": committee}
        row = Evaluation.objects.create(
            sheet=sheet, version=version, kind=kind, user=user, **held, **signed(user, published), **told
        )
        Finding.objects.create(
            evaluation=row,
            criterion="done" if kind == "process" else "persons",
            seen="Les rendez-vous ont eu lieu.",
            proof_kind="document",
            proof="Cahier de suivi",
            proof_on=DAY,
        )
    return row


def make_reuse(sheet, user, structure, published=True, result="worked", **told):
    told = {"began_on": DAY, "learnt": "Commencer petit.", **told}
    with become("maintenance"):
        return Reuse.objects.create(
            sheet=sheet, user=user, structure=structure, result=result, **signed(user, published), **told
        )


def make_call(committee, user, **told):
    opened = {"opened_on": date(2026, 1, 1), "closes_on": date(2099, 1, 1), "tags": ["outreach"]}
    told = {"title": f"Appel {next(numbers)}", "asked": "Des pratiques.", **opened, **told}
    with become("maintenance"):
        return SheetCall.objects.create(committee=committee, user=user, **told)
