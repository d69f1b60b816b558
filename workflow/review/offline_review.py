"""What a reviewer without the tool decided, as the file says that comes back from a packet.

A file is of one article in one locale. Each message is named by the digests of the texts that the
reviewer saw, and those texts stand beside: where the catalogue has others by now, both are shown.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from workflow.model import Key
from workflow.model.message_event import source_of, translation_of
from workflow.model.mqm import NAMES, WEIGHTS
from workflow.model.phrase import phrase

FORMAT: Final = "workflow review"
"""What a file calls itself."""
VERSION: Final = 1
LONGEST_NOTE: Final = 2000
"""Characters of a comment or a reason."""
_LONGEST_TEXT: Final = 100_000
_MOST_COMMENTS: Final = 50
_SURROGATE = re.compile("[\ud800-\udfff]")
_DIGEST = re.compile("[0-9a-f]{32}")


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a reviewer says of a text as it stands in the review."""

    accepted: bool
    category: str = ""
    """Of a rejection, see :mod:`workflow.model.mqm`."""
    severity: str = ""
    note: str = ""
    broken: str = ""
    """For people: why it cannot be taken, where it is not clear what it says."""


@dataclass(frozen=True, slots=True)
class Reviewed:
    """One message that a reviewer decided something of."""

    key: Key
    seen: str
    """The msgstr that the reviewer was shown."""
    text: str | None = None
    """The msgstr to be put in its place; None: none."""
    judgement: Judgement | None = None
    """Of ``text``, or of what was seen where there is none."""
    comments: tuple[str, ...] = ()
    broken: str = ""
    """For people: why ``text`` cannot be taken, if it was damaged on the way."""
    shown: str = ""
    """The digest of the msgstr that was shown, where the text itself may not be known."""

    @property
    def source(self) -> str:
        """The digest of the source text."""
        return source_of(self.key)

    @property
    def judged(self) -> str:
        """The text that the judgement is of."""
        return self.seen if self.text is None else self.text


@dataclass(frozen=True, slots=True)
class PacketHead:
    """Which packet it is."""

    project: str
    """Address of the site."""
    article: str
    """Slug."""
    locale: str
    packet: str
    """A digest that no other packet has."""
    made: str
    """ISO 8601, UTC: when the packet was made."""
    review: str = ""
    """Told by chance in the reviewer's browser: one packet may go to several people."""


@dataclass(frozen=True, slots=True)
class OfflineReview:
    """All that a reviewer decided."""

    head: PacketHead
    reviewer: str
    """As the reviewer gives it; nobody has proved it."""
    messages: tuple[Reviewed, ...]

    @property
    def mark(self) -> str:
        """What stands in the log with each word: whose review it was, and of which packet."""
        head = self.head
        return f"[{self.reviewer or '?'}, {(head.review or head.packet)[:8]}, {head.made[:10]}]"


def read_review(data: bytes) -> OfflineReview:
    """The review in a file that the packet page saved; ValueError says, for people, what is wrong.

    Nothing of a damaged file is taken.
    """
    try:
        # No number of ours has a part: as float one of many digits is no trouble.
        record = json.loads(
            data.decode("utf-8-sig"), object_pairs_hook=_once, parse_int=float, parse_constant=str
        )
    except (UnicodeDecodeError, json.JSONDecodeError):
        raise ValueError(phrase("damaged: not JSON")) from None
    except RecursionError:
        raise ValueError(phrase("damaged: nested too deeply")) from None
    if not isinstance(record, dict) or record.get("format") != FORMAT:
        raise ValueError(phrase("it is not a review that was saved from a packet"))
    if record.get("version") != VERSION:
        raise ValueError(
            phrase("it is of a version that this one does not know: update `workflow`")
        )
    names = ("project", "article", "locale", "packet", "made", "review")
    head = PacketHead(*(_text(record, name, 1000) for name in names))
    for name in ("packet", "review"):
        if not _DIGEST.fullmatch(getattr(head, name)):
            raise _damaged(name)
    found = record.get("messages")
    if not isinstance(found, list):
        raise _damaged("messages")
    messages = tuple(map(_reviewed, found))
    if len({(each.key, each.seen) for each in messages}) < len(messages):
        raise ValueError(phrase("damaged: it has a message twice"))
    reviewer = " ".join(_text(record, "reviewer", 200).split())
    return OfflineReview(head, reviewer, messages)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """A JSON object; of two values for one key nobody knows which is meant."""
    record = dict(pairs)
    if len(record) < len(pairs):
        raise ValueError(phrase("damaged: a key stands there twice"))
    return record


def _damaged(name: str) -> ValueError:
    return ValueError(phrase("damaged: “{name}” has no valid value", name=name))


def _text(record: Mapping[str, Any], name: str, longest: int) -> str:
    value = record.get(name)
    if not isinstance(value, str) or len(value) > longest or _SURROGATE.search(value):
        raise _damaged(name)
    return value


def _reviewed(record: object) -> Reviewed:
    if not isinstance(record, dict):
        raise _damaged("messages")
    context = record.get("msgctxt")
    if context is not None:
        context = _text(record, "msgctxt", _LONGEST_TEXT)
    key = (context, _text(record, "msgid", _LONGEST_TEXT))
    seen = _text(record, "seen", _LONGEST_TEXT)
    if (record.get("source"), record.get("translation")) != (source_of(key), translation_of(seen)):
        raise ValueError(phrase("damaged: a text does not match its digest"))
    text = _text(record, "text", _LONGEST_TEXT) if "text" in record else None
    if text is not None and not text.strip():
        raise _damaged("text")
    comments = record.get("comments", [])
    if not isinstance(comments, list) or len(comments) > _MOST_COMMENTS:
        raise _damaged("comments")
    said = [_text({"comments": each}, "comments", LONGEST_NOTE).strip() for each in comments]
    judgement = _judgement(record["verdict"]) if "verdict" in record else None
    new = None if text is None or text == seen else text.replace("\r\n", "\n")
    return Reviewed(key, seen, new, judgement, tuple(dict.fromkeys(filter(None, said))))


def _judgement(record: object) -> Judgement:
    if not isinstance(record, dict):
        raise _damaged("verdict")
    read = _JUDGEMENTS.get(str(record.get("action")))
    if read is None:
        raise _damaged("verdict")
    return read(record)


def _rejection(record: Mapping[str, Any]) -> Judgement:
    category, severity = record.get("category"), record.get("severity")
    if category not in NAMES or severity not in tuple(WEIGHTS):
        raise _damaged("verdict")
    note = _text(record, "note", LONGEST_NOTE).strip()
    return Judgement(accepted=False, category=category, severity=severity, note=note)


_JUDGEMENTS: Final[Mapping[str, Callable[[Mapping[str, Any]], Judgement]]] = {
    "accept": lambda _: Judgement(accepted=True),
    "reject": _rejection,
}
