"""Saved HTML pages: what survives of the article, what goes of the page around it.

Whole pages with the article they become are in ``data/import``; here is one thing at a time.
"""

from __future__ import annotations

import pytest

from workflow.errors import ArticleError
from workflow.importing import (
    ImportedArticle,
    ImportedImage,
    LeftOut,
    import_article,
)

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
        ("<ul><li>a<ul><li>b</li></ul>c</li></ul>", "- a\n  - b\n\n  c"),
        (
            "<ul><li>在<ol><li>甲</li></ol>之后<ul><li>乙</li></ul></li></ul>",
            "- 在\n  1. 甲\n\n  之后\n\n  - 乙",
        ),
        (
            "<ol><li>a</li><ol><li>b</li><li>c</li></ol><li>d</li></ol>",
            "1. a\n   1. b\n   2. c\n2. d",
        ),
        ("<ul>à noter<li>a</li>entre<li>b</li></ul>", "à noter\n\n- a\n\n  entre\n- b"),
        ("<ol><li>a</li></ol><ol><li>b</li></ol>", "1. a\n\n1) b"),
        ("<div>one<table><tr><th>a</th></tr></table>two</div>", "one\n\n| a |\n| --- |\n\ntwo"),
        ("<div>Un<pre>ls</pre>deux</div>", "Un\n\n```\nls\n```\n\ndeux"),
        ("<center>一<blockquote>不。</blockquote>二</center>", "一\n\n> 不。\n\n二"),
        ("<section>bare</section>", "bare"),
        (
            "<p>{% raw %}</p><p>In between.</p><p>{% endraw %}</p>",
            "\\{% raw %}\n\nIn between.\n\n\\{% endraw %}",
        ),
        ("<p>::: note</p><p>import x from 'y'</p>", "\\::: note\n\n&#105;mport x from 'y'"),
        (
            "<p>他说<ruby>汉<rp>(</rp><rt>hàn</rt><rp>)</rp>字<rt>zì</rt></ruby></p>",
            "他说汉(hàn)字(zì)",
        ),
        (
            "<p>le <time datetime='2030-01-01'>1er janvier</time> à midi</p>",
            "le 1er janvier à midi",
        ),
        (
            "<h2 id=a>One<a class=anchor href='#a'>#</a></h2><h2 id=b><a href='#b'>Two</a></h2>x",
            "## One\n\n## Two\n\nx",
        ),
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
        (
            "<tr><th>A</th><th>B</th></tr><tr><td><p>one two</p><p>three</p></td><td>x</td></tr>",
            "| A | B |\n| --- | --- |\n| one two<br>three | x |",
        ),
        (
            "<tr><td>甲</td><td><h4>一</h4>二</td></tr><tr><td>乙</td><td><p>三</p><p>四</p></td></tr>",
            "| 甲 | 一<br>二 |\n| --- | --- |\n| 乙 | 三<br>四 |",
        ),
        (
            "<tr><th>A</th><th>B</th></tr><tr><td><ul><li>x</li><li>y</li></ul></td>"
            "<td><ol start=3><li>z</li></ol>t<pre>a\nb</pre></td></tr>",
            "| A | B |\n| --- | --- |\n| • x<br>• y | 3. z<br>t<br>`a b` |",
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
        (
            "<figure><figure><img src='a.png'><figcaption>One</figcaption></figure><figure>"
            "<img src='b.png'><figcaption>Two</figcaption></figure><figcaption>All</figcaption>"
            "</figure>",
            '![](a.png "One")\n\n![](b.png "Two")\n\nAll',
        ),
        (
            "<dl class=gallery-item><dt><a href='a.png'><img src='a.png'></a></dt>"
            "<dd class='wp-caption-text'>Un</dd></dl>",
            '[![](a.png "Un")](a.png)',
        ),
        (
            "<p><img src='a.png'><span class=caption>甲</span></p>",
            '![](a.png "甲")',
        ),
    ],
)
def test_images(html: str, markdown: str) -> None:
    assert middle_of(load(html)) == markdown


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        (
            "<figure class='highlight js'><table><tr><td class=gutter><pre><span>1</span>"
            "<br><span class=line>2</span><br></pre></td><td class=code><pre><span class=line>"
            "<b>var</b> a;</span><br><span class=line>  b();</span><br></pre></td></tr></table>"
            "</figure>",
            "```js\nvar a;\n  b();\n```",
        ),
        (
            "<pre><code class='language-sh hljs'><table class=hljs-ln><tr><td><div class=hljs-ln-n"
            " data-line-number=1></div></td><td class=hljs-ln-code>ls</td></tr><tr><td><div"
            " data-line-number=2></div></td><td>  pwd</td></tr></table></code></pre>",
            "```sh\nls\n  pwd\n```",
        ),
        (
            "<div class='highlight-python notranslate'><table class=highlighttable><tr><td"
            " class=linenos><div><pre>1\n2</pre></div></td><td class=code><div><pre>"
            "a = 1\nb = 2\n</pre></div></td></tr></table></div>",
            "```python\na = 1\nb = 2\n```",
        ),
        (
            "<table class='highlight tab-size'><tr><td class=blob-num data-line-number=1></td>"
            "<td class=blob-code>a</td></tr><tr><td data-line-number=2><td>b</td></tr></table>",
            "```\na\nb\n```",
        ),
        (
            "<pre><span class=linenos>1</span>a = 1\n<span class=linenos>2</span>b = 2\n</pre>",
            "```\na = 1\nb = 2\n```",
        ),
        ("<pre><div>a</div><div>  b</div></pre>", "```\na\n  b\n```"),
        ("<pre>1\n2\n3</pre>", "```\n1\n2\n3\n```"),
        (
            "<table><tr><td>1</td><td>France</td></tr><tr><td>2</td><td>Chine</td></tr></table>",
            "| 1 | France |\n| --- | --- |\n| 2 | Chine |",
        ),
    ],
)
def test_code(html: str, markdown: str) -> None:
    assert middle_of(load(html)) == markdown


@pytest.mark.parametrize(
    "html",
    [
        "<p>It rained<sup id='r1'><a href='#n1'>1</a></sup>.</p>"
        "<div class=footnotes><ol><li id=n1><p>Not much. <a href='#r1'>↩</a></p></li></ol></div>",
        "<p>It rained<a href='#_ftn1' name='_ftnref1'>[1]</a>.</p>"
        "<p><a href='#_ftnref1' name='_ftn1'>[1]</a> Not much.</p>",
        "<p>It rained<span>&nbsp;[<a href='#nb1' id=nh1>1</a>]</span>.</p><div class=notes>"
        "<div id=nb1><p><span>[<a href='#nh1'>1</a>]&nbsp;</span>Not much.</p></div></div>",
        "<p>It rained<sup id=c><a href='#d'>[1]</a></sup>.</p><ol class=references><li id=d>"
        "<span><b><a href='#c'>^</a></b></span> <span>Not much.</span></li></ol>",
    ],
)
def test_footnotes(html: str) -> None:
    assert middle_of(load(html)) == "It rained[^1].\n\n[^1]: Not much."


def test_links_both_ways_are_no_footnotes_without_a_mark() -> None:
    html = (
        "<p id=a>See <a href='#b'>the table of all ferries</a>.</p>"
        "<p id=b>Back <a href='#a'>to the text</a>.</p>"
    )
    assert "[^" not in load(html).body


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


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        (
            "<section id='related-work'><h2>Related work</h2><p>None.</p></section>",
            "## Related work\n\nNone.",
        ),
        ("<div class='share-capital'>Capital : 5 M€</div>", "Capital : 5 M€"),
        (
            "<div class='menu-du-jour'><h2>Menu</h2><ul><li>Soupe</li></ul></div>",
            "## Menu\n\n- Soupe",
        ),
        ("<section id=comments><h2>Comments</h2><p>无。</p></section>", "## Comments\n\n无。"),
        ("<details><summary>Why?</summary>Because.</details>", "Why?\n\nBecause."),
        ("<fieldset><legend>Qui</legend>Tous.</fieldset>", "Qui\n\nTous."),
        ("<aside>简讯</aside>", "简讯"),
        ("<form>À remettre.</form>", "À remettre."),
        ("<footer>Photographs: A. Field</footer>", "Photographs: A. Field"),
        ("<a class=card href='/x'><h3>T</h3>D</a>", "### [T](/x)\n\n[D](/x)"),
        ("<div class='wp-block-file'><a href='r.pdf'>Report</a></div>", "[Report](r.pdf)"),
        ("<h3><button aria-expanded=false>Who?</button></h3><div>All.</div>", "### Who?\n\nAll."),
    ],
)
def test_what_sounds_like_chrome_stays(html: str, markdown: str) -> None:
    assert middle_of(load(html)) == markdown


def test_what_is_left_out_is_named_in_the_order_of_the_page() -> None:
    article = load(
        "<p>a<span class=sr-only> (new window)</span></p><div hidden>Hidden.</div>"
        "<select><option>One</option></select><iframe src='https://v.example/1'></iframe>",
        after="<footer>Imprint</footer>",
    )
    assert article.left_out == (
        LeftOut("Home Boats Weather", "before the article"),
        LeftOut("(new window)", "for screen readers only"),
        LeftOut("Hidden.", "hidden on the page"),
        LeftOut("One", "form field"),
        LeftOut("https://v.example/1", "embedded page"),
        LeftOut("Imprint", "footer of the page"),
        LeftOut("Imprint © Island News", "after the article"),
    )


def test_everything_is_kept() -> None:
    article = import_article(
        page(SHARE, before=CHROME, after=RELATED), name="a.html", keep_all=True
    )
    assert article.left_out == ()
    for text in ("Home", "We use cookies", "Accept", "Send by pigeon", "A whale", "© Island News"):
        assert text in article.body


def test_images_are_listed_once_each() -> None:
    article = load("<img src='a.png'><p>x <img src='b.png'></p><img src='a.png'>")
    assert article.images == (ImportedImage("a.png"), ImportedImage("b.png"))


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
