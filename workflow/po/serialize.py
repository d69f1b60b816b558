"""How messages, headers and templates are written as PO lines.

What each field of a header is for: the gettext manual, "Filling in the Header Entry".
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache

from workflow.model import Locale, Message
from workflow.model import lazy_re as re
from workflow.po.entries import Block, PoText
from workflow.po.grammar import LINE_END
from workflow.po.quoting import po_field, wrap
from workflow.po.template import printable

DATES = ("POT-Creation-Date", "PO-Revision-Date")
NOT_REVISED = "YEAR-MO-DA HO:MI+ZONE"
"""The form that stands in a header until somebody translates."""
WRAP = 79
"""Columns that a line takes at most, as gettext and Poedit have it, unless the file's take more."""
_NEW = 0
"""The line of a block that is in no file yet."""
_CONTINUED = re.compile(r'(?<!\\n)(?<!")"\r?\n(?:#~ ?)?"')
"""The end of a string that goes on in the next line though the text has no line end there."""
_LONG = re.compile(rf'^(?:#~ ?)?(?:msg[^"\r\n]*)?"(?P<text>[^\r\n]{{{WRAP},}})"\r?$', re.MULTILINE)
"""A line that is too long, if it could have been broken."""
_NOTE = re.compile(r"^#(?![!-/:-@[-`{-~])[^\r\n]*", re.MULTILINE)
"""A line of the translators' comment."""
_MSGID = re.compile(r"^(?:#~[ \t]*)?msgid\b", re.MULTILINE)


def read_date(text: str) -> datetime | None:
    """The date of a header field; None where it is none, or still the form to fill in."""
    try:
        return datetime.strptime(text, "%Y-%m-%d %H:%M%z")
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class Style:
    """How a file is written, so that new blocks look like their neighbours."""

    newline: str
    width: int

    @classmethod
    def of(cls, po: PoText) -> Style:
        found = LINE_END.search(po.lead) or (po.blocks and LINE_END.search(po.blocks[0].text))
        return cls(found[0] if found else "\n", WRAP if _is_wrapped(po) else 0)

    def block(self, message: Message, old: Block | None) -> Block:
        """The message written in this style, in the place of ``old`` or of none."""
        text = format_message(message, 0 if "no-wrap" in message.flags else self.width)
        if old:
            text = _spelled_as(old.text, text)
        return self.entry(text, old, obsolete=message.obsolete)

    def entry(self, text: str, old: Block | None, *, obsolete: bool = False) -> Block:
        """The lines of an entry, which end in ``\\n``, in the place of ``old`` or of none."""
        text = text.replace("\n", self.newline)
        before = text.count("\n", 0, found.start()) if (found := _MSGID.search(text)) else 0
        if old is None:
            return Block(text, "", _NEW, before, obsolete)
        return replace(old, text=text, message_line=old.line + before)

    def parted(self, po: PoText, blocks: Sequence[Block]) -> tuple[Block, ...]:
        """The blocks to stand in ``po``, lines counted, a blank line on either side of new ones.

        Lines are counted by line feeds, as a reader of the file counts them.
        """
        out: list[Block] = []
        line = 1 + po.lead.count("\n")
        end = po.blocks[-1].gap if po.blocks else self.newline
        for block, following in zip(blocks, [*blocks[1:], None], strict=True):
            text, gap = block.text, block.gap
            if following is not None:
                if not text.endswith(("\n", "\r")):
                    text += self.newline
                if not gap and _NEW in (block.line, following.line):
                    gap = self.newline
            elif po.tail and not gap:
                gap = end  # else the comment at the end would be the last message's
            if line != block.line or text is not block.text or gap is not block.gap:
                message_line = line + block.message_line - block.line
                block = Block(text, gap, line, message_line, block.obsolete)  # noqa: PLW2901
            out.append(block)
            line += text.count("\n") + gap.count("\n")
        return tuple(out)


def _is_wrapped(po: PoText) -> bool:
    """Whether most long texts are wrapped; one line alone tells nothing, as editors differ."""
    texts = [block.text for block in po.blocks]
    long = sum(
        len(wrap(found["text"], WRAP)) > 1 for text in texts for found in _LONG.finditer(text)
    )
    return not long or long <= sum(len(_CONTINUED.findall(text)) for text in texts)


def _spelled_as(old: str, text: str) -> str:
    """``text`` with those translators' comments that ``old`` has too as they stand there."""
    spellings: dict[str, list[str]] = {}
    for line in _NOTE.findall(old):
        spellings.setdefault(f"# {line[1:].removeprefix(' ')}".rstrip(), []).append(line)
    return _NOTE.sub(
        lambda found: left.pop(0) if (left := spellings.get(found[0])) else found[0], text
    )


def po_text(
    project: str, messages: Sequence[Message], created: datetime, locale: Locale | None = None
) -> str:
    """The text of a new PO file with these messages: a template, or the catalogue of ``locale``.

    A catalogue's header is like msginit's without a translator, a template's fuzzy and with the
    defaults that msginit looks for.
    """
    head = [_header(project, locale, created)]
    return "\n".join(head + [format_message(message, WRAP) for message in messages])


def without_creation_date(text: str) -> str:
    """A PO text less its POT-Creation-Date, to tell whether anything else changed."""
    return re.sub(r'"POT-Creation-Date: [^"]*"', "", text, count=1)


@lru_cache(maxsize=4096)
def format_message(message: Message, width: int) -> str:
    """The message as PO lines, ``\\n`` at their ends, strings wrapped at ``width`` (0: never)."""
    lines = [f"# {line}".rstrip() for line in message.translator_comments]
    lines += [f"#. {line}".rstrip() for line in message.comments]
    lines += _reference_lines(message.references, width)
    lines += [f"#, {', '.join(message.flags)}"] * bool(message.flags)
    lines += message.other_comments
    return "".join([*(f"{line}\n" for line in lines), *_fields(message, width)])


def _fields(message: Message, width: int) -> Iterator[str]:
    prefix = "#~ " if message.obsolete else ""
    previous = prefix.rstrip(" ").ljust(1, "#") + "| "
    if message.previous_msgctxt is not None:
        yield po_field("msgctxt", message.previous_msgctxt, width, previous)
    if message.previous_msgid is not None:
        yield po_field("msgid", message.previous_msgid, width, previous)
    if message.previous_msgid_plural is not None:
        yield po_field("msgid_plural", message.previous_msgid_plural, width, previous)
    if message.msgctxt is not None:
        yield po_field("msgctxt", message.msgctxt, width, prefix)
    yield po_field("msgid", message.msgid, width, prefix)
    if message.msgid_plural is None:
        yield po_field("msgstr", message.msgstr, width, prefix)
        return
    yield po_field("msgid_plural", message.msgid_plural, width, prefix)
    for number, text in enumerate(message.msgstr_plural or ("",)):
        yield po_field(f"msgstr[{number}]", text, width, prefix)


def _reference_lines(references: Sequence[str], width: int) -> Iterator[str]:
    """As many to a line as have room on it, as gettext writes them."""
    line = "#:"
    for reference in map(_quoted_reference, references):
        if width and line != "#:" and len(line) + len(" ") + len(reference) > width:
            yield line
            line = "#:"
        line = f"{line} {reference}"
    if references:
        yield line


def _quoted_reference(reference: str) -> str:
    """A reference with white space in it stands between U+2068 and U+2069 (gettext 0.22)."""
    path, colon, line = reference.rpartition(":")
    path, line = (path, colon + line) if line.isdigit() else (reference, "")
    return f"\u2068{path}\u2069{line}" if re.search(r"\s", path) else reference


def _header(project: str, locale: Locale | None, created: datetime) -> str:
    flag = "" if locale else "#, fuzzy\n"
    fields = _header_fields(project, locale, gettext_date(created))
    text = "".join(f"{name}: {value}\n" for name, value in fields.items())
    return f'{flag}msgid ""\n{po_field("msgstr", text, WRAP)}'


def _header_fields(project: str, locale: Locale | None, created: str) -> Mapping[str, str]:
    """The fields in the order that gettext's programs and Poedit put them in."""
    fields = {
        "Project-Id-Version": printable(project),
        "Report-Msgid-Bugs-To": "",
        "POT-Creation-Date": created,
        "PO-Revision-Date": created if locale else NOT_REVISED,
        "Last-Translator": "Automatically generated" if locale else "FULL NAME <EMAIL@ADDRESS>",
        "Language-Team": locale.display_name(Locale("en")) if locale else "LANGUAGE <LL@li.org>",
        "Language": locale.name if locale else "",
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
    }
    if locale:
        fields |= {"Plural-Forms": locale.plural_forms, "X-Generator": "workflow"}
    return fields


def gettext_date(date: datetime) -> str:
    """The date as PO headers write it."""
    return date.strftime("%Y-%m-%d %H:%M%z")
