"""« Couverture : » never breaks before its colon: a no-break space before : ; ? ! € % and inside « »."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2] / "maillage"
CONTEXTS = tuple(
    [
        "accounts",
        "calls",
        "consultations",
        "demo",
        "contributions",
        "counts",
        "directory",
        "events",
        "governance",
        "pages",
        "people",
        "practices",
        "referrals",
        "reception",
        "rights",
        "schemes",
        "diplomas",
        "training",
        "conventions",
        "placements",
        "conditions",
        "observatory",
        "support",
        "web",
    ]
)
COMMENTS = re.compile(r"\{%\s*comment.*?endcomment\s*%\}|\{#.*?#\}", re.DOTALL)
TAGS = re.compile(r"\{%.*?%\}|\{\{.*?\}\}")
WORDS = re.compile(r'"([^"]*)"')
BREAKS = re.compile(r'\S [:;?!»€%](?=[\s<".,)]|$)|« ')


def _breaks(text: str) -> list[str]:
    """In what is written, where a tag stands for a word, and in the words given to tags."""
    text = COMMENTS.sub("", text)
    given = [words for tag in TAGS.findall(text) for words in WORDS.findall(tag)]
    return [found for part in (TAGS.sub("x", text), *given) for found in BREAKS.findall(part)]


TEMPLATES = [path for context in CONTEXTS for path in sorted((ROOT / context).rglob("templates/**/*.html"))]


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_signs_stay_with_their_word(path):
    assert _breaks(path.read_text()) == []


@pytest.mark.parametrize(
    "text", ["Couverture : CC", "{{ a }} : b", "« x\u00a0»", "12 €", '{% include "x" with a="b ?" %}']
)
def test_a_plain_space_is_found(text):
    assert _breaks(text)


def test_tags_are_no_signs():
    assert _breaks('{% if a %}Chinon\u00a0: {{ b|default:"x" }}{% endif %}') == []
