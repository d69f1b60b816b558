"""What holds of every import: nothing is lost, text reads as it did, no crash."""

from __future__ import annotations

from html import escape as html_escape

from hypothesis import example, given
from hypothesis import strategies as st
from lxml import html
from ruamel.yaml import YAML

from workflow.errors import WorkflowError
from workflow.importing import ImportedArticle, import_article, plain
from workflow.importing.convert import convert
from workflow.importing.figures import figures
from workflow.importing.plain import one_line
from workflow.importing.shapes import simplify
from workflow.importing.tables import flatten
from workflow.inline.commonmark import to_html
from workflow.model import Locale

EN = Locale("en")


def rendered(markdown: str) -> html.HtmlElement:
    """The HTML that the project's own dialect makes of ``markdown``."""
    return parsed(to_html(markdown))


def parsed(inner: str) -> html.HtmlElement:
    return html.fragment_fromstring(f"<div>{inner}</div>")


def letters(text: str) -> str:
    """``text`` without white space, which HTML and Markdown both collapse."""
    return "".join(text.split())


markup = st.text("*_`~[]()<>!#+-=|\\&;:.1a Z\u00a0“”。这x\"'{}^$", min_size=1, max_size=25)
one_liners = markup.map(one_line).filter(bool)


class TestEscaping:
    @given(one_liners)
    def test_paragraph(self, text: str) -> None:
        shown = rendered(plain.block(text))
        assert [child.tag for child in shown] == ["p"]
        assert one_line(shown.text_content()) == text

    @given(one_liners)
    def test_heading(self, text: str) -> None:
        shown = rendered(f"## {plain.heading(text)}")
        assert [child.tag for child in shown] == ["h2"]
        assert one_line(shown.text_content()) == text

    @given(one_liners, one_liners, one_liners)
    def test_image(self, alt: str, url: str, title: str) -> None:
        target = f"{plain.destination(url)} {plain.title(title)}"
        (image,) = rendered(f"![{plain.alt(alt)}]({target})").iter("img")
        assert (image.get("alt"), image.get("title")) == (alt, title)


texts = st.text("ab 这重“”。,*_!-1.#\u00a0", max_size=5).map(html_escape)
inlines = st.recursive(
    texts | st.just("<br>"),
    lambda children: (
        st.builds(
            "<{0}>{1}</{0}>".format,
            st.sampled_from(["b", "i", "em", "strong", "del", "span", "code"]),
            st.lists(children, max_size=3).map("".join),
        )
        | st.lists(children, max_size=3).map(lambda inner: f'<a href="u">{"".join(inner)}</a>')
    ),
    max_leaves=8,
)

words = st.text("abX 这,*-1.#>", min_size=1, max_size=8).map(html_escape)
leaves = st.builds(
    "<{0}>{1}</{0}>".format, st.sampled_from(["p", "p", "p", "h2", "h3", "pre"]), words
) | st.builds("<table><tr><td>{}</td><td>{}</td></tr></table>".format, words, words)


def nested(children: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    several = st.lists(children, min_size=1, max_size=3)
    items = several.map(lambda inner: "".join(f"<li>{one}</li>" for one in inner))
    return st.builds("<{0}>{1}</{0}>".format, st.sampled_from(["ul", "ol"]), items) | st.builds(
        "<{0}>{1}</{0}>".format, st.sampled_from(["blockquote", "div"]), several.map("".join)
    )


documents = st.lists(st.recursive(leaves, nested, max_leaves=6), min_size=1, max_size=4)
COUNTED = ("li", "blockquote", "pre", "tr", "h2", "h3")


class TestHtml:
    @given(st.lists(inlines, min_size=1, max_size=5).map("".join))
    def test_inline_text_survives(self, inner: str) -> None:
        element = parsed(f"<p>{inner}</p>")
        expected = letters(element.text_content())
        assert letters(rendered(convert(simplify(element))).text_content()) == expected

    @given(documents.map("".join))
    def test_structure_survives(self, inner: str) -> None:
        element = parsed(inner)
        shown_before = [one for one in element.iter(*COUNTED) if letters(one.text_content())]
        expected = letters(element.text_content())
        counts = [sum(one.tag == tag for one in shown_before) for tag in COUNTED]
        figures(element)
        flatten(element)
        shown = rendered(convert(simplify(element)))
        assert letters(shown.text_content()) == expected
        assert [sum(1 for _ in shown.iter(tag)) for tag in COUNTED] == counts


sentences = st.lists(
    st.sampled_from("harbour sheep morning ferry quay returned slowly after winter’s ice".split()),
    min_size=8,
    max_size=30,
).map(lambda chosen: f"The {' '.join(chosen)}.")
menus = st.lists(
    st.sampled_from(["Home", "News", "- Boats", "- Fares", "Contact us", "", "•  About", "-"]),
    max_size=12,
)
newlines = st.sampled_from(["\n", "\r\n", "\n\n", "\r\n\r\n"])


class TestDump:
    @given(st.lists(sentences, min_size=2, max_size=6, unique=True), menus, menus, newlines)
    def test_every_paragraph_comes_out(
        self, paragraphs: list[str], before: list[str], after: list[str], newline: str
    ) -> None:
        title = "Ferries and sheep return"
        paragraphs = ["Ferries return to the harbour, and the sheep with them.", *paragraphs]
        share = ["Share"] if any(any(map(str.isalnum, line)) for line in before) else []
        text = newline.join([*before, title, *paragraphs, *share, *after])
        article = import_article(text.encode(), name="a.txt", lang=EN)
        assert article.fields["title"] == title
        said = article.body.split("\n\n")
        assert said[: len(paragraphs)] == paragraphs
        # A text that begins with its title goes to its end: “Home” may be its last line.
        assert said[len(paragraphs) :] == [] or not share


values = st.text(st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp")), min_size=1)
field_names = st.sampled_from(["title", "lang", "date", "source", "dateline", "contact", "author"])


class TestFrontMatter:
    @given(st.dictionaries(field_names, values.map(one_line).filter(bool)))
    def test_read_back(self, fields: dict[str, str]) -> None:
        text = ImportedArticle(fields, "Body.", "a").to_markdown()
        front, _, body = text.removeprefix("---\n").rpartition("---\n\n")
        assert body == "Body.\n"
        assert (YAML(typ="safe", pure=True).load(front) or {}) == fields
        assert front.count("\n") == max(len(fields), 1)


pieces = st.sampled_from(
    [
        "<p>", "</p>", "<div class=caption>", "<figure>", "<figcaption>", "<img src=a alt=b>",
        "<table><tr><td colspan=3 rowspan=x>", "</table>", "<h1>", "<title>", "</title>", "<b>",
        "<a href='http://[x'>", "<ul><li>", "<pre>", "<nav>", "<form>", "<html lang=x>", "<body>",
        "<meta charset=gb2312>", "<meta charset='idna'>", "<link rel=canonical href='http://[::1'>",
        "<!doctype html>", "<!-- x", "&#xD800;", "&#0;", "\n---\n", "---\ntitle: x\n", "lang: xx\n",
        "# H\n\n", "- a\n", "1. b\n", "\x00", "\x0c", "\x92", "\ufeff", " © 中文，句子。",
        "<br><br>", "a@b.org2", "A sentence of prose, long enough for that. ",
        "<script type='application/ld+json'>[1]",
    ]
)  # fmt: skip
sources = st.binary(max_size=60) | st.lists(pieces, max_size=14).map(
    lambda chosen: "".join(chosen).encode()
)


class TestAnything:
    @given(sources, st.sampled_from(["a.html", "b.md", "c.txt", "研.html"]))
    @example(b"<p><pre><pre>", "a.html")
    def test_only_our_errors(self, data: bytes, name: str) -> None:
        try:
            article = import_article(data, name=name, default_lang=EN)
        except WorkflowError as error:
            assert error.hint
            assert error.file == name
            return
        assert article.slug and article.slug.isascii()
        assert article.to_markdown().endswith(f"{article.body}\n")
