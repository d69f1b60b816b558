"""The words that a page shows, and those that an import has of it, to compare them.

Written apart from the program: what a browser shows is told from the HTML Standard here.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator

from lxml import html
from lxml.html import HtmlElement

from workflow.importing import ImportedArticle
from workflow.inline.commonmark import to_html

_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]|[^\W_\u3040-\u30ff\u3400-\u9fff]+")
"""Chinese and Japanese write no blanks: each character counts."""
_NOT_SHOWN = frozenset(
    "script style template noscript head title meta link audio video iframe object canvas svg"
    " datalist param annotation annotation-xml rp".split()
)
_INLINE = frozenset(
    "a abbr b bdi bdo big cite code del dfn em font i img ins kbd label mark q rb ruby s samp"
    " small span strike strong sub sup time tt u var wbr input math mi mn mo mrow".split()
)
_TYPED_VALUES = frozenset(("submit", "button", "reset", "text", "search", "email"))


def words(text: str) -> Counter[str]:
    """The words of ``text``, each as often as it occurs."""
    return Counter(_WORD.findall(unicodedata.normalize("NFKC", text).casefold()))


def shown(page: str) -> Counter[str]:
    """The words that a browser shows of the body of ``page``."""
    parser = html.HTMLParser(encoding="utf-8")
    body = html.document_fromstring(page.encode(), parser=parser).find("body")
    return Counter() if body is None else words("".join(_pieces(body)))


def imported(article: ImportedArticle) -> Counter[str]:
    """The words that an import has, in the article or among what it says it left out."""
    return in_article(article) + words(" ".join(one.text for one in article.left_out))


def in_article(article: ImportedArticle) -> Counter[str]:
    """The words of the article: title and body as they are rendered, with texts of images."""
    rendered = html.fragment_fromstring(f"<div>{to_html(article.body)}</div>")
    titles = " ".join(one.get("title", "") for one in rendered.iter("img"))
    marks = re.findall(r"\[\^([\w-]+)\]", article.body)  # pages number footnotes by themselves
    body = "".join(_pieces(rendered))
    return words(" ".join([str(article.fields["title"]), body, titles, *marks]))


def _pieces(element: HtmlElement) -> Iterator[str]:
    if not isinstance(element.tag, str) or element.tag in _NOT_SHOWN or _is_hidden(element):
        return
    apart = "" if element.tag in _INLINE else " "
    yield apart
    if element.tag == "input" and element.get("type", "") in _TYPED_VALUES:
        yield f" {element.get('value', '')} "
    yield element.text or ""
    for child in element:
        yield from _pieces(child)
        following = child.getnext()
        links = following is not None and child.tag == following.tag == "a"
        yield child.tail or " " * links  # styles part links, and so does an import
    yield apart


def _is_hidden(element: HtmlElement) -> bool:
    style = element.get("style", "").replace(" ", "").lower()
    return "display:none" in style or element.get("hidden") is not None
