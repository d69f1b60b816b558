"""Footnotes of a page: marks in the text and the texts that they lead to, which lead back."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import unquote, urldefrag

from lxml import html
from lxml.html import HtmlElement

from workflow.importing.elements import BLOCKS, NOTE, NOTE_MARK, drop, is_blank, replace
from workflow.importing.elements import shown_text as shown
from workflow.importing.plain import one_line, squash

_MARK = re.compile(r"[\[(（〔【]?\s*(?P<label>[\w*†‡§¶]{1,5})\s*[\])）〕】]?")
_SIGNS = re.compile(r"[\s\[\](){}（）〔〕【】↩︎⏎↑⤴^←.:]*")
"""What is left of a link back to the text, or of a number, once the link is gone."""
_WRAPPERS = frozenset(("sup", "span", "small", "b", "strong", "em", "i"))
_BRACKETS = {"[": "]", "(": ")", "（": "）", "〔": "〕", "【": "】"}


@dataclass(frozen=True, slots=True)
class Footnote:
    """A footnote as it stands in the page."""

    label: str
    """The mark, without brackets."""
    text: HtmlElement
    """The block with its text."""
    marks: tuple[HtmlElement, ...]
    """The links that lead to it."""
    backs: tuple[HtmlElement, ...]
    """The links in it that lead back to a mark."""


def find_notes(tree: HtmlElement) -> Sequence[Footnote]:
    """Return the footnotes of ``tree``: what short links lead to, and what leads back to them.

    Whatever program wrote the page, links both ways are what its footnotes have in common.
    """
    targets = _targets(tree)
    order = {element: place for place, element in enumerate(tree.iter())}
    marks: dict[HtmlElement, list[HtmlElement]] = {}
    for link in tree.iter("a"):
        target = targets.get(_fragment(link))
        if target is not None and _MARK.fullmatch(one_line(link.text_content())):
            note = _block(target)
            if note is not None and order[note] > order[link]:
                marks.setdefault(note, []).append(link)
    return [note for note in (_note(*one) for one in marks.items()) if note is not None]


def _targets(tree: HtmlElement) -> Mapping[str, HtmlElement]:
    found: dict[str, HtmlElement] = {}
    for element in tree.iter():
        for name in (element.get("id"), element.get("name") if element.tag == "a" else None):
            if name:
                found.setdefault(name, element)
    return found


def _fragment(link: HtmlElement) -> str:
    return unquote(urldefrag(link.get("href", ""))[1])


def _block(target: HtmlElement) -> HtmlElement | None:
    """Return the block that ``target`` is or stands in; not one that holds its number alone."""
    blocks = [one for one in (target, *target.iterancestors()) if one.tag in BLOCKS]
    block = next(iter(blocks), None)
    if block is None or not _is_number(block):
        return block
    beside = [one for one in block.getparent() if one is not block]
    return block if not beside or any(map(_is_number, beside)) else block.getparent()


def _is_number(block: HtmlElement) -> bool:
    return block.tag == "p" and _MARK.fullmatch(one_line(block.text_content())) is not None


def _note(text: HtmlElement, marks: Sequence[HtmlElement]) -> Footnote | None:
    """Return the footnote, None where nothing in ``text`` leads back, or it is no note's text."""
    places = {name for mark in marks for name in _places(mark)}
    backs = tuple(link for link in text.iter("a") if _fragment(link) in places)
    found = _MARK.fullmatch(one_line(marks[0].text_content()))
    if not backs or found is None or text.tag not in {"li", "p", "div", "dd", "aside"}:
        return None
    return Footnote(found["label"], text, tuple(marks), backs)


def _places(mark: HtmlElement) -> Iterator[str]:
    """Yield the names by which a link can lead to ``mark``."""
    near = [mark, *mark.iterdescendants()]
    for one in mark.iterancestors():
        near.append(one)
        if one.tag in BLOCKS:
            break
    for one in near:
        yield from filter(None, (one.get("id"), one.get("name")))


def mark_notes(root: HtmlElement, notes: Sequence[Footnote]) -> None:
    """Make elements of our own of the ``notes`` whose marks and texts stand in ``root``."""
    taken: set[str] = set()
    whole = [note for note in notes if _stands_in(root, (note.text, *note.marks))]
    texts = {note.text for note in whole}
    for note in whole:
        items = list(note.text.getparent()) if note.text.tag == "li" else []
        if any(item not in texts for item in items):
            continue  # a list of sources, some of which the text refers to
        label = _free(note.label, taken)
        taken.add(label)
        _make_text(note, label)
        for mark in note.marks:
            _make_mark(mark, label)


def _stands_in(root: HtmlElement, elements: Sequence[HtmlElement]) -> bool:
    return all(root in one.iterancestors() for one in elements)


def _free(mark: str, taken: set[str]) -> str:
    """Return a label that is like ``mark`` and not taken."""
    label = mark if re.fullmatch(r"\w+", mark) else "note"
    number = 1
    while label in taken:
        number += 1
        label = f"{mark if label == mark else 'note'}-{number}".removeprefix("-")
        label = re.sub(r"[^\w-]", "", label) or f"note-{number}"
    return label


def _make_text(note: Footnote, label: str) -> None:
    for back in note.backs:
        _drop_with_frame(back, note.text)
    _drop_start(note.text, note.label)
    parent = note.text.getparent()
    if note.text.tag == "li" and parent is not None:
        parent.tag = "div"
        parent.attrib.clear()
    note.text.tag = NOTE
    note.text.attrib.clear()
    note.text.set("id", label)


def _drop_with_frame(back: HtmlElement, text: HtmlElement) -> None:
    """Take a link back out of the note, with the brackets and elements that hold nothing else."""
    frame = back
    while frame.getparent() is not text and not squash(_beside(frame)):
        parent = frame.getparent()
        if parent.tag in BLOCKS and not _SIGNS.fullmatch(_beside(frame)):
            break
        frame = parent
    drop(frame)


def _beside(element: HtmlElement) -> str:
    """Return the text in the parent of ``element`` that is not its own."""
    parent = element.getparent()
    others = [shown(one) for one in parent if one is not element]
    return " ".join([parent.text or "", *others, *(one.tail or "" for one in parent)])


def _drop_start(text: HtmlElement, label: str) -> None:
    """Take brackets, arrows and the number itself from the start of the note's text."""
    start = re.compile(rf"{_SIGNS.pattern}(?:{re.escape(label)}\s*[\])）〕】.:]+)?{_SIGNS.pattern}")
    for element in text.iter():
        if not is_blank(element.text):
            element.text = start.sub("", element.text, count=1)
        if not is_blank(element.text) or element.tag == "img":
            return
        if element is not text and not is_blank(element.tail):
            element.tail = start.sub("", element.tail, count=1)
            if not is_blank(element.tail):
                return


def _make_mark(link: HtmlElement, label: str) -> None:
    """Put our own element into the place of a mark, with what frames it alone."""
    frame = link
    parent = frame.getparent()
    while parent.tag in _WRAPPERS and _SIGNS.fullmatch(_beside(frame)):
        frame, parent = parent, parent.getparent()
    mark = html.Element(NOTE_MARK, {"id": label})
    mark.text = label
    replace(frame, mark)
    _drop_brackets(mark)


def _drop_brackets(mark: HtmlElement) -> None:
    previous, parent = mark.getprevious(), mark.getparent()
    before = (parent.text if previous is None else previous.tail) or ""
    after = mark.tail or ""
    if before[-1:] and _BRACKETS.get(before[-1]) == after[:1]:
        mark.tail = after[1:]
        if previous is None:
            parent.text = before[:-1]
        else:
            previous.tail = before[:-1]
