"""What a structure's card must be made of, said in a sentence to the person who typed it."""

import re

import phonenumbers
from django.core.exceptions import ValidationError

_SHORT_NUMBER = re.compile(r"1\d|11[0-9]|3\d{3}|11[68]\d{3}")
_POST_OFFICE = "356000000"
_OVERSEAS = {
    "971": "GP", "972": "MQ", "973": "GF", "974": "RE", "975": "PM", "976": "YT",
    "977": "BL", "978": "MF", "986": "WF", "987": "PF", "988": "NC",
}  # fmt: skip


def normal_phone(text: str, commune_code: str = "") -> str:
    """E.164 ("+33247…"), or the short number as it is dialled ("3949"); the commune tells the overseas plan."""
    digits = re.sub(r"[\s.\-/]", "", text)
    if not digits or _SHORT_NUMBER.fullmatch(digits):
        return digits
    for region in (_OVERSEAS.get(commune_code[:3], "FR"), *_OVERSEAS.values()):
        if number := _number(text, region):
            return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    raise ValidationError(
        f"«\u00a0{text}\u00a0» n’est pas un numéro de téléphone\u00a0: écrivez-le en chiffres, par exemple 02 47 00 00 00 ou 3949."
    )


def shown_phone(kept: str) -> str:
    """ "02 47 00 00 00", "+32 2 201 00 00"; a short number as it is."""
    number = _number(kept, "FR")
    if number is None:
        return kept
    national = number.country_code == phonenumbers.country_code_for_region("FR")
    form = (
        phonenumbers.PhoneNumberFormat.NATIONAL if national else phonenumbers.PhoneNumberFormat.INTERNATIONAL
    )
    return phonenumbers.format_number(number, form)


def normal_siret(text: str) -> str:
    """14 digits without spaces, checked."""
    siret = re.sub(r"\s", "", text)
    if siret:
        check_siret(siret)
    return siret


def check_siret(siret: str) -> None:
    """Luhn on 14 digits; the Post Office's establishments add up to a multiple of five instead (Insee, Sirene)."""
    if not re.fullmatch(r"[0-9]{14}", siret):
        raise ValidationError("Le SIRET compte 14 chiffres\u00a0: vérifiez celui que vous avez saisi.")
    digits = [int(digit) for digit in siret]
    luhn = sum(digits[1::2]) + sum(2 * digit - 9 * (digit > 4) for digit in digits[::2])
    if luhn % 10 and not (siret.startswith(_POST_OFFICE) and sum(digits) % 5 == 0):
        raise ValidationError("Ce SIRET n’existe pas\u00a0: un de ses chiffres est sans doute faux.")


def _number(text: str, region: str) -> phonenumbers.PhoneNumber | None:
    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return None
    return number if phonenumbers.is_valid_number(number) else None
