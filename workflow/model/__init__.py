"""Frozen values every other room speaks in."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from workflow.model.digest import bytes_digest, digest

if TYPE_CHECKING:
    from workflow.model.article import FIELDS, KNOWN_FIELDS, SUFFIXES, Article
    from workflow.model.change import Change, ChangeClass
    from workflow.model.finding import Finding, Severity
    from workflow.model.locale import Locale
    from workflow.model.message import Key, Message, Provenance
    from workflow.model.message_event import (
        ArticleAction,
        AssignEvent,
        Assignment,
        CorrectionEvent,
        MessageAction,
        MessageEvent,
        Moved,
        Significance,
        SignificanceEvent,
        SmallEvent,
    )
    from workflow.model.profile import PROFILES, Profile
    from workflow.model.review import (
        PLAIN_RULES,
        Action,
        Bound,
        Event,
        LogLine,
        Media,
        ReviewEvent,
        ReviewRules,
        Vouched,
    )
    from workflow.model.segment import Placeable, PlaceableKind, Segment
    from workflow.model.state import Grade, State
    from workflow.model.term import Concept, Glossary, Term, TermStatus
    from workflow.model.text import Markup, Text

__all__ = [
    "FIELDS",
    "KNOWN_FIELDS",
    "PLAIN_RULES",
    "PROFILES",
    "SUFFIXES",
    "Action",
    "Article",
    "ArticleAction",
    "AssignEvent",
    "Assignment",
    "Bound",
    "Change",
    "ChangeClass",
    "Concept",
    "CorrectionEvent",
    "Event",
    "Finding",
    "Glossary",
    "Grade",
    "Key",
    "Locale",
    "LogLine",
    "Markup",
    "Media",
    "Message",
    "MessageAction",
    "MessageEvent",
    "Moved",
    "Placeable",
    "PlaceableKind",
    "Profile",
    "Provenance",
    "ReviewEvent",
    "ReviewRules",
    "Segment",
    "Severity",
    "Significance",
    "SignificanceEvent",
    "SmallEvent",
    "State",
    "Term",
    "TermStatus",
    "Text",
    "Vouched",
    "bytes_digest",
    "digest",
]
_HOMES = {
    "FIELDS": "article",
    "KNOWN_FIELDS": "article",
    "PLAIN_RULES": "review",
    "PROFILES": "profile",
    "SUFFIXES": "article",
    "Action": "review",
    "Article": "article",
    "ArticleAction": "message_event",
    "AssignEvent": "message_event",
    "Assignment": "message_event",
    "Bound": "review",
    "Change": "change",
    "ChangeClass": "change",
    "Concept": "term",
    "Event": "review",
    "Finding": "finding",
    "Glossary": "term",
    "Grade": "state",
    "Key": "message",
    "Locale": "locale",
    "LogLine": "review",
    "Markup": "text",
    "Media": "review",
    "Message": "message",
    "MessageAction": "message_event",
    "MessageEvent": "message_event",
    "Moved": "message_event",
    "Placeable": "segment",
    "PlaceableKind": "segment",
    "Profile": "profile",
    "Provenance": "message",
    "ReviewEvent": "review",
    "ReviewRules": "review",
    "Segment": "segment",
    "Severity": "finding",
    "Significance": "message_event",
    "SignificanceEvent": "message_event",
    "CorrectionEvent": "message_event",
    "SmallEvent": "message_event",
    "State": "state",
    "Term": "term",
    "TermStatus": "term",
    "Text": "text",
    "Vouched": "review",
}


def __getattr__(name: str) -> Any:
    """Import what is asked for only then: a run that finds nothing to do needs few of them."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f"{__name__}.{_HOMES[name]}"), name)
