"""No msgstr adds a script, an event handler or a kind of link, whatever the article is written in.

What is tested is the whole way: an error of the checks keeps a page from being released, and
what no check names is rendered and read by another parser.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.checks import Subject, Translation, check_translation
from workflow.errors import ArticleError
from workflow.formats import Document, parse
from workflow.inline.commonmark import (
    PAGE_OPTIONS,
    events,
    to_html,
)
from workflow.inline.constructs import link_references
from workflow.model import Article, Locale, Message, Severity
from workflow.model.finding import SWITCHES

HOSTS = {
    # name: format, source
    "HTML": ("html", '<p>Un <b>quai</b>, <a href="/a">ici</a>.</p>'),
    "HTML attribute": ("html", '<p title="Un quai" lang=>a</p>'),
    "HTML attribute without quotes": ("html", "<img src=/a alt=quai>"),
    "HTML title": ("html", "<title>Un quai</title>"),
    "Markdown": ("markdown", "Un *quai*, [ici](/a) et [là][b].\n\n[b]: /b\n"),
    "Markdown heading": ("markdown", "# Un quai\n"),
    "Markdown cell": ("markdown", "| Un quai |\n| --- |\n"),
    "Markdown image": ("markdown", '![Un quai](/a.png "Une légende")\n'),
    "Markdown definition": ("markdown", '[a]\n\n[a]: /a "Un titre"\n'),
    "inline HTML in Markdown": ("markdown", 'Un <a href="/a" title="x">quai</a>.\n'),
    "block of HTML in Markdown": (
        "markdown",
        '<div title="Un quai">\n<p>Un <a href="/a">quai</a></p>\n</div>\n',
    ),
    "Markdown between HTML": ("markdown", "<div>\n\nUn quai\n\n</div>\n"),
    "front matter": ("markdown", "---\ntitle: Un quai\n---\nUn quai\n"),
}
ATTACKS = [
    "<script>alert(1)</script>",
    "x\n\n<script>alert(1)</script>\n\ny",
    "x <script src=//e></script>",
    "<svg/onload=alert(1)> x",
    "<img src=x onerror=alert(1)> x",
    "<b onclick=alert(1)>x</b>",
    "<b\nonmouseover\n=\nalert(1)>x</b>",
    '" onclick="alert(1)',
    "' onclick='alert(1)",
    "x onclick=alert(1)",
    '"><script>alert(1)</script>',
    "'><img src=x onerror=alert(1)>",
    '") <script>alert(1)</script>',
    "](javascript:alert(1)) x",
    "</title><script>alert(1)</script>",
    "</p><iframe srcdoc=x></iframe>",
    "<a href='javascript:alert(1)'>x</a>",
    "<a href='java\tscript:alert(1)'>x</a>",
    "<a href=java&#115;cript:alert(1)>x</a>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt&colon;alert(1))",
    "[x](<java&Tab;script:alert(1)>)",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "![x](vbscript:x)",
    "<javascript:alert(1)>",
    "[x][b]\n\n[b]: javascript:alert(1)",
    "x\n\n[a]: javascript:alert(1)",
    "[x](/a 'y' onclick=z)",
    "[x](ftp://e/)",
    "<form action=//e><button formaction=javascript:x>x</button></form>",
    "<form action=/e>x</form>",
    "<svg><set attributeName=onmouseover to=alert(1) /></svg> x",
    "<svg><a><animate attributeName=href values=javascript:alert(1) />x</a></svg>",
    "<base href=//e> x",
    "<meta http-equiv=refresh content='0;javascript:x'> x",
    "<style>@import '//e'</style> x",
    "<!-- --><script>alert(1)</script>",
    "<!--><script>alert(1)</script>",
    "<![CDATA[><script>alert(1)</script>]]>",
    "<math><style><img src=x onerror=alert(1)></style></math>",
    "```\n<script>alert(1)</script>",
    "`x` <script>alert(1)</script>",
    "\\<script>alert(1)</script>",
    "&lt;script>alert(1)</script>",
    "> <script>alert(1)</script>",
    "x | <img src=x onerror=alert(1)>",
]
_RUN = frozenset("base embed form iframe link math meta object script style svg".split())
_TARGETS = frozenset("action formaction href poster src srcdoc srcset xlink:href".split())


class _Active(HTMLParser):
    """What a browser would run, fetch or open by a scheme."""

    def __init__(self) -> None:
        super().__init__()
        self.found: Counter[str] = Counter()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found[tag] += tag in _RUN
        for name, value in attrs:
            scheme, colon, _ = "".join((value or "").split()).lower().partition(":")
            self.found[name] += name.startswith("on") or name == "srcdoc"
            if name in _TARGETS and colon and "/" not in scheme:
                self.found[f"{scheme}:"] += 1


def active(document: str, format: str) -> Counter[str]:
    parser = _Active()
    body = parse(document, format=format).body
    parser.feed(to_html(body) if format == "markdown" else body)
    parser.close()
    return parser.found


def errors(
    document: Document, format: str, msgstr: str, which: int | None, off: Collection[str]
) -> list[str]:
    """What the checks refuse of a translation that has ``msgstr`` for one segment, or for all."""
    article = Article("a", "articles/a.md", format, Locale("fr"), "")
    references = link_references(document.body) if format == "markdown" else ""
    subjects = tuple(
        Subject(
            article,
            Locale("en"),
            segment,
            Message(segment.text, msgstr, segment.context),
            "a.po",
            1,
            references,
        )
        for number, segment in enumerate(document.segments)
        if which in (None, number)
    )
    found = check_translation(Translation(article, Locale("en"), document, subjects), off)
    return [each.message for each in found if each.severity is Severity.ERROR]


def refused_or_harmless(host: str, msgstr: str, off: Collection[str] = ()) -> None:
    format, source = HOSTS[host]
    document = parse(source, format=format)
    assert document.segments
    for which in (None, *range(len(document.segments))):
        if errors(document, format, msgstr, which, off):
            continue
        wanted = {
            segment.start
            for number, segment in enumerate(document.segments)
            if which in (None, number)
        }
        page = document.render(lambda each: msgstr if each.start in wanted else None)  # noqa: B023
        added = active(page, format) - active(source, format)
        assert not added, (msgstr, page)


@pytest.mark.parametrize("off", [(), *((name,) for name in SWITCHES), SWITCHES], ids=" ".join)
@pytest.mark.parametrize("host", HOSTS)
def test_an_attack_is_refused_or_comes_to_nothing(host: str, off: Collection[str]) -> None:
    """Whatever checks the project, or the article itself, switches off."""
    for attack in ATTACKS:
        refused_or_harmless(host, attack, off)


@given(
    st.sampled_from(sorted(HOSTS)),
    st.lists(st.sampled_from([*ATTACKS, "mot", " ", "\n"]), min_size=1, max_size=3).map("".join),
)
def test_attacks_together_are_too(host: str, msgstr: str) -> None:
    refused_or_harmless(host, msgstr)


def test_the_table_holds_what_would_harm() -> None:
    """Put in unescaped, most attacks are seen by the parser that judges them."""
    seen = sum(bool(active(f"<p>{attack}</p>", "html")) for attack in ATTACKS)
    assert seen > len(ATTACKS) // 2


PANIC = "- [ ] \\\n  ===\n"
"""On this pulldown-cmark 0.13.5 panics."""


def test_what_the_parser_fails_on_is_an_error_of_that_text() -> None:
    with pytest.raises(ArticleError, match="the Markdown parser fails on it"):
        list(events(PANIC, PAGE_OPTIONS))
    parse(f"---\ntitle: Un\n---\n\n{PANIC}")  # attributes of headings are read without it
