"""Front matter: values are spliced, every other byte of the YAML stays."""

from __future__ import annotations

import datetime

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from workflow.errors import ArticleError
from workflow.formats import parse
from workflow.formats.frontmatter.writing import write_yaml

DOCUMENT = """---
title: Un titre  # remarque
lang: fr
date: 2026-01-02
summary: >-
    Plié en
    deux lignes
contact: 'l''équipe'
keywords: [un, "deux"]
other: stays
---
corps
"""


def test_the_values_of_the_fields_are_segments_with_the_field_as_context() -> None:
    document = parse(DOCUMENT)
    assert [(s.context, s.text, s.line) for s in document.segments] == [
        ("title", "Un titre", 2),
        ("summary", "Plié en deux lignes", 5),
        ("contact", "l'équipe", 8),
        ("keywords", "un", 9),
        ("keywords", "deux", 9),
        (None, "corps", 12),
    ]
    assert document.front_matter["date"] == datetime.date(2026, 1, 2)
    assert document.body == "corps\n"


def test_a_translation_is_spliced_and_the_rest_keeps_its_bytes() -> None:
    words = {
        "Un titre": "A title: yes",
        "Plié en deux lignes": "Folded",
        "l'équipe": "the team's",
        "un": "one, first",
        "deux": 'say "two"',
    }
    assert parse(DOCUMENT).render(lambda segment: words.get(segment.text)) == (
        '---\ntitle: "A title: yes"  # remarque\nlang: fr\ndate: 2026-01-02\n'
        "summary: \"Folded\"\ncontact: 'the team''s'\n"
        'keywords: ["one, first", "say \\"two\\""]\nother: stays\n---\ncorps\n'
    )


@pytest.mark.parametrize(
    "style", ["title: x", "title: 'x'", 'title: "x"', "title: |\n  x", "title: >-\n  x"]
)
@given(value=st.text(st.characters(codec="utf-8", exclude_characters="\n"), min_size=1))
def test_any_translation_reads_back_as_it_was(style: str, value: str) -> None:
    document = parse(f"---\n{style}\nlang: fr\n---\nx\n")
    title = document.segments[0]
    rendered = document.render(lambda segment: value if segment is title else None)
    read = parse(rendered).front_matter
    assert str(read["title"]).rstrip("\n") == value.rstrip("\n")
    assert read["lang"] == "fr"


@pytest.mark.parametrize(
    ("yaml", "line"),
    [
        ("title: a: b\n", 2),
        ("title: x\nkeywords: [a, b\n", 4),
        ("title: x\n\tsummary: y\n", 3),
        ("title: x\ntitle: y\n", 3),
    ],
)
def test_broken_yaml_is_refused_with_its_line(yaml: str, line: int) -> None:
    with pytest.raises(ArticleError, match="front matter") as caught:
        parse(f"---\n{yaml}---\ntext\n")
    assert caught.value.line == line
    assert caught.value.hint


@pytest.mark.parametrize(
    "text", ["---\n\ntext\n", "text\n---\nmore\n---\n", "---\n- a\n---\nx\n", ""]
)
def test_a_text_without_front_matter_is_all_body(text: str) -> None:
    document = parse(text)
    assert document.front_matter == {}
    assert document.body == text


def test_line_ends_and_byte_order_mark_are_kept() -> None:
    text = "\ufeff---\r\ntitle: Été\r\n---\r\ncorps\r\n"
    document = parse(text)
    assert document.front_matter == {"title": "Été"}
    assert document.render(lambda s: "x") == "\ufeff---\r\ntitle: x\r\n---\r\nx\r\n"


TOML = """+++
title = "Un titre" # remarque
date = 2026-01-02
keywords = ["un", 'deux']
[params]
summary = "reste"
+++
corps
"""


def test_toml_values_are_segments_and_are_spliced() -> None:
    document = parse(TOML)
    assert [(s.context, s.text, s.line) for s in document.segments] == [
        ("title", "Un titre", 2),
        ("keywords", "un", 4),
        ("keywords", "deux", 4),
        (None, "corps", 8),
    ]
    assert document.front_matter["date"] == datetime.date(2026, 1, 2)
    assert document.render(lambda segment: f'l\'"{segment.text}"') == TOML.replace(
        '"Un titre"', '"l\'\\"Un titre\\""'
    ).replace('"un"', '"l\'\\"un\\""').replace("'deux'", '"l\'\\"deux\\""').replace(
        "corps", 'l\'"corps"'
    )


@given(value=st.text(st.characters(codec="utf-8", exclude_characters="\n"), min_size=1))
@pytest.mark.parametrize("quote", ['"', "'"])
def test_any_translation_reads_back_from_toml(quote: str, value: str) -> None:
    document = parse(f"+++\ntitle = {quote}x{quote}\n+++\nx\n")
    title = document.segments[0]
    rendered = document.render(lambda segment: value if segment is title else None)
    assert parse(rendered).front_matter == {"title": value}


def test_broken_toml_is_refused_with_its_line() -> None:
    with pytest.raises(ArticleError, match="front matter") as caught:
        parse("+++\nlang = 'fr'\ntitle = x\n+++\n")
    assert caught.value.line == 3


NESTED = """---
title: Un
image:
  src: a.png
  caption: "Légende"
gallery:
  - {src: b.png, caption: Deux}
  - src: c.png
    caption: Trois
named: &a
  caption: non
again: *a
---

Texte
"""


def test_fields_are_found_in_nested_maps_and_lists() -> None:
    document = parse(NESTED)
    assert [(s.context, s.text) for s in document.segments] == [
        ("title", "Un"),
        ("image.caption", "Légende"),
        ("gallery.caption", "Deux"),
        ("gallery.caption", "Trois"),
        (None, "Texte"),
    ]
    assert document.breakage(lambda segment: f"« {segment.text} »: #1") == ()


def test_a_field_can_be_named_by_its_path() -> None:
    document = parse(NESTED, fields=("title", "image.src"))
    assert [s.context for s in document.segments] == ["title", "image.src", None]
    assert document.breakage(lambda segment: None) == ()


@pytest.mark.parametrize(
    "value", ["NO", "yes", "Off", "y", "12:30", "1_000", "017", "~", "2024-01-02"]
)
def test_a_translation_is_text_to_every_reader_of_yaml(value: str) -> None:
    rendered = parse("---\ntitle: Norvège\n---\n\nTexte\n").render(
        lambda segment: value if segment.context == "title" else None
    )
    assert yaml.safe_load(rendered.split("---\n")[1]) == {"title": value}


# characters that nobody sees

STYLES = (
    "a{}b",
    '"a{}b"',
    "'a{}b'",
    "|\n  a{}b\n  c",
    ">-\n  a{}b\n  c",
    "ab{}",
    '"{}ab"',
)


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("char", ["\x85", "\u2028", "\u2029", "\u200b", "\xa0", "\ufeff"])
@pytest.mark.parametrize("style", STYLES)
def test_what_ends_a_line_elsewhere_is_text_in_yaml(style: str, char: str, end: str) -> None:
    text = f"---\ntitle: {style.format(char)}\nz{char}z: 1 # {char}.\nlang: fr\n---\n\nCorps\n"
    text = text.replace("\n", end)
    document = parse(text)
    title, body = document.segments
    assert char in title.text
    assert document.front_matter[f"z{char}z"] == 1
    assert document.front_matter["lang"] == "fr"
    assert (body.text, body.line) == ("Corps", 7 + style.count("\n"))
    assert document.render(lambda segment: segment.text) == text
    rendered = document.render(lambda segment: segment.text.replace("b", "B"))
    assert rendered.endswith(f"z{char}z: 1 # {char}.\nlang: fr\n---\n\nCorps\n".replace("\n", end))
    assert parse(rendered).segments[0].text == title.text.replace("b", "B")


@pytest.mark.parametrize("char", ["\x7f", "\x80", "\x91", "\ufffe"])
def test_quotes_hold_what_json_may(char: str) -> None:
    text = f"---\ntitle: \"a{char}\"\nsummary: '{char}b'\n---\n"
    assert [each.text for each in parse(text).segments] == [f"a{char}", f"{char}b"]
    with pytest.raises(ArticleError) as caught:
        parse(f"{text[:-4]}caption: a{char}b\n---\n")
    assert caught.value.line == 4
    assert f"U+{ord(char):04X}" in caught.value.hint


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize(
    ("char", "name"), [("\x0b", "vertical tab"), ("\x0c", "form feed"), ("\0", "null character")]
)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_what_yaml_takes_nowhere_is_named_with_its_line(
    style: str, char: str, name: str, end: str
) -> None:
    text = f"---\nlang: fr\ntitle: {style.format(char)}\n---\n".replace("\n", end)
    with pytest.raises(ArticleError) as caught:
        parse(text)
    assert caught.value.line == text[: text.index(char)].count("\n") + 1
    assert name in caught.value.message
    assert name in caught.value.hint


@pytest.mark.parametrize(
    ("yaml", "line", "hint"),
    [
        ("title:\xa0Un titre", 2, "after “title:”: no-break space (U+00A0)"),
        ("tags:\n  - 'un'\n  -\u200bdeux", 4, "after “-”: zero width space (U+200B)"),
        ("a: 1\ntitle: 'x'\u2028", 3, "after “title: 'x'”: line separator (U+2028)"),
        ("image:\n\talt: x", 3, "at the start of the line: tab (U+0009)"),
    ],
)
def test_an_invisible_character_that_breaks_the_yaml_is_named(
    yaml: str, line: int, hint: str
) -> None:
    with pytest.raises(ArticleError) as caught:
        parse(f"---\n{yaml}\nlang: fr\n---\n")
    assert caught.value.line == line
    assert hint in caught.value.hint


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_toml_takes_what_ends_a_line_elsewhere_in_quotes(end: str) -> None:
    text = "+++\n# \u2028\ntitle = \"a\x85b\"\nsummary = 'c\u2029\ufeff'\n+++\n\nCorps\n"
    text = text.replace("\n", end)
    document = parse(text)
    assert [(each.text, each.line) for each in document.segments] == [
        ("a\x85b", 3),
        ("c\u2029\ufeff", 4),
        ("Corps", 7),
    ]
    assert document.render(lambda segment: segment.text) == text


@pytest.mark.parametrize(
    ("toml", "line", "hint"),
    [
        ('title = "a\x0bb"', 2, 'after “title = "a”: vertical tab'),
        ('a = 1\ntitle =\u2028"x"', 3, "after “title =”: line separator (U+2028)"),
        ("a = 1\n\xa0title = 'x'", 3, "at the start of the line: no-break space"),
        ("# \x0c\ntitle = 'x'", 2, "after “#”: form feed"),
    ],
)
def test_an_invisible_character_that_breaks_the_toml_is_named(
    toml: str, line: int, hint: str
) -> None:
    with pytest.raises(ArticleError) as caught:
        parse(f"+++\n{toml}\n+++\n")
    assert caught.value.line == line
    assert "(at line" not in caught.value.message
    assert hint in caught.value.hint


_values = st.one_of(
    st.text(st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp")), max_size=12),
    st.sampled_from(
        ["no", "12:30", "1e5", "0o7", "2017-05-12", "~", "", "y", "# x", "- a", "a: b"]
    ),
    st.lists(st.sampled_from(["a", "no", "1, 2"]), max_size=3),
)
_fields = st.dictionaries(st.sampled_from(["title", "lang", "date", "tags", "a b"]), _values)


class TestWriting:
    """Fields written into a front matter."""

    @given(_fields, _fields, st.booleans())
    def test_what_is_written_is_read_back(
        self, before: dict[str, object], after: dict[str, object], flow: bool
    ) -> None:
        head = yaml.safe_dump(before, allow_unicode=True, default_flow_style=flow)
        fields = {**before, **after}
        assert (yaml.safe_load(write_yaml(fields, head)) or {}) == fields

    @pytest.mark.parametrize(
        ("head", "fields", "expected"),
        [
            ("# ours\na:   b  # why\n", {"a": "b", "t": "x"}, "# ours\na:   b  # why\nt: x\n"),
            ("title:  # later\n", {"title": "no"}, "title: 'no'  # later\n"),
            ('title: ""\n', {"title": "A"}, 'title: "A"\n'),
            ("a: no\n", {"a": "no"}, "a: 'no'\n"),
            ("tags:\n  - a\n", {"tags": ["a"], "t": ["b"]}, "tags:\n  - a\nt:\n- b\n"),
            ("image: {src: a.png}\n", {"image": {"src": "b.png"}}, "image: {src: b.png}\n"),
            ("a: &x b\nc: *x\n", {"a": "d", "c": "b"}, "a: d\nc: b\n"),
            ("text: |\n  long\n", {"text": "long\n", "t": "x"}, "text: |\n  long\nt: x\n"),
            ("a: 1", {"a": 1, "t": "x"}, "a: 1\nt: x\n"),
            ("{a: 1}", {"a": 1}, "a: 1\n"),
            ("", {}, "{}\n"),
        ],
    )
    def test_what_is_not_changed_stays_as_it_is(
        self, head: str, fields: dict[str, object], expected: str
    ) -> None:
        assert write_yaml(fields, head) == expected
