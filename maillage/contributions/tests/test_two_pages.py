"""A report of eighty passages, said in two pages: each sentence is one idea with its sources, and the sources fit below."""

from io import BytesIO

import pikepdf
import pytest
from docx import Document
from docx.oxml.ns import qn

from maillage.contributions import papers
from maillage.contributions.actions import syntheses
from maillage.contributions.actions.reports import Sorted, Upload, add_report, sort
from maillage.contributions.models import Block, Contribution
from maillage.contributions.queries.syntheses import reading
from maillage.contributions.tests import invented_report
from maillage.contributions.tests.factories import make_keeper, make_process, told
from maillage.permissions.context import acting
from maillage.web.docx_document import as_docx
from maillage.web.pdf import render_pdf
from tests.plugin import become

pytestmark = pytest.mark.django_db

SAID = {
    "Les principaux constats": (
        "Venir à la permanence dépend d’un bus qui passe de moins en moins souvent.",
        "Le nombre de passages par jour change d’un village à l’autre, et personne n’en tient la liste.",
        "D’une réunion à l’autre, le même manque a été redit, sans réponse de qui organise les transports.",
    ),
    "Faiblesses identifiées": (
        "L’attente d’un premier rendez-vous décourage d’abord ceux qui viennent de loin.",
        "Aucun service ne dit, au moment de l’appel, combien de temps il faudra attendre.",
        "Le deuxième rendez-vous est perdu aussi souvent que le premier.",
    ),
    "Impacts": (
        "Des familles renoncent à leur demande, et reviennent quand une dette a grandi.",
        "Ce qui aurait été une aide de quelques semaines devient un dossier de plusieurs mois.",
        "Les équipes passent à réparer le temps qu’elles n’ont pas eu pour prévenir.",
    ),
    "Besoins repérés": (
        "Il manque un lieu où s’asseoir, ouvert sans dossier à remplir.",
        "Ce lieu vaut surtout s’il ouvre plusieurs jours de la semaine, toujours les mêmes.",
        "On doit pouvoir y venir sans dire pourquoi, et repartir avec un nom et une date.",
    ),
    "Menaces": (
        "La fermeture annoncée de bureaux laisserait des cantons entiers sans guichet.",
        "Rien n’est prévu pour les remplacer, ni pour prévenir les personnes suivies.",
        "Chaque fermeture charge le bureau voisin, qui devient à son tour fragile.",
    ),
    "Opportunités": (
        "Des mairies prêtent déjà une salle chauffée, et des bibliothèques un ordinateur.",
        "Ces prêts ne coûtent presque rien et pourraient être demandés partout.",
        "Il suffit souvent qu’une seule personne en tienne l’agenda pour que la salle serve.",
    ),
    "Préconisations": (
        "Tenir une permanence commune dans chaque quartier, avec les associations.",
        "Publier les jours de toutes les permanences sur une seule page, et l’afficher dans les bus.",
        "Confier à chaque permanence le soin de rappeler ceux qui ne sont pas venus.",
    ),
    "Pratiques inspirantes": (
        "Des habitantes accompagnent leurs voisins à un premier rendez-vous, et cela suffit souvent.",
        "Elles demandent une courte formation, et de savoir qui appeler quand c’est trop lourd.",
        "Là où elles agissent, on vient plus tôt, et pour des difficultés plus simples.",
    ),
}
"""Heading of the report → what is said of its ten passages."""


@pytest.fixture
def written():
    process = make_process()
    keeper = make_keeper(process.committee)
    with acting(keeper) as by:
        upload = Upload("groupe.txt", invented_report.text().encode())
        report = add_report(by=by, process=process, group="Groupe 4, vallée verte", territory=None, held_on=None, upload=upload)  # fmt: skip
        blocks = Block.objects.filter(report=report).exclude(guess="")
        decided = [
            Sorted(one.number, "taken", told=told(process, one.text, kind=one.guess, author="Groupe 4"))
            for one in blocks
        ]
        assert sort(by=by, report=report, decided=decided) == 80
        made = syntheses.begin(by=by, process=process, axis=None)
        for heading, sentences in SAID.items():
            given = list(Contribution.objects.filter(place__contains=heading).order_by("pk"))
            for rank, text in enumerate(sentences):
                told_by = {"paragraph": heading, "sources": given[rank::3]}
                syntheses.write(by=by, synthesis=made, text=text, **told_by)
        syntheses.publish(by=by, synthesis=made)
    return keeper, made


def test_it_fits_with_its_eighty_sources(written):
    keeper, made = written
    with acting(keeper):
        found = reading(keeper, made)
        data = papers.synthesis(made, found)
    assert len(found.sources) == 80
    sentences = [one for _, rows in found.paragraphs for one in rows]
    assert len({one.sentence.text for one in sentences}) == len(sentences) == 24
    assert all(one.sources for one in sentences)
    with pikepdf.open(BytesIO(render_pdf("web/record.typ", data))) as paper:
        assert len(paper.pages) == 2
    paper = Document(BytesIO(as_docx(data)))
    assert [one._sectPr.find(qn("w:cols")).get(qn("w:num")) for one in paper.sections][1] == "3"
    assert [one.text[:4] for one in paper.paragraphs if one.text.startswith("[")][-1] == "[80]"


def test_each_source_is_known_again_by_its_number_and_its_first_words(written):
    keeper, made = written
    with acting(keeper):
        notes = next(one["notes"] for one in papers.synthesis(made, reading(keeper, made))["blocks"] if "notes" in one)  # fmt: skip
        first = Contribution.objects.order_by("pk").first()
    with become("maintenance"):
        assert first.text.startswith("Le bus ne passe plus 1 fois")
    assert notes[0] == f"[1] n°\u00a0{first.pk}\u00a0: Le bus ne passe plus 1 fois par…"
    assert notes[-1].startswith("[80] n°\u00a0")
