"""An article's tidy HTML to Markdown (CommonMark with GFM tables).

By markdownify: of the kept converters (it, html2text, html-to-markdown) the one whose every
element is a method that can be replaced. What differs from it here: text is escaped no more than
it must be, images keep their titles as captions, addresses may have spaces and brackets, table
cells may have ``|`` and line breaks, and fences outlast the backticks in code.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from bs4.element import NavigableString, Tag
from lxml import html
from lxml.html import HtmlElement
from markdownify import ATX, BACKSLASH, MarkdownConverter

from workflow.flows.importing import escape
from workflow.flows.importing.characters import one_line
from workflow.flows.importing.elements import BLOCKS
from workflow.formats.inline import escape_cell

_LANGUAGE = re.compile(r"\b(?:language|lang|highlight-source|brush:?)[-\s]*(\w+)")


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

    def process_text(self, el: NavigableString, parent_tags: Collection[str]) -> str:
        text: str = super().process_text(el, parent_tags=parent_tags)  # type: ignore[misc]
        if "_noformat" in parent_tags:
            return text
        if text.endswith("!") and isinstance(el.next_sibling, Tag) and el.next_sibling.name == "a":
            text = text[:-1] + "\\!"  # else the link would be an image
        if "_inline" in parent_tags or not _starts_line(el):
            return text
        bare = text.strip()
        return escape.line_starts(bare) + text[len(text.rstrip()) :] if bare else ""

    def escape(self, text: str, parent_tags: Collection[str]) -> str:
        return escape.inline(text)

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
        alt = escape.alt(one_line(str(el.get("alt", ""))))
        return f"![{alt}]({_target(str(el.get('src')), str(el.get('title', '')))})"

    def convert_br(self, el: Tag, text: str, parent_tags: Collection[str]) -> str:
        if set(parent_tags) & {"td", "th"}:
            return "<br>"
        return " " if set(parent_tags) & {"_inline", "_noformat"} else "\\\n"

    def convert_td(self, el: Tag, text: str, parent_tags: Collection[str]) -> str:
        return f" {escape_cell(one_line(text))} |"

    convert_th = convert_td

    def convert_hN(self, n: int, el: Tag, text: str, parent_tags: Collection[str]) -> str:
        text = escape.heading_end(one_line(text))
        return f"\n\n{'#' * n} {text}\n\n" if text and "_inline" not in parent_tags else text

    def convert_pre(self, el: Tag, text: str, parent_tags: Collection[str]) -> str:
        code = text.strip("\n")
        longest = max(map(len, re.findall(r"`{3,}", code)), default=2)
        fence = "`" * (longest + 1)
        return f"\n\n{fence}{_language(el)}\n{code}\n{fence}\n\n" if code.strip() else ""


def _target(url: str, title: str) -> str:
    target = escape.destination(url)
    return f"{target} {escape.title(one_line(title))}" if title else target


def _starts_line(text: NavigableString) -> bool:
    """Tell whether ``text`` is the first of its block or after a line break."""
    before = text.previous_sibling
    if isinstance(before, Tag):
        return before.name == "br" or before.name in BLOCKS
    return before is None and text.parent is not None and text.parent.name in BLOCKS


def _language(el: Tag) -> str:
    classes = " ".join(
        str(name)
        for one in (el, el.code)
        if one is not None
        for name in one.get_attribute_list("class")
    )
    found = _LANGUAGE.search(classes)
    return found[1] if found else ""
