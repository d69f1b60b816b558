"""Sources: what a page cannot show as it is written."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from itertools import accumulate
from typing import Final

from workflow.checks.subject import Remark, Source
from workflow.formats.commonmark import formulas, html_alone
from workflow.formats.html.elements import DRAWN, EMBEDDED
from workflow.formats.html.tags import Tag
from workflow.formats.html.tokens import tokenize
from workflow.formats.markdown.dialect import mask

_ADDRESSES: Final = ("src", "data", "data-src")
_ELSEWHERE: Final = "pages play nothing and load nothing from elsewhere"
_CONTROL: Final = "pages send nothing"
_FATES: Final = {
    **dict.fromkeys(EMBEDDED, f"{_ELSEWHERE}: they show its title, or what is inside it"),
    "svg": "pages show drawings from files: save it as one, and show that as an image",
    "math": "pages show its text alone: where its form matters, show an image of it",
    "canvas": "pages run nothing: they show the words inside it",
    "form": f"{_CONTROL}: they show its words, without the fields",
    **dict.fromkeys(("input", "datalist"), f"{_CONTROL}: it is left out"),
    **dict.fromkeys(("button", "select", "textarea"), f"{_CONTROL}: they show its words alone"),
    **dict.fromkeys(("script", "template"), "pages run nothing: it is left out"),
    "style": "pages have the site's style: it is left out",
    "noscript": "pages run nothing: what is in it is shown to everybody",
}
"""Element → what becomes of it, and why."""
_TABLE_OF_TASKS: Final = "checkbox"


def check_embeds(source: Source) -> Iterator[tuple[int, Remark]]:
    """A frame, film, drawing, formula, form or script of the article, in whose stead the page
    shows a link, its words or nothing.
    """
    body = source.document.body
    if "<" not in body and "$$" not in body:
        return
    match source.article.format:
        case "markdown":
            html = html_alone(mask(body))
            found = [(start, _formula(tex)) for tex, start, _ in formulas(mask(body))]
        case "html":
            html, found = body.encode(), []
        case _:
            return
    found += _elements(html)
    ends = list(accumulate(len(line) + 1 for line in body.encode().split(b"\n")))
    for start, message in sorted(found):
        yield source.document.body_line + bisect_right(ends, start), Remark(message)


def _formula(tex: str) -> str:
    words = " ".join(tex.split())
    return (
        f"the formula $${words}$$ is shown as code: pages set no formulas. Where its form "
        "matters, show an image of it"
    )


def _elements(html: bytes) -> Iterator[tuple[int, str]]:
    """Where each element stands that a page has not, and what becomes of it."""
    inside: list[str] = []
    for kind, start, _, tag in tokenize(html):
        if tag is None or tag.name not in _FATES:
            continue
        if kind == "end":
            if tag.name in inside:
                del inside[inside.index(tag.name) :]
        elif tag.name != "input" or tag.attributes.get("type", "").lower() != _TABLE_OF_TASKS:
            if not inside:
                yield start, _message(tag)
            if tag.name in DRAWN | EMBEDDED - {"embed", "frame"} and not tag.self_closing:
                inside.append(tag.name)


def _message(tag: Tag) -> str:
    address = next(filter(None, (tag.attributes.get(each) for each in _ADDRESSES)), "")
    if tag.name in EMBEDDED and address:
        return f"<{tag.name}> is shown as a link to {address.strip()}: {_ELSEWHERE}"
    return f"<{tag.name}>: {_FATES[tag.name]}"
