"""An article's messages as its template lists them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from itertools import chain

from workflow.model import Key, Message, Segment


def template_messages(
    segments: Iterable[Segment], path: str, locations: str = "file"
) -> tuple[Message, ...]:
    """Turn an article's segments into messages without translation, equal segments into one.

    ``path`` is the article's, relative to the project; ``locations`` is ``file``, ``full``
    or ``never`` and decides what ``#:`` names (as gettext's ``--add-location``).
    """
    messages: dict[Key, Message] = {}
    for segment in segments:
        references = _references(segment, path, locations)
        comments = _comments(segment)
        known = messages.get(segment.key)
        if known is None:
            messages[segment.key] = Message(
                segment.text,
                msgctxt=segment.context,
                comments=comments,
                references=references,
            )
        else:
            messages[segment.key] = replace(
                known,
                comments=union(known.comments, comments),
                references=union(known.references, references),
            )
    return tuple(messages.values())


def message_markup(segments: Iterable[Segment]) -> Mapping[Key, str]:
    """Return what each message of an article is written in, in document order.

    As the first segment it stands for: ``markdown``, ``html`` or plain ``text``.
    """
    found: dict[Key, str] = {}
    for segment in segments:
        found.setdefault(segment.key, segment.markup)
    return found


def _references(segment: Segment, path: str, locations: str) -> tuple[str, ...]:
    match locations:
        case "never":
            return ()
        case "full":
            return (f"{path}:{segment.line}",)
        case _:
            return (path,)


def _comments(segment: Segment) -> tuple[str, ...]:
    where = f" (under “{segment.heading}”)" if segment.heading else ""
    return (f"{segment.kind}{where}", *segment.notes)


def union(first: tuple[str, ...], *others: tuple[str, ...]) -> tuple[str, ...]:
    """All of ``first``, and of the others what is new; ``first`` itself where nothing is."""
    if not any(others):
        return first
    return tuple(dict.fromkeys(chain(first, *others)))
