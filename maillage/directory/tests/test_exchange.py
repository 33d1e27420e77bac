"""Files read whatever their shape, checked line by line: real ones from `../shared`, and bad input of every kind."""

import datetime as dt
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maillage.directory.actions import load_structure_kinds
from maillage.directory.exchange import Record, Unreadable, check, recognise, records
from maillage.directory.exchange.geometry import from_lambert93, kilometres, to_lambert93
from maillage.directory.exchange.hours import every_other_week, to_osm
from maillage.directory.exchange.wordlists import kind_in, publics_in, themes_in
from maillage.directory.models import StructureKind
from maillage.directory.queries.exchange import places
from maillage.directory.tests.factories import LOADER

FOLDER = Path("shared/data/directories")
REAL = next(
    (parent / FOLDER for parent in Path(__file__).resolve().parents if (parent / FOLDER).is_dir()), FOLDER
)
THEME = "sante--addictions"


@pytest.fixture
def known(territories):
    load_structure_kinds(by=LOADER)
    StructureKind.objects.get_or_create(code="autre", defaults={"label": "Autre"})
    return places()


def real(name: str) -> Path:
    if not (REAL / name).exists():
        pytest.skip(f"{REAL / name} is not there")
    return REAL / name


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "shape", "structures", "services", "refused", "without_commune", "without_point"),
    [
        ("angers.csv", "mapped", 63, 63, 0, 0, 0),
        ("gironde.csv", "mapped", 347, 316, 0, 0, 0),
        ("maine-et-loire.csv", "mapped", 243, 224, 25, 0, 0),
        ("hub-lo.json", "mapped", 426, 284, 0, 3, 29),
        ("bus-france-services-charente.csv", "mapped", 12, 12, 0, 0, 2),
        ("data-inclusion-template.xlsx", "data-inclusion", 1, 2, 0, 1, 3),
    ],
)
def test_real_files_come_in(
    known, name, shape, structures, services, refused, without_commune, without_point
):
    path = real(name)
    assert recognise(path).shape == shape
    told = list(records(path))
    checked = check(told, known)
    kept = [one for one in checked if not one.refusal]
    assert [sum(one.kind == kind for one in told) for kind in ("structure", "service")] == [
        structures,
        services,
    ]
    assert len(checked) - len(kept) == refused
    assert sum(one.payload["commune_id"] is None for one in kept) == without_commune
    assert sum(one.payload["lat"] is None for one in kept) == without_point


def test_a_travelling_bus_comes_on_odd_weeks():
    first = next(records(real("bus-france-services-charente.csv")))
    assert first.values["horaires_accueil"] == "week 1-53/2 Mo 09:30-12:30,13:30-15:30; PH off"


def test_latitudes_under_a_header_that_says_x_are_a_guess_that_is_shown():
    columns = {one.header: (one.field, one.sure) for one in recognise(real("gironde.csv")).columns}
    assert columns["Coord. X"] == ("latitude", False)
    assert columns["Coord. Y"] == ("longitude", False)


@pytest.mark.parametrize(
    ("words", "osm"),
    [
        ("Du lundi au vendredi de 9h à 12h et de 14h à 17h", "Mo-Fr 09:00-12:00,14:00-17:00"),
        ("9h-12h et 14h-17h du lundi au vendredi", "Mo-Fr 09:00-12:00,14:00-17:00"),
        (
            "Lundi et Jeudi\u00a0: 14h à 18h Mardi et Vendredi\u00a0: 9h à 12h30",
            "Mo,Th 14:00-18:00; Tu,Fr 09:00-12:30",
        ),
        ("Mardi\u00a0: 15h à18h30 Samedi\u00a0: 9:30-12:30", "Tu 15:00-18:30; Sa 09:30-12:30"),
        ("tous les jours de 8h à 20h", "Mo-Su 08:00-20:00"),
        ("Lundi au vendredi, 9h à 12h30 (17h00 pendant les vacances scolaires)", None),
        ("Sur rendez-vous", None),
        ("Du lundi au vendredi", None),
        ("9h à 12h lundi, 14h à 17h mardi", None),
        ("lundi 25h à 26h", None),
        ("", None),
    ],
)
def test_simple_hours_are_read_and_the_others_left_in_words(words, osm):
    assert to_osm(words) == osm


@pytest.mark.parametrize(
    ("weeks", "hours"),
    [
        ("Semaine impaire", "week 1-53/2 Mo 09:00-12:00; PH off"),
        ("semaines paires", "week 2-52/2 Mo 09:00-12:00; PH off"),
        ("ouvert", "Mo 09:00-12:00; PH off"),
    ],
)
def test_every_other_week(weeks, hours):
    assert every_other_week("Mo 09:00-12:00; PH off", weeks) == hours


@given(st.floats(41.5, 51), st.floats(-4.5, 9.5))
def test_lambert_93_comes_back(lat, lon):
    back = from_lambert93(*to_lambert93(lat, lon))
    assert back == pytest.approx((lat, lon), abs=1e-8)


def test_lambert_93_of_a_known_point():
    """Angers, place du Ralliement, as the IGN's calculator gives it, within ten metres."""
    lat, lon = from_lambert93(432_500, 6_713_900)
    assert kilometres(lat, lon, 47.4716, -0.5515) < 1.0


def test_words_of_lists():
    assert themes_in("Aide aux démarches dématérialisées") == ["numerique--acceder-a-des-services-en-ligne"]
    assert themes_in("Oui", "INITIATION") == ["numerique--maitriser-les-fondamentaux-du-numerique"]
    assert themes_in("non", "INITIATION") == themes_in("-", "INTERNET") == themes_in("Jardinage") == []
    assert publics_in("Jeune, Demandeur d'Emploi") == ["jeunes", "demandeurs-emploi"]
    assert publics_in("Tout public") == ["tous-publics"]
    assert [kind_in(text) for text in ("Centre Social / France Services", "CCAS", "Cybercentre")] == [
        "france-service", "ccas-cias", "",
    ]  # fmt: skip


def told(kind="service", **values):
    base = {"id": "1", "nom": "Consultation", "description": "Parler à quelqu’un.", "date_maj": "2026-11-02"}
    base |= {"structure_id": "9", "code_insee": "37072"} if kind == "service" else {"code_insee": "37072"}
    return Record(7, kind, base | values)


def one(known, kind="service", **values):
    (checked,) = check([told(kind, **values)], known)
    return checked


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("values", "refusal"),
    [
        ({"nom": ""}, "Il manque le nom"),
        ({"nom": "ab"}, "moins de 3 lettres"),
        ({"id": ""}, "Il manque l’identifiant"),
        ({"structure_id": ""}, "Il manque la structure"),
        ({"description": "<script>alert(1)</script>"}, "Il manque la description"),
        ({"id": "x" * 201}, "dépasse 200 caractères"),
    ],
)
def test_what_can_not_be_a_card_is_refused_with_what_is_missing(known, values, refusal):
    checked = one(known, **values)
    assert refusal in checked.refusal
    assert (checked.payload, checked.line) == ({}, 7)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("values", "column", "value", "remark"),
    [
        ({"code_insee": "", "commune": "Saint Étienne", "code_postal": "42000"}, "commune", "42218", ""),
        ({"code_insee": "", "commune": "ST-ETIENNE", "code_postal": "42000"}, "commune", "42218", ""),
        ({"code_insee": "1004"}, "commune", "01004", ""),
        ({"code_insee": "37500"}, "commune", None, "sans commune"),
        ({"code_insee": "99999"}, "commune", None, "sans commune"),
        ({"latitude": 0.2451, "longitude": 47.1722}, "lat", 47.1722, "inversées"),
        ({"latitude": 45.0, "longitude": -8.0}, "lat", None, "à plus de 50 km de Chinon"),
        ({"latitude": "nan", "longitude": 0.24}, "lat", None, "ne sont pas deux nombres"),
        ({"latitude": "inf", "longitude": 0.24}, "lat", None, "ne sont pas deux nombres"),
        ({"latitude": "47,1722", "longitude": "0,2451"}, "lat", 47.1722, ""),
        ({"telephone": "demander Karim au bureau"}, "phone", "", "n’est pas un numéro"),
        ({"telephone": "accueil\u00a0: 02 47 00 00 01"}, "phone", "+33247000001", ""),
        ({"telephone": "33247000001"}, "phone", "+33247000001", ""),
        ({"telephone": "3949"}, "phone", "3949", ""),
        ({"courriel": "pas une adresse"}, "email", "", "n’est pas une adresse"),
        ({"lien_mobilisation": "javascript:alert(1)"}, "mobilisation_link", "", "n’est pas une adresse de page"),
        ({"horaires_accueil": "du lundi au jeudi, 9h à 12h"}, "hours", "Mo-Th 09:00-12:00", "lus et traduits"),
        ({"horaires_accueil": "quand c’est ouvert"}, "opening", "quand c’est ouvert", "gardés en mots"),
        ({"thematiques": "sante--addictions, sante--x"}, "themes", [THEME], "n’est pas dans la liste"),
        ({"publics": ["tous-publics", "jeunes"]}, "publics", ["jeunes"], "ne va avec aucun autre"),
        ({"zone_eligibilite": ["24"]}, "zones", ["departement:24"], ""),
        ({"zone_eligibilite": ["37", "243700754", "37072", "france"]}, "zones",
         ["commune:37072", "departement:37", "epci:243700754", "france"], ""),
        ({"zone_eligibilite": ["93"]}, "zones", ["departement:93"], ""),
        ({"zone_eligibilite": ["53", "zz"]}, "zones", ["departement:53"], "n’est le code d’aucun territoire"),
        ({"zone_eligibilite": ["84"]}, "zones", ["departement:84"], ""),
        ({"zone_eligibilite": ["99134"]}, "zones", ["country:99134"], ""),
        ({"description": "<p>Un <b>colis</b></p><script>alert(1)</script>"}, "description", "Un colis", "page web"),
        ({"date_maj": "2199-01-01"}, "updated_on", None, "dans le futur"),
        ({"date_maj": "hier"}, "updated_on", None, "n’est pas une date"),
        ({"date_maj": "02/11/2026"}, "updated_on", "2026-11-02", ""),
        ({"date_maj": "2020/06/30 14:16:50.898"}, "updated_on", "2020-06-30", ""),
        ({"nombre_semaines": "beaucoup"}, "weeks", None, "n’est pas un nombre"),
        ({"nom": "Consultation."}, "name", "Consultation", "le point final"),
        ({"nom": "=cmd|' /C calc'!A0"}, "name", "=cmd|' /C calc'!A0", ""),
    ],
)  # fmt: skip
def test_the_rest_is_repaired_or_left_out_and_said(known, values, column, value, remark):
    checked = one(known, **values)
    assert checked.refusal == ""
    if column == "commune":
        pks = {place.pk: code for code, place in known.communes.items()}
        assert pks.get(checked.payload["commune_id"]) == value
    else:
        assert checked.payload[column] == value
    assert remark in " ".join(checked.remarks)
    assert bool(remark) <= bool(checked.remarks)


@pytest.mark.django_db
def test_a_region_s_code_gives_its_departements(known):
    """11 is Île-de-France, and the Aude: as a zone, a département comes first; 28 and 44 too. 02 and 06 as well."""
    only_regions = sorted(set(known.regions) - known.departements)
    assert only_regions == []
    assert one(known, zone_eligibilite=["11"]).payload["zones"] == ["departement:11"]


@pytest.mark.django_db
def test_a_merged_commune_is_followed(known):
    checked = one(known, code_insee="49018", zone_eligibilite=["49018"])
    assert checked.refusal == ""
    codes = {place.pk: code for code, place in known.communes.items()}
    assert checked.payload["zones"] == [f"commune:{codes[checked.payload['commune_id']]}"]


@pytest.mark.django_db
def test_a_structure_takes_the_kind_of_its_network(known):
    kinds = {pk: code for code, pk in known.kinds.items()}
    found = one(
        known, "structure", reseaux_porteurs="mission-locale,x", siret="123", site_web="exemple.fr"
    ).payload
    assert (kinds[found["kind_id"]], found["networks"]) == ("mission-locale", ["mission-locale"])
    assert (found["siret"], found["website"]) == ("", "https://exemple.fr")
    assert kinds[one(known, "structure").payload["kind_id"]] == "autre"


@pytest.mark.django_db
@given(values=st.dictionaries(
    st.sampled_from(["nom", "description", "commune", "code_postal", "code_insee", "latitude", "longitude", "telephone",
                     "courriel", "zone_eligibilite", "publics", "date_maj", "horaires_accueil", "nombre_semaines",
                     "siret", "lien_source", "thematiques", "volume_horaire_hebdomadaire"]),
    st.one_of(st.text(max_size=40), st.floats(), st.integers(), st.none(), st.booleans(),
              st.lists(st.text(max_size=9), max_size=3), st.dates()),
))  # fmt: skip
def test_nothing_breaks_a_line(known_once, values):
    for kind in ("structure", "service"):
        checked = one(known_once, kind, **values)
        json.dumps(checked.payload, allow_nan=False)
        assert bool(checked.refusal) != bool(checked.payload)


@pytest.fixture(scope="module")
def known_once(django_db_setup, django_db_blocker):
    """Places alone, whose communes are read without the database."""
    from maillage.directory.exchange import Places
    from maillage.directory.rules import Gazetteer, Typed, read_commune

    empty = Gazetteer()
    return Places({}, {}, frozenset(), frozenset({"37"}), {}, {"autre": 1}, {"autre": "Autre"},
                  lambda texts: {text: read_commune(Typed.of(text), empty) for text in texts})  # fmt: skip


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("vide.csv", b"", "vide"),
        ("page.pdf", b"%PDF-1.7 x", "pas un tableau"),
        ("x.json", b"{1: 2", "n’est pas lisible"),
        ("x.json", b'{"a": 1}', "n’est pas lisible"),
        ("x.xlsx", b"PK\x03\x04 broken", "abîmé"),
        ("sans-nom.csv", b"a;b\n1;2\n", "nom de la structure"),
        ("zeros.csv", b"\x00\x01\x02\x03" * 50, "n’est pas un texte"),
    ],
)
def test_a_file_that_can_not_be_read_says_what_to_do(tmp_path, name, content, sentence):
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(Unreadable, match=sentence):
        list(records(path))


def test_json_in_its_three_shapes(tmp_path):
    item = {
        "id": "1",
        "nom": "Épicerie",
        "structure_id": "9",
        "description": "Des colis",
        "thematiques": [THEME],
    }
    shapes = (
        json.dumps([item]),
        json.dumps({"services": [item]}),
        json.dumps(item) + "\n" + json.dumps(item),
    )
    counts = []
    for shape in shapes:
        path = tmp_path / "x.json"
        path.write_text(shape)
        found = list(records(path))
        assert {one.kind for one in found} == {"service"}
        assert found[0].values["thematiques"] == [THEME]
        counts.append(len(found))
    assert counts == [1, 1, 2]


def test_a_mapping_chosen_by_hand_is_followed(tmp_path):
    path = tmp_path / "x.csv"
    path.write_text("Quoi;Où;Truc\nÉpicerie;Chinon;Accès à Internet\n", encoding="cp1252")
    found = list(records(path, {"Quoi": "nom", "Où": "commune", "Truc": "thematiques"}))
    assert [(one.kind, one.values.get("commune")) for one in found] == [
        ("structure", "Chinon"),
        ("service", "Chinon"),
    ]
    again = list(records(path, {"Quoi": "nom", "Où": "commune", "Truc": ""}))
    assert [one.values["id"] for one in again] == [found[0].values["id"]]


def test_dates_of_a_workbook_are_dates():
    (structure,) = [one for one in records(real("data-inclusion-template.xlsx")) if one.kind == "structure"]
    assert structure.values["date_maj"] == dt.date(2026, 2, 23)


@pytest.mark.parametrize(
    "words", ["Résidents en QPV ou FRR", "residents-qpv-frr", "Habitants d’un quartier prioritaire"]
)
def test_a_public_is_known_by_our_label_and_by_the_schema_s(words):
    assert publics_in(words) == ["residents-qpv-frr"]
