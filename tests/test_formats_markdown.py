"""Markdown: what is a segment, how a translation is written back, and what may never change."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies import documents, msgstrs
from workflow.errors import ArticleError
from workflow.formats import Document, parse


def parsed(text: str) -> Document | None:
    """The document, or None where its front matter is refused (the text happens to have one)."""
    try:
        return parse(text)
    except ArticleError:
        return None


@given(documents())
def test_rebuilding_gives_the_source_back_byte_for_byte(text: str) -> None:
    document = parsed(text)
    if document is None:
        return
    assert document.render(lambda segment: None) == text
    assert document.render(lambda segment: segment.text) == text


@given(documents())
def test_spans_are_in_order_inside_the_source_and_do_not_overlap(text: str) -> None:
    document = parsed(text)
    if document is None:
        return
    done = 0
    size = len(text.encode())
    for segment in document.segments:
        assert done <= segment.start < segment.end <= size
        assert segment.text.strip()
        assert 1 <= segment.line <= text.count("\n") + 1
        done = segment.end


@given(documents(), st.data())
def test_a_translation_keeps_the_structure_or_is_named_as_breaking_it(
    text: str, data: st.DataObject
) -> None:
    document = parsed(text)
    if document is None:
        return
    translations = {segment.start: data.draw(msgstrs) for segment in document.segments}
    broken = document.breakage(lambda segment: translations[segment.start])
    kept = {segment.start for segment, _ in broken}
    if len(broken) <= 1 and kept:
        return  # a culprit found by bisection: taking it out need not be enough
    rendered = document.render(
        lambda segment: None if segment.start in kept else translations[segment.start]
    )
    if not broken:
        assert parse(rendered).skeleton == document.skeleton


SEGMENTS = [
    ("# Titre\n", [("heading 1", "Titre")]),
    ("Titre\nlong\n===\n", [("heading 1", "Titre long")]),
    ("## Titre ##\n", [("heading 2", "Titre")]),
    ("## Titre {#id}\n", [("heading 2", "Titre")]),
    ("Deux\nlignes\n", [("paragraph", "Deux lignes")]),
    ("为期\n两天\n", [("paragraph", "为期两天")]),
    ("dur  \nici\n", [("paragraph", "dur\\\nici")]),
    ("dur\\\nici\n", [("paragraph", "dur\\\nici")]),
    ("> cité\n> encore\nparesseux\n", [("quotation", "cité encore paresseux")]),
    ("- un\n- deux\n  suite\n", [("list item", "un"), ("list item", "deux suite")]),
    ("1. un\n\n   deux\n", [("list item", "un"), ("list item", "deux")]),
    ("- [x] fait\n", [("list item", "fait")]),
    ("\\# pas un titre\n", [("paragraph", "\\# pas un titre")]),
    ("| a |\n|---|\n| b \\| c |\n", [("table cell", "a"), ("table cell", "b | c")]),
    ("[^1]: note\n    suite\n\nx[^1]\n", [("footnote", "note suite"), ("paragraph", "x[^1]")]),
    ("Terme\n: Sens\n", [("definition term", "Terme"), ("definition", "Sens")]),
    ('![texte](a.png "légende")\n', [("image text", "texte"), ("caption", "légende")]),
    ("![](a.png 'l\\'été')\n", [("caption", "l'été")]),
    ("![x](y)\\\n*z*\n", [("paragraph", "![x](y)\\\n*z*")]),
    (
        "voir [un *lien*], [deux\nmots][] [a]\n\n[un *lien*]: /u\n[deux mots]: /v\n",
        [("paragraph", "voir [un *lien*][un *lien*], [deux mots][deux mots] [a]")],
    ),
    ("avec ![texte](a.png)\n", [("paragraph", "avec ![texte](a.png)")]),
    ("$$\n\\frac{a}{b} = c_1\n$$\n", []),
    ("`code`\n\n    code\n\n```\ncode\n```\n", []),
    ("<https://example.org>\n\nhttps://example.org/x\n", []),
    (
        "| 85 | 2000 |\n|---|---|\n| 1 240 | 12 % |\n",
        [("table cell", "2000"), ("table cell", "1 240"), ("table cell", "12 %")],
    ),
    ("<div>\nhtml\n</div>\n", [("paragraph", "html")]),
    ("> <p>un\n> deux</p>\n", []),
    (
        "<details>\n<summary>Plus</summary>\n\n*ici*\n\n</details>\n",
        [("summary", "Plus"), ("paragraph", "*ici*")],
    ),
    ("> `a\n> b` c\n", [("quotation", "`a b` c")]),
]


@pytest.mark.parametrize(("text", "expected"), SEGMENTS)
def test_segments(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(s.kind, s.text) for s in parse(text).segments] == expected


RENDERED = [
    # source, translation of every segment, result
    ("un\n", "# deux\n\n", "\\# deux\n"),
    ("un\n", "1. deux", "1\\. deux\n"),
    ("un\n", "- deux", "\\- deux\n"),
    ("un\n", "2016-2017", "2016-2017\n"),
    ("un\n", "deux\ntrois", "deux trois\n"),
    ("un\n", "deux\\\ntrois", "deux\\\ntrois\n"),
    ("> un\n", "deux\\\ntrois", "> deux\\\n> trois\n"),
    ("- un\r\n- deux\r\n", "a\\\nb", "- a\\\r\n  b\r\n- a\\\r\n  b\r\n"),
    ("| un |\n|---|\n", "a | b", "| a \\| b |\n|---|\n"),
    ("# un\n", "C #", "# C \\#\n"),
    ("# un\n", "a\nb", "# a b\n"),
    ("# un\n", "a {#b}", "# a {#b\\}\n"),
    ('![un](a.png "deux")\n', 'dit "x" [y', '![dit "x" \\[y](a.png "dit \\"x\\" [y")\n'),
    ("![un](a.png 'deux')\n", "l'été", "![l'été](a.png 'l\\'été')\n"),
    ("![un](a.png)\n", "](b.png) ![x", "![\\](b.png) !\\[x](a.png)\n"),
    ("x [un][]\n\n[un]: /u\n", "[deux][un]", "[deux][un]\n\n[un]: /u\n"),
    ("[un]\n\n[un]: /u\n", "[deux][un]", "[deux][un]\n\n[un]: /u\n"),
    ("![un]\n\n[un]: /u\n", "deux", "![deux][un]\n\n[un]: /u\n"),
    ("![un][]\n\n[un]: /u\n", "deux", "![deux][un]\n\n[un]: /u\n"),
    ("un\n", "[x] deux", "\\[x] deux\n"),
    ("un\n", "[^1]: deux", "\\[^1]: deux\n"),
]


@pytest.mark.parametrize(("source", "translation", "expected"), RENDERED)
def test_a_translation_is_escaped_where_that_is_safe(
    source: str, translation: str, expected: str
) -> None:
    document = parse(source)
    assert document.render(lambda segment: translation) == expected
    assert document.breakage(lambda segment: translation) == ()


BROKEN = [
    ("un\n", "deux\n\ntrois"),
    ("un\n", "<div>deux</div>"),
    ("un\n", "    "),
]


@pytest.mark.parametrize(("source", "translation"), BROKEN)
def test_a_translation_that_breaks_the_structure_is_named_with_a_reason(
    source: str, translation: str
) -> None:
    document = parse(source)
    ((segment, reason),) = document.breakage(lambda segment: translation)
    assert segment == document.segments[0]
    assert reason


def test_only_the_broken_of_many_translations_are_named() -> None:
    document = parse("un\n\ndeux\n\ntrois\n")
    wrong = {"deux": "a\n\nb"}
    broken = document.breakage(lambda segment: wrong.get(segment.text, "bon"))
    assert [segment.text for segment, _ in broken] == ["deux"]


def test_author_comments_reach_the_segments_they_stand_before() -> None:
    document = parse(
        "<!-- translators: court -->\n<!-- context: nom -->\nPorte\n\nPorte\n\n"
        "<!-- workflow: skip -->\n- ceci\n- cela\n\nsuite\n\n"
        "<!-- workflow: skip-begin -->\n\nA\n\n# B\n\n<!-- workflow: skip-end -->\n\nfin\n"
    )
    assert [(s.text, s.context, s.notes) for s in document.segments] == [
        ("Porte", "nom", ("court",)),
        ("Porte", None, ()),
        ("suite", None, ()),
        ("fin", None, ()),
    ]


def test_a_segment_knows_the_heading_it_stands_under() -> None:
    document = parse("intro\n\n## Le *chemin*\n\ntexte\n")
    assert [s.heading for s in document.segments] == ["", "", "Le chemin"]


def test_so_does_the_title_of_a_link_definition() -> None:
    document = parse('# Un\n\n[a]: /a "Titre a"\n\n# Deux\n\n[a] [b]\n\n[b]: </b c> "Titre b"\n')
    titles = [s for s in document.segments if s.kind == "link title"]
    assert [(s.text, s.heading) for s in titles] == [("Titre a", "Un"), ("Titre b", "Deux")]


def test_a_link_definition_is_found_after_a_lone_carriage_return() -> None:
    document = parse("***\r[ref]: /url 'titre'\r***\r")
    assert [s.text for s in document.segments] == ["titre"]


def test_half_a_surrogate_pair_is_refused_with_its_line() -> None:
    with pytest.raises(ArticleError) as caught:
        parse("a\nb\ud800\n")
    assert caught.value.line == 2


@pytest.mark.parametrize("name", ["script", "style", "pre", "textarea", "code"])
def test_what_is_raw_in_a_block_of_html_is_no_text(name: str) -> None:
    source = f"<{name}>\nun (texte) de code\n</{name}>\n"
    assert parse(source).segments == ()


def test_a_tag_alone_on_a_blocks_first_line_is_in_no_message() -> None:
    source = '<Accordion title="Un titre">\n  Du <b>texte</b>\n</Accordion>\n'
    document = parse(source)
    assert [segment.text for segment in document.segments] == ["Un titre", "Du <b>texte</b>"]
    assert document.breakage(lambda segment: f"[{segment.text}]") == ()


def test_a_label_over_two_lines_makes_no_definition_of_a_paragraph() -> None:
    document = parse("Un quai\\\nde bois]: /a\n")
    page = document.render(lambda segment: "[A quay\\\nof wood]: /a")
    assert page == "\\[A quay\\\nof wood]: /a\n"
    assert document.breakage(lambda segment: "[A quay\\\nof wood]: /a") == ()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "- <!-- context: verbe -->\n  Enregistrer\n- Autre\n",
            [("Enregistrer", "verbe", ()), ("Autre", None, ())],
        ),
        ("- <!-- workflow: skip -->\n  Ceci\n- Cela\n", [("Cela", None, ())]),
        (
            '<!-- translators: court -->\n[a]: /x "Titre"\n\nSuite.\n',
            [("Titre", None, ("court",)), ("Suite.", None, ())],
        ),
        ('<!-- workflow: skip -->\n[a]: /x "Titre"\n\nSuite.\n', [("Suite.", None, ())]),
        ("<!-- workflow: skip -->\n[a]: /x\n\nSuite.\n", [("Suite.", None, ())]),
        (
            '<!-- workflow: skip-begin -->\n\n[a]: /x "Titre"\n\n<!-- workflow: skip-end -->\n\n'
            "Suite.\n",
            [("Suite.", None, ())],
        ),
        (
            '> <!-- translators: court -->\n> [a]: /x "Titre"\n\nSuite.\n',
            [("Titre", None, ("court",)), ("Suite.", None, ())],
        ),
    ],
)
def test_what_is_said_before_an_item_or_definition_is_said_of_that(
    text: str, said: list[tuple[str, str | None, tuple[str, ...]]]
) -> None:
    document = parse(text)
    assert [(s.text, s.context, s.notes) for s in document.segments] == said
    assert document.render(lambda segment: segment.text) == text
