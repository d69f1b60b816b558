"""Bodies: what becomes of each construct, and that nothing dangerous gets through."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from html.parser import HTMLParser

import lxml.html
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml.html import HtmlElement

from tests.test_formats_directives import CASES
from workflow.formats.linking import Page
from workflow.model import Locale
from workflow.site import Content, Publication, describe, media_uses
from workflow.site.anchors import Names
from workflow.site.bodies import Body, render_body
from workflow.site.links import Target
from workflow.site.strings import breaks_at_clauses

FR, EN = Locale("fr"), Locale("en")
PAGE = "en/news/rain/index.html"


def publication(
    body: str, format: str = "markdown", slug: str = "news/rain", locale: Locale = EN
) -> Publication:
    return Publication(slug, locale, locale, format, {"title": "T"}, body, "2026-01-01")


# “port” is published in English, “sea” in French alone; there is an index in English.
PAGES = {
    Page("port"): ("en/port/index.html", None),
    Page("sea"): ("en/news/rain/x.html", "fr"),
    Page("sea", "fr"): ("en/news/rain/x.html", "fr"),
    Page("", "en"): ("en/index.html", None),
    Page(""): ("index.html", None),
}


def rendered(shown: Publication, anchors: Sequence[Names] = ()) -> Body:
    content = Content.of(shown)
    found = {
        link.url: next(filter(None, map(PAGES.get, link.pages)), None)
        for link in describe(shown, content).links
    }
    targets = tuple(Target(url, *target) for url, target in found.items() if target)
    return render_body(content, PAGE, targets, anchors)


def render(body: str, format: str = "markdown", anchors: Sequence[Names] = ()) -> Body:
    return rendered(publication(body, format), anchors)


def tree(body: str, format: str = "markdown") -> HtmlElement:
    html = render(body, format).html
    root: HtmlElement = lxml.html.fragment_fromstring(html, create_parent="div")
    return root


LINKS = [
    ("[a](../port.md)", '<a href="../../port/index.html">a</a>'),
    ("[a](../port.md#tide)", '<a href="../../port/index.html#tide">a</a>'),
    ("[a](<../%70ort.md>)", '<a href="../../port/index.html">a</a>'),
    ("[a](../sea.md)", '<a href="x.html" hreflang="fr">a</a>'),
    ("[a](../lost.md)", "<span>a</span>"),
    ("[a](../../port.md)", "<span>a</span>"),
    ("[a](notes.pages)", "<span>a</span>"),
    ("[a](/port.md)", '<a href="../../port/index.html">a</a>'),
    ("[a](/port/)", '<a href="../../port/index.html">a</a>'),
    ("[a](../port/)", '<a href="../../port/index.html">a</a>'),
    ("[a](../port)", '<a href="../../port/index.html">a</a>'),
    ("[a](../port.html?b=c#tide)", '<a href="../../port/index.html#tide">a</a>'),
    ("[a](../port/index.html)", '<a href="../../port/index.html">a</a>'),
    ("[a](/fr/sea/)", '<a href="x.html" hreflang="fr">a</a>'),
    ("[a](/fr/sea/index.html#b)", '<a href="x.html#b" hreflang="fr">a</a>'),
    ("[a](/de/sea/)", "<span>a</span>"),
    ("[a](/en/)", '<a href="../../index.html">a</a>'),
    ("[a](/)", '<a href="../../../index.html">a</a>'),
    ("[a][b]\n\n[b]: ../port.md#mar%C3%A9e", '<a href="../../port/index.html#mar%C3%A9e">a</a>'),
    ("[a](#)", "<span>a</span>"),
    ("[a](#b)", '<a href="#b">a</a>'),
    ("[a](p.pdf)", '<a href="../../../media/news/p.pdf">a</a>'),
    ("[a](https://x.org/)", '<a href="https://x.org/" rel="noopener">a</a>'),
    ("[a](//x.org/b)", '<a href="https://x.org/b" rel="noopener">a</a>'),
    ("[a](http://[x)", "<span>a</span>"),
    ('<a href="//[x">a</a>', "<span>a</span>"),
    ('<a id="b">a</a>', '<span id="b">a</span>'),
    ("<a@example.org>", '<a href="mailto:a@example.org">a@example.org</a>'),
    ("<tel:+331990012>", '<a href="tel:+331990012" dir="ltr">+331990012</a>'),
    ("[a](javascript:alert%281%29)", "<span>a</span>"),
    ("[a](data:text/html,x)", "<span>a</span>"),
    ("[a](JaVaScRiPt&colon;alert)", "<span>a</span>"),
    ("[a](file:///etc/passwd)", "<span>a</span>"),
]


@pytest.mark.parametrize(("body", "html"), LINKS)
def test_links(body: str, html: str) -> None:
    assert render(body).html.strip() == f"<p>{html}</p>"


AT_ONCE = 'decoding="async"'  # near the top of the page
SOURCE = 'src="../../../media/news/a.png"'
IMAGES = [
    ("an image with a title is a figure",
     '![x](a.png "Some “caption” & more")',
     f'<figure><img {SOURCE} alt="x" {AT_ONCE}>'
     "<figcaption>Some “caption” &amp; more</figcaption></figure>"),
    ("a linked one as well, the caption beside the link",
     '[![x](a.png "Légende")](https://x.org/)',
     f'<figure><a href="https://x.org/" rel="noopener"><img {SOURCE} alt="x" {AT_ONCE}></a>'
     "<figcaption>Légende</figcaption></figure>"),
    ("without a title it has no caption",
     "![x](a.png)", f'<figure><img {SOURCE} alt="x" {AT_ONCE}></figure>'),
    ("in a line of text it stays there",
     "See ![x](a.png)", f'<p>See <img {SOURCE} alt="x" {AT_ONCE}></p>'),
    ("one on another host becomes a link to it",
     "![x](https://x.org/a.png)", '<p><a href="https://x.org/a.png" rel="noopener">x</a></p>'),
    ("but not inside a link",
     "[![x](//x.org/a.png)](../port.md)",
     '<p><a href="../../port/index.html"><span>x</span></a></p>'),
    ("one with a forbidden address leaves its text",
     "![x](data:image/svg+xml,y)", "<p><span>x</span></p>"),
]  # fmt: skip


@pytest.mark.parametrize(("body", "html"), [i[1:] for i in IMAGES], ids=[i[0] for i in IMAGES])
def test_images(body: str, html: str) -> None:
    assert render(body).html.strip() == html


@pytest.mark.parametrize(
    ("body", "html"),
    [
        ("a<wbr>b*c*<wbr>d", "<p>a<wbr>b<em>c</em><wbr>d</p>"),
        ("a<WBR>b", "<p>a<wbr>b</p>"),
        ('<b title="</wbr>">a<wbr></b>b', '<p><b title="&lt;/wbr&gt;">a<wbr></b>b</p>'),
    ],
)
def test_elements_that_hold_nothing_have_no_end_tag(body: str, html: str) -> None:
    assert render(body).html.strip() == html


@pytest.mark.parametrize(
    ("slug", "body", "paths"),
    [
        ("rain", "![x](images/a.svg) [y](b.PDF)", ("b.PDF", "images/a.svg")),
        ("news/rain", "![x](../images/a.svg)", ("images/a.svg",)),
        ("news/rain", "![x](a%20b.png) ![y](./c/../a%20b.png)", ("news/a b.png",)),
        ("a/b/c", "![x](photo)", ("a/b/photo",)),
        ("rain", "![x](https://x.org/a.png) [y](#a) [z](b.md) `![n](no.png)`", ()),
        ("rain", '<img src="a.png?v=2">', ("a.png",)),
    ],
)
def test_media_paths(slug: str, body: str, paths: tuple[str, ...]) -> None:
    uses = media_uses(publication(body, slug=slug))
    assert sorted({use.path for use in uses if use.path}) == list(paths)


@pytest.mark.parametrize(
    "body",
    ["![x](../../a.png)", "![x](%2e%2e/%2e%2e/a.png)",
     r'<img src="..\..\a.png">', "[x](../../a.pdf)", "![x](a%00.png)", "![x](../../images)"],
)  # fmt: skip
def test_media_outside_the_articles_folder_lead_nowhere(body: str) -> None:
    (use,) = media_uses(publication(body))
    assert use.path is None or use.path.startswith("etc/")
    shown = render(body).html
    assert "href" not in shown
    assert ("src" in shown) == ("media/etc/a.png" in shown)


def test_footnotes_are_numbered_by_first_reference() -> None:
    root = tree(
        "[^b]: Second, see [^c].\n\n[^a]: First.\n\n[^c]: Third.\n\n[^d]: Unused.\n\n"
        "One[^a], two[^b], one again[^a], none[^x].\n"
    )
    notes = root.xpath("//section[@role='doc-endnotes']/ol/li")
    assert [note.text_content().split()[0] for note in notes] == ["First.", "Second,", "Third."]
    references = root.xpath("//a[@role='doc-noteref']")
    assert [(a.text, a.get("href"), a.get("id")) for a in references] == [
        ("1", "#fn:1", "fnref:1"),
        ("2", "#fn:2", "fnref:2"),
        ("1", "#fn:1", "fnref:1:2"),
        ("3", "#fn:3", "fnref:3"),
    ]
    backs = root.xpath("//a[@role='doc-backlink']")
    assert {a.get("href")[1:] for a in backs} == {a.get("id") for a in references}
    assert {a.get("aria-label") for a in backs} == {"Back to the text"}
    assert root.xpath("//section/h2/text()") == ["Notes"]
    assert "[^x]" in root.text_content()


def test_ids_are_unique_and_the_page_keeps_its_own() -> None:
    root = tree(
        "# Rain {#tide}\n\n## Tide\n\n## Tide\n\n## ?!\n\n"
        '<p id="tide">x</p><p id="page:main">y</p>\n'
    )
    headings = root.xpath("//h2 | //h3")
    assert [(h.tag, h.get("id")) for h in headings] == [
        ("h2", "tide"), ("h3", "tide-1"), ("h3", "tide-2"), ("h3", "section"),
    ]  # fmt: skip
    assert sorted(root.xpath("//@id")) == ["section", "tide", "tide-1", "tide-2", "tide-3"]


@pytest.mark.parametrize(
    ("heading", "id", "others"),
    [
        ("Météo & thé", "météo--thé", ["météo-thé"]),
        ("À l’école : « oui »", "à-lécole---oui-", ["à-l-école-oui"]),
        ("Prix\u00a0: 1.2 %", "prix-12-", ["prix-1-2", "prix--12-"]),
        ("第一章：标题 一", "第一章标题-一", ["第一章-标题-一"]),
        ("`snake_case` *and* [link](#x)", "snake_case-and-link", []),
        ("Notes[^1]\n\n[^1]: x", "notes", ["notes1"]),
        ("🎉 Fête", "-fête", ["fête"]),
        ("Named {#own}", "own", []),
        ('<a name="old"></a>Old', "old-1", ["old-2", "old"]),
    ],
)
def test_ids_are_those_of_github_and_older_ones_stay_anchors(
    heading: str, id: str, others: list[str]
) -> None:
    (found,) = tree(f"## {heading}").xpath("//h2[not(@id='page:notes')]")
    assert found.get("id") == id
    assert found.xpath("./descendant::*/@id[not(starts-with(., 'fnref:'))]") == others


@pytest.mark.parametrize(
    ("older", "names"),
    [
        (False, [("a",), ("a-1",), ("a-2",), ("a-2-1", "a-2-2"), ("a-3", "a-4")]),
        (True, [("a",), ("a-1", "a-2"), ("a-3",), ("a-2-1", "a-2-2"), ("a-4",)]),
    ],
)
def test_an_id_that_a_page_was_out_with_leads_where_it_led(older: bool, names: list[Names]) -> None:
    shown = replace(publication("## A\n\n## A\n\n## A\n\n## A 2\n\n## A"), older_ids=older)
    assert list(rendered(shown).anchors) == names
    translated = replace(shown, body="## 第\n\n## 一\n\n## a\n\n## 2\n\n## a 4")
    found = rendered(translated, names).anchors
    assert [set(each) <= set(more) for each, more in zip(names, found, strict=True)] == [True] * 5
    assert [each[0] for each in found] == [each[0] for each in names]


@pytest.mark.parametrize(
    ("body", "names"),
    [
        ("## Pluie\n\n## Mer {#mer}", [("rain", "pluie"), ("mer", "sea", "old-sea")]),
        ("## 下雨 了\n\n## 海", [("rain", "下雨-了"), ("sea", "old-sea", "海")]),
        ("## Sea\n\n## Rain", [("rain",), ("sea", "old-sea")]),
        ("## Pluie\n\n## Mer\n\n## Port", [("pluie",), ("mer",), ("port",)]),
    ],
)
def test_translations_take_over_the_anchors_where_headings_match(
    body: str, names: list[Names]
) -> None:
    shown = render(body, anchors=[("rain",), ("sea", "old-sea")])
    assert list(shown.anchors) == names


def test_tables_scroll_and_keep_their_alignment_without_styles() -> None:
    root = tree("| A | B | C |\n|:--|:-:|--:|\n| 1 | 2 | 3 |\n")
    region = root[0]
    assert dict(region.attrib) == {
        "class": "scroll", "role": "region", "tabindex": "0", "aria-label": "Table 1",
    }  # fmt: skip
    assert [cell.get("class") for cell in root.iter("td")] == [None, "center", "right"]
    assert [cell.get("scope") for cell in root.iter("th")] == ["col"] * 3
    html = '<table><tr><td style="text-align:right;color:red" align="left" onclick="x()">1</table>'
    assert [dict(td.attrib) for td in tree(html, "html").iter("td")] == [{"class": "right"}]


@pytest.mark.parametrize(
    ("body", "html"),
    [
        ("~~a~~", "<p><del>a</del></p>"),
        ("A\n: B", "<dl>\n<dt>A</dt>\n<dd>B</dd>\n</dl>"),
        ("> [!TIP]\n> B", '<blockquote class="markdown-alert-tip">\n'
         '<p class="label">Tip</p><p>B</p>\n</blockquote>'),
        ('<i lang="la">a</i>', '<p><i lang="la">a</i></p>'),
        ("```py\na < b\n```",
         '<pre tabindex="0"><code class="language-py">a &lt; b\n</code></pre>'),
        ("<!-- translators: x -->\n\na", "<p>a</p>"),
    ],
)  # fmt: skip
def test_other_constructs(body: str, html: str) -> None:
    assert render(body).html.strip() == html


FILM = '<a class="embed" href="https://e.org/v" rel="noopener">'
STAND_INS = [
    ("<iframe src='https://e.org/v' title='Film &amp; son'></iframe>",
     f"<p>{FILM}Film &amp; son</a></p>"),
    ("a <iframe src=//e.org/v></iframe> b", f"<p>a {FILM}//e.org/v</a> b</p>"),
    ("<embed src=https://e.org/v>\n\n后", f"<p>{FILM}https://e.org/v</a></p> <p>后</p>"),
    ("<object data=https://e.org/v>Le <b>plan</b></object>", f"<p>{FILM}Le plan</a></p>"),
    ("<video controls><source src=https://e.org/v>Old browser</video>",
     f"<p>{FILM}https://e.org/v</a></p>"),
    ("<audio src=https://e.org/v aria-label=声音>\n\nnever closed",
     f"<p>{FILM}声音 (e.org)</a></p> <p>never closed</p>"),
    ("<video src=film.mp4 title=Film></video>",
     '<figure class="player"><video controls="" preload="metadata" aria-label="Film" '
     'playsinline="" src="../../../media/news/film.mp4">Film</video><figcaption>'
     '<a class="download" href="../../../media/news/film.mp4" download="">Download (MP4)</a>'
     "</figcaption></figure>"),
    ("<iframe title=x src=javascript:alert(1)></iframe>", '<p><span class="embed">x</span></p>'),
    ("<iframe src='https://e.org/v' title='</a><script>x</script>'></iframe>",
     f"<p>{FILM}&lt;/a&gt;&lt;script&gt;x&lt;/script&gt;</a></p>"),
    ("x <svg><title>Plan</title><text>d</text></svg>", '<p>x <span class="embed">Plan</span></p>'),
    ("<svg><path d=''/></svg>x", "<p>x</p>"),
    ("x <math alttext='x^2'><mi>x</mi></math>", '<p>x <code class="math">x^2</code></p>'),
    ("$$\nx^2 < `y`\n$$", '<p><code class="math">x^2 &lt; `y`</code></p>'),
    ("式 $$a_1*b*c$$。", '<p>式 <code class="math">a_1*b*c</code>。</p>'),
    ("from 5 $$ to 10 $$ or $$$", "<p>from 5 $$ to 10 $$ or $$$</p>"),
    ("`$$a_1$$`", "<p><code>$$a_1$$</code></p>"),
    ("<noscript>Sans <b>script</b></noscript>", "<div>Sans <b>script</b></div>"),
    ("<title>Title</title>\n\nx", "<p>x</p>"),
    ("a <textarea>b &lt;i> <i></textarea> c", "<p>a <span>b &lt;i&gt; &lt;i&gt;</span> c</p>"),
    ("<form>Nom <input name=n><select><option>A</option><option>B</option></select>"
     "<button>OK</button></form>", "<div>Nom <ul><li>A</li><li>B</li></ul><span>OK</span></div>"),
    ("<center>a</center><center>b</center>", "<div>a</div><div>b</div>"),
    ("<canvas>instead</canvas>", "<p>instead</p>"),
    ("a<script>x</script><style>y</style><template>z</template>b", "<p>ab</p>"),
]  # fmt: skip


@pytest.mark.parametrize(("body", "html"), STAND_INS)
def test_what_a_page_cannot_show_has_something_in_its_stead(body: str, html: str) -> None:
    assert " ".join(render(body).html.split()) == html


def test_a_film_beside_the_article_is_published_with_it() -> None:
    body = "<video><source src=film.mp4></video> <object data=../plan.pdf></object>"
    uses = media_uses(publication(body))
    assert sorted(str(use.path) for use in uses) == ["news/film.mp4", "plan.pdf"]


BOX = '<aside role="note">'
DIRECTIVES = [
    ("a container is a box, and nothing a term",
     "One.\n\n:::note\n\nTwo.\n\n:::\n",
     f"<p>One.</p> {BOX} <p>Two.</p> </aside>"),
    ("its title is Markdown",
     ":::note[A *b*]\nTwo.\n:::\n",
     f'{BOX}<p class="label">A <em>b</em></p> <p>Two.</p> </aside>'),
    ("one in another",
     "::::a One\n:::b\nTwo.\n:::\n::::\n",
     f'{BOX}<p class="label">One</p> {BOX} <p>Two.</p> </aside> </aside>'),
    ("without an end it is no box", ":::note\nTwo.\n", "<p>Two.</p>"),
    ("an end alone is nothing", ":::\nTwo.\n", "<p>Two.</p>"),
    ("with nothing in it neither", ":::toc\n:::\n", ""),
    ("one in a list stays there",
     "- a\n  :::note\n  b\n  :::\n",
     f"<ul> <li> <p>a</p> {BOX} <p>b</p> </aside> </li> </ul>"),
    ("where its marks would part a list it is no box",
     "- a\n\n:::note\n    b\n:::\n", "<ul> <li> <p>a</p> <p>b</p> </li> </ul>"),
    ("an admonition is no list", "!!! warning\n    Two.\n", f"{BOX} <p>Two.</p> </aside>"),
    ("with a title, between lists",
     '- a\n\n!!! note "A <b>b</b>"\n\n    Two.\n\n        code\n\n- c\n',
     f'<ul><li> <p>a</p> </li> </ul>{BOX} <p class="label">A <b>b</b></p> <p>Two.</p>'
     ' <pre tabindex="0"><code>code </code></pre> </aside> <ul><li> <p>c</p> </li> </ul>'),
    ("tabs are boxes",
     '=== "A"\n    One.\n\n=== "B"\n    Two.\n',
     f'{BOX} <p class="label">A</p> <p>One.</p> </aside> '
     f'{BOX} <p class="label">B</p> <p>Two.</p> </aside>'),
    ("tags, statements and attributes show nothing",
     "import A from 'a'\n\n{{< toc >}}\n# One\n{: .b }\n{% include c %}\n<Tab\n  d='e'>\n"
     "Two.\n</Tab>\n{/* f */}\n",
     '<h2 id="one">One</h2> <p>Two.</p>'),
    ("code between tags is code",
     "{% highlight ruby %}\ndef x\n\n  `a`\n{% endhighlight %}\n",
     '<pre tabindex="0"><code class="language-ruby">def x `a` </code></pre>'),
    ("in a list too",
     "- a\n\n  {% raw %}\n  {{ b }}\n  {% endraw %}\n",
     '<ul> <li> <p>a</p> <pre tabindex="0"><code>{{ b }} </code></pre> </li> </ul>'),
    ("where it is marked as such already, as it comes",
     "{% raw %}\n```liquid\n{{ b }}\n```\n{% endraw %}\nc\n",
     '<pre tabindex="0"><code class="language-liquid">{{ b }} </code></pre> <p>c</p>'),
    ("but only with its end",
     "{% raw %}\n```\n{% endraw %}\nc\n",
     '<pre tabindex="0"><code>``` </code></pre> <p>c</p>'),
    ("a comment is not", "{% comment %}\na\n{% endcomment %}\nb\n", "<p>b</p>"),
    ("one between indented code is none of it",
     "::: a\n    b\n\n::: c\n    d\n", '<pre tabindex="0"><code>b d </code></pre>'),
    ("what stands in code is code",
     "```\n:::note\n!!! b\n```\n\n    {{< c >}}\n\n<pre>\n{% d %}\n</pre>\n",
     '<pre tabindex="0"><code>:::note !!! b </code></pre> '
     '<pre tabindex="0"><code>{{&lt; c &gt;}} </code></pre> '
     '<pre tabindex="0">{% d %} </pre>'),
]  # fmt: skip


@pytest.mark.parametrize(
    ("body", "html"), [each[1:] for each in DIRECTIVES], ids=[each[0] for each in DIRECTIVES]
)
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_directives_of_other_generators(body: str, html: str, newline: str) -> None:
    assert " ".join(render(body.replace("\n", newline)).html.split()) == html


@pytest.mark.parametrize(("body", "text"), CASES)
def test_a_page_shows_what_was_checked(body: str, text: str) -> None:
    root = tree(body)
    for other in root.xpath("//pre | //p[@class='label']"):
        other.drop_tree()
    shown, checked = (re.findall(r"[^\W_]+", each) for each in (root.text_content(), text))
    assert shown == checked or "<" in text
    assert not root.xpath("//li[not(node())] | //*[self::h1 or self::h2][not(node())]")


@given(
    st.lists(st.sampled_from(["a", "{", "}", "\\", "`", "#", " ", '"', "[", "{.x}"])).map("".join)
)
def test_no_title_of_a_box_shows_its_mark(title: str) -> None:
    for body in (f'!!! note "{title}"\n    b\n', f":::note[{title}]\nb\n:::", f":::a {title}\nb"):
        html = render(body).html
        assert "b" in html
        assert "directive" not in html


def test_many_boxes_in_each_other_take_no_time_and_no_stack() -> None:
    assert ":::" not in render(":::a\n" * 3000 + "b\n" + ":::\n" * 3000).html
    steps = "".join(f"{'    ' * depth}!!! a\n" for depth in range(200))
    assert "!!!" not in render(steps).html


def test_xml_lang_becomes_lang() -> None:
    found = tree('<p xml:lang="zh">a</p><p xml:lang="zh" lang="ja">b</p>', "html").xpath(
        "//p/@lang"
    )
    assert found == ["zh", "ja"]


def test_task_lists_have_named_boxes_and_no_other_input_survives() -> None:
    root = tree("- [x] a\n- [ ] b\n\n<input type=password><input type=text value=x><input>")
    boxes = [(box.get("type"), box.get("aria-label")) for box in root.iter("input")]
    assert boxes == [("checkbox", "Done"), ("checkbox", "To do")]
    assert all("disabled" in box.attrib for box in root.iter("input"))


def test_plain_text_is_escaped_by_paragraph() -> None:
    html = render("One <b>two</b>\r\n& *three*\r\n \r\n\r\n# four\n", "text").html
    assert html == "<p>One &lt;b&gt;two&lt;/b&gt;<br>&amp; *three*</p>\n<p># four</p>"


def test_lines_of_plain_text_end_where_they_end_unless_they_were_wrapped() -> None:
    wrapped = "A line that was broken since the margin was there,\nand what follows.\n\n"
    address = "Town hall\n1 Theatre Square\n\n<!-- translators: short -->\n\nLast.\n"
    html = render(wrapped + address, "text").html
    assert html == (
        "<p>A line that was broken since the margin was there, and what follows.</p>\n"
        "<p>Town hall<br>1 Theatre Square</p>\n<p>Last.</p>"
    )


@pytest.mark.parametrize(
    ("body", "words", "characters", "minutes"),
    [
        ("", 0, 0, 1),
        ("L’eau monte, qu’on se le dise.", 6, 0, 1),
        ("一人一行，抵达3人 in 2026。", 3, 7, 1),
        ("word " * 1000, 1000, 0, 5),
        ("字" * 2550, 0, 2550, 10),
        ("안녕 세계", 2, 0, 1),
    ],
)
def test_length(body: str, words: int, characters: int, minutes: int) -> None:
    length = render(body).length
    assert (length.words, length.characters, length.minutes) == (words, characters, minutes)


HOSTILE = [
    "<script>alert(1)</script>",
    "<ScRiPt src=//x.org/a.js></ScRiPt>",
    "<img src=x.png onerror=alert(1)>",
    "<svg/onload=alert(1)><a xlink:href='javascript:alert(1)'>x</a></svg>",
    "<math><mtext><table><mglyph><style><!--</style>"
    "<img title='--&gt;&lt;img src=1 onerror=a()&gt;'>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<a href='java\tscript:alert(1)'>x</a>",
    "<a href=' javascript:alert(1)'>x</a>",
    "<form action=//x.org><button formaction=javascript:alert(1)>x</button></form>",
    "<meta http-equiv=refresh content='0;url=//x.org'><base href=//x.org>"
    "<link rel=stylesheet href=//x>",
    "<p style='background:url(//x.org/a)'>x</p><style>@import '//x.org'</style>",
    "<template><script>alert(1)</script></template>",
    "<textarea></p><script>alert(1)</script></textarea>",
    "</div></main></body><script>alert(1)</script>",
    "<plaintext><script>alert(1)",
    "<object data=x.svg></object><embed src=x.swf><video src=//x.org poster=//x.org></video>",
    "[x](javascript:alert(1)) ![x](javascript:alert(1))",
    "<details open ontoggle=alert(1)>x</details>",
    "<p id='page:main' class='masthead scroll'>x</p>",
]  # fmt: skip

ALLOWED = set(
    re.findall(
        r"\w+",
        "a abbr aside b bdi bdo blockquote br caption cite code col colgroup data dd del details "
        "dfn div dl dt em figcaption figure h1 h2 h3 h4 h5 h6 hr i img input ins kbd li mark ol "
        "p pre q rp rt ruby s samp section small span strong sub summary sup table tbody td "
        "tfoot th thead time tr u ul var wbr",
    )
)


class Tags(HTMLParser):
    """Collects what a second, independent parser finds."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def assert_harmless(html: str) -> None:
    for tag, attributes in Tags(html).found:
        assert tag in ALLOWED
        for name, value in attributes.items():
            assert not name.startswith("on")
            assert name not in {"style", "srcdoc", "action", "formaction", "xlink:href"}
            if name in {"href", "src", "cite"} and ":" in (value or "").split("/")[0]:
                assert re.match(r"(https?|mailto|tel):|#fn(ref)?:", value or "")
            if name == "src":
                assert (value or "").startswith("../../../media/")


@pytest.mark.parametrize("format", ["markdown", "html", "text"])
@pytest.mark.parametrize("body", HOSTILE)
def test_hostile_bodies_are_neutralised(body: str, format: str) -> None:
    assert_harmless(render(body, format).html)


FRAGMENTS = st.lists(
    st.sampled_from(
        [*HOSTILE, "<p>", "</p>", "<table>", "<td>", "</div>", "\n\n", "> ", "- ", "`", "*", "[^1]",
         "\n\n[^1]: ", "![a](b.png \"c\")", "# ", "| a | b |\n|--|--|\n", "&lt;", "&#0;", "\"", "'",
         ":::a[", "]\n", "\n:::\n", "!!! a \"", "\"\n    ", "\n{% raw %}\n", "\n{% endraw %}\n",
         "<h1 class=directive-opening>", "<h1 class=directive-item>", "</h1>", "<li>"]
    )
    | st.text(max_size=8),
    max_size=12,
).map("".join)  # fmt: skip


@given(FRAGMENTS, st.sampled_from(["markdown", "html", "text"]))
def test_no_mixture_of_them_gets_through(body: str, format: str) -> None:
    html = render(body, format).html
    assert_harmless(html)
    html.encode()  # no lone surrogate is left
    ids = [attributes["id"] for _, attributes in Tags(html).found if "id" in attributes]
    assert len(ids) == len(set(ids))


@given(st.text())
def test_plain_text_loses_no_word(text: str) -> None:
    html = render(text, "text").html
    root = lxml.html.fragment_fromstring(html, create_parent="div")
    words = re.findall(r"[a-z0-9]+", text)
    assert re.findall(r"[a-z0-9]+", " ".join(root.itertext())) == words


@pytest.mark.parametrize(
    ("body", "html"),
    [
        ("星期\n一", "<p>星期一</p>"),
        ("星期 \n  一", "<p>星期一</p>"),
        ("**星期**\n一", "<p><strong>星期</strong>一</p>"),
        ("星期\n**一**", "<p>星期<strong>一</strong></p>"),
        ("- 星期\n  一", "<li>星期一</li>"),
        ("星期一\nMonday", "<p>星期一\nMonday</p>"),
        ("lundi\nmardi", "<p>lundi\nmardi</p>"),
        ("월\n요일", "<p>월\n요일</p>"),
        ("星期\\\n一", "<p>星期<br>一</p>"),
        ("```\n星期\n一\n```", "星期\n一\n"),
    ],
)
def test_a_line_end_between_two_han_characters_shows_nothing(body: str, html: str) -> None:
    assert html in render(body).html


@pytest.mark.parametrize(
    ("title", "breaks"),
    [
        ("普拉托：学会不替别人说话", True),
        ("四种语言，一个箭头！", True),
        ("南宁：学会识别人口贩运受害者", False),  # a clause of eleven may not fit a line
        ("四种语言，一个箭头，谁？", False),  # “谁？” might stand alone on one
        ("四种语言，一个箭头走", True),
        ("一", False),
        ("A town: its people", False),
    ],
)
def test_which_headlines_break_at_their_punctuation(title: str, breaks: bool) -> None:
    assert breaks_at_clauses(title) is breaks
