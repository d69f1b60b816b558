"""What is wrong with a PO file, all of it: from its bytes, not from what a reader makes of it.

A reader stops where it first cannot go on; here every line is looked at, so that a file is
mended in one go. The syntax is that of the gettext manual, "The Format of PO Files"; what
`msgfmt --check` refuses is an error here too.
"""

from __future__ import annotations

import codecs
from collections import Counter
from collections.abc import Iterator

from workflow.model import Severity
from workflow.model import lazy_re as re
from workflow.model.phrase import listed, phrase
from workflow.po.grammar import LINE_END
from workflow.po.records import Problem
from workflow.po.rules import PLACEHOLDER, check_entries, check_header
from workflow.po.scanner import scan

__all__ = ["Problem", "lint"]
_CHARSET = re.compile(rb'"Content-Type:[^"\n]*charset=([A-Za-z0-9_.:-]+)', re.IGNORECASE)
_WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_ASCII = bytes([*b"\t\n\r", *range(0x20, 0x7F)])
_NAMES = {"\n": "LF", "\r\n": "CRLF", "\r": "CR"}


def lint(data: bytes, *, template: bool, locale: str | None = None) -> tuple[Problem, ...]:
    """Return the problems of a PO file (``template``: of a POT file) in the order of its lines.

    ``data`` is the whole file; ``locale`` the gettext name of the locale that its place on
    disk stands for, if any.
    """
    text, encoding, problems = decode(data)
    if text is None:
        return tuple(problems)
    problems += check_line_ends(text)
    records, found = scan(text, encoding)
    problems += found
    problems += check_header(records, template=template, locale=locale)
    problems += check_entries(records, template=template)
    return tuple(sorted(problems, key=lambda problem: problem.line))


def decode(data: bytes) -> tuple[str | None, str, list[Problem]]:
    """Decode a PO file as its header says: its text, its encoding, and what is wrong about that.

    The text has U+FFFD for bytes that are not of the charset, and no BOM; it is None where the
    file is of no charset a PO file can have.
    """
    if data.startswith(_WIDE) or b"\0" in data:
        message = phrase("the file is binary or UTF-16; save it as UTF-8")
        return None, "utf-8", [_error(data.count(b"\n", 0, max(data.find(b"\0"), 0)) + 1, message)]
    problems: list[Problem] = []
    if data.startswith(codecs.BOM_UTF8):
        message = phrase(
            "the file starts with a byte order mark, which msgfmt refuses; save it without"
        )
        problems.append(_error(1, message))
        data = data[len(codecs.BOM_UTF8) :]
    charset, line = _declared(data)
    codec = codecs.lookup("utf-8")
    if charset not in (PLACEHOLDER, "UTF-8"):
        if _holds_ascii(charset):
            codec = codecs.lookup(charset)
        else:
            problems.append(
                _error(
                    line, phrase("the charset “{charset}” is not known; use UTF-8", charset=charset)
                )
            )
    problems += _misfits(data, codec.name, charset)
    if codec.name not in ("utf-8", "ascii") and not data.isascii() and not _bad(data, "utf-8"):
        message = phrase(
            "the header says {charset}, but the bytes are those of UTF-8 as well: choose one, and "
            "save the file in it",
            charset=charset,
        )
        problems.append(Problem("encoding", Severity.WARNING, line, message))
    return data.decode(codec.name, errors="replace"), codec.name, problems


def _declared(data: bytes) -> tuple[str, int]:
    """The charset of the header (UTF-8 where it names none), and the line it stands in."""
    found = _CHARSET.search(data)
    if found is None:
        return "UTF-8", 1
    return found[1].decode("ascii"), data.count(b"\n", 0, found.start()) + 1


def _holds_ascii(charset: str) -> bool:
    """Whether texts can be in it, with ASCII as it is, which the syntax of a PO file needs."""
    try:
        return _ASCII.decode(charset, errors="replace") == _ASCII.decode("ascii")
    except (LookupError, UnicodeError):  # “hex” and “idna” are none for texts
        return False


def _misfits(data: bytes, codec: str, charset: str) -> list[Problem]:
    if not _bad(data, codec):
        return []
    return [
        _error(
            number,
            phrase(
                "the bytes of this line are not {charset}; save the file as UTF-8", charset=charset
            ),
        )
        for number, line in enumerate(data.split(b"\n"), 1)
        if _bad(line, codec)
    ]


def _bad(data: bytes, codec: str) -> bool:
    try:
        data.decode(codec)
    except UnicodeDecodeError:
        return True
    return False


def _error(line: int, message: str) -> Problem:
    return Problem("encoding", Severity.ERROR, line, message)


def check_line_ends(text: str) -> Iterator[Problem]:
    """Yield a warning where lines end in several ways, at the first that is unlike most."""
    ends = [(found.start(), found[0]) for found in LINE_END.finditer(text)]
    counts = Counter(end for _, end in ends)
    usual = counts.most_common(1)[0][0] if counts else "\n"
    odd = next((number for number, (_, end) in enumerate(ends, 1) if end != usual), None)
    if odd is not None:
        kinds = listed(
            phrase("{number} × {name}", number=counts[end], name=name)
            for end, name in _NAMES.items()
            if counts[end]
        )
        message = phrase(
            "lines end in several ways ({kinds}); save the file with one of them", kinds=kinds
        )
        yield Problem("line-ends", Severity.WARNING, odd, message)
    elif usual == "\r" and ends:
        message = phrase("lines end in CR alone, which gettext takes for one line; save it with LF")
        yield Problem("line-ends", Severity.ERROR, 1, message)
