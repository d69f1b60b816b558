"""The finish of a body: tables that scroll, figures, labels."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from lxml.html import Element, HtmlElement

from workflow.inline.marks import soft_break
from workflow.model import Locale
from workflow.site.anchors import HEADINGS
from workflow.site.strings import N_, translations
from workflow.site.wording import number

_ALERTS: Final = {
    # Translators: Note, Tip, Important, Warning and Caution stand above a highlighted paragraph.
    "markdown-alert-note": N_("Note"),
    "markdown-alert-tip": N_("Tip"),
    "markdown-alert-important": N_("Important"),
    "markdown-alert-warning": N_("Warning"),
    "markdown-alert-caution": N_("Caution"),
}


def polish(root: HtmlElement, locale: Locale) -> None:
    """Finish ``root`` in place."""
    _join_lines(root)
    for element in root.xpath(".//*[@*[name()='xml:lang']]"):
        element.set("lang", element.get("lang") or element.get("xml:lang"))
    for image in root.iter("img"):
        image.set("alt", image.get("alt", ""))
        image.set("loading", "lazy")
        image.set("decoding", "async")
    for block in root.iter("pre"):
        block.set("tabindex", "0")  # long lines scroll; without a mouse, only what has the focus
    for paragraph in list(root.iter("p")):
        if not len(paragraph) and not (paragraph.text or "").strip():
            paragraph.drop_tree()  # what is left around a block inside it
        else:
            _make_figure(paragraph)
    for embedded in root.xpath("./*[self::a or self::span][@class='embed']"):
        _wrap(embedded, Element("p"))
    _finish_tables(root, locale)
    _label_alerts(root, locale)
    _label_checkboxes(root, locale)


def _join_lines(root: HtmlElement) -> None:
    """Take out the line ends between two characters of a script that parts no words.

    Browsers show a space there, though CSS Text 3 (section 4.1.3) would have none.
    """
    places = [
        (element, name)
        for element in root.iter()
        for name in ("text", "tail")
        if (getattr(element, name) or "").strip() and not _is_code(element, name)
    ]
    for at, (element, name) in enumerate(places):
        text = getattr(element, name)
        if "\n" not in text:
            continue
        before = getattr(*places[at - 1])[-1] if at else ""
        after = getattr(*places[at + 1])[0] if at + 1 < len(places) else ""
        setattr(element, name, _joined(text, before, after))


def _joined(text: str, before: str, after: str) -> str:
    """``text``, which stands between two characters, with its line ends as pages show them."""
    first, *lines = text.split("\n")
    parts = [first]
    for at, line in enumerate(lines, start=1):
        shown = line.lstrip(" \t")
        following = shown[:1] or (after if at == len(lines) else "")
        if soft_break(parts[-1].rstrip(" \t") or (before if at == 1 else ""), following):
            parts += ["\n", line]
        else:
            parts[-1] = parts[-1].rstrip(" \t")
            parts.append(shown)
    return "".join(parts)


def _is_code(element: HtmlElement, name: str) -> bool:
    """Whether a text stands where white space counts."""
    within = element if name == "text" else element.getparent()
    return within is not None and (within.tag == "pre" or _within(within, "pre"))


def lower_headings(root: HtmlElement) -> None:
    """Make room for the page's title, the one ``h1`` of the page."""
    if root.find(".//h1") is None:
        return
    for heading in root.iter(*HEADINGS[:-1]):
        heading.tag = f"h{int(heading.tag[1]) + 1}"


def _make_figure(paragraph: HtmlElement) -> None:
    """Turn a paragraph that holds an image alone into a figure, its title into the caption.

    A link about the image stays about it; the caption is beside it.
    """
    link = _alone_in(paragraph)
    image = _alone_in(link) if link is not None and link.tag == "a" else link
    if image is None or image.tag != "img":
        return
    paragraph.tag = "figure"
    if caption := image.attrib.pop("title", ""):
        element = Element("figcaption")
        element.text = caption
        paragraph.append(element)


def _alone_in(holder: HtmlElement) -> HtmlElement | None:
    """Return the element that is all that ``holder`` has, blanks beside it taken out."""
    if len(holder) != 1 or (holder.text or "").strip() or (holder[0].tail or "").strip():
        return None
    holder.text = holder[0].tail = None
    return holder[0]


def _finish_tables(root: HtmlElement, locale: Locale) -> None:
    """Align cells by class (the policy of the page allows no style) and let tables scroll.

    A region that scrolls must take the focus and have a name: WCAG 2.1.1 and 4.1.2.
    """
    for cell in root.iter("td", "th"):
        found = re.search(r"right|center", cell.attrib.pop("style", "") or cell.get("align", ""))
        cell.attrib.pop("align", None)
        if found:
            cell.set("class", found[0])
        if cell.tag == "th" and not cell.get("scope") and _in_head(cell):
            cell.set("scope", "col")
    tables = [table for table in root.iter("table") if not _within(table, "table")]
    label = translations(locale).gettext("Table %(number)s")
    for index, table in enumerate(tables, start=1):
        region = Element("div", {"class": "scroll", "role": "region", "tabindex": "0"})
        region.set("aria-label", label % {"number": number(index, locale)})
        _wrap(table, region)


def _in_head(cell: HtmlElement) -> bool:
    return _within(cell, "thead")


def _within(element: HtmlElement, tag: str) -> bool:
    return next(element.iterancestors(tag), None) is not None


def _wrap(element: HtmlElement, wrapper: HtmlElement) -> None:
    wrapper.tail, element.tail = element.tail, None
    parent = element.getparent()
    if parent is not None:
        parent.replace(element, wrapper)
    wrapper.append(element)


def _label_alerts(root: HtmlElement, locale: Locale) -> None:
    for quote in _with_class(root, "blockquote", _ALERTS):
        label = Element("p", {"class": "label"})
        label.text = translations(locale).gettext(_ALERTS[quote.get("class", "")])
        quote.insert(0, label)


def _with_class(root: HtmlElement, tag: str, classes: dict[str, str]) -> Iterator[HtmlElement]:
    return (element for element in root.iter(tag) if element.get("class", "") in classes)


def _label_checkboxes(root: HtmlElement, locale: Locale) -> None:
    """Name the boxes of task lists; an ``input`` of any other kind goes."""
    gettext = translations(locale).gettext
    for box in list(root.iter("input")):
        if box.get("type") != "checkbox":
            box.drop_tree()
            continue
        box.set("disabled", "disabled")
        checked = box.get("checked") is not None
        # Translators: of an entry in a list of tasks; read aloud by screen readers.
        box.set("aria-label", gettext("Done") if checked else gettext("To do"))
