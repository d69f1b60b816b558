"""A DOCX of three columns that comes back from a reviewer: its texts, decisions and comments.

A row is told by the content control of its source, whose tag holds the digests of both texts, or
by the bookmarks about it, where a word processor lost the tag. Of
tracked changes the text counts that is there when all are accepted. The parts of the archive are
read up to a limit each, without a document type or entities, so that neither a small file that
unpacks to a huge one nor one that names other files does anything.
"""

from __future__ import annotations

import base64
import io
import json
import re
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from lxml import etree

from workflow.model.message_event import translation_of
from workflow.model.phrase import phrase
from workflow.review.docx_decision import decision
from workflow.review.import_plan import Known
from workflow.review.offline_review import (
    LONGEST_NOTE,
    Judgement,
    OfflineReview,
    PacketHead,
    Reviewed,
)

KEYWORD: Final = "workflow-review"
"""What the keywords of the document begin with; the packet's head follows, see :func:`packed`."""
_LARGEST_PART: Final = 64 << 20
"""Bytes of a part, unpacked."""
_MOST_PARTS: Final = 20_000
_COLUMNS: Final = (2, 3)
"""Of the table: source and translation, and decisions (earlier versions had no such column)."""
_TAG = re.compile("([0-9a-f]{32})([0-9a-f]{32})")
_BOOKMARK = re.compile("_([st])[0-9]+_([0-9a-f]{32})")
_KEYWORDS = re.compile(rf"{KEYWORD} ([A-Za-z0-9_-]+)")
_HEAD: Final = ("project", "article", "locale", "packet", "made")
_NO_PACKET: Final = phrase("it is no packet of this program, or its keywords were changed")
_GONE: Final = frozenset({"del", "moveFrom"})
"""Elements whose text is no more."""
_MARKS: Final = frozenset({"bookmarkStart"})
_NEW: Final = frozenset({"ins", "moveTo"})
_SIGNS: Final[Mapping[str, str]] = {
    "tab": "\t",
    "br": "\n",
    "cr": "\n",
    "noBreakHyphen": "\u2011",
    "softHyphen": "\u00ad",
}


@dataclass(frozen=True, slots=True)
class DocxRow:
    """A row that somebody changed or commented on."""

    source: str
    """Digest of the source text."""
    translation: str
    """Digest of the msgstr that the row was made with."""
    msgid: str
    """The source text, as it stands there."""
    text: str
    original: str
    """As it was before tracked changes."""
    comments: tuple[str, ...]
    judgement: Judgement | None = None
    """What stands in the column of decisions; documents of earlier versions have none."""
    broken: str = ""
    """For people: why its text cannot be taken."""


@dataclass(frozen=True, slots=True)
class DocxReview:
    """All that came back."""

    head: PacketHead
    reviewer: str
    rows: tuple[DocxRow, ...]

    def resolved(self, known: Mapping[str, Known]) -> OfflineReview:
        """The same with the texts that the digests are of, as far as the project has them."""
        messages = (_resolved(row, known.get(row.source)) for row in self.rows)
        return OfflineReview(self.head, self.reviewer, tuple(messages))


def read_docx(data: bytes) -> DocxReview:
    """The review in a DOCX; ValueError says, for people, what is wrong with it."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if len(archive.infolist()) > _MOST_PARTS:
                raise ValueError(phrase("it is too large for a review"))
            core = _part(archive, "docProps/core.xml")
            document = _part(archive, "word/document.xml")
            comments = _part(archive, "word/comments.xml")
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError, OSError):
        raise ValueError(phrase("damaged: not a DOCX")) from None
    if document is None or core is None:
        raise ValueError(phrase("damaged: not a DOCX"))
    head = _head(core)
    said = {} if comments is None else dict(_comments(comments))
    authors = [author for author, _ in said.values()]
    authors += [_attribute(each, "author") for each in _named(document, _GONE | _NEW)]
    people = sorted({" ".join(each.split()) for each in authors if each.strip()})
    rows = tuple(_rows(document, said, several=len(people) > 1))
    return DocxReview(head, ", ".join(people)[:200], rows)


def _part(archive: zipfile.ZipFile, name: str) -> Any:
    """The root of a part; None where there is none."""
    try:
        with archive.open(name) as file:
            data = file.read(_LARGEST_PART + 1)
    except KeyError:
        return None
    except zlib.error:
        raise ValueError(phrase("damaged: not a DOCX")) from None
    if len(data) > _LARGEST_PART:
        raise ValueError(phrase("it is too large for a review"))
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError:
        raise ValueError(phrase("damaged: not a DOCX")) from None
    if _doctype(root):
        raise ValueError(phrase("it has a document type declaration, which no DOCX has"))
    return root


def _doctype(root: Any) -> str:
    return str(root.getroottree().docinfo.doctype or "")


def _head(core: Any) -> PacketHead:
    text = next((each.text or "" for each in _named(core, {"keywords"})), "")
    found = _KEYWORDS.search(text)
    if found is None:
        raise ValueError(_NO_PACKET)
    try:
        record = json.loads(base64.urlsafe_b64decode(found.group(1) + "==="))
        values = [record[name] for name in _HEAD]
    except (ValueError, KeyError, TypeError, RecursionError):
        values = []
    if not values or not all(isinstance(each, str) for each in values):
        raise ValueError(_NO_PACKET)
    return PacketHead(*values)


def packed(head: PacketHead) -> str:
    """The head of a packet as letters: JSON in base64 for addresses, without ``=``.

    LibreOffice takes keywords apart at commas, colons and semicolons.
    """
    record = {name: getattr(head, name) for name in _HEAD}
    return base64.urlsafe_b64encode(json.dumps(record).encode()).decode().rstrip("=")


def _comments(root: Any) -> Iterator[tuple[str, tuple[str, str]]]:
    """Number of a comment → who wrote it, and its text."""
    for each in _named(root, {"comment"}):
        yield _attribute(each, "id"), (_attribute(each, "author"), _text(each).strip())


def _rows(
    document: Any, said: Mapping[str, tuple[str, str]], *, several: bool
) -> Iterator[DocxRow]:
    found = [(row, name) for row in _named(document, {"tr"}) if (name := _digests(row))]
    times = Counter(name for _, name in found)
    columns = max((len(_cells(row)) for row in _named(document, {"tr"})), default=0)
    for row, name in found:
        source, translation = name
        cells = _cells(row)
        numbers = {_attribute(each, "id") for each in _named(row, {"commentReference"})}
        comments = dict.fromkeys(
            f"{said[number][0]}: {said[number][1]}" if several else said[number][1]
            for number in sorted(numbers & said.keys(), key=lambda number: (len(number), number))
            if said[number][1]
        )
        whole = len(cells) == columns in _COLUMNS and times[name] == 1
        text, original = (_text(cells[1]), _text(cells[1], before=True)) if whole else ("", "")
        said_so = decision(_text(cells[2])) if whole and columns > _COLUMNS[0] else None
        changed = translation_of(text) != translation
        if changed:
            text = text.strip("\n")
        if not (comments or changed or said_so) or any(
            _name(each) == "del" for each in _properties(row)
        ):
            continue
        yield DocxRow(
            source,
            translation,
            _text(cells[0]) if cells else "",
            text,
            original,
            tuple(each[:LONGEST_NOTE] for each in comments),
            said_so,
            _trouble(text, times[name], whole=whole) if changed else "",
        )


def _cells(row: Any) -> list[Any]:
    return [each for each in row.iter() if _name(each) == "tc"]


def _trouble(text: str, times: int, *, whole: bool) -> str:
    if times > 1:
        return phrase("its row is there {count} times", count=times)
    if not whole:
        return phrase("its row no longer has the cells that it had")
    return "" if text.strip() else phrase("the text is empty")


def _digests(row: Any) -> tuple[str, str] | None:
    """The digests of the texts that a row was made with; None of another row."""
    for each in _named(row, {"tag"}):
        if match := _TAG.fullmatch(_attribute(each, "val")):
            return match.group(1), match.group(2)
    names = (_BOOKMARK.fullmatch(_attribute(each, "name")) for each in _named(row, _MARKS))
    marks = {match.group(1): match.group(2) for match in names if match}
    return (marks["s"], marks["t"]) if len(marks) == len("st") else None


def _properties(row: Any) -> Iterator[Any]:
    for each in row:
        if _name(each) == "trPr":
            yield from each


def _text(element: Any, *, before: bool = False) -> str:
    """The text of a cell or a comment: with all tracked changes, or ``before`` them."""
    lines = [""]
    hidden = _NEW if before else _GONE
    pieces = {"t", "delText"} if before else {"t"}
    paragraphs = [each for each in element.iter() if _name(each) == "p"]
    for place, paragraph in enumerate(paragraphs):
        for each in paragraph.iter():
            name = _name(each)
            if name not in pieces and name not in _SIGNS:
                continue
            above = [_name(other) for other in each.iterancestors()]
            if hidden.isdisjoint(above) and "pPr" not in above:
                lines[-1] += (each.text or "") if name in pieces else _SIGNS[name]
        marks = {_name(each) for mark in _marks(paragraph) for each in mark}
        if place + 1 < len(paragraphs) and hidden.isdisjoint(marks):
            lines.append("")
    return "\n".join(lines)


def _marks(paragraph: Any) -> Iterator[Any]:
    """What is said of a paragraph's end."""
    for properties in paragraph:
        if _name(properties) == "pPr":
            yield from (each for each in properties if _name(each) == "rPr")


def _named(root: Any, names: Iterable[str]) -> Iterator[Any]:
    wanted = frozenset(names)
    return (each for each in root.iter() if _name(each) in wanted)


def _name(element: Any) -> str:
    """Without its namespace: Word has two, one of them “strict”."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _attribute(element: Any, name: str) -> str:
    found = (value for key, value in element.attrib.items() if key.rpartition("}")[2] == name)
    return str(next(found, ""))


def _resolved(row: DocxRow, known: Known | None) -> Reviewed:
    changed = translation_of(row.text) != row.translation and (row.text or row.broken)
    texts: Sequence[str] = (row.original, row.text)
    key = (None, row.msgid)
    if known is not None:
        key = known.message.key  # type: ignore[assignment]
        edits = [text for each in known.events for text in (each.before, each.text)]
        texts = (known.message.msgstr, *texts, *edits)
    seen = next((text for text in texts if translation_of(text) == row.translation), row.original)
    return Reviewed(
        key,
        seen,
        row.text if changed else None,
        row.judgement,
        comments=row.comments,
        broken=row.broken,
        shown=row.translation,
    )
