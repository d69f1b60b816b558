"""How messages, headers and templates are written as PO lines."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache

import polib
from babel.messages.catalog import Catalog

from workflow.catalogue import Block, PoText
from workflow.model import Locale, Message

WRAP = 78
"""Columns at which strings are wrapped, unless the file's are not."""
_NEW = 0
"""The line of a block that is in no file yet."""
_MSGID = re.compile(r"^(?:#~[ \t]*)?msgid\b", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Style:
    """How a file is written, so that new blocks look like their neighbours."""

    newline: str
    width: int

    @classmethod
    def of(cls, po: PoText) -> Style:
        text = str(po)
        found = re.search(r"\r\n|\n|\r", text)
        unwrapped = any(
            len(line) > 2 * WRAP and " " in line[WRAP:]
            for block in po.blocks
            for line in block.text.splitlines()
            if line.startswith(('"', "msgid", "msgstr"))
        )
        return cls(found[0] if found else "\n", 0 if unwrapped else WRAP)

    def block(self, message: Message, old: Block | None) -> Block:
        """The message written in this style, in the place of ``old`` or of none."""
        text = format_message(message, self.width).replace("\n", self.newline)
        before = _MSGID.split(text, maxsplit=1)[0].count("\n")
        if old is None:
            return Block(text, "", _NEW, before, message.obsolete)
        return replace(old, text=text, message_line=old.line + before)

    def parted(self, lead: str, blocks: Sequence[Block]) -> tuple[Block, ...]:
        """The blocks after ``lead``, their lines counted, a blank line on either side of new ones.

        Lines are counted by line feeds, as a reader of the file counts them.
        """
        out: list[Block] = []
        line = 1 + lead.count("\n")
        for block, following in zip(blocks, [*blocks[1:], None], strict=True):
            text, gap = block.text, block.gap
            if following is not None:
                if not text.endswith(("\n", "\r")):
                    text += self.newline
                if _NEW in (block.line, following.line):
                    gap = gap or self.newline
            message_line = line + block.message_line - block.line
            out.append(Block(text, gap, line, message_line, block.obsolete))
            line += text.count("\n") + gap.count("\n")
        return tuple(out)


def template_text(project: str, messages: Sequence[Message], created: datetime) -> str:
    """The text of a template (POT file) with these messages."""
    blocks = [header_text(project, None, created), *(format_message(m, WRAP) for m in messages)]
    return "\n".join(blocks)


def without_creation_date(text: str) -> str:
    """A PO text less its POT-Creation-Date, to tell whether anything else changed."""
    return re.sub(r'"POT-Creation-Date: [^"]*"', "", text, count=1)


@lru_cache(maxsize=4096)
def format_message(message: Message, width: int) -> str:
    """The message as PO lines, ``\\n`` at their ends, strings wrapped at ``width`` (0: never)."""
    lines = [f"# {line}".rstrip() for line in message.translator_comments]
    lines += [f"#. {line}".rstrip() for line in message.comments]
    lines += [f"#: {' '.join(map(_quoted_reference, message.references))}"] * bool(
        message.references
    )
    lines += [f"#, {', '.join(message.flags)}"] * bool(message.flags)
    entry = polib.POEntry(
        msgid=message.msgid,
        msgstr=message.msgstr,
        msgctxt=message.msgctxt,
        msgid_plural=message.msgid_plural or "",
        msgstr_plural=dict(enumerate(message.msgstr_plural)),
        previous_msgid=message.previous_msgid,
        previous_msgctxt=message.previous_msgctxt,
        obsolete=int(message.obsolete),
    )
    body = entry.__unicode__(wrapwidth=width).rstrip("\n")
    return "\n".join([*lines, body, ""])


def _quoted_reference(reference: str) -> str:
    """A reference with white space in it stands between U+2068 and U+2069 (gettext 0.22)."""
    path, colon, line = reference.rpartition(":")
    path, line = (path, colon + line) if line.isdigit() else (reference, "")
    return f"\u2068{path}\u2069{line}" if re.search(r"\s", path) else reference


def header_text(project: str, locale: Locale | None, created: datetime) -> str:
    """The header's lines as babel fills them, a catalogue's like msginit's without translator.

    A template's is fuzzy and keeps the defaults that msginit looks for.
    """
    catalog = Catalog(locale=locale.babel if locale else None, creation_date=created)
    own = {"Project-Id-Version": project, "Report-Msgid-Bugs-To": "", "Language": ""}
    if locale:
        own |= {
            "PO-Revision-Date": gettext_date(created),
            "Last-Translator": "Automatically generated",
            "Language-Team": locale.display_name(Locale("en")),
            "Language": locale.name,
        }
    own |= {"Content-Type": "text/plain; charset=UTF-8", "X-Generator": "workflow"}
    fields = dict(catalog.mime_headers) | own
    del fields["Generated-By"]
    entry = polib.POEntry(msgid="", msgstr="".join(f"{k}: {v}\n" for k, v in fields.items()))
    flag = "" if locale else "#, fuzzy\n"
    return f"{flag}{entry.__unicode__(wrapwidth=0).rstrip()}\n"


def gettext_date(date: datetime) -> str:
    """The date as PO headers write it."""
    return date.strftime("%Y-%m-%d %H:%M%z")
