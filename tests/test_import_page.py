"""Saved HTML pages: what survives of the article, what goes of the page around it.

Whole pages with the article they become are in ``data/import``; here is one thing at a time.
"""

from __future__ import annotations

import pytest

from workflow.errors import ArticleError
from workflow.flows.importing import ImportedArticle, import_article

TITLE = "The ferry is back"
LEAD = "The first ferry to the islands since January left the quay at noon, with nine sheep."
LAST = "Ferries will sail twice a day until the ice returns, which is seldom before December."
URL = "https://islands.example/news/ferry"


def page(middle: str, *, head: str = "", before: str = "", after: str = "") -> bytes:
    """A page of the usual build, with ``middle`` between two paragraphs of its article."""
    return f"""<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">{head}
<title>{TITLE} | Island News</title></head><body>
<div class="top"><a href="/">Home</a> <a href="/boats">Boats</a> <a href="/w">Weather</a></div>
{before}<article><h1>{TITLE}</h1><p>{LEAD}</p>{middle}<p>{LAST}</p></article>{after}
<div class="bottom"><a href="/imprint">Imprint</a> © Island News</div></body></html>""".encode()


def load(middle: str = "", *, name: str = "ferry.html", **parts: str) -> ImportedArticle:
    return import_article(page(middle, **parts), name=name)


def middle_of(article: ImportedArticle) -> str:
    assert article.fields["title"] == TITLE
    assert article.body.startswith(LEAD) and article.body.endswith(LAST)
    return article.body.removeprefix(LEAD).removesuffix(LAST).strip("\n")


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ("<h2>On <em>board</em></h2>", "## On *board*"),
        ("<ul><li>a<ul><li>b<ol><li>c</li></ol></li></ul></li></ul>", "- a\n  - b\n    1. c"),
        ("<ol start='3'><li>c</li><li>d</li></ol>", "3. c\n4. d"),
        ("<blockquote>Loose.<p>In one.</p></blockquote>", "> Loose.\n>\n> In one."),
        ("<pre><code class='language-sh'>a\n  b</code></pre>", "```sh\na\n  b\n```"),
        ("<dl><dt>ice</dt><dd>frozen water</dd></dl>", "ice\n:   frozen water"),
        (
            "<p>x<sup>2</sup>, H<sub>2</sub>O, <s>no</s></p>",
            "x<sup>2</sup>, H<sub>2</sub>O, ~~no~~",
        ),
        ("<p>one<br>two<br><br>three</p>", "one\\\ntwo\n\nthree"),
        ("<p><b>one<br></b>two<i><br>three</i></p>", "**one**\\\ntwo\\\n*three*"),
        ("<p>1. no<br># no</p>", "1\\. no\\\n\\# no"),
        ("<hr>", "---"),
    ],
)
def test_structure(html: str, markdown: str) -> None:
    assert middle_of(load(html)) == markdown


@pytest.mark.parametrize(
    ("rows", "markdown"),
    [
        (
            "<tr><th>a</th><th>b</th></tr><tr><td>1</td><td>2</td></tr>",
            "| a | b |\n| --- | --- |\n| 1 | 2 |",
        ),
        (
            "<tr><td colspan=2>a</td></tr><tr><td>1</td><td>2</td></tr>",
            "| a |  |\n| --- | --- |\n| 1 | 2 |",
        ),
        (
            "<tr><td rowspan=2>a</td><td>b</td></tr><tr><td>c</td></tr>",
            "| a | b |\n| --- | --- |\n|  | c |",
        ),
        (
            "<tr><td>a|b</td><td>c<br>d</td></tr><tr><td>e</td></tr>",
            "| a\\|b | c<br>d |\n| --- | --- |\n| e |  |",
        ),
        (
            "<caption>Sailings</caption><tr><td>a</td><td>b</td></tr>",
            "Sailings\n\n| a | b |\n| --- | --- |",
        ),
    ],
)
def test_tables(rows: str, markdown: str) -> None:
    assert middle_of(load(f"<table>{rows}</table>")) == markdown


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ("<p><img src='a.png' alt='A boat'></p>", "![A boat](a.png)"),
        ("<img src='a.png'>", "![](a.png)"),
        (
            "<figure><img src='a.png' alt='A boat'><figcaption>The “Skua”</figcaption></figure>",
            '![A boat](a.png "The “Skua”")',
        ),
        (
            "<figure><a href='b'><img src='a.png' alt='A'></a><figcaption>B</figcaption></figure>",
            '[![A](a.png "B")](b)',
        ),
        (
            "<div class='media'><img src='a.png' alt='A'><p class='media-caption'>B</p></div>",
            '![A](a.png "B")',
        ),
        (
            "<figure><img src='a.png'><img src='b.png' alt='B'><figcaption>C</figcaption></figure>",
            '![](a.png)\n\n![B](b.png "C")',
        ),
        ("<img src='data:image/gif;base64,R0' data-src='a.png' alt='A'>", "![A](a.png)"),
        ("<img src='t.gif' width='1' height='1'>", ""),
        (
            "<figure><blockquote>Nobody has ever seen so many sheep on that quay.</blockquote>"
            "<figcaption>The harbour master</figcaption></figure>",
            "> Nobody has ever seen so many sheep on that quay.\n\nThe harbour master",
        ),
    ],
)
def test_images(html: str, markdown: str) -> None:
    assert middle_of(load(html)) == markdown


CANONICAL = f'<link rel="canonical" href="{URL}">'


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ("<p><a href='/a'>x</a></p>", "[x](https://islands.example/a)"),
        ("<p><a href='b?c=d'>x</a></p>", "[x](https://islands.example/news/b?c=d)"),
        ("<p><a href='https://other.example/'>x</a></p>", "[x](https://other.example/)"),
        ("<p><a href='#note'>x</a></p>", f"[x]({URL}#note)"),
        ("<p><a href='javascript:go()'>x</a></p>", "x"),
        ("<p><a href='mailto:a@b.example'>a@b.example</a></p>", "<a@b.example>"),
        ("<p><img src='/i/a.png' alt=''></p>", "![](https://islands.example/i/a.png)"),
        ("<p><img src='./ferry_files/a.png' alt=''></p>", "![](./ferry_files/a.png)"),
        ("<p><img src='ferry_fichiers/a.png' alt=''></p>", "![](ferry_fichiers/a.png)"),
        ("<p><img src='ferry_files/a b(1).png' alt=''></p>", "![](<ferry_files/a b(1).png>)"),
    ],
)
def test_addresses(html: str, markdown: str) -> None:
    assert middle_of(load(html, head=CANONICAL)) == markdown


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ("<p>a <b> b </b>c</p>", "a **b** c"),
        ("<p>a<b>b</b>c</p>", "a**b**c"),
        ("<p>这是<b>“重点”</b>内容</p>", "这是“**重点**”内容"),
        ("<p><i>a</i><i>b</i> <b></b><b><b>c</b></b></p>", "*ab* **c**"),
        ("<p><b><a href='u'>a<br></a>!</b>b</p>", "[a](u)\\\n!b"),
        ("<a href='u'><p>a b</p><p>c</p></a>", "[a b](u)\n\n[c](u)"),
        ("<p>wow!<a href='u'>x</a></p>", "wow\\![x](u)"),
    ],
)
def test_emphasis(html: str, markdown: str) -> None:
    assert middle_of(load(html)) == markdown


CHROME = """<div id="cookie-consent"><p>We use cookies to make this site better for you.
By going on you agree to all of them, and to our privacy policy as well.</p>
<button>Accept</button></div>"""
SHARE = '<div class="share"><a href="/s">Share on Squawk</a> <a href="/t">Send by pigeon</a></div>'
RELATED = """<aside class="related"><h2>More</h2>
<ul><li><a href="/a">A whale in the harbour</a></li>
<li><a href="/b">New paint for the old lighthouse</a></li></ul></aside>"""


@pytest.mark.parametrize(
    "parts",
    [
        {"before": CHROME},
        {"after": CHROME},
        {"middle": SHARE},
        {"middle": RELATED},
        {"after": RELATED},
        {"before": "<nav><ul><li><a href='/a'>Boats</a></li></ul></nav>"},
        {"after": "<footer><p>Island News is published by the Islands’ Society.</p></footer>"},
        {"before": "<!-- A comment --><script>var text = 'not of the article';</script>"},
        {"middle": "<p class='related'><a href='/b'>Read also: new paint everywhere</a></p>"},
        {"middle": "<form><p>Get our letter every Friday.</p><input><button>Go</button></form>"},
    ],
)
def test_chrome_goes(parts: dict[str, str]) -> None:
    assert middle_of(load(**{"middle": "", **parts})) == ""


def test_page_laid_out_by_a_table() -> None:
    html = (
        "<html><head><title>News</title></head><body><table><tr><td><a href='/'>Home</a></td></tr>"
        f"<tr><td><a href='/b'>Boats</a></td><td>{LEAD}<br><br>{LAST}<br><br>{LEAD[::-1]}."
        "</td></tr></table></body></html>"
    )
    article = import_article(html.encode(), name="a.html")
    assert article.body.split("\n\n")[:2] == [LEAD, LAST]


@pytest.mark.parametrize(
    ("head", "before", "url", "source"),
    [
        (CANONICAL, "", None, URL),
        (f'<meta property="og:url" content="{URL}">', "", "https://given.example/", URL),
        ("", "", "https://given.example/", "https://given.example/"),
        ("", f"<!-- saved from url=(0034){URL} -->", None, URL),
        ("", "", None, None),
    ],
)
def test_source(head: str, before: str, url: str | None, source: str | None) -> None:
    article = import_article(page("", head=head, before=before), name="ferry.html", url=url)
    assert article.fields.get("source") == source


def test_metadata() -> None:
    head = (
        '<meta property="article:published_time" content="2021-06-01T10:00:00Z">'
        '<meta name="author" content="Ann Field">'
    )
    fields = load(head=head).fields
    assert fields["date"] == "2021-06-01T10:00+00:00"
    assert (fields["author"], fields["lang"]) == ("Ann Field", "en")


def test_title_is_the_heading_that_the_head_repeats() -> None:
    html = page("").replace(b"<article>", b"<h1>Island News</h1><article>")
    assert import_article(html, name="a.html").fields["title"] == TITLE


@pytest.mark.parametrize(
    ("declared", "written"),
    [
        ("iso-8859-1", "cp1252"),
        ("windows-1252", "cp1252"),
        ("utf-8", "utf-8"),
        ("iso-8859-1", "utf-8"),
        ("utf-8", "utf-8-sig"),
        ("utf-8", "utf-16"),
    ],
)
def test_encodings(declared: str, written: str) -> None:
    text = page("<p>“Élan” – 1 €, dit l’été.</p>").decode()
    text = text.replace('charset="utf-8"', f'charset="{declared}"').replace("©", "")
    article = import_article(text.encode(written), name="a.html")
    assert "“Élan” – 1 €, dit l’été." in article.body


def test_page_without_text() -> None:
    with pytest.raises(ArticleError) as caught:
        import_article(b"<!doctype html><title>x</title><body><script>go()</script>", name="a.html")
    assert caught.value.file == "a.html"
    assert caught.value.hint
