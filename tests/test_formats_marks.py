"""Marks of Markdown's dialects: what is text beside them; no msgstr makes or breaks one."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies import document_lines, msgstrs
from workflow.errors import ArticleError
from workflow.formats import parse
from workflow.formats.markdown import skeleton
from workflow.formats.markdown.dialect import directives, mask
from workflow.model import Segment

HEADINGS = [
    ("## Chapter three {draft}", ["Chapter three {draft}"]),
    ("## 第三章 {草案}", ["第三章 {草案}"]),
    ("## {name}", ["{name}"]),
    ("### Use text \\{#my-id}", ["Use text \\{#my-id}"]),
    ("# Deux jours {#jours}", ["Deux jours"]),
    ("# Deux jours {#jours .a key=v title='b c'}", ["Deux jours"]),
    ("# Deux jours{#v1.2}", ["Deux jours"]),
    ("# Deux jours { #jours }", ["Deux jours"]),
    ("# Deux jours {: #jours .a-b }", ["Deux jours"]),
    ("## Deux jours ## {: #jours }", ["Deux jours"]),
    ("## Deux jours {#jours} ##", ["Deux jours"]),
    ("# Préface {-}", ["Préface"]),
    ("# 标题 {#编号}", ["标题"]),
    ("# Deux jours {/* #jours */}", ["Deux jours"]),
    ("# Deux {b} {#c}", ["Deux {b}"]),
    ("# Deux {#b c}", ["Deux {#b c}"]),
    ("# Version {.5}", ["Version {.5}"]),
    ("Deux jours {#jours}\n===\nun", ["Deux jours", "un"]),
    ("Deux jours {brouillon}\n---\nun", ["Deux jours {brouillon}", "un"]),
    ("> ## Deux {brouillon}\n>\n> - # Un {#un}", ["Deux {brouillon}", "Un"]),
]  # fmt: skip
TITLED = [
    ("Le HTML.\n\n*[HTML]: Langue\n*[PO]: Objet", ["Le HTML.", "Langue", "Objet"]),
    ("Le HTML.\n*[HTML]: Langue\nsuite", ["Le HTML.", "Langue", "suite"]),
    ("*[联合国]: 国际组织", ["国际组织"]),
    ("*[HTML]:", []),
    ("*[Ed.]: une note*", ["*[Ed.]: une note*"]),
    ("> [!NOTE] Papiers\n> Le passeport.", ["Papiers", "Le passeport."]),
    ("> [!note]- Papiers\n> Le passeport.\n> Encore.", ["Papiers", "Le passeport. Encore."]),
    ("> [!faq]+\n> Le passeport.", ["Le passeport."]),
    (">[!提示|wide] 证件\n>护照。", ["证件", "护照。"]),
    ("> [!NOTE]\n> Le passeport.", ["Le passeport."]),
    ("> [!a] Un\n> > [!b] Deux\n> > trois", ["Un", "Deux", "trois"]),
    ("- > [!NOTE] Un\n  > deux", ["Un", "deux"]),
    ("> texte\n> [!NOTE] Un", ["texte [!NOTE] Un"]),
    ("> [!un](deux) texte", ["[!un](deux) texte"]),
    ("| un vers\n|   un autre\n| le dernier", ["un vers", "un autre", "le dernier"]),
    ("| a | b |\n|---|---|\n| un | deux |", ["a", "b", "un", "deux"]),
    ("| a | b\n|---|---\n| un | deux", ["a", "b", "un", "deux"]),
    ("un\n| deux\n| trois", ["un | deux | trois"]),
    ("| un vers\n  qui va loin\n| le dernier", ["un vers", "qui va loin", "le dernier"]),
    ("| seul", ["| seul"]),
    ("| a |\n|---|\n\nTable: Une légende {#tbl-a}\n\nun", ["a", "Une légende", "un"]),
    ("| a |\n|---|\n\n: Une légende\n\nun", ["a", "Une légende", "un"]),
    ("Table: Une légende\n\n| a |\n|---|", ["Une légende", "a"]),
    ("Table: un meuble\n\nun", ["Table: un meuble", "un"]),
    ("Terme\n\n: Sens", ["Terme", "Sens"]),
    ("::pin[Un titre]{a=b}\n::film{id=x}\n::pin[Deux [2]]", ["Un titre", "Deux [2]"]),
    ("(@bon) Un exemple.\n(@) Deux.\n\n(@autre) Trois.", ["Un exemple.", "Deux.", "Trois."]),
    ("voir\n(@ami) un", ["voir (@ami) un"]),
]  # fmt: skip
CONTAINERS = [
    (":::{admonition} Papiers\n:class: warning\nun\n:::", ["un"]),
    (":::{note}\n:class: a\n:name: b\n\nun\n:::\ndeux", ["un", "deux"]),
    ("::::{a}\n---\nclass: b\n---\nun\n:::{b}\ndeux\n:::\n::::", ["un", "deux"]),
    ("> :::{note}\n> :class: a\n> un\n> :::", ["un"]),
    ("```{note}\n:class: a\nun\n\n- deux\n```\ntrois", ["un", "deux", "trois"]),
    ("````{admonition} 证件\nun\n```py\nnon\n```\ndeux\n````", ["un", "deux"]),
    ("```{figure} a.png\n:name: f\n\nUne légende\n```", ["Une légende"]),
    ("```{eval-rst}\nnon\n```\n```{code-block} py\nnon\n```\nun", ["un"]),
    ("/// note | Titre\nun\n///\ndeux", ["un", "deux"]),
    ("/// caption\n    attrs: {id: a}\nUne légende\n///", ["Une légende"]),
    ("//// tab | A\n/// note\nun\n///\n////", ["un"]),
    ("un\n/// de la suite", ["un /// de la suite"]),
    ("un\n{% codeblock lang:js %}\nnon\n\nnon\n{% endcodeblock %}\ndeux", ["un", "deux"]),
]  # fmt: skip
LINES = [
    "(cible)=", "(ma cible)=", "% un commentaire", "%", "+++", '+++ {"a": "b"}', "[TOC]", "[toc]",
    "[[toc]]", "[[_TOC_]]", "@[toc]", "@[toc](目录)", "{{toc}}", "{{ TOC }}", "{:toc}", "${toc}",
    "[TOC levels=1-3]", '--8<-- "papiers.md"', "-8<- 'a.md'", "{!papiers.md!}", "![[papiers]]",
    "![[a.png|300]]", "<<< @/snippets/a.js", "<<< ../a.js{1,2} [A]", "<<[code](a.js)",
    "[!INCLUDE [papiers](papiers.md)]", "[!VIDEO https://example.org/v]", "@include(a.md)",
    '@import "a.md"', "@[code](a.js)", "!include a.md", "{{#include a.rs}}", "{{> pied}}",
    "{{embed ((0f))}}", "{{query (todo)}}", "{* ../a.py hl[1] *}", ":[titre](a.md)",
    "{{papiers.md}}", "[//]: # (une remarque)", "[//]: # une remarque", '[//]: # "une remarque"',
    "[comment]: <> (une remarque)", "[comment]: # (une (petite) remarque)",
    "[remarque]: # (rien)", "%% une remarque %%", "{# une remarque #}", "{{!-- remarque --}}",
    "^bloc-1", "^", "clé:: une valeur", "tags:: a, b", "**Auteur**:: moi", "作者:: 张三",
    "SCHEDULED: <2026-03-14 Sat>", "\\newpage", "\\tableofcontents", "\\vspace{1cm}",
    "{.classe}", "{width=50%}", "{:.no_toc}", "{:ref: .a}", "{::options a=b /}", "$$x_1 = y$$",
    "$$x$$ {#eq-x}", "\\[ x = y \\]", ":::", "::: {.a}", "::film{id=x}",
    "<<< @/a.js#region{1,2 js:line-numbers} [A]", "#+BEGIN_NOTE", "#+end_quote",
    "{{< include _a.qmd >}}", '{% include a.html %}', ":orphan:", "<!-- more -->",
]  # fmt: skip
PASSAGES = [
    "%%\nun\n\nnon\n%%", "%% non\nnon %%", "$$\n\\alpha_1\n\n= b\n$$", "$$\na\n$$ (eq:a)",
    "$$ a\n= b $$ {#eq-a}", "\\begin{align}\na &= b \\\\\nc &= d\n\\end{align}",
    "\\[\na = b\n\\]", "{::comment}\nnon\n\nnon\n{:/comment}", "{::nomarkdown}\nnon\n{:/}",
    "--8<--\na.md\nb.md\n--8<--", ":LOGBOOK:\nCLOCK: non\n:END:",
    "[//]: # (une\nremarque)", "#+BEGIN_QUERY\n{:title non}\n#+END_QUERY",
]  # fmt: skip
TEXTS = [
    "5\n% par an", "% of the people", "% de la population", "(voir) = suite", "[toc] suite",
    "--8<-- suite", "{nom} suite", "%% suite", "$$ cher\n$$$ très cher", "2^10 ^ suite",
    "std::vector est", "mot ::", "\\[note\\] suite", "\\[un\\]", "@import suite",
    "[comment]: suite [comment]", "**Note:** suite", "^ suite",
    "un {draft}", "un { b }", "un {#b c}", "un {.a}\nsuite", "un ^2\nsuite", "E = mc ^2 .",
    "5 km ^2", "[Anna]: - Bonjour", "[Anna]: # Bonjour", "**8,5**\n% en mars",
    "8,5&nbsp;\n% en mars",
    "!!! Attention aux chiens !!!", "??? Pourquoi ???", "!!! 注意安全！", "<<< retour",
    "le signe {-}", "\\[voir jean\\_dupont\\]", "\\[Photo : Jean_Dupont\\]", "un [deux]{.a}",
    ":warning: Attention", ":30 minutes", ":提示", "deux\n:smile: trois",
]  # fmt: skip
TAILS = [
    ("un ^bloc", "un"), ("- un ^a\n- deux ^b", "un deux"), ("> un ^a", "un"),
    ("un {.a}", "un"), ("un {: .a #b }", "un"), ("- un {.a}\n- deux", "un deux"),
    ("![un](a.png){#fig-a width=50%}", "un"), ("[un](b){:target=_blank}", "[un](b)"),
    ("- [TOC]\n- un", "un"), ("- ![[a]]\n- un", "un"), ("- clé:: a\n- un", "un"),
    ("* TOC\n{:toc}\n\nun", "un"), ("1. 目录\n{:toc}\n\nun", "un"),
]  # fmt: skip
TABLED = [*HEADINGS, *TITLED, *CONTAINERS]


def longer(segment: Segment) -> str:
    return f"⟦{segment.text} ééé⟧"


def marks(body: str) -> list[str]:
    return [each.text for each in directives(body) if each.kind not in ("brace", "colon")]


def check(source: str, expected: list[str]) -> None:
    for newline in ("\n", "\r\n"):
        for end in ("", "\n"):
            written = f"{source}{end}".replace("\n", newline)
            document = parse(written)
            assert [each.text for each in document.segments] == expected
            assert document.render(lambda segment: segment.text) == written
            assert not document.breakage(longer)
            page = document.render(longer)
            assert skeleton(page) == skeleton(written)
            again = parse(page)
            bare = [each.text.replace("\\", "") for each in again.segments]
            assert bare == [longer(each).replace("\\", "") for each in document.segments]
            assert marks(page) == marks(written)


@pytest.mark.parametrize(("source", "expected"), TABLED)
def test_what_is_text_beside_a_mark(source: str, expected: list[str]) -> None:
    check(source, expected)


@pytest.mark.parametrize("mark", [*LINES, *PASSAGES])
def test_a_mark_on_its_own_lines_is_no_text(mark: str) -> None:
    check(f"un\n\n{mark}\n\ndeux", ["un", "deux"])
    check(f"{mark}\n\nun", ["un"])
    if mark != "<!-- more -->":
        check(f"un\n{mark}\ndeux", ["un", "deux"])
    check(f"- un\n\n  {mark.replace(chr(10), chr(10) + '  ')}\n\n  deux", ["un", "deux"])
    quoted = mark.replace("\n", "\n> ")
    check(f"> un\n>\n> {quoted}\n>\n> deux", ["un", "deux"])


@pytest.mark.parametrize("text", TEXTS)
def test_what_only_looks_like_a_mark_is_text(text: str) -> None:
    document = parse(f"un\n\n{text}\n\ndeux\n")
    assert [each.text for each in document.segments] == ["un", text.replace("\n", " "), "deux"]


@pytest.mark.parametrize(("source", "expected"), TAILS)
def test_a_mark_at_the_end_or_in_an_item(source: str, expected: str) -> None:
    document = parse(source)
    assert " ".join(each.text for each in document.segments) == expected
    assert document.render(lambda each: each.text) == source
    assert not document.breakage(longer)
    page = document.render(longer)
    assert marks(page) == marks(source)


def test_a_grid_is_kept_whole() -> None:
    grid = (
        "+-----+-----+\n| un  | 二  |\n+=====+:===:+\n| a   |     |\n| b   | c   |\n+-----+-----+"
    )
    check(f"un\n\n{grid}\n\ndeux", ["un", "deux"])
    check(f"- un\n\n  {grid.replace(chr(10), chr(10) + '  ')}\n\n  deux", ["un", "deux"])
    assert [each.text[:5] for each in parse("+-----+\n| un |\n").segments] == ["+----"]


def test_a_colon_in_html_leaves_its_texts() -> None:
    check("<div>\n<p>un</p>\n:root\n</div>", ["un", ":root"])


def test_a_label_of_a_link_is_no_comment() -> None:
    (segment, title) = parse('[haut][top]\n\n[top]: # "En haut"\n').segments
    assert (segment.text, title.text) == ("[haut][top]", "En haut")
    assert parse("voir [toc]\n\n[TOC]\n\n[toc]: /t\n").segments[1].text == "[TOC][TOC]"


def test_kinds_of_titled_lines() -> None:
    text = "# T\n\n> [!a] Un\n\n*[B]: deux\n\n| c\n| d\n\n| e |\n|---|\n\n: f\n\n::g[h]\n"
    found = [(each.kind, each.heading) for each in parse(text).segments[1:]]
    assert found == [
        ("callout title", "T"),
        ("abbreviation", "T"),
        ("line of verse", "T"),
        ("line of verse", "T"),
        ("table cell", "T"),
        ("table caption", "T"),
        ("directive label", "T"),
    ]


@pytest.mark.parametrize("msgstr", ["C #", "{#a}", "a\nb", "a {.b}", "# a", "- a", "a]", "a\\"])
@pytest.mark.parametrize("source", ["> [!a] un\n> deux", "*[B]: un", "::g[un]{a=b}", "# un {b}"])
def test_a_title_stays_on_its_line(source: str, msgstr: str) -> None:
    document = parse(source)
    wanted = {document.segments[0].start: msgstr}
    if document.breakage(lambda each: wanted.get(each.start)):
        return
    again = parse(document.render(lambda each: wanted.get(each.start)))
    assert len(again.segments) == len(document.segments)
    bare = re.sub(r"[\\\s]+", "", again.segments[0].text)
    assert bare == re.sub(r"[\\\s]+", "", msgstr)


marked = st.sampled_from([*LINES, *PASSAGES, *TEXTS, *(source for source, _ in TABLED + TAILS)])
mixed = st.lists(marked | document_lines | st.just(""), max_size=8).map("\n".join)
sources = st.tuples(
    mixed, st.sampled_from(["", "    ", "  ", "> ", "- "]), st.sampled_from(["\n", "\r\n", "\r"])
).map(lambda drawn: drawn[1] + drawn[0].replace("\n", f"\n{drawn[1]}").replace("\n", drawn[2]))


@given(sources, msgstrs | marked)
def test_any_mixture_comes_back_and_keeps_its_marks(source: str, msgstr: str) -> None:
    try:
        document = parse(source)
    except ArticleError:  # broken front matter, or a panic of the parser
        return
    assert document.render(lambda segment: segment.text) == source
    done = 0
    for segment in document.segments:
        assert done <= segment.start < segment.end
        done = segment.end
    kept = [each.strip() for each in marks(document.body)]
    for segment in document.segments[:3]:
        wanted = {segment.start: msgstr}
        if document.breakage(lambda each: wanted.get(each.start)):  # noqa: B023 - used at once
            continue
        page = document.render(lambda each: wanted.get(each.start))  # noqa: B023
        assert [each.strip() for each in marks(parse(page).body)] == kept


PIECES = [
    "*[", "*[a]: ", "> [!", "> [!a] ", "(a", "(a)=\n", "% ", "[TOC", "[[toc]]\n", "{!", "{{#", "^",
    " ^a", " ^a\n", "%%", "%%\n", "$$", "$$\n", "\\begin{align}", "\\begin{align}\n", "\\[",
    "\\[\n", "{::comment}\n", "{::comment", "--8<--\n", "a:: ", "a::", "| ", "| a\n", "|\n", "(@",
    "(@a) b\n", "Table: ", ": a\n\n", "{#a", "{#a}", "{#a}\n", "# a {b}\n", "{a=b ", "{a=b}",
    "[//]: # (", "[a]: #\n", "```{note}\n", ":::{a}\n:b: c\n", ":::{a}\n---\n",
    "/// a\n    b: c\n",
    "::a[", "::a[[", "::a[b]\n", "@[toc](", "<<< ", "{#", "{{!--", "{* ", "===", "\\newpage{",
    "#+BEGIN_SRC\n", "+---+\n| a\n", ":x\n",
    ":LOGBOOK:\n", "- [", "* TOC\n{:toc\n", ":toc", " ", "\t", "#", "{", "}", "[", "]", "(", ")",
    ":", "/", "$", "%", "+", "!", "@", "<", ">", "|", "=", "`", "~", "\\", "-", "*", "_", "1. ",
    "> ",
]  # fmt: skip


@pytest.mark.parametrize("piece", PIECES)
def test_time_grows_with_length_alone(piece: str) -> None:
    """On lines of 100,000 characters, and on as many lines."""
    for text in (
        piece * (100_000 // len(piece)),
        f"{piece}{'a ' * 50_000}",
        f"{piece}{' ' * 100_000}x",
    ):
        started = time.process_time()
        assert len(mask(text)) == len(text)
        assert time.process_time() - started < 3  # what is quadratic takes a minute
