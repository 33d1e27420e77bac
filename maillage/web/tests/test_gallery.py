import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.urls import reverse

import maillage.web
from maillage.web.tests.html import Page

PACKAGE = Path(maillage.web.__file__).parent
TEMPLATES = PACKAGE / "templates" / "web"
TAGGED = {"_table.html": "{% table", "_comparison.html": "{% comparison"}
NESTED = {
    "_messages.html": "base.html",
    "_pagination.html": "_pages.html",
    "_confirm_form.html": "confirm.html",
    "_differences.html": "form_page.html",
    "_error_summary.html": "form/form.html",
}
ABSENT = {
    "_identity.html": "holds the only h1 of its page",
}


@pytest.fixture
def page(client, db):
    response = client.get(reverse("web:gallery"))
    assert response.status_code == 200
    return Page(response.text)


def weight(*names):
    return sum(Path(finders.find(name)).stat().st_size for name in names)


def test_the_style_sheet_stays_under_40_kb():
    assert 10_000 < weight("web/maillage.css") < 40_000


def test_all_the_javascript_htmx_included_stays_under_60_kb(client, db):
    scripts = [script["src"] for script in Page(client.get(reverse("web:gallery")).text).all("script")]
    names = [re.sub(r"\.[0-9a-f]{12}(?=\.)", "", script).removeprefix("/static/") for script in scripts]
    assert names == ["django_htmx/htmx-2.min.js", "web/maillage.js"]
    assert 40_000 < weight(*names) < 60_000


def test_no_style_and_no_script_inside_the_page(page):
    assert [tag for tag, attrs in page.elements if tag == "style" or "style" in attrs] == []
    assert [attrs for tag, attrs in page.elements if tag == "script" and "src" not in attrs] == []
    assert [key for _, attrs in page.elements for key in attrs if key.startswith("on")] == []


def test_nothing_points_nowhere(page):
    assert (page.dangling(), page.repeated_ids()) == ([], [])
    assert len(page.all("h1")) == 1


def test_every_component_has_a_contract_and_is_shown():
    components = sorted(path.name for path in TEMPLATES.glob("_*.html"))
    assert len(components) > 15
    without = [name for name in components if not re.match(r"({% load web %})?{% comment %}", _source(name))]
    gallery = _source("gallery.html")
    hidden = [name for name in components if name not in ABSENT and not _is_shown(name, gallery)]
    assert (without, hidden) == ([], [])


def _is_shown(name, gallery):
    return (
        f'"web/{name}"' in gallery + _source(NESTED.get(name, name)) * (name in NESTED)
        or TAGGED.get(name, "\0") in gallery
    )


def _source(name):
    return (TEMPLATES / name).read_text()


def test_every_component_is_in_the_readme():
    readme = (PACKAGE / "README.md").read_text()
    missing = [name for name in (path.name for path in TEMPLATES.glob("_*.html")) if name not in readme]
    assert sorted(missing) == ["_comparison.html", "_confirm_form.html", "_messages.html", "_table.html"]


def test_a_form_in_error_comes_back_with_what_was_typed(client, db):
    response = client.post(
        reverse("web:gallery"), {"last_name": "Benali <b>", "rent": "douze", "note": "mes mots"}
    )
    page = Page(response.text)
    assert (response.status_code, len(page.all("div", role="alert"))) == (422, 1)
    assert [field["value"] for name in ("last_name", "rent") for field in page.all("input", name=name)] == [
        "Benali <b>",
        "douze",
    ]
    assert "mes mots</textarea>" in response.text
    assert response.text.count("<title>Erreur\u00a0: ") == 1
    assert "Il y a 5 points à corriger" in response.text


@pytest.mark.parametrize(
    ("asked", "width"), [("0", 0), ("430", 430), ("99999", 1240), ("-1", 0), ("x", 0), ("²", 0)]
)
def test_the_sample_job_tells_how_far_it_is(client, db, asked, width):
    response = client.get(reverse("web:sample-job"), {"fait": asked})
    bars = [int(bar["value"]) for bar in Page(response.text).all("progress")]
    polls = "hx-get" in response.text
    assert (response.status_code, bars, polls) == (200, [width] if width < 1240 else [], width < 1240)


def test_a_confirm_page_says_the_consequences_and_offers_not_to(client, db):
    response = client.get(reverse("web:sample-confirm"))
    assert "Il sera effacé le 24 novembre 2028" in response.text
    assert [form["method"] for form in Page(response.text).all("form") if form.get("class") == "confirm"] == [
        "post"
    ]
    assert client.post(reverse("web:sample-confirm")).status_code == 302


def test_the_sheet_to_take_away_is_a_pdf(client, db):
    response = client.get(reverse("web:sample-pdf"))
    assert (response["Content-Type"], response.content[:5]) == ("application/pdf", b"%PDF-")
