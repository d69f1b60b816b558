"""What the lines of one message say: its texts, flags, comments, and what it was before.

A message that stands in gettext's order is read here, any other by polib. Comments are read as
they were before other programs wrapped them: polib, Babel and all that stand on these at 76
columns.
"""

from __future__ import annotations

import string
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from workflow.errors import CatalogueError
from workflow.model import Change, ChangeClass, Message, Provenance
from workflow.model import lazy_re as re
from workflow.model.phrase import phrase
from workflow.po.entries import Block, Found
from workflow.po.grammar import BLANKS, LINE_END, PREVIOUS, Line, lines
from workflow.po.quoting import decoded, unescaped

NOT_MERGED = re.compile(
    r'^not merged, (?P<side>ours|theirs)(?:\[(?P<form>\d+)\])?: (?P<text>"(?:[^"\\]|\\.)*")$'
)
"""A translator comment with the text that a merge left out, in a PO file's escapes and quotes,
so that it takes one line; a plural form's number stands in brackets."""
OWN = re.compile(
    r"^(?:machine translation|translation memory|repaired"
    r"|not merged, (?:ours|theirs)(?:\[\d+\])?): "
)
"""How a line begins that this program writes, and that may be long."""
_MOST = 50
"""Lines that one of this program's may have been made into."""
_HYPHEN = re.compile(r"\w-$")
_REFERENCE = re.compile("\u2068([^\u2069]*)\u2069(\\S*)|(\\S+)")
_OTHER = frozenset(string.punctuation) - frozenset(".:,~")
"""Signs after ``#`` that no translator's comment starts with, such as newer gettext's ``#=``."""
_NOTED = re.compile(
    r'^#[ \t]+\|[ \t]+(?P<keyword>(?:msgctxt|msgid_plural|msgid)[ \t]+)?"'
    r'(?P<text>(?:[^"\\\r\n]|\\[^\r\n]|\r?\n#[ \t])*)"[ \t]*(?=\r?$)',
    re.MULTILINE,
)
"""A line of the previous msgid that Babel made a translators' comment of, and maybe folded."""
_FOLD = re.compile(r"\r?\n#[ \t]")
_ORDER = re.compile(r"(?:msgctxt )?msgid (?:msgid_plural )?(?:msgstr |(?:msgstr\[[0-9]\] )+)")
_PARTING = re.compile("[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
"""White space that no program writes between the words of a line."""
_FORMER = ("", "msgctxt", "msgid", "msgid_plural")


def message_of(block: Block, found: Found, file: str, encoding: str) -> Message:
    """The message of a block; escapes stand for bytes of ``encoding``.

    Raises :class:`UnicodeError` for those that are no text in it, and :class:`CatalogueError`
    with ``file`` and line for a message that cannot be read.
    """
    forms: tuple[str, ...] = ()
    if isinstance(found, re.Match):
        comments, previous, msgctxt, msgid, msgstr, _ = found.groups()
        head = f"{comments}{previous}" if previous else comments
        texts = {"msgid": _text(msgid, encoding), "msgstr": _text(msgstr, encoding)}
        if msgctxt:
            texts["msgctxt"] = _text(msgctxt, encoding)
    else:
        head = "".join(line.text for line in found if not line.current)
        fields = _ordered(found)
        if fields is None or (fields["msgid"] == "" and not block.obsolete):
            # Here, not above: it takes its time, and few files need it.
            from workflow.po.polib_files import fields_of  # noqa: PLC0415

            fields = fields_of(block.text, file, block.line)
            _refuse_twice(found, file)
        texts = {name: decoded(text, encoding) for name, text in fields.items()}
        forms = tuple(texts[name] for name in sorted(texts) if name.startswith("msgstr["))
    if "# |" in head:
        head = _NOTED.sub(_as_previous, head)
    marked = _comments(head)
    before = _previous(head, encoding) if "#|" in head or "#~|" in head else {}
    return Message(
        msgid=texts.get("msgid", ""),
        msgstr=texts.get("msgstr", ""),
        msgctxt=texts.get("msgctxt"),
        flags=marked.flags,
        comments=marked.extracted,
        translator_comments=marked.translators,
        references=marked.references,
        previous_msgid=before.get("msgid"),
        previous_msgctxt=before.get("msgctxt"),
        obsolete=block.obsolete,
        msgid_plural=texts.get("msgid_plural") or None,
        msgstr_plural=forms,
        previous_msgid_plural=before.get("msgid_plural"),
        other_comments=marked.other,
    )


def _refuse_twice(found: Sequence[Line], file: str) -> None:
    """Raise for a keyword that stands twice, as polib takes the second and forgets the first."""
    seen: set[str] = set()
    for line in found:
        if line.current and line.keyword:
            if line.keyword in seen:
                raise CatalogueError(
                    phrase("{keyword} stands twice in one message", keyword=line.keyword),
                    hint=phrase(
                        "Add the line that is missing between the two, or delete one of them."
                    ),
                    file=file,
                    line=line.number,
                )
            seen.add(line.keyword)


def _text(strings: str, encoding: str) -> str:
    """The text of one or more strings, a line each."""
    if "\r" in strings:
        strings = strings.replace("\r\n", "\n")
    if "\\" not in strings:
        return strings[1:-2].replace('"\n"', "")
    return decoded("".join(map(unescaped, strings[1:-2].split('"\n"'))), encoding)


def _ordered(found: Sequence[Line]) -> dict[str, str] | None:
    """The texts of lines by keyword, escapes undone; None for lines that are in no order."""
    fields: dict[str, str] = {}
    keyword = ""
    prefix = next(line.prefix for line in found if line.current)
    for line in found:
        if _PARTING.search(line.text.replace(f'"{line.string}"', "")):
            return None
        if not line.current:
            if keyword and not line.blank:
                return None
            continue
        if line.prefix != prefix or line.crowded or line.keyword in fields:
            return None
        keyword = line.keyword or keyword
        fields[keyword] = fields.get(keyword, "") + unescaped(line.string or "")
    return fields if _ORDER.fullmatch("".join(f"{name} " for name in fields)) else None


def _as_previous(found: re.Match[str]) -> str:
    """A line of the previous text as it was before Babel made a comment of it."""
    return f'#| {found["keyword"] or ""}"{_FOLD.sub(" ", found["text"])}"'


def _previous(text: str, encoding: str) -> Mapping[str, str]:
    """The texts of the lines with ``#|`` or ``#~|`` by keyword."""
    found: dict[str, str] = {}
    keyword = ""
    for line in filter(_is_previous, lines(text, blanks=BLANKS)):
        keyword = line.keyword or keyword
        found[keyword] = found.get(keyword, "") + unescaped(line.string or "")
    return {keyword: decoded(text, encoding) for keyword, text in found.items()}


def _is_previous(line: Line) -> bool:
    return line.prefix in PREVIOUS and line.whole and line.keyword in _FORMER


class _Comments(NamedTuple):
    """What the comment lines of a block say, by what follows the ``#``."""

    flags: tuple[str, ...]
    extracted: tuple[str, ...]
    translators: tuple[str, ...]
    references: tuple[str, ...]
    other: tuple[str, ...]
    """Lines of other kinds, whole."""


@lru_cache(maxsize=1 << 16)
def _comments(text: str) -> _Comments:
    """Read the comment lines of a block; a template and its catalogue have many in common."""
    found: dict[str, list[str]] = {"": [], ".": [], ":": [], ",": []}
    other: list[str] = []
    for line in LINE_END.split(text) if "\r" in text else text.split("\n"):
        comment = line if line.startswith("#") else line.lstrip(" \t")
        sign = comment[1:2]
        if not comment.startswith("#") or sign == "~":
            continue
        if sign in found:
            found[sign].append(comment[2:].removeprefix(" "))
        elif sign not in _OTHER:
            found[""].append(comment[1:].removeprefix(" "))
        elif sign != "|" or not _is_previous(next(lines(comment, blanks=BLANKS))):
            other.append(line)
    flags = map(str.strip, ",".join(found[","]).split(","))
    references = _REFERENCE.finditer(" ".join(found[":"]))
    return _Comments(
        flags=tuple(filter(None, flags)),
        extracted=tuple(found["."]),
        translators=unwrapped(tuple(found[""])),
        references=tuple(f"{each[1]}{each[2]}" if each[1] else each[3] for each in references),
        other=tuple(other),
    )


def running(lines: Iterable[str]) -> str:
    """The letters of comment lines, however they are wrapped."""
    return "".join("".join(lines).split())


def unwrapped(lines: tuple[str, ...]) -> tuple[str, ...]:
    """Translators' comments, each line of this program's own whole again; a person's stay."""
    if len(lines) < 2 or not any(map(OWN.match, lines)):
        return lines
    return tuple(_whole(lines))


def _whole(lines: Sequence[str]) -> Iterator[str]:
    start = 0
    while start < len(lines):
        count, line = _first(lines[start : start + _MOST])
        yield line
        start += count


def _first(lines: Sequence[str]) -> tuple[int, str]:
    """How many of ``lines`` are the first one, and that."""
    found: tuple[int, str] | None = None
    if OWN.match(lines[0]):
        for count, text in enumerate(_joined(lines), 1):
            made, change = Provenance.parse(text), Change.parse(text)
            if (made and made.draft) or (change and _is_whole(change)):
                return count, text
            if found is None and (made or change or NOT_MERGED.match(text)):
                found = (count, text)
    return found or (1, lines[0])


def _is_whole(change: Change) -> bool:
    """Whether nothing can follow: white space alone is repaired without a word on how."""
    return bool(change.repairs) or change.kind is ChangeClass.WHITE_SPACE


def _joined(lines: Sequence[str]) -> Iterator[str]:
    """The first line, then with the second, and so on, up to the next of this program's own."""
    text = lines[0]
    yield text
    for line in lines[1:]:
        if OWN.match(line):
            return
        text += ("" if _HYPHEN.search(text) else " ") + line.strip()
        yield text
