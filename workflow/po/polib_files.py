"""What polib does here: catalogues for scripts, and messages whose lines stand in no known order.

A catalogue is handed to scripts as a :class:`polib.POFile`, which writes ``.mo`` files as well,
and what they did to it is taken back; see :meth:`~workflow.po.catalogue.Catalogue.to_polib` and
:meth:`~workflow.po.catalogue.Catalogue.with_polib`, which are what other rooms call.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import polib

from workflow.errors import CatalogueError
from workflow.model import Message
from workflow.model import lazy_re as re
from workflow.model.phrase import phrase
from workflow.po.entries import Block
from workflow.po.grammar import LINE_END, STRING
from workflow.po.messages import unwrapped
from workflow.po.quoting import po_field, unescaped
from workflow.po.serialize import WRAP

_STRING = re.compile(STRING)
_COMMENT = re.compile(r"^[ \t]*#(?!~(?!\|)).*", re.MULTILINE)
# polib parts a file at every character str.splitlines() knows, and knows only some escapes. A PO
# file ends its lines at \n alone, so what polib would take for more is put aside while it reads.
_ASIDE = {
    ord(c): chr(0xFDD0 + i) for i, c in enumerate('\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029\n\r"\\')
}
_SPLITTING = {ord(c): _ASIDE[ord(c)] for c in "\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"}
_BACK = {ord(aside): chr(character) for character, aside in _ASIDE.items()}


def fields_of(text: str, file: str, first: int) -> dict[str, str]:
    """The texts of one message by keyword, escapes undone; empty ones are left out.

    ``text`` is its lines, of which the first is line ``first`` of ``file``. Raises
    :class:`CatalogueError` where polib cannot read it, or finds no message or several.
    """
    try:
        # The comments are not read here; polib refuses some that other programs write
        # ("#:file.c"). It takes a text that is the name of a file for that file: no name ends
        # in "\n".
        plain = _COMMENT.sub("#", LINE_END.sub("\n", text))
        plain = _STRING.sub(_aside, plain).translate(_SPLITTING)
        found = polib.pofile(plain + "\n")
    except OSError as error:
        line = re.search(r"line (\d+)", str(error))
        raise CatalogueError(
            phrase("PO syntax error{partition}", partition=str(error).partition(")")[2]),
            hint=phrase("Look at the order of msgctxt, msgid and msgstr there."),
            file=file,
            line=first - 1 + int(line[1]) if line else first,
        ) from error
    if len(found) != 1:
        raise CatalogueError(
            phrase("the message cannot be read"),
            hint=phrase("Run msgfmt --check on the file; a text may lack its closing quotes."),
            file=file,
            line=first,
        )
    [entry] = found
    forms = {f"msgstr[{number}]": text for number, text in sorted(entry.msgstr_plural.items())}
    texts = {
        "msgctxt": entry.msgctxt,
        "msgid": entry.msgid,
        "msgid_plural": entry.msgid_plural or None,
        "msgstr": entry.msgstr,
        **forms,
    }
    return {name: text.translate(_BACK) for name, text in texts.items() if text is not None}


def _aside(string: re.Match[str]) -> str:
    """A string in quotes, its escapes undone and nothing in it that polib takes for more."""
    return f'"{unescaped(string[0][1:-1]).translate(_ASIDE)}"'


def _entry(message: Message, line: int | None) -> polib.POEntry:
    """The message as polib has it; ``line`` is where its msgid stands."""
    places = (reference.rpartition(":") for reference in message.references)
    return polib.POEntry(
        msgid=message.msgid,
        msgstr=message.msgstr,
        msgid_plural=message.msgid_plural or "",
        msgstr_plural=dict(enumerate(message.msgstr_plural)),
        msgctxt=message.msgctxt,
        comment="\n".join(message.comments),
        tcomment="\n".join(message.translator_comments),
        occurrences=[
            (path, line) if line.isdigit() else (f"{path}{colon}{line}", "")
            for path, colon, line in places
        ],
        flags=list(message.flags),
        previous_msgctxt=message.previous_msgctxt,
        previous_msgid=message.previous_msgid,
        previous_msgid_plural=message.previous_msgid_plural,
        obsolete=message.obsolete,
        linenum=line,
    )


def from_entry(entry: polib.POEntry, known: Message | None) -> Message:
    """The message that polib has; ``known`` itself, where it is the same.

    Of comments, polib knows no other kinds than its own: those stay as in ``known``.
    """
    if known is not None and vars(_entry(known, entry.linenum)) == vars(entry):
        return known
    forms = {int(number): text for number, text in entry.msgstr_plural.items()}
    return Message(
        msgid=entry.msgid,
        msgstr=entry.msgstr,
        msgctxt=entry.msgctxt,
        flags=tuple(dict.fromkeys(entry.flags)),
        comments=tuple(entry.comment.split("\n")) if entry.comment else (),
        translator_comments=unwrapped(tuple(entry.tcomment.split("\n")) if entry.tcomment else ()),
        references=tuple(f"{path}:{line}" if line else path for path, line in entry.occurrences),
        previous_msgid=entry.previous_msgid,
        previous_msgctxt=entry.previous_msgctxt,
        obsolete=bool(entry.obsolete),
        msgid_plural=entry.msgid_plural or None,
        msgstr_plural=tuple(forms[number] for number in sorted(forms)),
        previous_msgid_plural=entry.previous_msgid_plural,
        other_comments=known.other_comments if known else (),
    )


def to_file(
    header: Block | None, fields: Mapping[str, str], entries: Iterable[tuple[Block, Message]]
) -> polib.POFile:
    """A file with this header and these messages."""
    file = polib.POFile()
    lines = header.text.splitlines() if header else []
    file.header = "\n".join(
        line[1:].removeprefix(" ") for line in lines if line[:1] == "#" and line[1:2] != ","
    )
    file.metadata = dict(fields)
    file.metadata_is_fuzzy = any(line[:2] == "#," and "fuzzy" in line for line in lines)
    file.extend(_entry(message, block.message_line) for block, message in entries)
    return file


def header_text(file: polib.POFile) -> str:
    """The lines of a header entry that says what the one of ``file`` does."""
    comments = file.header.split("\n") if file.header else []
    lines = [f"#{line}" if line[:1] in tuple(":.") else f"# {line}".rstrip() for line in comments]
    if file.metadata_is_fuzzy:
        lines.append("#, fuzzy")
    text = "".join(f"{name}: {value}\n" for name, value in file.metadata.items())
    return "\n".join([*lines, 'msgid ""', po_field("msgstr", text, WRAP)])
