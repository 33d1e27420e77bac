import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from maillage.directory.actions import create_structure
from maillage.directory.models import Structure
from maillage.directory.rules import check_siret, normal_phone, normal_siret
from maillage.directory.tests.factories import LOADER, commune, structure, structure_kind


def _refused(siret):
    try:
        check_siret(siret)
    except ValidationError:
        return True
    return False


@pytest.mark.parametrize(
    ("typed", "commune_code", "phone"),
    [
        ("02 47 21 67 14", "37261", "+33247216714"),
        ("02.47.21.67.14", "37261", "+33247216714"),
        ("+33 2 47 21 67 14", "", "+33247216714"),
        ("0590 99 12 34", "97105", "+590590991234"),
        ("0262 90 15 01", "97411", "+262262901501"),
        ("39 49", "37261", "3949"),
        ("115", "37261", "115"),
        ("", "37261", ""),
    ],
)
def test_normal_phone(typed, commune_code, phone):
    assert normal_phone(typed, commune_code) == phone


@pytest.mark.parametrize(
    "typed", ["zéro deux quarante-sept", "02 47 21", "12345678901234567890", "le matin", "\x00"]
)
def test_a_phone_in_words_is_refused(typed):
    with pytest.raises(ValidationError, match="écrivez-le en chiffres"):
        normal_phone(typed)


@pytest.mark.parametrize("siret", ["73282932000074", "35600000000048", "732 829 320 00074"])
def test_a_true_siret(siret):
    assert normal_siret(siret) == siret.replace(" ", "")


@pytest.mark.parametrize(
    ("siret", "message"),
    [
        ("73282932000075", "Ce SIRET n’existe pas"),
        ("35600000000041", "Ce SIRET n’existe pas"),
        ("732829320", "14 chiffres"),
        ("7328293200007O", "14 chiffres"),
        ("٧٣٢٨٢٩٣٢٠٠٠٠٧٤", "14 chiffres"),
    ],
)
def test_a_false_siret(siret, message):
    with pytest.raises(ValidationError, match=message):
        normal_siret(siret)


def test_every_wrong_digit_is_seen():
    good = "73282932000074"
    wrong = [
        good[:place] + str(digit) + good[place + 1 :]
        for place in range(14) for digit in range(10) if str(digit) != good[place]
    ]  # fmt: skip
    assert len(wrong) == 126
    assert all(_refused(siret) for siret in wrong)


def create(**fields):
    told = {"name": "CCAS de Tours", "kind": structure_kind(), "commune": commune()} | fields
    return create_structure(by=LOADER, **told)


@pytest.mark.usefixtures("territories")
def test_create_structure_tidies_what_is_typed():
    made = create(
        name="  CCAS   de Tours ",
        phone="02 47 21 67 14",
        siret="732 829 320 00074",
        address=" 2 allée  des Tulipes ",
    )
    made.refresh_from_db()
    assert (made.name, made.phone, made.siret, made.address) == (
        "CCAS de Tours", "+33247216714", "73282932000074", "2 allée des Tulipes",
    )  # fmt: skip
    assert (str(made), made.active, made.commune.name) == ("CCAS de Tours", True, "Tours")


@pytest.mark.usefixtures("territories")
def test_a_structure_follows_its_merged_commune():
    assert create(commune=commune("37120")).commune.code == "37232"


@pytest.mark.usefixtures("territories")
@pytest.mark.parametrize(
    ("fields", "messages"),
    [
        ({"name": " "}, {"name": ["Ce champ ne peut pas être vide."]}),
        ({"name": "a\x00b"}, {"name": ["Le caractère nul n’est pas autorisé."]}),
        ({"phone": "le matin"}, {"phone": [
            "«\u00a0le matin\u00a0» n’est pas un numéro de téléphone\u00a0: écrivez-le en chiffres, par exemple 02 47 00 00 00 ou 3949."
        ]}),
        ({"siret": "1"}, {"siret": ["Le SIRET compte 14 chiffres\u00a0: vérifiez celui que vous avez saisi."]}),
        ({"email": "accueil"}, {"email": ["Saisissez une adresse de courriel valide."]}),
    ],
)  # fmt: skip
def test_a_structure_refused_says_why(fields, messages):
    with pytest.raises(ValidationError) as refusal:
        create(**fields)
    assert refusal.value.message_dict == messages
    assert Structure.objects.count() == 0


@pytest.mark.usefixtures("territories")
def test_a_structure_stands_in_a_commune():
    with pytest.raises(ValidationError, match="Choisissez une commune dans la liste"):
        create(commune=commune().departement)


@pytest.mark.usefixtures("territories")
@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"name": "  "}, "directory_structure_named"),
        ({"siret": "12"}, "directory_structure_siret"),
        ({"phone": "demain"}, "directory_structure_phone"),
    ],
)
def test_what_the_database_refuses(fields, constraint):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        structure(**fields)


@pytest.mark.usefixtures("territories")
def test_no_structure_is_its_own_parent():
    made = structure()
    with pytest.raises(IntegrityError, match="directory_structure_not_its_own_parent"), transaction.atomic():
        Structure.objects.filter(pk=made.pk).update(parent=made)
