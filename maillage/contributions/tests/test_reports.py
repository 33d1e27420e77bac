"""A report is cut where a human would cut it, sorted part by part, and each passage taken keeps where it comes from."""

from collections import Counter
from html import unescape

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from maillage.accounts.models import User
from maillage.contributions.actions.reports import Sorted, Upload, add_report, sort
from maillage.contributions.models import Block, Cell, Contribution
from maillage.contributions.queries.reports import next_part, parts
from maillage.contributions.report_blocks import html_lines, lines_of, passages
from maillage.contributions.rules.guesses import (
    Spoken,
    announces,
    furniture,
    guessed_axis,
    guessed_kind,
    is_left_over,
    likely_kind,
)
from maillage.contributions.tests import invented_report
from maillage.contributions.tests.factories import axes_of, make_keeper, make_process, told
from maillage.files.checks import checked
from maillage.files.refusals import Refused
from maillage.permissions import Forbidden
from maillage.permissions.context import acting
from maillage.web.docx_document import as_docx
from maillage.web.odt_document import as_odt
from tests.plugin import become

pytestmark = pytest.mark.django_db
RECORD = {
    "title": "Groupe 4",
    "blocks": [
        {"heading": "Besoins repérés"},
        {"list": ["Un lieu ouvert", "Du temps"]},
        {"heading": "Menaces"},
        {"text": "Le bureau ferme."},
    ],
}


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("Les principaux constats", "finding"),
        ("Faiblesses identifiées", "weakness"),
        ("Préconisations - Opportunités", "recommendation"),
        ("Pistes de travail à finaliser", "recommendation"),
        ("Expériences - Témoignages", "testimony"),
        ("Repérage de pratiques inspirantes", "practice"),
        ("Ordre du jour", ""),
        ("Renforcement", ""),
    ],
)
def test_a_heading_announces_a_kind(heading, kind):
    assert announces(heading) == kind


def test_the_nearest_heading_decides_and_the_one_above_when_it_says_nothing():
    assert guessed_kind(["Besoins", "Menaces"]) == "threat"
    assert guessed_kind(["Besoins", "Les habitants"]) == "need"


def test_an_axis_is_guessed_from_its_words_the_heading_first():
    axes = [
        Spoken(1, "row", "guichet, accueil"),
        Spoken(2, "row", "formation"),
        Spoken(3, "column", "logement"),
    ]
    assert guessed_axis("row", axes, "", "Une formation pour l’accueil au guichet") == 1
    assert guessed_axis("row", axes, "La formation", "au guichet") == 2
    assert guessed_axis("column", axes, "", "Hébergement") is None


def test_what_belongs_to_pages_is_known_from_what_was_said():
    footer, said = "Groupe de travail 4, vallée verte", "Le bureau ferme."
    left = [
        "12",
        "page 3/20",
        "Page 4 sur 9",
        "1 2 3 4 ... 20",
        "© Association de la vallée",
        "https://exemple.test/a",
    ]
    texts = [said, footer, "Du temps", *left, footer, "Trois permanences par semaine", footer]
    assert furniture(texts) == {footer, *left}


def test_a_part_that_announces_nothing_is_mostly_to_do_or_was_seen():
    assert is_left_over("Ordre du jour de la séance")
    assert not is_left_over("Pistes de travail")
    assert (
        likely_kind(["Tenir une permanence", "Écrire moins de lettres", "Le temps manque"])
        == "recommendation"
    )
    assert likely_kind(["Le temps manque", "Des dossiers se perdent", "Tenir bon"]) == "finding"


def test_footers_are_left_beforehand_and_may_be_taken_up_again(client):
    process = make_process()
    keeper = make_keeper(process.committee)
    pages = "".join(
        f"• Le bureau du village {n} ferme en hiver\n\n© La vallée, page {n}\n\n" for n in range(1, 4)
    )
    report = added(process, keeper, f"Menaces\n\n{pages}")
    with become("maintenance"):
        assert Counter(Block.objects.values_list("state", flat=True)) == {"waiting": 3, "aside": 3}
    browser_of(client, keeper)
    url = reverse("contributions:sort", args=[report.public_id, 2])
    rows, _ = axes_of(process)
    assert "3 passages laissés" in unescape(client.get(report.get_absolute_url()).text).replace("\u00a0", " ")
    assert client.post(url, filled(client.get(url), row_p2=rows[0].pk)).status_code == 302
    again = client.get(url).context["form"]
    assert {again[name].value() for name in again.fields if name.startswith("state_")} == {"aside"}


def test_a_whole_part_is_left_at_once_and_those_that_follow_are_on_the_same_page(client):
    process = make_process()
    keeper = make_keeper(process.committee)
    parts_of = "Ordre du jour\n\n• Tour de table et présentation de chacun\n\nMenaces\n\n• Le bureau ferme\n"
    report = added(process, keeper, parts_of)
    browser_of(client, keeper)
    url = reverse("contributions:sort", args=[report.public_id, 2])
    page, (rows, _) = client.get(url), axes_of(process)
    form = page.context["form"]
    assert [form[f"part_{n}"].value() for n in (2, 3)] == ["aside", "sort"]
    assert client.post(url, filled(page, row_p3=rows[0].pk)).status_code == 302
    with become("maintenance"):
        assert list(Contribution.objects.values_list("text", flat=True)) == ["Le bureau ferme"]
        assert Block.objects.filter(state="aside").count() == 1


def test_word_libreoffice_and_a_page_are_cut_alike():
    page = "<html><head><title>x</title><style>p{}</style></head><body><h2>Besoins repérés</h2><ul><li>Un lieu ouvert"
    page += "<li>Du temps</ul><h2>Menaces</h2><p>Le bureau ferme.</p><script>alert(1)</script></body></html>"
    docx, odt = (checked(f"x.{kind}", make(RECORD)) for kind, make in (("docx", as_docx), ("odt", as_odt)))
    found = [passages(lines_of(one.kind, one.content)) for one in (docx, odt)]
    found.append(passages(html_lines(page.encode())))
    for one in found:
        assert [(row.path[-1], row.kind, row.text) for row in one] == [
            ("Besoins repérés", "bullet", "Un lieu ouvert"),
            ("Besoins repérés", "bullet", "Du temps"),
            ("Menaces", "paragraph", "Le bureau ferme."),
        ]


@pytest.mark.parametrize("content", [b"\n \n", b"%PDF-1.4 rien"])
def test_what_holds_no_text_is_refused_with_what_to_do(content):
    with pytest.raises(Refused):
        passages(lines_of("pdf" if content.startswith(b"%") else "txt", content))


def added(process, keeper, text, **more):
    values = {"group": "Groupe 4", "territory": None, "held_on": None, **more}
    with acting(keeper):
        return add_report(by=keeper, process=process, **values, upload=Upload("groupe.txt", text.encode()))


def test_only_who_runs_the_process_gives_and_sorts_a_report():
    process = make_process()
    stranger = make_keeper(make_process().committee)
    with pytest.raises(Forbidden):
        added(process, stranger, "Menaces\n\n• Le bureau ferme\n")


def sorted_by(keeper, report, *decided):
    with acting(keeper):
        return sort(by=keeper, report=report, decided=list(decided))


def test_what_is_taken_keeps_its_place_what_is_joined_goes_with_it_and_twice_is_once():
    process = make_process()
    keeper = make_keeper(process.committee)
    report = added(
        process, keeper, "Menaces\n\n• Le bureau ferme\n\n• Et la poste aussi.\n\n• Merci à tous\n"
    )
    first = told(process, "Le bureau ferme", kind="threat")
    decided = (Sorted(1, "taken", told=first), Sorted(2, "joined", "Et la poste aussi."), Sorted(3, "aside"))
    assert sorted_by(keeper, report, *decided) == 1
    assert sorted_by(keeper, report, *decided) == 0
    with become("maintenance"):
        one = Contribution.objects.get()
        assert (one.text, one.kind, one.channel) == (
            "Le bureau ferme\nEt la poste aussi.",
            "threat",
            "report",
        )
        assert (one.source, one.place, one.report) == ("Groupe 4", "Menaces, passage 1", report)
        assert Cell.objects.filter(contribution=one).count() == 1
        assert list(Block.objects.values_list("state", flat=True)) == ["taken", "joined", "aside"]


def test_what_was_left_may_be_taken_up_again(client):
    process = make_process()
    keeper = make_keeper(process.committee)
    report = added(process, keeper, "Menaces\n\n• M. Martin dit que le bureau du bas ferme\n")
    assert sorted_by(keeper, report, Sorted(1, "aside")) == 0
    page = browser_of(client, keeper).get(reverse("contributions:sort", args=[report.public_id, 2]))
    assert "on dirait un nom" in unescape(page.text)
    assert sorted_by(keeper, report, Sorted(1, "taken", told=told(process))) == 1


def test_nothing_is_kept_when_a_passage_is_refused():
    process = make_process()
    keeper = make_keeper(process.committee)
    report = added(process, keeper, "Témoignages\n\n• On m’a écoutée\n\n• Et moi aussi\n")
    spoken = told(process, "On m’a écoutée", kind="testimony", author="", agreed=False)
    with pytest.raises(ValidationError, match="accord"):
        sorted_by(keeper, report, Sorted(1, "taken", told=told(process)), Sorted(2, "taken", told=spoken))
    with become("maintenance"):
        assert not Contribution.objects.exists()
        assert set(Block.objects.values_list("state", flat=True)) == {"waiting"}


def browser_of(client, actor):
    with become("maintenance"):
        user = User.objects.get(pk=actor.user_id)
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def filled(page, **more):
    """What the page sends when nothing else is changed."""
    form = page.context["form"]
    return {bound.html_name: bound.value() or "" for bound in form} | more


def next_part_of(keeper, report):
    with acting(keeper):
        return next_part(report)


def test_a_long_report_is_sorted_page_by_page_as_a_human_would(client):
    """Invented, of the shape of a real one: at least eighty contributions, each of the kind of its heading."""
    process = make_process()
    keeper = make_keeper(process.committee)
    report = added(process, keeper, invented_report.text())
    rows, columns = axes_of(process)
    browser_of(client, keeper)
    with acting(keeper):
        announced = {one.section: bool(one.guess) for one in parts(report)}
    seen, section = 0, next_part_of(keeper, report)
    while section:
        url = reverse("contributions:sort", args=[report.public_id, section])
        page = client.get(url)
        sent = filled(page)
        for one in [one for one in announced if f"part_{one}" in sent]:
            sent |= {f"row_p{one}": rows[one % 2].pk, f"column_p{one}": columns[one % 2].pk}
            sent |= {} if announced[one] else {f"part_{one}": "aside"}
        assert client.post(url, sent).status_code == 302
        seen, section = seen + 1, next_part_of(keeper, report)
    assert seen <= 5
    with become("maintenance"):
        kinds = Counter(Contribution.objects.values_list("kind", flat=True))
        texts = set(Contribution.objects.values_list("text", flat=True))
        assert not Block.objects.filter(state="waiting").exists()
        assert Contribution.objects.filter(author="Groupe 4", report=report).exclude(place="").count() == 80
    assert kinds == dict.fromkeys((kind for kind, _ in invented_report.KINDS.values()), 10)
    assert "Un lieu où l’on s’assoit, ouvert le jour 1 de la semaine, sans dossier à remplir" in texts
    assert "Tout est trié" in unescape(client.get(report.get_absolute_url()).text)


def test_a_refused_part_is_shown_again_with_what_was_typed(client):
    process = make_process()
    keeper = make_keeper(process.committee)
    report = added(process, keeper, "Menaces\n\n• Le bureau du bas ferme à la fin de cette année\n")
    url = reverse("contributions:sort", args=[report.public_id, 2])
    page = browser_of(client, keeper).get(url)
    untold = client.post(url, filled(page, kind_p2="testimony", agreed=""))
    assert "Le passage 1 est un témoignage : cochez l’accord" in unescape(untold.text).replace("\u00a0", " ")
    refused = client.post(url, filled(page, kind_p2="", text_1="Mes mots", row_p2="", column_p2=""))
    assert refused.status_code == 422
    shown = unescape(refused.text)
    assert "Mes mots" in shown
    assert "Choisissez un type." in shown
    assert "Choisissez un thème ou une politique." in shown
