"""Pages as single programs write them: lists, titles, notes, bylines and images of their own."""

from __future__ import annotations

import pytest

from tests.test_import_page import LAST, LEAD, TITLE, load, middle_of
from workflow.importing import (
    ImportedArticle,
    import_article,
)

WORD_ITEM = (
    "<p class=MsoListParagraphCxSp{0} style='mso-list:l0 level{1} lfo1'><span>"
    "<span style='mso-list:Ignore'>{2}<span>&nbsp;&nbsp;&nbsp; </span></span></span>{3}</p>"
)


def word_list(*items: tuple[int, str, str]) -> str:
    return "".join(WORD_ITEM.format("Middle", *item) for item in items)


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        (word_list((1, "·", "Pain"), (1, "·", "Eau")), "- Pain\n- Eau"),
        (word_list((1, "3.", "Un"), (2, "o", "Deux"), (1, "4.", "Trois")),
         "3. Un\n   - Deux\n4. Trois"),
        ("<p class=MsoListParagraph><span style='font-family:Symbol'>·<span>&nbsp;&nbsp; </span>"
         "</span>护照</p>", "- 护照"),
        ("<ul class='c8 lst-kix_a-0'><li>A</li></ul><ul class='lst-kix_a-1'><li>B</li></ul>"
         "<ul class='lst-kix_a-0'><li>C</li></ul>", "- A\n  - B\n- C"),
        ("<p><b style='font-weight:normal'>Plain <span style='font-weight:700'>bold</span></b></p>",
         "Plain **bold**"),
        ("<h2><span style='font-weight:700'>Head</span></h2><p>And text.</p>",
         "## Head\n\nAnd text."),
        ("<p><a href='https://www.google.com/url?q=https://example.org/a&amp;sa=D'>there</a></p>",
         "[there](https://example.org/a)"),
        ("<pre class='wp-block-verse'>Les radis <em>roses</em>,\n  et noirs\n\nle soir</pre>",
         "Les radis *roses*,\\\n\u00a0\u00a0et noirs\n\nle soir"),
        ("<pre>x = 1\ny = 2</pre>", "```\nx = 1\ny = 2\n```"),
        ("<dl><dt>Bus<dd>4<dt>Train<dt>Tram<dd>5<dd>6</dl>",
         "Bus\n:   4\n\nTrain\\\nTram\n:   5\n:   6"),
        ("<dl><dt>词</dt><dd>一</dd><dt>孤</dt></dl>", "词\n:   一\n\n孤"),
        ("<h2>Chapter {#id}</h2><p>Text.</p>", "## Chapter {#id\\}\n\nText."),
        ("<b><p>One.</p><p>Two.</p></b>", "**One.**\n\n**Two.**"),
    ],
)  # fmt: skip
def test_what_a_program_means(html: str, markdown: str) -> None:
    assert middle_of(load(html)) == markdown


def document(body: str, head: str = "<title></title>") -> ImportedArticle:
    page = f"<html lang=fr><head><meta charset=utf-8>{head}</head><body>{body}</body></html>"
    return import_article(page.encode(), name="note.html")


@pytest.mark.parametrize("style", ["MsoTitle", "title western", "c1 title"])
@pytest.mark.parametrize("head", ["<title></title>", "<title>Note sur le pont</title>"])
def test_the_title_of_a_word_processor(style: str, head: str) -> None:
    body = f"<p class='{style}'>Note sur le pont</p><h1>1. Pourquoi</h1><p>{LEAD}</p><p>{LAST}</p>"
    article = document(body, head)
    assert article.fields["title"] == "Note sur le pont"
    assert article.body == f"# 1. Pourquoi\n\n{LEAD}\n\n{LAST}"
    assert article.left_out == ()


@pytest.mark.parametrize(
    "note",
    [
        "<div id=ftn1><p><a href='#r1' name='n1'>[1]</a> Archives.</p></div>",
        "<div><a id='n1' href='#r1'>1</a><div><p>Archives.</p></div></div>",
    ],
)
def test_a_note_outside_of_what_holds_the_text(note: str) -> None:
    mark = "<a href='#n1' name='r1' id='r1'>[1]</a>"
    article = document(f"<div class=WordSection1><p>{LEAD}{mark}</p><p>{LAST}</p></div>{note}")
    assert article.body == f"{LEAD}[^1]\n\n{LAST}\n\n[^1]: Archives."


def article_with(lines: str, lead: str = "") -> ImportedArticle:
    page = (
        f"<html lang=en><head><meta charset=utf-8><title>{TITLE}</title></head><body><div>"
        f"<h1>{TITLE}</h1>{lead}{lines}<p>{LEAD}</p><p>{LAST}</p></div></body></html>"
    )
    return import_article(page.encode(), name="ferry.html")


@pytest.mark.parametrize(
    ("line", "date"),
    [
        ("Published 14 March 2026, 8.30am", "2026-03-14T08:30"),
        ("Published on 14 March 2026", "2026-03-14"),
        ("Submitted by admin on Sat, 03/14/2026 - 08:30", "2026-03-14T08:30"),
        ("发布时间：2026-03-14 08:30 来源：新华社", "2026-03-14T08:30"),
    ],
)
@pytest.mark.parametrize("lead", ["", f"<p class=lead>{LAST.replace('.', '')} again.</p>"])
def test_a_line_that_is_the_date_is_not_in_the_body(line: str, date: str, lead: str) -> None:
    article = article_with(f"<p>{line}</p>", lead)
    assert article.fields["date"] == date
    assert line not in article.body
    assert line in [one.text for one in article.left_out]
    assert LEAD in article.body
    assert LAST in article.body


def test_a_date_in_prose_stays() -> None:
    prose = "Published on 14 March 2026, the report was read by nobody until the ferry sank."
    assert prose in article_with(f"<p>{prose}</p>").body


def test_a_box_of_date_and_author_is_left_out() -> None:
    box = (
        "<div><a href='/a'><img src='me.png' width=44></a><p><a href='/a'>Jo Park</a></p><span>·"
        "</span><p>Published in</p><p>Slow News</p><span>4 min read</span><span>Mar 14, 2026</span>"
        "</div>"
    )
    head = "<meta name=author content='Jo Park'>"
    page = (
        f"<html lang=en><head><meta charset=utf-8><title>{TITLE}</title>{head}</head><body>"
        f"<article><h1>{TITLE}</h1><h2>A short one</h2>{box}<p>{LEAD}</p><p>{LAST}</p></article>"
    )
    article = import_article(page.encode(), name="ferry.html")
    assert article.fields["author"] == "Jo Park"
    assert article.body == f"## A short one\n\n{LEAD}\n\n{LAST}"


def test_the_editor_at_the_end_of_a_chinese_page() -> None:
    lead = "三月的一个早晨，村里的图书馆第一次打开了大门，孩子们排起长队，等着借书。"
    page = (
        "<html lang=zh><head><meta charset=utf-8><title>新图书馆</title></head><body><div><h1>"
        f"新图书馆</h1><p>{lead}</p><p>{lead}好。</p><p>（完）</p>"
        "<p>【纠错】 【责任编辑:李四】</p></div>"
    )
    article = import_article(page.encode(), name="a.html")
    assert article.body == f"{lead}\n\n{lead}好。\n\n（完）"
    assert [one.text for one in article.left_out] == ["【纠错】 【责任编辑:李四】"]


def test_amp() -> None:
    middle = (
        "<amp-img src='/c1.jpg' alt='One' width=4 height=3></amp-img><amp-ad>Buy</amp-ad>"
        "<amp-accordion><section><h4>When?</h4><p>On Sunday.</p></section></amp-accordion>"
        "<amp-youtube data-videoid='abc'></amp-youtube>"
    )
    article = load(middle)
    assert middle_of(article) == "![One](/c1.jpg)\n\n#### When?\n\nOn Sunday."
    assert [one.text for one in article.left_out][1:-1] == ["Buy", "abc"]
