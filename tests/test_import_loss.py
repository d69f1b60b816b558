"""Import loses no text without a word: what a page shows is in the article or named.

Pages are made of the shapes that sites are made of, in all nestings; what they show is told
apart from the program (``shown``).
"""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from tests import shown
from workflow.formats import parse
from workflow.importing import import_article

LEAD = (
    "The mobile registry opened in two villages on the coast last week, where some three hundred"
    " people are still waiting for their papers, the ministry said on Monday."
)
TAIL = (
    "The work will go on until the end of the year, and a second team is to start in the north,"
    " where roads are bad and the villages far apart from each other."
)

texts = st.sampled_from(
    [
        "roads", "Short and bare.", "Où est la mairie ?", "« Jamais »,", "第三批材料", "他说：好。",
        "1. not a list", "- nor this", "# nor a heading", "{% raw %}", "::: note", "{#id}", "[TOC]",
        "km", "2026", "a * b _ c", "The second team will start its work in spring, he said.",
    ]
)  # fmt: skip
inlines = st.recursive(
    texts,
    lambda inner: (
        st.builds(
            "<{0}>{1}</{0}>".format,
            st.sampled_from(["b", "em", "span", "code", "time", "small", "mark"]),
            inner,
        )
        | st.builds('<a href="https://x.example/">{}</a>'.format, inner)
        | st.lists(inner, min_size=1, max_size=3).map(" ".join)
        | st.builds("{}<br>{}".format, inner, inner)
    ),
    max_leaves=4,
)
names = st.sampled_from(
    [
        "", ' class="related-work"', ' id="share-capital"', ' class="menu-du-jour"',
        ' class="comments"', ' class="wp-block-group"', ' class="newsletter"', ' id="toc"',
        ' class="entry-content"', ' class="sidebar"', ' class="social"',
    ]
)  # fmt: skip
leaves = (
    st.builds(
        "<{0}>{1}</{0}>".format,
        st.sampled_from(["p", "h2", "h3", "pre", "address", "nav", "button"]),
        inlines,
    )
    | st.builds("<figure><img src='a.png'><figcaption>{}</figcaption></figure>".format, inlines)
    | st.builds(
        "<table><caption>{}</caption><tr><th>a</th><td>{}</td></tr></table>".format,
        inlines,
        inlines,
    )
    | st.builds("<dl><dt>{}</dt><dd>{}</dd></dl>".format, inlines, inlines)
)


def _nested(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    several = st.lists(inner | inlines, min_size=1, max_size=3).map("\n".join)
    items = st.lists(several, min_size=1, max_size=3)
    containers = "div section center article aside form details blockquote footer main header"
    return (
        st.builds("<{0}{1}>{2}</{0}>".format, st.sampled_from(containers.split()), names, several)
        | st.builds("<details><summary>{}</summary>{}</details>".format, inlines, several)
        | st.builds("<fieldset><legend>{}</legend>{}</fieldset>".format, inlines, several)
        | items.map(lambda parts: f"<ul>{''.join(f'<li>{one}</li>' for one in parts)}</ul>")
        | items.map(lambda parts: f"<ol>{''.join(f'<li>{one}</li>' for one in parts)}</ol>")
        | items.map(lambda parts: f"<ol><li>a</li><ol>{parts[0]}</ol>{''.join(parts[1:])}</ol>")
        | items.map(
            lambda parts: "<table><tr>{}</tr></table>".format(
                "".join(f"<td>{one}</td>" for one in parts)
            )
        )
        | several.map('<a class="card" href="https://x.example/">{}</a>'.format)
    )


bodies = st.lists(
    st.recursive(leaves | inlines, _nested, max_leaves=5), min_size=1, max_size=3
).map("\n".join)


def page(middle: str, frame: str = "article") -> str:
    return (
        '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Registry opens</title>'
        f"</head><body><div>Menu <a href='/'>Home</a></div><{frame}><h1>Registry opens</h1>"
        f"<p>{LEAD}</p>{middle}<p>{TAIL}</p></{frame}><footer>Imprint</footer></body></html>"
    )


@settings(max_examples=30)
@given(bodies, st.sampled_from(["article", "main", "div", "section"]), st.booleans())
def test_no_word_is_lost(middle: str, frame: str, keep_all: bool) -> None:
    source = page(middle, frame)
    article = import_article(source.encode(), name="a.html", keep_all=keep_all)
    assert not shown.shown(source) - shown.imported(article)


@settings(max_examples=20)
@given(bodies)
def test_what_was_imported_reads_back(middle: str) -> None:
    """Every text of the body is a message or an address, none is code that was text."""
    article = import_article(page(middle).encode(), name="a.html")
    document = parse(article.to_markdown(), format="markdown")
    assert document.render(lambda segment: segment.text) == document.text
    assert LEAD in {segment.text for segment in document.segments}
    assert TAIL in {segment.text for segment in document.segments}
