"""Plain text: paragraphs and list items; layout stays."""

from __future__ import annotations

from hypothesis import given

from tests.strategies import documents
from workflow.errors import ArticleError
from workflow.formats import parse

LETTER = """Bureau de presse
12, rue Haute

Le registre mobile a été ouvert dans deux villages de la côte, où l’on attend
encore trois cents personnes.

  - un premier point
  - un second point, qui est si long qu’il passe à la ligne suivante après la
    marge
"""


def test_wrapped_lines_are_one_segment_and_short_lines_stay_apart() -> None:
    assert [(s.kind, s.text) for s in parse(LETTER, format="text").segments] == [
        ("paragraph", "Bureau de presse"),
        ("paragraph", "12, rue Haute"),
        ("paragraph", "Le registre mobile a été ouvert dans deux villages de la côte, où l’on "
                      "attend encore trois cents personnes."),
        ("list item", "un premier point"),
        ("list item", "un second point, qui est si long qu’il passe à la ligne suivante après "
                      "la marge"),
    ]  # fmt: skip


def test_markers_and_indentation_stay() -> None:
    rendered = parse(LETTER, format="text").render(lambda segment: "x")
    assert rendered == "x\nx\n\nx\n\n  - x\n  - x\n"


@given(documents())
def test_rebuilding_gives_the_source_back(text: str) -> None:
    try:
        document = parse(text, format="text")
    except ArticleError:
        return
    assert document.render(lambda segment: None) == text
    assert document.render(lambda segment: segment.text) == text


def test_a_translation_that_would_become_a_list_item_is_named() -> None:
    document = parse("un\n", format="text")
    assert document.breakage(lambda segment: "- deux")
