"""What pages show of the marks of Markdown's dialects: none stands there raw."""

from __future__ import annotations

from html import unescape

import pytest

from tests.test_site_markup import render

PAGES = [
    ("## Deux {brouillon}", ">Deux {brouillon}</h2>"),
    ("## 第三章 {草案}", ">第三章 {草案}</h2>"),
    ("## {nom}", ">{nom}</h2>"),
    ("## Un \\{#b}", ">Un {#b}</h2>"),
    ("## Un {: #b .c }", '<h2 id="b">Un</h2>'),
    ("## Un {/* #b */}", '<h2 id="b">Un</h2>'),
    (
        "Le HTML, un XHTML.\n\n*[HTML]: Langue *à* balises",
        '<p>Le <abbr title="Langue à balises">HTML</abbr>, un XHTML.</p>',
    ),
    ("北京的 WTO 会议\n\n*[WTO]: 世贸组织", '<abbr title="世贸组织">WTO</abbr> 会议'),
    (
        "> [!NOTE] Papiers\n> Le passeport.",
        '<aside role="note">\n<p class="label">Papiers</p>\n<p>Le passeport.</p>\n</aside>',
    ),
    ("> [!note]-\n> un", '<p class="label">Note</p><p>un</p>'),
    ("> [!faq]\n> un", '<aside role="note">'),
    (":::{admonition} Papiers\n:class: a\nun\n:::", '<p class="label">Papiers</p>\n<p>un</p>'),
    ("```{note} Un\ndeux\n```", '<p class="label">Un</p>\n<p>deux</p>'),
    ("/// note | Un *a*\n    open: b\ndeux\n///", ">Un <em>a</em></p>\n<p>deux</p>"),
    ("> :::tip\n> un\n> :::", '<blockquote>\n<aside role="note">\n<p>un</p>\n</aside>'),
    ("| un\n| *deux*\n| trois", '<p class="verse">un<br><em>deux</em><br>trois</p>'),
    ("| a |\n|---|\n\n: Une *légende* {#tbl-a}", "<caption>Une <em>légende</em></caption>"),
    ("(@a) un\n(@b) deux", "<ol>\n<li>un</li>\n<li>deux</li>\n</ol>"),
    ("un\n\n:warning: Attention", "<p>un</p>\n<p>:warning: Attention</p>"),
    ("| un\n  deux\n| trois", '<p class="verse">un'),
    ("+---+---+\n| a | b |\n+---+---+", "<code>+---+---+\n| a | b |\n+---+---+"),
    ("un [deux]{.a}", "<p>un deux</p>"),
    ("[deux]{.a}", "<p>deux</p>"),
    ("::pin[Un titre]{a=b}", "<p>Un titre</p>"),
    ("\\[\na_1 = b\n\\]", '<code class="math">a_1 = b</code>'),
    ("- un\n\n  $$\n  a\n  $$ (eq)", '<code class="math">a</code>'),
    ("\\begin{align}\na &= b\n\\end{align}", '<code class="math">\\begin{align} a &amp;= b'),
    ("- [TOC]\n- un", "<ul>\n\n<li>un</li>\n</ul>"),
    ("un [[Page|deux]] [[Trois#a]]", "<p>un deux Trois › a</p>"),
    ("un ==deux== a == b == c", "<p>un <mark>deux</mark> a == b == c</p>"),
    ("++ctrl+c++ et C++", "<p><kbd>Ctrl + C</kbd> et C++</p>"),
    ("un %% non %%[deux]{.a} :material-x: ![[non]]", "<p>un deux  </p>"),
    ("![un](a.png){width=50%} deux", " deux</p>"),
    ("{ref}`texte <cible>` `{a}`", "<p><span>texte</span> <code>{a}</code></p>"),
    ("`==a== [[b]] ++c++`", "<p><code>==a== [[b]] ++c++</code></p>"),
]  # fmt: skip


@pytest.mark.parametrize(("body", "shown"), PAGES)
def test_a_page_shows_what_a_mark_means(body: str, shown: str) -> None:
    assert shown in render(body).html


HIDDEN = [
    "(cible)=", "% un commentaire", "+++", "[TOC]", "[[toc]]", '--8<-- "a.md"', "{!a.md!}",
    "![[a]]",
    "<<< @/a.js", "[!INCLUDE [a](a.md)]", "[//]: # (a)", "[comment]: <> (a)", "%% a %%", "^a", "^",
    "clé:: a", "\\newpage", "{.a}", "{::comment}\na\n{:/}", "%%\na\n\na\n%%", "@[toc](a)",
]  # fmt: skip


@pytest.mark.parametrize("mark", HIDDEN)
def test_what_is_not_for_readers_is_not_shown(mark: str) -> None:
    assert render(f"un\n\n{mark}\n\ndeux").html.split() == ["<p>un</p>", "<p>deux</p>"]
    quoted = f"un\n\n{mark}\n\ndeux".replace("\n", "\n> ")
    page = render(f"> {quoted}").html.split()
    assert page == ["<blockquote>", "<p>un</p>", "<p>deux</p>", "</blockquote>"]
    code = render(f"```\n{mark}\n```").html
    assert unescape(code.striptags()) == " ".join(mark.split())


@pytest.mark.parametrize("sign", ["[[", "==", "++", "%%", "]{", "*[a]: b\n", "> [!a] "])
def test_time_grows_with_length_alone(sign: str) -> None:
    assert render(sign * 5_000).html
