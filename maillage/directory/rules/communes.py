"""From what people type in a box or a column "commune" to one commune of today, or a sentence that says why not."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from maillage.directory.fold import fold_place

_CODE = re.compile(r"[0-9][0-9AB][0-9]{3}")
_ORDINAL = re.compile(r"0?([1-9]|1[0-9]|20)(er|e|eme|nd|ieme)?")
_DIVIDED = {"paris", "lyon", "marseille"}
_SHOWN = 5
ASK_CODE = "Indiquez son code Insee, à 5 caractères (37261 pour Tours)."


@dataclass(frozen=True)
class CommuneReading:
    """What a typed commune was taken for. Either `code` (of today's commune, with its name) or `refusal` is filled in.

    `remark` tells what was repaired. `also_postcode`: the code could as well be another commune's postcode
    (3,056 of the 6,310 postcodes are); when a whole column says so, ask before believing it.
    """

    code: str = ""
    name: str = ""
    remark: str = ""
    refusal: str = ""
    also_postcode: bool = False


@dataclass(frozen=True)
class Place:
    """A commune, a former one or a municipal arrondissement; `today` is the commune that former one lies in."""

    code: str
    name: str
    folded_names: tuple[str, ...]
    postcodes: tuple[str, ...]
    departement: str
    today: "Place | None" = None

    @property
    def commune(self) -> "Place":
        return self.today or self

    def bears(self, number: str) -> bool:
        """Whether `number` is its code or one of its postcodes, or their first digits (a département)."""
        codes = (self.code, self.commune.code, *self.commune.postcodes, *self.postcodes)
        return any(code.startswith(number) for code in codes)


@dataclass(frozen=True)
class Typed:
    """Words and numbers of a cell; Excel's « 37261.0 » and lost zeros, and « CEDEX 2 », are seen through."""

    text: str
    whole: str
    name: str
    numbers: tuple[str, ...]

    @classmethod
    def of(cls, text: str) -> "Typed":
        text = " ".join(text[:200].split())
        whole = re.sub(r" cedex( \d+)?\b", "", fold_place(re.sub(r"^(\d+)\.0+$", r"\1", text)))
        numbers = [word.upper() for word in whole.split() if word[0].isdigit()]
        name = " ".join(word for word in whole.split() if not word[0].isdigit())
        if name in _DIVIDED:
            numbers = [number for number in numbers if not _ORDINAL.fullmatch(number.lower())]
        return cls(text, whole, name, tuple(numbers))

    @property
    def code(self) -> str:
        """The only thing typed, when it has the shape of a code or of a postcode."""
        alone = "" if self.name or len(self.numbers) != 1 else self.numbers[0]
        alone = f"0{alone}" if re.fullmatch(r"\d{4}", alone) else alone
        return alone if _CODE.fullmatch(alone) else ""


@dataclass
class Gazetteer:
    by_code: dict[str, Place] = field(default_factory=dict)
    by_postcode: dict[str, list[Place]] = field(default_factory=lambda: defaultdict(list))
    by_name: dict[str, list[Place]] = field(default_factory=lambda: defaultdict(list))

    @classmethod
    def of(cls, places: Iterable[Place]) -> "Gazetteer":
        known = cls()
        for place in places:
            known.by_code[place.code] = place
            for name in place.folded_names:
                known.by_name[name].append(place)
            for postcode in place.postcodes if place.today is None else ():
                known.by_postcode[postcode].append(place)
        return known


def read_commune(typed: Typed, known: Gazetteer) -> CommuneReading:
    """`known` holds every place that bears a code, a postcode or a name of `typed`."""
    if not typed.whole:
        return CommuneReading(refusal="Indiquez la commune.")
    if typed.name:
        return _by_name(typed, known)
    return _by_number(typed, known)


def _by_number(typed: Typed, known: Gazetteer) -> CommuneReading:
    place, served = known.by_code.get(typed.code), known.by_postcode.get(typed.code, [])
    elsewhere = [other for other in served if place and other != place.commune]
    if place and place.today and elsewhere:
        return _refuse(
            f"{typed.code} est un code postal ({_list(served)}) et l’ancien code d’une commune réunie à {_shown(place.commune)}."
        )
    if place:
        return _accept(place, also_postcode=bool(elsewhere))
    if len(served) == 1:
        only = _shown(served[0])
        remark = f"{typed.code} est un code postal\u00a0; la seule commune qu’il dessert a été retenue\u00a0: {only}."
        return _accept(served[0], remark=remark)
    if served:
        return _refuse(
            f"{typed.code} est un code postal que plusieurs communes partagent\u00a0: {_list(served)}."
        )
    return _refuse(f"«\u00a0{typed.text}\u00a0» n’est le code d’aucune commune.")


def _by_name(typed: Typed, known: Gazetteer) -> CommuneReading:
    """The whole cell may be a name with a number in it (« Paris 1er Arrondissement ») or a name beside a code."""
    name, numbers = (typed.whole, ()) if typed.whole in known.by_name else (typed.name, typed.numbers)
    named = known.by_name.get(name, [])
    if not named:
        return _refuse(f"«\u00a0{typed.text}\u00a0» n’est le nom d’aucune commune connue.")
    found = [place for place in named if all(place.bears(number) for number in numbers)]
    if not found:
        return _refuse(
            f"«\u00a0{typed.text}\u00a0»\u00a0: le nom et le code ne désignent pas la même commune ({_list(named)})."
        )
    return _one_of(found, name, typed)


def _one_of(found: list[Place], name: str, typed: Typed) -> CommuneReading:
    """A commune that bears the name today wins over those that bore it."""
    best = [place for place in found if place.today is None and place.folded_names[0] == name] or found
    if len({place.commune.code for place in best}) > 1:
        return _refuse(f"Plusieurs communes portent le nom «\u00a0{typed.text}\u00a0»\u00a0: {_list(best)}.")
    return _accept(best[0], renamed=best[0].folded_names[0] != name)


def _accept(
    place: Place, *, remark: str = "", renamed: bool = False, also_postcode: bool = False
) -> CommuneReading:
    today = place.commune
    if place.today:
        remark = f"{_shown(place)} fait partie de la commune {_shown(today)}, qui a été retenue."
    elif renamed:
        remark = f"La commune s’appelle aujourd’hui {_shown(today)}."
    return CommuneReading(today.code, today.name, remark, also_postcode=also_postcode)


def _refuse(reason: str) -> CommuneReading:
    return CommuneReading(refusal=f"{reason} {ASK_CODE}")


def _shown(place: Place) -> str:
    return f"{place.name} ({place.code})" if place.name else f"L’ancienne commune {place.code}"


def _list(places: list[Place]) -> str:
    shown = [f"{place.name} ({place.code}, {place.departement})" for place in places[:_SHOWN]]
    more = len(places) - _SHOWN
    return ", ".join(shown) + (f" et {more} autre{'s' if more > 1 else ''}" if more > 0 else "")
