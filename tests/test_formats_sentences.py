"""A segment a sentence: where sentences end, and that what stands between them stays."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from tests.strategies import documents
from workflow.errors import ArticleError
from workflow.formats import parse, sentence_ends

SENTENCES = [
    ("fr", "Oui. Non ! Peut-être…", ["Oui.", "Non !", "Peut-être…"]),
    ("fr", "M. Dupont est venu. Il a parlé.", ["M. Dupont est venu.", "Il a parlé."]),
    ("fr", "Le total est de 3,5 % env. de plus.", ["Le total est de 3,5 % env. de plus."]),
    (
        "en",
        "Dr. Smith left at 4 p.m. on Monday. Why?",
        ["Dr. Smith left at 4 p.m. on Monday.", "Why?"],
    ),
    ("zh", "培训为期两天。有3.5%的人？是的。", ["培训为期两天。", "有3.5%的人？", "是的。"]),
    ("fr", "Voir [Un lien. Deux phrases.](u) Fin.", ["Voir [Un lien. Deux phrases.](u) Fin."]),
    ("fr", "Un.\nDeux.  Trois.\n", ["Un.", "Deux.", "Trois."]),
    ("fr", "Un.\\\nDeux trois.\n", ["Un.", "Deux trois."]),
    ("fr", "L’O.N.U. agit. J.-C. Roy le dit.", ["L’O.N.U. agit.", "J.-C. Roy le dit."]),
    (
        "fr",
        "« Vraiment ? » dit-il. Allez-y. Bien.",
        ["« Vraiment ? » dit-il.", "Allez-y.", "Bien."],
    ),
    ("fr", "**À retenir.** Elles se taisent.", ["**À retenir.** Elles se taisent."]),
    (
        "en",
        "See p. 12. Run `./make` in U.S. offices.",
        ["See p. 12.", "Run `./make` in U.S. offices."],
    ),
    ("zh", "他说：“你好。”她走了。好的……", ["他说：“你好。”她走了。", "好的……"]),
]


@pytest.mark.parametrize(("language", "text", "expected"), SENTENCES)
def test_sentences(language: str, text: str, expected: list[str]) -> None:
    document = parse(text, sentences=sentence_ends(language))
    assert [segment.text for segment in document.segments] == expected


def test_what_stands_between_sentences_stays() -> None:
    text = "> - Un.  Deux,\n>   encore.\\\n>   Trois.\n"
    document = parse(text, sentences=sentence_ends("fr"))
    assert [segment.text for segment in document.segments] == ["Un.", "Deux, encore.", "Trois."]
    assert document.render(lambda segment: segment.text.upper()) == (
        "> - UN.  DEUX, ENCORE.\\\n>   TROIS.\n"
    )


@settings(max_examples=40)
@given(documents())
@pytest.mark.parametrize("format_name", ["markdown", "text"])
def test_rebuilding_gives_the_source_back(format_name: str, text: str) -> None:
    try:
        document = parse(text, format=format_name, sentences=sentence_ends("en"))
    except ArticleError:
        return
    assert document.render(lambda segment: None) == text
    assert document.render(lambda segment: segment.text) == text
    done = 0
    for segment in document.segments:
        assert done <= segment.start < segment.end
        done = segment.end
