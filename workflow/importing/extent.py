"""Which part of a page is its article, given the blocks that trafilatura keeps.

What stands among those blocks belongs to the article, whatever it is, unless names and looks
say otherwise. What stands before or after them must show that it does. All else is written down.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import dropwhile

from lxml.html import HtmlElement

from workflow.importing.blocks import (
    LOOSE,
)
from workflow.importing.boilerplate import LONG, has_prose, is_boilerplate, is_prose
from workflow.importing.bylines import Judge, bylines, closing, published_line
from workflow.importing.clean import Ledger
from workflow.importing.elements import (
    BLOCKS,
    HEADINGS,
    LEAVES,
    holds,
    holds_block,
    holds_file,
    is_caption,
    is_image,
    is_mostly_links,
    names,
    own_text,
    shown_text,
)
from workflow.importing.endnotes import Footnote
from workflow.importing.plain import columns, squash
from workflow.model.phrase import phrase

_TEXTS = re.compile(
    r"""(?:amp-wp-)?(?:entry|post|article|story|page|node|news)[-_]{0,2}(?:content|body|text)|e-content|hentry-content
    |field--name-body|field-name-body|gh-content|kg-canvas|post-full-content|texte|trs_editor
    |mw-parser-output|articlebody|rich_media_content|markdown-body|prose""",
    re.VERBOSE,
)
"""Class names and ids of what holds an article's text and nothing else, as CMSs write them."""
_STANDFIRST = re.compile(
    r"(?:^|[-_])(?:chapo|chapeau|standfirst|lead|lede|dek|deck|teaser|intro|introduction|summary"
    r"|abstract|excerpt|subtitle|subhead(?:ing|line)?|soustitre|sous-titre|kicker-text|daoyu|zhaiyao"
    r"|导语|摘要)(?:$|[-_])"
)
_PARTS = frozenset(("dd", "dt", "li", "td", "th", "figcaption"))
_STANDFIRST_COLUMNS = 50
_AFTER_STANDFIRST = 3
"""Kept blocks after the first long one among which the line of the date may be."""
_PICTURE = re.compile(
    r"thumbnail|featured|hero|cover|(?:lead|main|top|article|entry|post|story)-?(?:image|img|photo|media)"
    r"|illustration|visuel"
)
_NOTICE = re.compile(r"©|\(c\) ?\d{4}", re.IGNORECASE)

BEFORE, AFTER = phrase("before the article"), phrase("after the article")
ABOUT = phrase("about the article: date, author, labels")
AROUND = phrase("beside the article")


def cut(
    blocks: Sequence[HtmlElement],
    title: HtmlElement | None,
    notes: Sequence[Footnote],
    said: Judge,
    ledger: Ledger,
) -> HtmlElement:
    """Cut the article out of the page that the kept ``blocks`` stand in; return what holds it.

    ``title`` is the article's heading, where the page has one; ``notes`` are the footnotes of the
    page, ``said`` tells lines of date and authors. ``ledger`` hears of everything that goes.
    """
    texts = [one for one in blocks if one is not title] or list(blocks)
    long = [one for one in texts if _is_long(one)] or texts
    long = list(dropwhile(lambda one: published_line(one, said), long)) or texts
    tree = long[0].getroottree().getroot()
    elements = list(tree.iter())
    order = {element: place for place, element in enumerate(elements)}
    body = _text_of(long)
    first, start = order[long[0]], order.get(title, len(order))
    root = _common([body, title]) if title is not None and start < first else body
    root = next((one for one in (root, *root.iterancestors("article"))), root)
    noted = [one.text for one in notes if _is_in(root, one.marks[0])]
    root = _common([root, *noted])
    before, after = elements[start + 1 : first], elements[order[long[-1]] + 1 :]
    about = _about(texts, before, after, long, said)
    chosen = [one for one in blocks if order[one] >= first or _is_text(one)]
    chosen += [title] if title is not None else []
    kept = frozenset(
        one for one in chosen if _is_in(root, one) and about.isdisjoint((one, *one.iterancestors()))
    )
    last = max(order[one] for one in kept)
    subtitle = _subtitle(before) if title is not None else None
    kept = kept.union(noted, [subtitle] if subtitle is not None else [])
    holders = kept.union(*(one.iterancestors() for one in kept))
    place = _Place(
        order, kept, frozenset(noted), holders, about, body, min(start, first), first, last
    )
    _leave_out_around(root, order, ledger)
    _prune(root, place, ledger)
    return root


def _about(
    texts: Sequence[HtmlElement],
    before: Sequence[HtmlElement],
    after: Sequence[HtmlElement],
    long: Sequence[HtmlElement],
    said: Judge,
) -> frozenset[HtmlElement]:
    """Return what says only when and by whom: before the text, after a standfirst, at the end."""
    follow = texts[texts.index(long[0]) + 1 :][:_AFTER_STANDFIRST]
    lines = [one for one in follow if published_line(one, said)]
    return bylines(before, said) | closing(after, said) | frozenset(lines)


def _subtitle(after_title: Sequence[HtmlElement]) -> HtmlElement | None:
    """Return the heading that follows the title at once, if one does."""
    blocks = (one for one in after_title if one.tag in BLOCKS and squash(own_text(one)))
    following = next(blocks, None)
    heads = following is not None and following.tag in HEADINGS
    return following if heads and not is_mostly_links(following) else None


def _is_in(holder: HtmlElement, element: HtmlElement) -> bool:
    return holder is element or holder in element.iterancestors()


def _is_text(block: HtmlElement) -> bool:
    """Tell whether ``block`` is one of text: not a container with a date and a name."""
    made = block.tag in (LEAVES | _PARTS) and not block.get(LOOSE)
    return made or is_prose(own_text(block))


def _is_long(block: HtmlElement) -> bool:
    text = block.tag not in HEADINGS and _is_text(block)
    return text and len(squash(own_text(block))) >= LONG


def _common(elements: Iterable[HtmlElement]) -> HtmlElement:
    """Return the innermost element that holds all of ``elements``."""
    paths = [[*reversed([*one.iterancestors()]), one] for one in elements]
    same = [level[0] for level in zip(*paths, strict=False) if len(set(level)) == 1]
    return same[-1]


def _text_of(long: Sequence[HtmlElement]) -> HtmlElement:
    """Return what holds the article's text: the nearest element that says it does, if any."""
    common = _common(long)
    while common.tag in LEAVES or common.tag not in BLOCKS:
        common = common.getparent()
    said = (
        one
        for one in (common, *common.iterancestors())
        if one.tag == "article" or _is_named_text(one)
    )
    return next(said, common)


def _is_named_text(element: HtmlElement) -> bool:
    called = names(element) | {element.get("id", "").lower()}
    body = element.get("itemprop", "").lower() == "articlebody"
    return element.tag != "body" and (body or any(map(_TEXTS.fullmatch, called)))


@dataclass(frozen=True, slots=True)
class _Place:
    """Where elements stand, in the order of the page, and where the article does."""

    order: Mapping[HtmlElement, int]
    kept: frozenset[HtmlElement]
    notes: frozenset[HtmlElement]
    """The texts of footnotes, which are kept whole."""
    holders: frozenset[HtmlElement]
    """The kept blocks and what they and the title stand in."""
    about: frozenset[HtmlElement]
    """Lines and boxes that say only when and by whom."""
    body: HtmlElement
    """What holds the article's text."""
    title: int
    """Of the title, or of the first long block."""
    first: int
    """Of the first long block."""
    last: int
    """Of the last kept block."""

    def opens(self, element: HtmlElement) -> bool:
        """Tell whether ``element`` is a container after the title that may hold a standfirst."""
        container = element.tag not in LEAVES and holds_block(element)
        here = self.title < self.order[element] < self.first and not self._in_text(element)
        whole = is_image(element) or is_boilerplate(element, inside=True)
        return container and here and not whole

    def reason(self, element: HtmlElement) -> str | None:
        """Return why ``element``, of which no text was kept, is left out; None if it stays."""
        place = self.order[element]
        inside = place < self.last
        if element in self.about or self._heads_text(element):
            return ABOUT if element in self.about else None
        if is_boilerplate(element, inside=inside):
            return AROUND
        if (image := _image_of(element)) is not None:
            return None if self._keeps_image(image) else AROUND
        if place < self.first and not (self.title <= place and self._in_text(element)):
            stays = self.title <= place and _is_standfirst(element)
            return None if stays else BEFORE if place < self.title else ABOUT
        if inside or (self._in_text(element) and not _is_notice(element)):
            return None
        return None if self._closes(element) else AFTER

    def _heads_text(self, element: HtmlElement) -> bool:
        """Tell whether ``element`` is the heading of the first long block, which follows it."""
        following = element.getnext() if element.tag in HEADINGS else None
        while following is not None and is_image(following):
            following = following.getnext()
        return following is not None and self.order[following] == self.first

    def _in_text(self, element: HtmlElement) -> bool:
        """Tell whether ``element`` stands in what holds the text and nothing else."""
        holder = self.body
        titled = self.order.get(holder, 0) < self.title < self.first
        named = _is_named_text(holder) or (holder.tag == "article" and not titled)
        return named and not titled and holder in element.iterancestors()

    def _keeps_image(self, image: HtmlElement) -> bool:
        place = self.order[image]
        framed = image.tag == "figure" or holds(image, "figure") or _is_picture_of_article(image)
        beside = any(sibling in self.kept for sibling in image.getparent())
        inside = self.first < place < self.last or self._in_text(image)
        return inside or beside or (framed and place > self.title)

    def _closes(self, element: HtmlElement) -> bool:
        """Tell whether ``element``, after the last kept block, goes on with the article."""
        parent, holders = element.getparent(), set(element.iterancestors())
        if self.body not in holders and all(one.tag != "article" for one in holders):
            return False
        if is_mostly_links(element) or _is_notice(element):
            return False
        if element.tag in LEAVES and parent.tag != "body":
            return True
        speaks = has_prose(element) or holds_file(element)
        return speaks and (element.tag in LEAVES or self.body.tag != "body")


def _image_of(element: HtmlElement) -> HtmlElement | None:
    """Return the image that ``element`` is, or whose caption it is."""
    previous = element.getprevious()
    if is_image(element):
        return element
    captions = is_caption(element) and previous is not None and is_image(previous)
    return previous if captions else None


def _is_picture_of_article(image: HtmlElement) -> bool:
    """Tell whether ``image`` is called like the picture that stands on top of an article."""
    called = (name for one in image.iter("*") for name in names(one))
    return any(map(_PICTURE.search, called))


def _is_notice(element: HtmlElement) -> bool:
    return _NOTICE.search(shown_text(element)) is not None


def _is_standfirst(element: HtmlElement) -> bool:
    text = shown_text(element)
    called = names(element) | names(element.getparent()) | {element.get("id", "").lower()}
    if any(map(_STANDFIRST.search, called)):
        return squash(text) != "" and not is_mostly_links(element)
    if element.tag in LEAVES and element.tag != "p":
        return has_prose(element)
    return columns(text) >= _STANDFIRST_COLUMNS and is_prose(text)


def _leave_out_around(root: HtmlElement, order: Mapping[HtmlElement, int], ledger: Ledger) -> None:
    """Leave out everything that stands before and after ``root``."""
    place = order[root]
    for holder in (root, *root.iterancestors()):
        if holder.getparent() is None or holder.tag == "body":
            break
        for sibling in [one for one in holder.getparent() if one is not holder]:
            ledger.leave_out(sibling, BEFORE if order.get(sibling, 0) < place else AFTER)


def _prune(root: HtmlElement, place: _Place, ledger: Ledger) -> None:
    """Leave out of ``root`` what does not belong to the article."""
    waiting = [root]
    while waiting:
        element = waiting.pop()
        for child in list(element):
            if (child in place.holders or place.opens(child)) and child not in place.about:
                waiting += [] if child.tag in LEAVES or child in place.notes else [child]
            elif child.tag in BLOCKS and (reason := place.reason(child)):
                for image in child.iter("img"):
                    ledger.note(image, image.get("src", ""), phrase("image beside the article"))
                ledger.leave_out(child, reason)
    _leave_out_lone_headings(root, ledger)


def _leave_out_lone_headings(root: HtmlElement, ledger: Ledger) -> None:
    """Leave out headings at the end, of which nothing is left but themselves."""
    for block in reversed(list(root.iterdescendants(*BLOCKS))):
        if holds(block, *BLOCKS) or not (squash(own_text(block)) or holds(block, "img")):
            continue
        if block.tag not in HEADINGS:
            return
        ledger.leave_out(block, AFTER)
