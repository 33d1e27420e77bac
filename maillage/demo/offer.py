"""What the territory offers: partners' cards, services, direct lines, errors reported; by those who keep them."""

from typing import Any

from maillage.demo.clock import back_to, moment
from maillage.demo.places import DOMAIN, Scene
from maillage.directory.actions import cards, lines, quality
from maillage.directory.models import Service, Structure, StructureKind, Territory
from maillage.directory.rules import normal_phone
from maillage.permissions import ANONYMOUS
from maillage.permissions.context import acting

EPCI, DEPARTEMENT = "epci:200043081", "departement:37"
ANIMATOR = "maud"
WORDS = ("fee_details", "conditions", "hours", "kind", "fee", "visibility")
LISTS = ("themes", "publics", "mobilised_by", "mobilisation", "reception")


def lay_out(scene: Scene, told: dict[str, Any]) -> None:
    for row in told["partners"]:
        scene.structures[row["code"]] = _partner(scene, row)
    for row in told["offers"]:
        _offer(scene, row)
    for row in told["lines"]:
        _line(scene, row)
    for row in told["mistakes"]:
        _mistake(scene, row)


def _commune(code: str) -> Territory:
    return Territory.objects.communes().get(code=code)


def _partner(scene: Scene, row: dict[str, Any]) -> Structure:
    values = {
        name: row[name] for name in ("name", "address", "opening", "hours", "visibility") if name in row
    }
    values |= {"kind": StructureKind.objects.get(code=row["kind"]), "commune": _commune(row["commune"])}
    values |= {
        "phone": normal_phone(row.get("phone", "")),
        "email": f"{row['code']}@{DOMAIN}" if "email" in row else "",
    }
    with back_to(moment(60)), acting(scene.worker(ANIMATOR)) as by:
        return cards.add_structure(by=by, values=values)


def _zone(told: str) -> str:
    return {"epci": EPCI, "37": DEPARTEMENT}.get(told, f"commune:{told}")


def _offer(scene: Scene, row: dict[str, Any]) -> None:
    structure = scene.structures[row["at"]]
    values = {name: row[name] for name in WORDS if name in row} | {name: row.get(name, []) for name in LISTS}
    values |= {"name": row["name"], "description": row["text"], "contact_name": row.get("contact", "")}
    values |= {"zones": [_zone(one) for one in row["zones"]], "commune": structure.commune}
    with back_to(moment(row["ago"])), acting(scene.worker(row.get("by", ANIMATOR))) as by:
        cards.add_service(by=by, structure=structure, values=values)


def _line(scene: Scene, row: dict[str, Any]) -> None:
    values = {name: row[name] for name in ("role", "category", "hours", "deputy") if name in row}
    values |= {name: normal_phone(row.get(name, "")) for name in ("phone", "deputy_phone")}
    if "sector" in row:
        kind, code = _zone(row["sector"]).split(":")
        values["sector"] = Territory.objects.get(kind=kind, code=code)
    with back_to(moment(row["ago"])), acting(scene.worker(row["by"])) as by:
        line = lines.add_line(by=by, structure=scene.structures[row["at"]], values=values)
        if "wrong" in row:
            lines.say_line_wrong(by=by, line=line, wrong=row["wrong"])


def _mistake(scene: Scene, row: dict[str, Any]) -> None:
    service = Service.objects.get(name=row["service"])
    with back_to(moment(row["ago"])), acting(ANONYMOUS) as nobody:
        report = quality.report_error(by=nobody, card=service, text=row["text"])
    if "answer" in row:
        with back_to(moment(row["ago"] - 2)), acting(scene.worker(row["by"])) as by:
            quality.answer_report(by=by, report=report, state=row["state"], answer=row["answer"])
