"""A word ↔ its line in a review log: one JSON object, and the bytes that a signature is of.

Keys are the fields of the event's class; those that say nothing are left out.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import fields
from typing import Any, Final

from workflow.model import (
    Action,
    ArticleAction,
    AssignEvent,
    CorrectionEvent,
    Event,
    LogLine,
    Media,
    MessageAction,
    MessageEvent,
    Moved,
    ReviewEvent,
    Significance,
    SignificanceEvent,
    Vouched,
)
from workflow.model.phrase import listed, phrase

_CONFLICT = ("<<<<<<<", "|||||||", "=======", ">>>>>>>")
_DIGEST = re.compile("[0-9a-f]{32}")
_VOUCHED = re.compile("[0-9a-f]{32}(?: [0-9a-f]{32}){2}")
_MOVED = re.compile("[0-9a-f]{32} [0-9a-f]{32}")
_MEDIA = re.compile("(?:[0-9a-f]{32}|-) .+", re.DOTALL)
_PERSON = re.compile(r"\S.*", re.DOTALL)
_SURROGATE = re.compile("[\ud800-\udfff]")

_COMMON: Final = ("time", "actor", "action", "article", "locale")
_ACTIONS: Final[Mapping[str, type[Event]]] = {
    **dict.fromkeys(map(str, Action), ReviewEvent),
    **dict.fromkeys(map(str, MessageAction), MessageEvent),
    str(ArticleAction.ASSIGN): AssignEvent,
    str(ArticleAction.SIGNIFICANCE): SignificanceEvent,
    str(ArticleAction.CORRECT): CorrectionEvent,
}
_FIELDS: Final[Mapping[type[Event], tuple[str, ...]]] = {
    kind: (*_COMMON, *(each.name for each in fields(kind) if each.name not in _COMMON))
    for kind in dict.fromkeys(_ACTIONS.values())
}
"""Each class of events with its keys, in the order they are written in."""
_NEEDED: Final[Mapping[str, tuple[str, ...]]] = {
    **dict.fromkeys(map(str, Action), ("source_digest", "translation_digest")),
    **dict.fromkeys(map(str, MessageAction), ("source", "translation")),
    "suggest": ("source", "translation", "text"),
    "edit": ("source", "translation", "before", "text"),
    "reject": ("source", "translation", "category", "severity"),
    "waive": ("source", "translation", "check"),
    "assign": ("assignee", "due"),
    "correct": ("source_digest", "translation_digest", "note"),
    "significance": ("from_source_digest", "source_digest", "significance"),
}
"""Keys without which the event says nothing, beside those that every event has."""
_LISTS: Final[Mapping[str, tuple[re.Pattern[str], str]]] = {
    "messages": (
        _VOUCHED,
        phrase("damaged: “messages” is not a list of texts of three digests each"),
    ),
    "media": (
        _MEDIA,
        phrase("damaged: “media” is not a list of texts of a digest and a path each"),
    ),
    "contributors": (_PERSON, phrase("damaged: “contributors” is not a list of texts")),
}
_MOVES: Final = (_MOVED, phrase("damaged: “messages” is not a list of texts of two digests each"))


def event_line(event: Event) -> str:
    """The event as a line of a log, its end included."""
    return json.dumps(_record(event), ensure_ascii=False) + "\n"


def signed_bytes(event: Event) -> bytes:
    """What a signature of the event is of: its record in UTF-8, without the signature.

    JSON with its keys sorted, no blanks, and characters as they are.
    """
    return _canonical(_record(event))


def signed_part(raw: bytes) -> bytes:
    """The same of a line with an event, be there keys that this version does not know."""
    return _canonical(json.loads(raw))


def _canonical(record: Mapping[str, Any]) -> bytes:
    told = {key: value for key, value in record.items() if key != "signature"}
    text = json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    # Half a surrogate pair may stand in a key that this version does not know.
    return text.encode("utf-8", "surrogatepass")


def read_line(raw: bytes, line: LogLine) -> LogLine:
    """``line`` with what stands there: the event, or why there is none."""
    try:
        record = _parsed(raw)
        kind = _ACTIONS.get(record["action"])
        if kind is None:
            trouble: str = phrase(
                "the act “{name}” is not known to this version: update `workflow`",
                name=record["action"],
            )
            return line._replace(trouble=trouble, time=record["time"])
        _check(record, kind)
        event = _event(record, kind)
    except ValueError as error:
        return line._replace(trouble=error.args[0])
    known = _FIELDS[kind]
    if len(record) <= len(known) and all(key in known for key in record):
        return line._replace(event=event)
    trouble = phrase(
        "the key {names} is not known to this version: update `workflow`",
        names=listed(phrase("“{text}”", text=_shown(key)) for key in record if key not in known),
    )
    return line._replace(event=event, trouble=trouble)


def _record(event: Event) -> dict[str, Any]:
    written = {*_COMMON, *_NEEDED[event.action]}
    if isinstance(event, ReviewEvent):
        written.add("note")
    found: dict[str, Any] = {}
    for name in _FIELDS[type(event)]:
        value = getattr(event, name)
        # No media at all is another thing than an event that says nothing of them.
        if value or name in written or (name == "media" and value is not None):
            found[name] = list(map(str, value)) if isinstance(value, tuple) else value
    return found


# Reading


def _parsed(raw: bytes) -> dict[str, Any]:
    """The line as a mapping with the keys that every event has; ValueError says why it is none."""
    try:
        text = raw.decode()
        if text.startswith(_CONFLICT):
            raise ValueError(
                phrase("merge conflict marker: keep the events of both sides, delete it")
            )
        record = json.loads(text, object_pairs_hook=_once)
    except UnicodeDecodeError:
        raise ValueError(phrase("damaged: not UTF-8")) from None
    except json.JSONDecodeError:
        raise ValueError(phrase("damaged: not JSON")) from None
    except RecursionError:
        raise ValueError(phrase("damaged: nested too deeply")) from None
    if not isinstance(record, dict):
        raise ValueError(phrase("damaged: not a JSON object"))
    for key in _COMMON:
        _need(record, key)
    return record


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """A JSON object; of two values for one key nobody knows which is meant."""
    record = dict(pairs)
    if len(record) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(phrase("damaged: the key “{name}” stands there twice", name=_shown(twice)))
    return record


def _shown(key: str) -> str:
    """A key that anybody may have written, as text that can be written as UTF-8."""
    return _SURROGATE.sub("\ufffd", key)


def _need(record: Mapping[str, Any], key: str) -> None:
    if key not in record:
        raise ValueError(phrase("damaged: the key “{name}” is missing", name=key))
    if not _is_text(record[key]):
        raise ValueError(phrase("damaged: “{name}” is not text", name=key))


def _check(record: Mapping[str, Any], kind: type[Event]) -> None:
    """Raise ValueError where a key that the event needs is missing, or a value is none."""
    for key in _NEEDED[record["action"]]:
        _need(record, key)
    for key in _FIELDS[kind]:
        if key not in record or key in _COMMON:
            continue
        if key == "draft":
            if not isinstance(record[key], bool):
                raise ValueError(phrase("damaged: “{name}” is not true or false", name=key))
        elif key in _LISTS:
            pattern, why = _MOVES if kind is SignificanceEvent else _LISTS[key]
            if not _are(pattern, record[key]):
                raise ValueError(why)
        else:
            _need(record, key)
    if kind is MessageEvent:
        for key in ("source", "translation"):
            if not _DIGEST.fullmatch(record[key]):
                raise ValueError(phrase("damaged: “{name}” is no digest", name=key))


def _is_text(value: object) -> bool:
    """Whether a value is a string that can be written as UTF-8 (no half surrogate pairs)."""
    return isinstance(value, str) and (value.isascii() or not _SURROGATE.search(value))


def _are(pattern: re.Pattern[str], value: object) -> bool:
    """Whether a value is a list of texts that all are as ``pattern`` has them."""
    match = pattern.fullmatch
    return isinstance(value, list) and all(
        isinstance(each, str) and match(each) and _is_text(each) for each in value
    )


def _event(record: Mapping[str, Any], kind: type[Event]) -> Event:
    known = {key: record[key] for key in _FIELDS[kind] if key in record}
    return _MAKERS[kind](known)


def _article_word(known: dict[str, Any]) -> Event:
    known["action"] = Action(known["action"])
    known["messages"] = tuple(Vouched(*each.split(" ")) for each in known.get("messages", ()))
    known["contributors"] = tuple(known.get("contributors", ()))
    if "media" in known:
        known["media"] = tuple(map(Media.parse, known["media"]))
    return ReviewEvent(**known)


def _message_word(known: dict[str, Any]) -> Event:
    known["action"] = MessageAction(known["action"])
    return MessageEvent(**known)


def _assign_word(known: dict[str, Any]) -> Event:
    known["action"] = ArticleAction.ASSIGN
    return AssignEvent(**known)


def _correction_word(known: dict[str, Any]) -> Event:
    known["action"] = ArticleAction.CORRECT
    return CorrectionEvent(**known)


def _significance_word(known: dict[str, Any]) -> Event:
    known["action"] = ArticleAction.SIGNIFICANCE
    known["messages"] = tuple(Moved(*each.split(" ")) for each in known.get("messages", ()))
    try:
        known["significance"] = Significance(known["significance"])
    except ValueError:
        raise ValueError(
            phrase(
                "the significance “{name}” is not known to this version: update `workflow`",
                name=known["significance"],
            )
        ) from None
    return SignificanceEvent(**known)


_MAKERS: Final[Mapping[type[Event], Callable[[dict[str, Any]], Event]]] = {
    ReviewEvent: _article_word,
    MessageEvent: _message_word,
    AssignEvent: _assign_word,
    SignificanceEvent: _significance_word,
    CorrectionEvent: _correction_word,
}
