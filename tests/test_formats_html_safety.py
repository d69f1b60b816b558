"""HTML: whatever a translation holds, it brings nothing into the page that was not there."""

from __future__ import annotations

import re
from collections import Counter
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.formats import Document
from workflow.formats.html import Html


def parse(text: str) -> Document:
    return Document.parse(text, Html(), ())


REFUSED = [
    # source, translation of its first segment
    ("<p>un</p>", ""),
    ("<p>un</p>", "<b></b>"),
    ("<p>un</p>", "deux</p>"),
    ("<p>un</p>", "<div>deux</div>"),
    ("<p>un</p>", "deux<p>trois"),
    ("<p>un</p>", "deux<hr>trois"),
    ("<li>un", "deux<li>trois"),
    ("<td>un", "deux<td>trois"),
    ("<p>un</p>", "<script>alert(1)</script>"),
    ("<p>un</p>", "deux<ScRiPt src=//e>"),
    ("<p>un</p>", "deux<style>*{}</style>"),
    ("<p>un</p>", "<img src=x onerror=alert(1)> deux"),
    ("<p>un</p>", "<svg/onload=alert(1)> deux"),
    ("<p>un</p>", "<b onclick=alert(1)>deux</b>"),
    ("<p>un</p>", "<a href='javascript:alert(1)'>deux</a>"),
    ("<p>un</p>", "deux <iframe src=//e></iframe>"),
    ("<p>un</p>", "deux <input autofocus onfocus=alert(1)>"),
    ("<p>un</p>", "deux <!-- caché -->"),
    ("<p>un</p>", "<!-- workflow: skip -->deux"),
    ("<p>un</p>", "deux <!--> trois"),
    ("<p>un</p>", "deux <?x?>"),
    ("<p>un</p>", "<plaintext>deux"),
    ("<p>un</p>", "deux</b>"),
    ("<p>un</p>", "</b>deux<b>"),
    ("<p>un <b>b</b></p>", "un <b>b"),
    ("<p>un <b>b</b> c</p>", "</b>un <b>b</b><b> c"),
    ("<p>un <a href=/x>b</a></p>", "un <a href=/y>b</a>"),
    ("<p>un <a href=/x>b</a></p>", "un <a href='javascript:x'>b</a>"),
    ("<p>un <a href=/x>b</a></p>", "un <a href=java&#115;cript:x>b</a>"),
    ("<p>un <a href=/x>b</a></p>", "un <a href=javascript:x href=/x>b</a>"),
    ("<p>un <a href=/x>b</a></p>", "un <a href=/x onclick=y>b</a>"),
    ("<p>un <a href=/x>b</a></p>", "un <a href=/x>b</a><a href=/x>c</a>"),
    ("<p>un <a href=/x>b</a></p>", "un b"),
    ("<p>un <a href=/x>b</a> <a href=/x>c</a></p>", "un <a href=/x>b <a href=/x>c</a></a>"),
    ("<p>un <img src=i alt='b'></p>", "un <img src=i alt='l'été' onload='x'>"),
    ("<p>un <img src=i alt='b'></p>", "un <img src=i alt='x' srcset=j>"),
    ("<p>un <img src=i alt='b'></p>", "un <img src=i title='ajouté'>"),
    ("<p>un <code>x</code></p>", "un <code>x</code> <code>y</code>"),
    ("<p>un <i lang=en>x</i></p>", "un <i lang=fr>x</i>"),
    ("<title>un</title>", " "),
]


@pytest.mark.parametrize(("source", "translation"), REFUSED)
def test_a_translation_that_changes_the_page_is_named_with_a_reason(
    source: str, translation: str
) -> None:
    document = parse(source)
    first = document.segments[0]
    broken = document.breakage(lambda segment: translation if segment is first else None)
    assert [segment for segment, _ in broken] == [first]
    assert all(reason for _, reason in broken)


HARMLESS = [
    # source, translation, result
    ("<p title='un'>x</p>", "' onclick='alert(1)", "<p title='&#39; onclick=&#39;alert(1)'>x</p>"),
    ('<p title="un">x</p>', '"><script>x</script>', '<p title="&quot;>&lt;script>x&lt;/script>">'
     "x</p>"),
    ("<p title=un>x</p>", "a onclick=alert(1)", '<p title="a onclick=alert(1)">x</p>'),
    ("<p title=un>x</p>", "a>b", '<p title="a>b">x</p>'),
    ("<title>un</title>x", "</title><script>x</script>",
     "<title>&lt;/title>&lt;script>x&lt;/script></title>x"),
    ("<p>un</p>", "deux <script", "<p>deux &lt;script</p>"),
    ("<p>un</p>", "deux <a href='", "<p>deux &lt;a href='</p>"),
    ("<p>un</p>", "deux <!-- trois", "<p>deux &lt;!-- trois</p>"),
    ("<p>un</p>", "deux --> trois", "<p>deux --> trois</p>"),
    ("<p>un</p>", "deux <", "<p>deux <</p>"),
    ("<p>un</p>", "&lt;script>&#60;script>", "<p>&lt;script>&#60;script></p>"),
    ("<noscript><img alt='un'></noscript>", "</noscript><script>x</script>",
     "<noscript><img alt='&lt;/noscript>&lt;script>x&lt;/script>'></noscript>"),
    ("<noscript>a <img alt='b'></noscript>", "a <img alt='</noscript><script>x</script>'>",
     "<noscript>a <img alt='&lt;/noscript>&lt;script>x&lt;/script>'></noscript>"),
]  # fmt: skip


@pytest.mark.parametrize(("source", "translation", "expected"), HARMLESS)
def test_a_breakout_is_encoded(source: str, translation: str, expected: str) -> None:
    document = parse(source)
    first = document.segments[0]
    rendered = document.render(lambda segment: translation if segment is first else None)
    assert rendered == expected
    assert parse(rendered).skeleton == document.skeleton


ALLOWED = [
    # Order, quoting and plain emphasis are the translator's; texts in attributes are text.
    ("<p>un <a href=/x>b</a>, <a href=/y>c</a></p>", "<a href=\"/y\">c</a> un <a href='/x'>b</a>"),
    ("<p>un <a href='?a=1&amp;b=2'>b</a></p>", "un <a href=?a=1&b=2>b</a>"),
    ("<p>un <em>b</em></p>", "un b"),
    ("<p>un b</p>", "<strong>un</strong><br>b"),
    ("<p>un <img src=i alt=b></p>", "un <img src=i alt='tout autre'>"),
    ("<p>un <!-- c --> <a href=/x>b</a></p>", "<a href=/x>b</a> <!-- c -->"),
    ("<p>un <b>deux</p><p>trois", "un <b>dos"),
]


@pytest.mark.parametrize(("source", "translation"), ALLOWED)
def test_what_languages_do_differently_is_let_through(source: str, translation: str) -> None:
    document = parse(source)
    first = document.segments[0]
    assert document.breakage(lambda segment: translation if segment is first else None) == ()


def test_only_the_broken_of_many_translations_are_named() -> None:
    document = parse("<p>un</p><p>deux</p><p title='trois'>quatre</p>")
    wrong = {"deux": "a</p><p>b"}
    broken = document.breakage(lambda segment: wrong.get(segment.text, "bon"))
    assert [segment.text for segment, _ in broken] == ["deux"]


pieces = st.sampled_from(
    ["<p>", "</p>", '<div title="un titre">', "<div>", "</div>", "<b>", "</b>", "<a href='/x'>",
     "</a>", "<img src=i alt='une image'>", "<img src=i alt=image>", "<li>", "<ul>", "</ul>",
     "<h2>", "</h2>", "<table>", "<tr>", "<td>", "</table>", "<span translate=no>", "</span>",
     "<code>", "</code>", "<noscript>", "</noscript>", "<title>", "</title>", "<textarea>",
     "</textarea>", "<svg>", "</svg>", "<pre>", "</pre>", "<br>", " mot ", " deux mots ",
     " et &amp; puis ", " a < b ", "<!-- c -->", "<!-- workflow: skip -->", "\r\n", "<p", '"',
     "'", "<style>x</style>", "<script>x</script>", "<option label='choix'>", "<input alt=y>",
     "<p lang=en>", "<html lang=fr>", "<p title='x>", "&eacute;&lt;b>", "<plaintext>", "\x00",
     "<meta name=description content=une&nbsp;page>", "<!--", "<![CDATA[", "南宁\n会议"]
)  # fmt: skip
pages = st.lists(pieces, max_size=14).map("".join)
attacks = st.sampled_from(
    ["<script>alert(1)</script>", '" onclick="x', "' onclick='x", "<a href='javascript:x'>y</a>",
     "<img src=x onerror=y>", "</p>", "</div><div>", "<!-- x", "-->", "--!>", "</title><script>",
     "</noscript><script>x</script>", "</textarea><script>", "<svg onload=x>", "<a href='/x'>",
     "</a>", "<b>", "</b>", "mot", "&lt;script&gt;", "<", ">", "&", '"', "'", "</b><b>", "<br>",
     "<a href='/x' onclick=y>z</a>", "<img src=i alt='</noscript><script>x</script>'>", "</span>",
     "<plaintext>", "<!doctype x>", "<?x", "</", "<a href='", "<iframe srcdoc=x>", "<base href=e>",
     "<form action=//e>", "<button formaction=javascript:x>", "</svg><style><img onerror=x>"]
)  # fmt: skip
msgstrs = st.lists(attacks, min_size=1, max_size=4).map(" ".join)


@given(pages)
def test_rebuilding_gives_the_source_back_byte_for_byte(text: str) -> None:
    document = parse(text)
    assert document.render(lambda segment: None) == text
    assert document.render(lambda segment: segment.text) == text


@given(pages)
def test_spans_are_in_order_inside_the_source_and_do_not_overlap(text: str) -> None:
    done = 0
    for segment in parse(text).segments:
        assert done <= segment.start < segment.end <= len(text.encode())
        assert segment.text.strip()
        assert 1 <= segment.line <= text.count("\n") + 1
        done = segment.end


@given(pages)
def test_every_msgid_may_stand_as_its_own_translation(text: str) -> None:
    document = parse(text)
    again = parse(_forced(document))
    assert again.skeleton == document.skeleton
    assert [segment.text for segment in again.segments] == [s.text for s in document.segments]


def _forced(document: Document) -> str:
    """The source with each msgid encoded, as if it were a translation."""
    data = document.text.encode()
    for slot in reversed(document.slots):
        encoded = slot.encode(slot.segment.text).encode()
        data = data[: slot.segment.start] + encoded + data[slot.segment.end :]
    return data.decode()


@given(pages, st.data())
def test_a_hostile_translation_adds_nothing_or_is_named(text: str, data: st.DataObject) -> None:
    document = parse(text)
    words = {segment.start: data.draw(msgstrs) for segment in document.segments}
    if document.breakage(lambda segment: words[segment.start]):
        return
    rendered = document.render(lambda segment: words[segment.start])
    assert parse(rendered).skeleton == document.skeleton
    for name, count in (_active(rendered) - _active(text)).items():
        pytest.fail(f"{name} was added {count} times: {rendered!r}")


class _Active(HTMLParser):
    """Another parser's view of what a browser would run or fetch."""

    def __init__(self) -> None:
        super().__init__()
        self.found: Counter[str] = Counter()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("script", "iframe", "base", "form", "style", "svg", "object", "embed"):
            self.found[tag] += 1
        for name, value in attrs:
            if re.match(r"on|href|src|action|formaction", name):
                self.found[f"{name}={value}"] += 1


def _active(text: str) -> Counter[str]:
    parser = _Active()
    # This parser does not know every state of the standard's: what it trips over, it is spared.
    parser.feed(re.sub(r"<!\[CDATA\[|<!--(?!.*?-->)|<plaintext>|\x00", "", text, flags=re.DOTALL))
    parser.close()
    return parser.found
