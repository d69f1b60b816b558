"""An article's messages as its template lists them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from itertools import chain

from workflow.model import Key, Markup, Message, Segment
from workflow.model import lazy_re as re

_UPSETTING = re.compile("[\0-\x1f\x7f-\x9f\u2028\u2029\u2066-\u2069\ud800-\udfff]")
"""Control characters, line ends, and the isolates that gettext puts around names with spaces."""


def template_messages(
    segments: Iterable[Segment], path: str, locations: str = "file"
) -> tuple[Message, ...]:
    """Turn an article's segments into messages without translation, equal segments into one.

    ``path`` is the article's, relative to the project; ``locations`` is ``file``, ``full``
    or ``never`` and decides what ``#:`` names (as gettext's ``--add-location``). Without
    ``#:``, messages of Markdown have the flag ``md-text``.
    """
    messages: dict[Key, Message] = {}
    for segment in segments:
        references = _references(segment, path, locations)
        where = f" (under “{segment.heading}”)" if segment.heading else ""
        comments = (f"{segment.kind}{where}", *segment.notes)
        known = messages.get(segment.key)
        if known is None:
            messages[segment.key] = Message(
                segment.text,
                msgctxt=segment.context,
                flags=_flags(segment, locations),
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


def message_markup(segments: Iterable[Segment]) -> Mapping[Key, Markup]:
    """Return what each message of an article is written in, in document order.

    As the first segment it stands for.
    """
    found: dict[Key, Markup] = {}
    for segment in segments:
        found.setdefault(segment.key, segment.markup)
    return found


def printable(name: str) -> str:
    """A file's name for a line of a PO file, U+FFFD for what would end or upset the line.

    File systems allow line ends and control characters in names; gettext refuses such a file.
    """
    return _UPSETTING.sub("\ufffd", name)


def _references(segment: Segment, path: str, locations: str) -> tuple[str, ...]:
    path = printable(path)
    match locations:
        case "never":
            return ()
        case "full":
            return (f"{path}:{segment.line}",)
        case _:
            return (path,)


def _flags(segment: Segment, locations: str) -> tuple[str, ...]:
    """Weblate's flag of Markdown, which it tells from the references where there are any.

    See its documentation, “Customizing behavior using flags”: ``md-text``.
    """
    return ("md-text",) if locations == "never" and segment.markup == "markdown" else ()


def union(first: tuple[str, ...], *others: tuple[str, ...]) -> tuple[str, ...]:
    """All of ``first``, and of the others what is new; ``first`` itself where nothing is."""
    if not any(others):
        return first
    return tuple(dict.fromkeys(chain(first, *others)))
