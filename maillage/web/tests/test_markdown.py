"""What we write in Markdown, as a page shows it."""

from maillage.web.markdown import read

TABLE = "# Plan\n\n## Actions <1>\n\n| ordre | action |\n| --- | --- |\n| 1 | lire |\n"


def test_the_first_heading_is_the_title_and_sections_are_reached_by_their_address():
    told = read("# Aide\n\nTexte **fort**.\n\n## Être aidé\n\n### Plus\n")
    assert (told.title, told.sections) == ("Aide", [("etre-aide", "Être aidé")])
    assert "Aide" not in told.html
    assert '<h2 id="etre-aide">Être aidé</h2>' in told.html
    assert "<strong>fort</strong>" in told.html


def test_a_table_has_a_caption_and_says_which_cells_are_headings():
    html = read(TABLE).html
    assert '<caption class="visually-hidden">Actions 1</caption>' in html
    assert '<th scope="col">ordre</th>' in html
    assert '<th data-label="ordre" scope="row">1</th>' in html
    assert '<td data-label="action">lire</td>' in html


def test_no_html_and_no_script_passes():
    html = read("# A\n\n<script>x</script>\n\n[lien](javascript:alert)\n").html
    assert "<script" not in html
    assert 'href="javascript' not in html
