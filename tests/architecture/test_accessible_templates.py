"""What templates must never do again: each was a non-conformity of docs/accessibility/grille.md."""

import re
from pathlib import Path
from types import SimpleNamespace

from maillage.events.forms.registrations import RegisterForm
from maillage.people.forms.space import EnterForm, MailForm

ROOT = Path(__file__).parents[2] / "maillage"
TEMPLATES = {
    str(path.relative_to(ROOT)): path.read_text(encoding="utf-8")
    for path in [*ROOT.rglob("*.html")]
    if "tests" not in path.parts
}
WORDS = r"words|motive|review|reply|outcome|quote"
QUOTED = re.compile(rf"(.{{0,24}})«\u00a0\{{\{{ [\w.]*\b(?:{WORDS})(?:\|\w+)* \}}\}}\u00a0»")
"""What somebody wrote, between quotation marks."""
TOLD = re.compile(r'<(?:q|blockquote) dir="auto">$')
WRITTEN = re.compile(r"<(?:q|blockquote|textarea)\b[^>]*>")
BARE = re.compile(r"\shx-[a-z]+")
SPAN = re.compile(r"<span\b[^>]*>|</span>")
LABELLED = re.compile(r"<(?:input|select|textarea)\b[^>]*\baria-label=[^>]*>")
DRAWN = re.compile(r"<figure\b[^>]*>(?=(?:(?!</figure>).)*<figcaption)", re.S)
RELOADS = re.compile(r'http-equiv="refresh" content="[1-9][^"]*"')
COLUMNS = re.compile(r'scope="(?:col|row)group"')


def found(pattern, is_wrong):
    return [
        (name, one[0][:120])
        for name, text in TEMPLATES.items()
        for one in pattern.finditer(text)
        if is_wrong(one)
    ]


def test_what_somebody_wrote_is_marked_as_a_quotation():
    assert any(QUOTED.search(text) for text in TEMPLATES.values())
    assert found(QUOTED, lambda one: not TOLD.search(one[1])) == []


def test_what_somebody_wrote_is_read_from_the_side_it_was_written_from():
    """Arabic, Hebrew…: nobody says it, the browser sees it."""
    assert any(WRITTEN.search(text) for text in TEMPLATES.values())
    assert found(WRITTEN, lambda one: ' dir="auto"' not in one[0]) == []


def test_no_attribute_is_unknown_to_html():
    """htmx reads its own as data attributes."""
    assert any("data-hx-" in text for text in TEMPLATES.values())
    assert found(BARE, lambda one: True) == []


def test_a_form_is_in_no_phrase():
    """A span holds words; a validator refuses what it would have to mend."""
    inside = [name for name, text in TEMPLATES.items() if any("<form" in one for one in phrases(text))]
    assert inside == []


def phrases(text):
    """What each `<span>` holds."""
    opened, held = [], []
    for tag in SPAN.finditer(text):
        if tag[0] != "</span>":
            opened.append(tag.end())
        elif opened:
            held.append(text[opened.pop() : tag.start()])
    return held


def test_a_field_named_by_an_attribute_alone_also_shows_its_name():
    assert any(LABELLED.search(text) for text in TEMPLATES.values())
    assert found(LABELLED, lambda one: " title=" not in one[0]) == []


def test_the_caption_of_a_figure_is_tied_to_it():
    assert any(DRAWN.search(text) for text in TEMPLATES.values())
    tied = ('role="group"', "aria-label=")
    assert found(DRAWN, lambda one: not all(word in one[0] for word in tied)) == []


def test_no_table_has_headings_that_cover_a_part_of_it():
    assert found(COLUMNS, lambda one: True) == []


def test_no_page_reloads_itself():
    """To go on elsewhere at once is not to reload."""
    assert found(RELOADS, lambda one: True) == []


def test_no_style_cuts_a_text_off():
    cut = [path.name for path in ROOT.rglob("*.css") if "text-overflow" in path.read_text()]
    assert cut == []


def test_the_page_of_a_breakdown_leads_to_its_content():
    text = TEMPLATES["web/static_500.html"]
    assert text.index('href="#contenu"') < text.index("<header")
    assert '<main id="contenu"' in text


def test_what_takes_the_focus_in_a_running_job_can_be_found_again():
    parts = re.findall(
        r"<(?:button|a)\b[^>]*>(?:Arrêter|Actualiser)<", TEMPLATES["web/templates/web/_job.html"]
    )
    assert len(parts) == 2
    assert [one for one in parts if " id=" not in one] == []


def test_whoever_reads_a_sitting_may_stop_its_shortcuts():
    """Not only whoever decides: the box is told of outside of the form of the decision."""
    assert "data-shortcuts" in TEMPLATES["referrals/templates/referrals/_sitting.html"]
    assert "data-shortcuts" not in TEMPLATES["referrals/templates/referrals/_case.html"]


def filled_in(form):
    return {name: field.widget.attrs.get("autocomplete") for name, field in form.fields.items()}


def test_who_speaks_of_themselves_is_helped_to_fill_in_and_no_one_else():
    opening = SimpleNamespace(shares=SimpleNamespace(exists=lambda: False))
    own, typed = RegisterForm(opening=opening), RegisterForm(opening=opening, typed=True)
    assert {"name": "name", "email": "email"}.items() <= filled_in(own).items()
    assert not {"name", "email"} & set(filled_in(typed).values())
    assert filled_in(MailForm()) == {"email": "email", "birth_date": "bday"}
    assert filled_in(EnterForm())["birth_date"] == "off"
