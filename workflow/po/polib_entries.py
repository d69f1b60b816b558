"""What polib does here: it reads the messages whose lines stand in no order known here."""

from __future__ import annotations

import re

import polib

from workflow.errors import CatalogueError
from workflow.po.grammar import STRING
from workflow.po.quoting import unescaped

_STRING = re.compile(STRING)
_COMMENT = re.compile(r"^[ \t]*#(?!~(?!\|))[^\r\n]*", re.MULTILINE)
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
        plain = _STRING.sub(_aside, _COMMENT.sub("#", text)).translate(_SPLITTING)
        found = polib.pofile(plain + "\n")
    except OSError as error:
        line = re.search(r"line (\d+)", str(error))
        raise CatalogueError(
            f"PO syntax error{str(error).partition(')')[2]}",
            hint="Look at the order of msgctxt, msgid and msgstr there.",
            file=file,
            line=first - 1 + int(line[1]) if line else first,
        ) from error
    if len(found) != 1:
        raise CatalogueError(
            "the message cannot be read",
            hint="Run msgfmt --check on the file; a text may lack its closing quotes.",
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
