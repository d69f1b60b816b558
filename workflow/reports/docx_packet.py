"""The reviewer's packet as a DOCX: source, translation and decision, a row a message.

Each source stands in a content control that cannot be edited, whose tag holds the digests of both
texts, and between two bookmarks named after them: Word keeps both, LibreOffice 7.4 the bookmarks
alone. The head of the packet is in the document's keywords, in letters that none takes apart.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from workflow.model import Locale
from workflow.model.message_event import source_of, translation_of
from workflow.model.phrase import named, phrase
from workflow.reports.discussion_text import in_words
from workflow.reports.i18n import Words
from workflow.review.docx_review import KEYWORD, packed
from workflow.review.highlights import MarkKind, Piece
from workflow.review.offline_review import PacketHead
from workflow.review.review_units import Unit

_SMALL: Final = Pt(8.5)
_SOFT: Final = RGBColor(0x5B, 0x60, 0x68)
_FIXED: Final = RGBColor(0x14, 0x60, 0x5F)
_UNWRITABLE = re.compile("[^\t\n\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 has no place for (and a carriage return, which it makes a line end)."""


@dataclass(frozen=True, slots=True)
class DocxPacket:
    """What goes into the document."""

    head: PacketHead
    title: str
    source: Locale
    target: Locale
    units: Sequence[Unit]


def docx_packet(packet: DocxPacket, words: Words) -> bytes:
    """The document, with what is said about it in the language of ``words``."""
    document = Document()
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = section.page_height, section.page_width
    core = document.core_properties
    core.title, core.author, core.comments = _writable(packet.title)[:255], "", ""
    core.keywords = KEYWORD
    # python-docx writes 255 characters at most, as Word once read no more.
    core._element.find(qn("cp:keywords")).text = f"{KEYWORD} {packed(packet.head)}"
    reader = Locale.parse(words.language)
    languages = [each.display_name(reader) for each in (packet.source, packet.target)]
    document.add_heading(_writable(packet.title), level=1)
    for how in (_HOW, _DECIDE):
        document.add_paragraph(words(how))
    table = document.add_table(rows=1, cols=3, style="Table Grid")
    table.autofit = False
    margins = (section.left_margin or 0) + (section.right_margin or 0)
    room = (section.page_width or 0) - margins
    for column, width in zip(table.columns, (*2 * [(room - _NARROW) // 2], _NARROW), strict=True):
        column.width = width
    heads = (*languages, words(phrase("Decision")))
    for cell, name in zip(table.rows[0].cells, heads, strict=True):
        cell.paragraphs[0].add_run(name).bold = True
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for unit in packet.units:
        _row(table, unit, packet, words)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


_HOW: Final = phrase(
    "Edit the texts in the middle, with tracked changes or without, and comment where you like. "
    "What stands in another colour is to stay as it is. Leave the table’s rows as they are, save, "
    "and send the file back."
)

_DECIDE: Final = phrase(
    "To decide on a text, write into the column on its right: “{accept}”, or “{reject}:” and why. "
    "Leave it empty where you decide nothing.",
    accept=named("accept"),
    reject=named("reject"),
)
_NARROW: Final = Cm(3.5)


def _row(table: Any, unit: Unit, packet: DocxPacket, words: Words) -> None:
    message = unit.message
    left, right, _ = table.add_row().cells
    _write(left.paragraphs[0], unit.source, packet.source)
    if not _UNWRITABLE.search(f"{message.msgid}{message.msgstr}"):
        digests = source_of(message.key), translation_of(message.msgstr)
        _control(left.paragraphs[0], "".join(digests))
        for mark, name in zip("st", digests, strict=True):
            _bookmark(left.paragraphs[0], unit.number, mark, name)
    for text in _told(unit, words):
        run = left.add_paragraph().add_run(_writable(text))
        run.font.size, run.font.color.rgb = _SMALL, _SOFT
    _write(right.paragraphs[0], unit.target, packet.target)


def _told(unit: Unit, words: Words) -> Iterator[str]:
    """What is known of a message, a line each."""
    yield words(phrase("Message {number}", number=unit.number))
    yield from unit.notes
    for finding in unit.findings:
        yield words(finding.message)
    for each in unit.said.comments:
        yield words(in_words(each))


def _write(paragraph: Any, pieces: Iterable[Piece], locale: Locale) -> None:
    for piece in pieces:
        run = paragraph.add_run(_writable(piece.text))
        if any(mark.kind is MarkKind.PLACEABLE for mark in piece.marks):
            run.font.color.rgb = _FIXED
        language = OxmlElement("w:lang")
        for name in ("w:val", "w:eastAsia", "w:bidi"):
            language.set(qn(name), locale.bcp47)
        run._r.get_or_add_rPr().append(language)


def _control(paragraph: Any, tag: str) -> None:
    """Put what stands in a paragraph into a content control that is not to be edited."""
    control, properties = OxmlElement("w:sdt"), OxmlElement("w:sdtPr")
    for name, value in (("w:tag", tag), ("w:lock", "sdtContentLocked")):
        each = OxmlElement(name)
        each.set(qn("w:val"), value)
        properties.append(each)
    content = OxmlElement("w:sdtContent")
    runs = list(paragraph._p.r_lst)
    paragraph._p.append(control)
    control.append(properties)
    control.append(content)
    content.extend(runs)


def _bookmark(paragraph: Any, number: int, mark: str, name: str) -> None:
    """Put a hidden bookmark about a paragraph: its name is 40 letters at most, and no other's."""
    for kind, place in (("w:bookmarkStart", 0), ("w:bookmarkEnd", len(paragraph._p))):
        each = OxmlElement(kind)
        each.set(qn("w:id"), str(2 * number + (mark == "t")))
        if kind == "w:bookmarkStart":
            each.set(qn("w:name"), f"_{mark}{number}_{name}")
        paragraph._p.insert(place + (kind == "w:bookmarkEnd"), each)


def _writable(text: str) -> str:
    return _UNWRITABLE.sub("\ufffd", text)
