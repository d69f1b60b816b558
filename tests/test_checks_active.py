"""The check that cannot be switched off reads HTML as browsers do; so do the pages' own rules.

The judge is a browser: what Chromium's parser makes of each vector. None of them does anything.
"""

from __future__ import annotations

from typing import Any

import lxml.html
import pytest

from tests import browser
from workflow.checks import Subject, Translation, check_translation
from workflow.formats import parse
from workflow.model import Article, Locale, Message
from workflow.model.finding import SWITCHES
from workflow.site import Content, Publication
from workflow.site.tree import inner_html

ACTIVE = [
    # odd comments and declarations
    "<!--><b onclick=x()>a</b> -->",
    "<!---><b onclick=x()>a</b> -->",
    "<!-- --!><b onclick=x()>a</b> -->",
    "<!-- -- --><b onclick=x()>a</b>",
    "<!--a<!--b--><b onclick=x()>a</b>",
    "<!-- ><!-- --><b onclick=x()>a</b>",
    "<!x><b onclick=x()>a</b>",
    "<!doctype html><b onclick=x()>a</b>",
    "<![CDATA[><b onclick=x()>a</b>]]>",
    "<?x ?><b onclick=x()>a</b>",
    "<?><b onclick=x()>a</b>",
    "</ x><b onclick=x()>a</b>",
    "</><b onclick=x()>a</b>",
    "</!><b onclick=x()>a</b>",
    "< b><b onclick=x()>a</b>",
    # content that is raw, or is not inside SVG and MathML
    "<title></title><b onclick=x()>a</b>",
    "<textarea><b></textarea><b onclick=x()>a</b>",
    "<xmp><!--</xmp><b onclick=x()>a</b>-->",
    "<noscript><p title='</noscript><b onclick=x()>'></noscript>",
    "<svg><style><b onclick=x()></style></svg>",
    "<svg><title><b onclick=x()>a</b></title></svg>",
    "<math><mi><b onclick=x()>a</b></mi></math>",
    "<math><style><!--</style><b onclick=x()>--></math>",
    "<svg><![CDATA[><b onclick=x()>a</b>]]></svg>",
    "<svg><desc><![CDATA[><b onclick=x()>a</b>]]></desc></svg>",
    "<svg><p><style><b onclick=x()></style><b onclick=x()>a</b></svg>",
    "<svg><a xlink:href='javascript:x()'>a</a></svg>",
    "<svg><use href='data:image/svg+xml,x'></use></svg>",
    "<svg><animate attributeName=href values='javascript:x()'/></svg>",
    "<template><b onclick=x()>a</b></template>",
    # attribute soup
    "<b/onclick=x()>a</b>",
    "<b a='b'onclick=x()>a</b>",
    "<b a=b/onclick=x()>a</b><b onfocus=x()>c</b>",
    "<b ONCLICK=x()>a</b>",
    "<b\nonclick\n=\nx()>a</b>",
    "<b\x0conclick=x()>a</b>",
    "<b =onclick=x() onclick=x()>a</b>",
    '<b title="a>b" onclick=x()>a</b>',
    "<b title='\"' onclick=x()>a</b>",
    "<b `onclick=x() onclick=x()>a</b>",
    "<img src=x onerror=x()>",
    "<details open ontoggle=x()>a</details>",
    # addresses
    "<a href='javascript:x()'>a</a>",
    "<a href=' javascript:x()'>a</a>",
    "<a href='\x01javascript:x()'>a</a>",
    "<a href='java\tscript:x()'>a</a>",
    "<a href='java\nscript:x()'>a</a>",
    "<a href='java&Tab;script&colon;x()'>a</a>",
    "<a href='&#106;avascript:x()'>a</a>",
    "<a href='&#x0006A;avascript:x()'>a</a>",
    "<a href='JaVaScRiPt:x()'>a</a>",
    "<a href=javascript&colon;x()>a</a>",
    "<a href='vbscript:x()'>a</a>",
    "<a href='data:text/html,x'>a</a>",
    "<img srcset='a.png 1x, data:image/svg+xml,x 2x'>",
    "<form action=/x><input></form>",
    "<button formaction='javascript:x()'>a</button>",
    "<input type=image src=x formaction=/x>",
    "<iframe srcdoc='&lt;b onclick=x()&gt;'></iframe>",
    "<iframe src='javascript:x()'></iframe>",
    "<object data='data:text/html,x'></object>",
    "<embed src='x.swf'>",
    "<meta http-equiv=refresh content='0;url=javascript:x()'>",
    "<base href='//example.org/'>",
    "<link rel=stylesheet href=/x.css>",
    "<style>b{background:url(//example.org)}</style>",
    "<b style='background:url(//example.org/x)'>a</b>",
    "<b style='background:u\\72l(//example.org/x)'>a</b>",
    "<b style='width:expression(x())'>a</b>",
    "<b style=\"background:image-set('//example.org/x' 1x)\">a</b>",
    "<script>x()</script>",
    "<SCRIPT/SRC=/x></SCRIPT>",
    # never closed
    "<b onclick=x() ",
    "<b onclick='x()",
    '<b onclick="x()',
    "<img src=x onerror=x() //",
]
HARMLESS = [
    "un <b>mot</b>",
    "<!-- <b onclick=x()> -->",
    "&lt;b onclick=x()&gt;",
    "a < b onclick=x()",
    '<b title="onclick=x()">a</b>',
    '<b title="javascript: une langue">a</b>',
    '<b lang="fr" dir="ltr">a</b>',
    "<b style='text-align: right'>a</b>",
]


def errors(msgstr: str, format: str, source: str) -> list[str]:
    """What the check says of a translation, all that can be switched off being off."""
    document = parse(source, format=format)
    article = Article("a", f"articles/a.{format}", format, Locale("fr"), source)
    subjects = tuple(
        Subject(article, Locale("en"), each, Message(each.text, msgstr, each.context), "a.po", 1)
        for each in document.segments
    )
    found = check_translation(Translation(article, Locale("en"), document, subjects), SWITCHES)
    return [each.message for each in found if each.check == "active"]


@pytest.mark.parametrize("vector", ACTIVE)
def test_it_is_refused_in_html(vector: str) -> None:
    assert errors(vector, "html", "<p>Un mot</p>")


@pytest.mark.parametrize("vector", HARMLESS)
def test_it_is_let_pass(vector: str) -> None:
    for format, source in (("html", "<p>Un mot</p>"), ("markdown", "Un mot\n")):
        assert not errors(vector, format, source)


def test_another_handler_than_the_sources_is_new() -> None:
    source = '<p>Un <b onclick="a()">mot</b> et <a href="mailto:a@b.c">lui</a></p>'
    same = parse(source, format="html").segments[0].text
    assert not errors(same.replace("mot", "word"), "html", source)
    assert errors(same.replace("a()", "b()", 1), "html", source)
    assert not errors(same.replace("a@b.c", "d@e.f"), "html", source)
    assert errors(same.replace("mailto", "tel"), "html", source)


_LOOK = """
const run = new Set(`animate applet base button embed form frame iframe image input link math meta
  object script select set style svg template textarea use`.split(/\\s+/));
const look = html => {
  const found = [];
  const walk = root => { for (const e of root.querySelectorAll('*')) {
    if (run.has(e.localName)) found.push('<' + e.localName + '>');
    for (const a of e.attributes) {
      if (/^on/i.test(a.name) || /^(srcdoc|formaction)$/i.test(a.name)) found.push(a.name);
      if (/^(href|src|xlink:href|data|action|poster)$/i.test(a.name)) {
        let scheme = '';
        try { scheme = new URL(a.value, 'https://here.example/').protocol; } catch {}
        if (scheme !== 'https:') found.push(scheme);
      }
      if (a.name === 'style' && /url|image-set/.test(e.style?.cssText || '')) found.push('style');
    }
    if (e.localName === 'template') walk(e.content);
  }};
  walk(new DOMParser().parseFromString('<!doctype html><body>' + html, 'text/html').body);
  return found;
};
return arguments[0].map(look);
"""


@pytest.mark.skipif(bool(browser.missing()), reason=browser.missing())
def test_what_a_browser_finds_is_refused_and_no_page_has_it() -> None:
    """In HTML, in Markdown, and on the page that would come of it."""
    pages = {
        (format, vector): _page(format, vector)
        for vector in ACTIVE
        for format in ("html", "markdown")
    }
    with browser.chromium() as chrome:
        chrome.get("about:blank")
        seen: Any = chrome.execute_script(_LOOK, ACTIVE)
        shown: Any = chrome.execute_script(_LOOK, list(pages.values()))
    found = dict(zip(ACTIVE, seen, strict=True))
    assert sum(map(bool, found.values())) > len(ACTIVE) * 3 // 4
    for vector, active in found.items():
        assert not active or errors(vector, "html", "<p>Un mot</p>"), (vector, active)
    for (format, vector), active in zip(pages, shown, strict=True):
        # a box of a list of tasks; of any other kind it goes later on
        assert set(active) <= {"<input>"}, (format, vector, active)


def _page(format: str, body: str) -> str:
    publication = Publication(
        slug="a",
        locale=Locale("en"),
        source_locale=Locale("fr"),
        format=format,
        fields={"title": "A"},
        body=body,
        updated="2026-01-15",
    )
    html = str(inner_html(Content.of(publication).parsed().root))
    assert not lxml.html.fromstring(f"<div>{html}</div>").xpath("//@*[starts-with(name(), 'on')]")
    return html


def test_the_page_is_read_whole() -> None:
    """A block of HTML over several lines is one piece."""
    assert errors("x\n\n<div\nonclick=x()>\n\ny", "markdown", "Un mot\n")
    assert errors("[a](javascript:x())", "markdown", "Un mot\n")
