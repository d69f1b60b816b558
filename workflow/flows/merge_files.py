"""Catalogues merged as files: one with its template, and git's three-way merge."""

from __future__ import annotations

import re
import shlex
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from workflow.errors import CatalogueError, LocaleError
from workflow.files.atomic import save
from workflow.merge.merge import merge
from workflow.merge.threeway import Merged, threeway
from workflow.merge.versions import Entry, items, merge_fields, scalar
from workflow.model import Locale, Message
from workflow.model.phrase import phrase
from workflow.po.catalogue import Catalogue, parse_catalogue
from workflow.po.grammar import LINE_END
from workflow.po.quoting import po_field
from workflow.po.rules import plural_count
from workflow.po.serialize import read_date
from workflow.project.catalogues import read_catalogue


def updated(path: Path, template: Path) -> Catalogue:
    """The catalogue in ``path`` brought up to ``template``, not yet written.

    What ``extract`` does to a catalogue (with every message read as Markdown, for no file tells
    what it is written in): messages that did not change keep their bytes, and where nothing
    did, the catalogue is the one that was read. Where something did, its POT-Creation-Date is
    the template's. New messages get as many plural forms as the catalogue's header declares.
    Raises what :func:`read_catalogue` raises.
    """
    old, new = read_catalogue(path), read_catalogue(template)
    forms, _ = plural_count(old.headers.get("Plural-Forms", ""))
    wanted = [
        replace(message, msgstr_plural=("",) * (forms or len(message.msgstr_plural)))
        if message.msgid_plural is not None and not message.has_text
        else message
        for message in new.messages
        if not message.obsolete
    ]
    merged = old.merged(merge(old.messages, wanted, locale=_locale(old)))
    created = read_date(new.headers.get("POT-Creation-Date", ""))
    return merged if merged is old or created is None else merged.with_creation_date(created)


def _locale(catalogue: Catalogue) -> Locale | None:
    """The locale that the header names; None where it names none that is known."""
    try:
        return Locale.parse(catalogue.headers.get("Language", ""))
    except LocaleError:
        return None


@dataclass(frozen=True, slots=True)
class ThreeWay:
    """What a merge came to."""

    catalogue: Catalogue
    conflicts: tuple[Message, ...]
    """The messages with two translations, as they stand in the result."""


def merge_files(base: Path, ours: Path, theirs: Path, name: str) -> ThreeWay:
    """Merge two versions of a PO file by message and write the result over ``ours``.

    ``base`` is what both come from; one that is empty or cannot be read counts as an empty
    catalogue, so that nothing is taken for deleted. ``name`` is the file's path in the
    repository, for errors. Raises :class:`CatalogueError` where a side cannot be read, or is
    empty where the base was not; no file is changed then.
    """
    ancestor = _ancestor(base)
    sides = (_read(ours, name, "our", ancestor), _read(theirs, name, "their", ancestor))
    merged = three_way(ancestor, *sides)
    save(ours, sides[0].on_disk, merged.catalogue.encoded())
    return merged


def three_way(base: Catalogue, ours: Catalogue, theirs: Catalogue) -> ThreeWay:
    """The catalogue that has what both sides did since ``base``; its path is that of ``ours``.

    Raises :class:`CatalogueError` for a side that is empty or has no header where the base has.
    """
    ours, theirs = _whole(ours, base), _whole(theirs, base)
    if theirs.text in (ours.text, base.text):
        return ThreeWay(ours, ())
    if ours.text == base.text:
        return ThreeWay(replace(theirs, path=ours.path), ())
    newlines = [_newline(side.text) for side in (base, ours, theirs)]
    if None not in newlines:
        base, ours, theirs = map(_with_line_feeds, (base, ours, theirs))
    merged = threeway(*(_entries(side) for side in (base, ours, theirs)))
    encoding = ours.encoding if ours.encoding == theirs.encoding else "utf-8"
    text = _text(base, ours, theirs, merged)
    if None not in newlines:
        text = text.replace("\n", scalar(*newlines) or "\n")
    conflicts = tuple(each.message for each in merged if each.conflict)
    return ThreeWay(parse_catalogue(ours.path, text, encoding), conflicts)


def _ancestor(path: Path) -> Catalogue:
    try:
        return read_catalogue(path)
    except CatalogueError:
        return parse_catalogue(path, "")


def _read(path: Path, name: str, whose: str, ancestor: Catalogue) -> Catalogue:
    try:
        return _whole(read_catalogue(path), ancestor)
    except CatalogueError as error:
        quoted = shlex.quote(name)
        raise CatalogueError(
            phrase("not merged, our version cannot be read: {message}", message=error.message)
            if whose == "our"
            else phrase(
                "not merged, their version cannot be read: {message}", message=error.message
            ),
            hint=phrase(
                "The file has our side alone. Correct the version that is broken (ours: `git show "
                ":2:{quoted}`, theirs: `git show :3:{quoted}`), then merge again.",
                quoted=quoted,
            ),
            file=name,
            line=error.line,
        ) from error


def _whole(side: Catalogue, ancestor: Catalogue) -> Catalogue:
    """The side; one that lost its header is what a crash left, and says nothing of messages."""
    if side.header is None and ancestor.header is not None:
        missing = phrase("it is empty")
        if side.text.strip("\ufeff \t\r\n"):
            missing = phrase("it has no header any more")
        raise CatalogueError(missing, file=str(side.path), line=1)
    return side


def _newline(text: str) -> str | None:
    """How the lines of a text end; None where they end in several ways."""
    kinds = set(LINE_END.findall(text)) or {"\n"}
    return kinds.pop() if len(kinds) == 1 and kinds <= {"\n", "\r\n"} else None


def _with_line_feeds(side: Catalogue) -> Catalogue:
    if "\r" not in side.text:
        return side
    return parse_catalogue(side.path, side.text.replace("\r\n", "\n"), side.encoding)


def _entries(side: Catalogue) -> list[Entry]:
    return [Entry(message, block.text) for block, message in side.entries]


def _text(base: Catalogue, ours: Catalogue, theirs: Catalogue, merged: Sequence[Merged]) -> str:
    """The whole file: our own, with what is new written as our side writes."""
    written = ours.merged([each.message for each in merged])
    header = _header(base, ours, theirs)
    if header and merged and not header.endswith("\n\n"):
        header += "\n"
    parts = [scalar(base.po.lead, ours.po.lead, theirs.po.lead), header]
    for (block, _), each in zip(written.entries, merged, strict=True):
        text = each.kept.text if each.kept else block.text
        parts += [text if text.endswith("\n") else f"{text}\n", block.gap]
    tails = [side.po.tail.splitlines(keepends=True) for side in (base, ours, theirs)]
    if merged:
        parts[-1] = scalar(*map(_last_gap, (base, ours, theirs)))
    return "".join([*parts, *items(*tails)])


def _last_gap(side: Catalogue) -> str:
    """The blank lines before the comment at the end, or at the end."""
    return side.po.blocks[-1].gap if side.po.blocks else ""


def _header(base: Catalogue, ours: Catalogue, theirs: Catalogue) -> str:
    sides = (base, ours, theirs)
    before, mine, other = (side.header.text if side.header else "" for side in sides)
    gap = next((side.header.gap for side in (ours, theirs) if side.header), "")
    if before in (mine, other) or mine == other:
        text = scalar(before, mine, other)
    else:
        comments = items(*(_comment_lines(header) for header in (before, mine, other)))
        fields = merge_fields(*(side.headers for side in sides))
        content = "".join(f"{name}: {value}\n" for name, value in fields.items())
        text = "".join([*comments, 'msgid ""\n', po_field("msgstr", content, width=0)])
    if ours.encoding != theirs.encoding:
        text = re.sub(r"charset=[\w.:-]+", "charset=UTF-8", text)
    return text + gap


def _comment_lines(header: str) -> list[str]:
    return [line for line in header.splitlines(keepends=True) if line.startswith("#")]
