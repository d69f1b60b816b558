"""An article's tidy HTML to Markdown (CommonMark with GFM tables).

By markdownify: of the kept converters (it, html2text, html-to-markdown) the one whose every
element is a method that can be replaced. What differs from it here: text is escaped no more than
it must be, images keep their titles as captions, addresses may have spaces and brackets, table
cells may have ``|`` and line breaks, fences outlast the backticks in code, what stands in an item
stays in it, footnotes are footnotes, and no paragraph reads back as anything else.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Any

from bs4.element import NavigableString, Tag
from lxml import html
from lxml.html import HtmlElement
from markdownify import ATX, BACKSLASH, MarkdownConverter

from workflow.importing import plain
from workflow.importing.plain import one_line
from workflow.inline.wrapping import escape_cell

_LISTS = ("ol", "ul")
_LANGUAGE = re.compile(
    r"\b(?:language|lang|highlight-source|highlight|brush:?)-(?!source|text)(\w+)"
    r"|(?:^|\s)(?:brush:|highlight|hljs|sourceCode|syntaxhighlighter)\s+([a-z]\w*)(?=\s|;|$)"
)


def convert(root: HtmlElement) -> str:
    """Return ``root``, tidied, as Markdown with ``\\n`` line ends and no blank edge."""
    converter = _Converter(
        bullets="-",
        heading_style=ATX,
        newline_style=BACKSLASH,
        strip_document=None,
        sub_symbol="<sub>",
        sup_symbol="<sup>",
        wrap=True,
        wrap_width=None,
    )
    # As XML: lxml's HTML output would put %20 for the spaces in paths of images.
    markdown = converter.convert(html.tostring(root, encoding="unicode", method="xml"))
    return re.sub(r"\n{3,}", "\n\n", re.sub(r"[ \t]+$", "", markdown, flags=re.MULTILINE)).strip(
        "\n"
    )


class _Converter(MarkdownConverter):
    """markdownify's methods take the element, its Markdown and the names of what it stands in."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._items: dict[int, int] = {}
        """How many items of a list, by its identity, are written: they come in order."""

    def process_text(self, el: NavigableString, parent_tags: Collection[str]) -> str:
        text: str = super().process_text(el, parent_tags=parent_tags)  # type: ignore[misc]
        if "_noformat" in parent_tags:
            return text
        if text.endswith("!") and isinstance(el.next_sibling, Tag) and el.next_sibling.name == "a":
            text = text[:-1] + "\\!"  # else the link would be an image
        return text

    def escape(self, text: str, parent_tags: Collection[str]) -> str:
        return plain.inline(text)

    def convert_a(self, el: Tag, text: str, parent_tags: Collection[str]) -> str:
        href, shown = str(el.get("href", "")), one_line(el.get_text())
        if not text.strip() or "_noformat" in parent_tags:
            return text
        if shown in (href, href.removeprefix("mailto:")) and re.fullmatch(r"\S+[:@]\S+", shown):
            return f"<{shown}>"
        title = str(el.get("title", ""))
        before, after = text[: -len(text.lstrip())], text[len(text.rstrip()) :]
        return f"{before}[{text.strip()}]({_target(href, title)}){after}"

    def convert_img(self, el: Tag, text: str, parent_tags: Collection[str]) -> str:
        alt = plain.alt(one_line(str(el.get("alt", ""))))
        return f"![{alt}]({_target(str(el.get('src')), str(el.get('title', '')))})"

    def convert_br(self, el: Tag, text: str, parent_tags: Collection[str]) -> str:
        if set(parent_tags) & {"td", "th"}:
            return "<br>"
        return " " if set(parent_tags) & {"_inline", "_noformat"} else "\\\n"

    def convert_td(self, el: Tag, text: str, parent_tags: Collection[str]) -> str:
        return f" {escape_cell(one_line(text))} |"

    convert_th = convert_td

    def convert_hN(self, n: int, el: Tag, text: str, parent_tags: Collection[str]) -> str:
        if "_inline" in parent_tags:
            return f" {text.strip()} "
        text = plain.heading_end(one_line(text))
        return f"\n\n{'#' * n} {text}\n\n" if text else ""

    def convert_p(self, el: Tag, text: str, parent_tags: Collection[str]) -> str:
        if "_inline" in parent_tags:
            return f" {text.strip()} "
        text = plain.paragraph(text.strip())
        following = el.find_next_sibling()
        tight = _opens_item(el) and following is not None and following.name in _LISTS
        return (f"{text}\n" if tight else f"\n\n{text}\n\n") if text else ""

    def convert_list(self, el: Tag, text: str, parent_tags: Collection[str]) -> str:
        previous = el.find_previous_sibling()
        start = "\n" if previous is not None and _opens_item(previous) else "\n\n"
        end = "\n" if _is_in_item(el) and el.find_next_sibling() is None else "\n\n"
        return start + text.strip("\n") + end

    convert_ul = convert_ol = convert_list

    def convert_li(self, el: Tag, text: str, parent_tags: Collection[str]) -> str:
        place = self._items.get(id(el.parent), 0)
        self._items[id(el.parent)] = place + 1
        marker = _marker(el, place)
        return f"{marker}{_indented(text.strip(), len(marker))}\n" if text.strip() else ""

    def convert_blockquote(self, el: Tag, text: str, parent_tags: Collection[str]) -> str:
        lines = text.strip("\n").split("\n") if text.strip() else []
        return "\n\n{}\n\n".format("\n".join(f"> {line}".rstrip() for line in lines))

    def convert_dt(self, el: Tag, text: str, parent_tags: Collection[str]) -> str:
        lines = "\n".join(map(one_line, text.strip().split("\n")))
        return f"\n\n{plain.paragraph(lines)}\n"

    def convert_dd(self, el: Tag, text: str, parent_tags: Collection[str]) -> str:
        return f"\n:   {_indented(text.strip(), 4)}\n" if text.strip() else ""

    def convert_footnote(self, el: Tag, text: str, parent_tags: Collection[str]) -> str:
        return f"\n\n[^{el.get('id')}]: {_indented(text.strip(), 4)}\n\n"

    def convert_footnotemark(self, el: Tag, text: str, parent_tags: Collection[str]) -> str:
        return f"[^{el.get('id')}]"

    def convert_pre(self, el: Tag, text: str, parent_tags: Collection[str]) -> str:
        code = text.strip("\n")
        longest = max(map(len, re.findall(r"`{3,}", code)), default=2)
        fence = "`" * (longest + 1)
        return f"\n\n{fence}{_language(el)}\n{code}\n{fence}\n\n" if code.strip() else ""


def _is_in_item(el: Tag) -> bool:
    return el.parent is not None and el.parent.name == "li"


def _opens_item(el: Tag) -> bool:
    """Tell whether ``el`` is an item's first paragraph: a list follows it with no blank line."""
    return el.name == "p" and _is_in_item(el) and el.find_previous_sibling() is None


def _indented(text: str, width: int) -> str:
    """Return ``text`` with its lines but the first indented, for what stands in a list."""
    return re.sub(r"\n(?=[^\n])", "\n" + " " * width, text)


def _marker(item: Tag, place: int) -> str:
    """Return the bullet or number of ``item``, before which its list has ``place`` others.

    A list at once after another of its kind takes other marks, or the two would be one.
    """
    parent = item.parent
    previous = parent.find_previous_sibling() if parent is not None else None
    other = previous is not None and parent is not None and previous.name == parent.name
    if parent is None or parent.name != "ol":
        return "* " if other and _is_other(previous) else "- "
    first = parent.find("li", recursive=False) or item
    start = str(parent.get("start") or first.get("value") or "1")
    number = (int(start) if start.isdecimal() else 1) + place
    return f"{number}{')' if other and _is_other(previous) else '.'} "


def _is_other(previous: Tag | None) -> bool:
    """Tell whether ``previous``, a list before another, has the marks that lists mostly have."""
    before = previous.find_previous_sibling() if previous is not None else None
    same = before is not None and previous is not None and before.name == previous.name
    return not (same and _is_other(before))


def _target(url: str, title: str) -> str:
    target = plain.destination(url)
    return f"{target} {plain.title(one_line(title))}" if title else target


def _language(el: Tag) -> str:
    classes = " ".join(
        str(name)
        for one in (el, el.code)
        if one is not None
        for name in one.get_attribute_list("class")
    )
    found = _LANGUAGE.search(classes)
    return found[1] or found[2] if found else ""
