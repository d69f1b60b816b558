"""What single programs write in a page of their own, made into the HTML that it means.

Word's and Google's lists are paragraphs with a bullet typed into them, AMP's images are elements
of its own, Google's bold text is a class. Other readers of a page need not know.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from urllib.parse import parse_qs, urlsplit

from lxml import html
from lxml.html import HtmlElement

from workflow.importing.clean import Ledger
from workflow.importing.elements import HEADINGS, drop, holds_block, is_blank, names
from workflow.model.phrase import phrase

_AMP = {
    "amp-img": "img", "amp-anim": "img", "amp-iframe": "iframe", "amp-video": "video",
    "amp-audio": "audio", "amp-sidebar": "nav",
}  # fmt: skip
"""AMP's elements that mean one of HTML's (amp.dev, components)."""
_AMP_PAGES = re.compile(
    r"amp-(?:embed|facebook|gist|instagram|pinterest|reddit|soundcloud|tiktok|twitter|vimeo|youtube)"
    r"\b.*"
)
_AMP_ADS = re.compile(r"amp-(?:ad|analytics|auto-ads|consent|pixel|sticky-ad)\b.*")
_LEVEL = re.compile(r"mso-list:\s*l\d+\s+level(\d)", re.IGNORECASE)
_MARGIN = re.compile(r"margin-left:\s*([\d.]+)pt", re.IGNORECASE)
_STEP = 36.0
"""Points by which Word sets in each level of a list."""
_BULLET = re.compile(
    r"\s*(?:[·•o§Ø▪◦–ü\uf0b7\uf0a7\uf0d8-]|(?P<number>\d{1,3}|[a-zA-Z]|[ivx]{1,5})[.)])"
    r"(?:[ \u00a0]{2,}|\u00a0|\s*\Z)"
)
_GOOGLE_LIST = re.compile(r"lst-kix_(\w+)-(\d)\Z")
_RULE = re.compile(r"\.(c\d+)\s*\{([^{}]*)\}")
_BOLD = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE)
_ITALIC = re.compile(r"font-style\s*:\s*(?:italic|oblique)", re.IGNORECASE)
_PLAIN = {
    "b": re.compile(r"font-weight\s*:\s*(?:normal|[1-4]00)", re.IGNORECASE),
    "i": re.compile(r"font-style\s*:\s*normal", re.IGNORECASE),
}
_EMPHASIS = {"b": "b", "strong": "b", "i": "i", "em": "i"}


def translate(tree: HtmlElement, ledger: Ledger) -> None:
    """Make in ``tree``, a whole page just parsed, HTML of what single programs write instead.

    ``ledger`` hears of advertisements that go.
    """
    for element in list(tree.iter("*")):
        if _AMP_ADS.fullmatch(element.tag):
            ledger.leave_out(element, phrase("advertisement"))
        elif element.tag.startswith("amp-"):
            _translate_amp(element)
    _translate_emphasis(tree)
    for link in tree.iter("a"):
        if link.get("href"):
            link.set("href", _leads_to(link.get("href")))
    _nest_google_lists(tree)
    for run in _word_lists(tree):
        _make_list(run)
    for part in [one for one in tree.iter("div") if one.get("title") in {"header", "footer"}]:
        if part.getparent().tag == "body":  # LibreOffice: what stands on every printed page
            part.tag = part.get("title")


def _translate_amp(element: HtmlElement) -> None:
    if _AMP_PAGES.fullmatch(element.tag):
        address = element.get("data-videoid") or element.get("data-tweetid") or element.get("src")
        element.set("src", address or element.tag)
        element.tag = "iframe"
    else:
        element.tag = _AMP.get(element.tag, "div")


def _translate_emphasis(tree: HtmlElement) -> None:
    """Make elements of bold and italic styles, and none of elements that a style makes plain."""
    styles = " ".join(style.text or "" for style in tree.iter("style"))
    rules = dict(_RULE.findall(styles)) if "doc-content" in _all_names(tree) else {}
    for element in list(tree.iter("span", *_EMPHASIS)):
        called = (rules.get(name, "") for name in names(element))
        style = " ".join((element.get("style", ""), *called))
        if element.tag == "span":
            _emphasise(element, style)
        elif _PLAIN[_EMPHASIS[element.tag]].search(style):
            element.tag = "span"


def _emphasise(span: HtmlElement, style: str) -> None:
    """Put what ``span`` holds into what its ``style`` means; headings are bold anyway."""
    heading = next(span.iterancestors(*HEADINGS), None) is not None
    if heading or is_blank(span.text_content()) or holds_block(span):
        return
    for pattern, tag in ((_BOLD, "b"), (_ITALIC, "i")):
        if pattern.search(style):
            inner = html.Element(tag)
            inner.text, span.text = span.text, None
            inner.extend(list(span))
            span.append(inner)


def _all_names(tree: HtmlElement) -> frozenset[str]:
    return frozenset(name for body in tree.iter("body") for name in names(body))


def _leads_to(href: str) -> str:
    """Return where a link leads that Google Docs has put its own address before."""
    if "google.com/url?" not in href:
        return href
    asked = parse_qs(urlsplit(href).query)
    return next((one for key in ("q", "url") for one in asked.get(key, [])), href)


def _nest_google_lists(tree: HtmlElement) -> None:
    """Put lists in each other that Google Docs writes one after another, each with its level."""
    open_lists: list[tuple[str, int, HtmlElement]] = []
    previous = None
    for element in list(tree.iter("ul", "ol")):
        found = next(filter(None, map(_GOOGLE_LIST.match, names(element))), None)
        if found is None:
            continue
        name, level = found[1], int(found[2])
        if element.getprevious() is not previous or previous is None:
            open_lists = []
        top = open_lists[0][2] if open_lists else element
        while open_lists and (open_lists[-1][1] > level or open_lists[-1][0] != name):
            open_lists.pop()
        if open_lists and open_lists[-1][1] == level:
            open_lists[-1][2].extend(list(element))
            drop(element)
            previous = top
        elif open_lists and len(open_lists[-1][2]):
            open_lists[-1][2][-1].append(element)
            open_lists.append((name, level, element))
            previous = top
        else:
            open_lists = [(name, level, element)]
            previous = element


def _word_lists(tree: HtmlElement) -> Iterator[list[HtmlElement]]:
    """Yield the paragraphs of each list that Word wrote, those that follow each other."""
    run: list[HtmlElement] = []
    for element in [one for one in tree.iter("p") if _is_word_item(one)]:
        if run and element.getprevious() is not run[-1]:
            yield run
            run = []
        run.append(element)
    if run:
        yield run


def _is_word_item(element: HtmlElement) -> bool:
    listed = element.get("class", "").startswith("MsoListParagraph")
    return (listed or _LEVEL.search(element.get("style", "")) is not None) and (
        _BULLET.match(element.text_content()) is not None
    )


def _level(item: HtmlElement) -> int:
    style = item.get("style", "")
    if found := _LEVEL.search(style):
        return int(found[1])
    margin = _MARGIN.search(style)
    return max(1, round(float(margin[1]) / _STEP)) if margin else 1


def _make_list(items: Sequence[HtmlElement]) -> None:
    """Make a list, with lists in it, of Word's paragraphs."""
    open_lists: list[tuple[int, HtmlElement]] = []
    for item in items:
        level, number = _level(item), _take_bullet(item)
        while len(open_lists) > 1 and open_lists[-1][0] > level:
            open_lists.pop()
        if not open_lists or open_lists[-1][0] < level:
            made = html.Element("ol" if number else "ul")
            if (number or "").isdecimal():
                made.set("start", str(number))
            if open_lists:
                open_lists[-1][1][-1].append(made)
            else:
                item.addprevious(made)
            open_lists.append((level, made))
        item.tail, item.tag = None, "li"
        item.attrib.clear()
        open_lists[-1][1].append(item)


def _take_bullet(item: HtmlElement) -> str | None:
    """Take the bullet or number from the start of ``item``; return the number."""
    found = _BULLET.match(item.text_content())
    _take(item, found.end() if found else 0)
    return found["number"] if found else None


def _take(element: HtmlElement, left: int) -> int:
    """Take ``left`` characters from the start of ``element``; return how many are left to take."""
    text = element.text or ""
    if isinstance(element.tag, str):
        element.text, left = text[left:], max(0, left - len(text))
    for child in element:
        if not left:
            break
        left = _take(child, left)
        tail = child.tail or ""
        child.tail, left = tail[left:], max(0, left - len(tail))
    return left
