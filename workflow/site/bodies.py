"""An article's body, rendered for one page: links, notes, tables that scroll, figures, labels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from lxml.etree import Element
from markupsafe import Markup

from workflow.inline.wrapping import soft_break
from workflow.model import Locale
from workflow.model import lazy_re as re
from workflow.model.picture_sizes import PictureSizes
from workflow.site import anchors, links
from workflow.site.addresses import relative
from workflow.site.anchors import HEADINGS
from workflow.site.content import Content, Parsed
from workflow.site.embeds import EMBED
from workflow.site.responsive import show_sizes, sources
from workflow.site.strings import N_, Length, length, number, translations
from workflow.site.tree import Node, drop, inner_html, texts, words, wrap
from workflow.site.views import Publication

_ALIGNED: Final = re.compile(r"right|center")
_TOP: Final = 2
"""Blocks of a text that a reader sees at once."""
_BLOCKS: Final = (*HEADINGS, "p", "li", "td", "th", "dt", "dd", "caption", "figcaption", "summary")
_ALERTS: Final = {
    # Translators: Note, Tip, Important, Warning and Caution stand above a highlighted paragraph.
    "markdown-alert-note": N_("Note"),
    "markdown-alert-tip": N_("Tip"),
    "markdown-alert-important": N_("Important"),
    "markdown-alert-warning": N_("Warning"),
    "markdown-alert-caution": N_("Caution"),
}


@dataclass(frozen=True, slots=True)
class Picture:
    """The image that stands for an article, as its page shows it."""

    href: str
    alt: str
    caption: str
    here: bool
    """Whether the site serves it; the page shows a link to any other."""
    sizes: PictureSizes | None = None
    sources: tuple[tuple[str, str], ...] = ()
    """See :func:`.responsive.sources`."""


@dataclass(frozen=True, slots=True)
class Body:
    """What a page shows of a body."""

    html: Markup
    text: str
    lead: Picture | None
    """None where the body shows it."""
    images: tuple[str, ...]
    """Paths in the site of the images shown, the one that stands for the article first."""
    anchors: tuple[anchors.Names, ...]
    """The names of the headings, in order."""
    length: Length
    plays: bool
    """Whether there is sound or a film in it."""


def render_body(
    content: Content,
    page: str,
    targets: Sequence[links.Target] = (),
    shared: Sequence[anchors.Names] = (),
) -> Body:
    """Render ``content`` for the page at the path ``page``, which links to ``targets``.

    ``shared`` are the names of the source's headings, for a translation.
    """
    parsed, locale = content.parsed(), Locale(content.locale)
    found = links.rewrite(parsed.root, content, page, targets)
    lower_headings(parsed)
    anchors.gather(parsed, locale)
    headings = anchors.identify(parsed, shared, older=content.older_ids)
    polish(parsed, locale)
    show_sizes(page, found.pictures)
    if content.lacking:
        _name_language(parsed.root, content.lacking)
    text = " ".join(texts(parsed.root))
    lead = links.lead_place(content)
    first = (lead,) if lead else ()
    if lead is None or lead in found.images:
        _load_first(parsed.root)
    return Body(
        html=inner_html(parsed.root),
        text=text,
        lead=None if set(first) & set(found.images) else _picture(content, page, first),
        images=tuple(dict.fromkeys((*first, *found.images))),
        anchors=headings,
        length=length(text),
        plays=any(use.played for use in found.uses),
    )


def _picture(content: Content, page: str, path: tuple[str, ...]) -> Picture | None:
    lead = content.lead
    if lead is None:
        return None
    href = relative(page, path[0]) if path else links.external(lead.url)
    sizes = next((each for file, each in content.pictures if content.place(file) in path), None)
    offered = sources(page, sizes)
    shown = Picture(href, lead.alt, lead.caption, here=bool(path), sizes=sizes, sources=offered)
    return shown if href else None


def _load_first(root: Node) -> None:
    """An image near the top of the page is loaded at once, all others when they come near."""
    images = (image for block in root[:_TOP] for image in block.iter("img"))
    image = next(images, None)
    if image is not None:
        image.attrib.pop("loading", None)


def anchors_of(publication: Publication) -> frozenset[str]:
    """What a link to a place on the page of ``publication`` may name.

    Raises :class:`ArticleError` for an unknown format.
    """
    parsed = Content.of(publication).parsed()
    anchors.gather(parsed, publication.locale)
    anchors.identify(parsed)
    return anchors.all_ids(parsed.root)


def _name_language(root: Node, lacking: Publication) -> None:
    """Say of each block that stands in ``lacking`` which language it is in."""
    language, tree = lacking.locale, Content.of(lacking).parsed().root
    foreign = {_on_one_line(each) for each in tree.iter(*_BLOCKS)} - {""}
    for block in root.iter(*_BLOCKS):
        if _on_one_line(block) in foreign:
            block.set("lang", language.bcp47)
            block.set("dir", language.direction)


def _on_one_line(block: Node) -> str:
    return " ".join(words(block).split())


def polish(parsed: Parsed, locale: Locale) -> None:
    """Finish a body in place."""
    root, html = parsed
    _join_lines(root, code="<pre" in html)
    if "xml:lang" in html:
        for element in root.xpath(".//*[@*[name()='xml:lang']]"):
            element.set("lang", element.get("lang") or element.get("xml:lang"))
    for paragraph in list(root.iter("p")):
        if len(paragraph) == 1:
            _make_figure(paragraph)
        elif not len(paragraph) and not (paragraph.text or "").strip():
            drop(paragraph)  # what is left around a block inside it
    for image in root.iter("img"):
        image.set("alt", image.get("alt", ""))
        image.set("loading", "lazy")
        image.set("decoding", "async")
    for block in root.iter("pre"):
        block.set("tabindex", "0")  # long lines scroll; without a mouse, only what has the focus
    if EMBED in html:
        for embedded in root.xpath(f"./*[self::a or self::span][@class='{EMBED}']"):
            wrap(embedded, Element("p"))
    if "<t" in html:
        _finish_tables(root, locale)
    if "markdown-alert-" in html:
        _label_alerts(root, locale)
    if "<input" in html:
        _label_checkboxes(root, locale)


def _join_lines(root: Node, *, code: bool) -> None:
    """Take out the line ends between two characters of a script that parts no words.

    Browsers show a space there, though CSS Text 3 (section 4.1.3) would have none. ``code`` says
    whether there is any, in which white space counts.
    """
    places = [
        (element, name, text)
        for element in root.iter()
        for name, text in (("text", element.text), ("tail", element.tail))
        if text and not text.isspace()
    ]
    if not any("\n" in text for _, _, text in places):
        return
    if code:
        parents = (each if name == "text" else each.getparent() for each, name, _ in places)
        places = [
            each
            for each, parent in zip(places, parents, strict=True)
            if parent is None or not (parent.tag == "pre" or _within(parent, "pre"))
        ]
    before = ""
    for at, (element, name, text) in enumerate(places):
        shown = text
        if "\n" in text:
            after = places[at + 1][2][0] if at + 1 < len(places) else ""
            shown = _joined(text, before, after)
            setattr(element, name, shown)
        before = shown[-1]


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


def lower_headings(parsed: Parsed) -> None:
    """Make room for the page's title, the one ``h1`` of the page."""
    if "<h1" not in parsed.html or parsed.root.find(".//h1") is None:
        return
    for heading in parsed.root.iter(*HEADINGS[:-1]):
        heading.tag = f"h{int(heading.tag[1]) + 1}"


def _make_figure(paragraph: Node) -> None:
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


def _alone_in(holder: Node) -> Node | None:
    """Return the element that is all that ``holder`` has, blanks beside it taken out."""
    if len(holder) != 1 or (holder.text or "").strip() or (holder[0].tail or "").strip():
        return None
    holder.text = holder[0].tail = None
    return holder[0]


def _finish_tables(root: Node, locale: Locale) -> None:
    """Align cells by class (the policy of the page allows no style) and let tables scroll.

    A region that scrolls must take the focus and have a name: WCAG 2.1.1 and 4.1.2.
    """
    for cell in root.iter("td", "th"):
        style, align = cell.get("style"), cell.get("align")
        if style is not None or align is not None:
            cell.attrib.pop("style", None)
            cell.attrib.pop("align", None)
            if found := _ALIGNED.search(style or align or ""):
                cell.set("class", found[0])
        if cell.tag == "th" and not cell.get("scope") and _within(cell, "thead"):
            cell.set("scope", "col")
    tables = [table for table in root.iter("table") if not _within(table, "table")]
    label = translations(locale).gettext("Table %(number)s")
    for index, table in enumerate(tables, start=1):
        region = Element("div", {"class": "scroll", "role": "region", "tabindex": "0"})
        region.set("aria-label", label % {"number": number(index, locale)})
        wrap(table, region)


def _within(element: Node, tag: str) -> bool:
    return next(element.iterancestors(tag), None) is not None


def _label_alerts(root: Node, locale: Locale) -> None:
    for quote in root.iter("blockquote"):
        if quote.get("class") not in _ALERTS:
            continue
        label = Element("p", {"class": "label"})
        label.text = translations(locale).gettext(_ALERTS[quote.get("class", "")])
        quote.insert(0, label)


def _label_checkboxes(root: Node, locale: Locale) -> None:
    """Name the boxes of task lists; an ``input`` of any other kind goes."""
    gettext = translations(locale).gettext
    for box in list(root.iter("input")):
        if box.get("type") != "checkbox":
            drop(box)
            continue
        box.set("disabled", "disabled")
        checked = box.get("checked") is not None
        # Translators: of an entry in a list of tasks; read aloud by screen readers.
        box.set("aria-label", gettext("Done") if checked else gettext("To do"))
