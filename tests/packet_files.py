"""Reviews as a packet's page saves them, for tests."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.test_review_helpers import SLUG, workspace
from workflow.model import Message
from workflow.model.message_event import source_of, translation_of
from workflow.web.desk import Checked, Desk
from workflow.web.packet_page import head_of

ACTOR = "editor@example.org"
MADE = "2026-01-15T09:00:00Z"


def decided(message: Message, **decision: object) -> dict[str, Any]:
    """What the file has of one message."""
    return {
        "source": source_of(message.key),
        "translation": translation_of(message.msgstr),
        "msgctxt": message.msgctxt,
        "msgid": message.msgid,
        "seen": message.msgstr,
        **decision,
    }


def desk_of(root: Path, locale: str = "en") -> Desk:
    """The article as it is on disk."""
    opened = workspace(root)
    (article,) = opened.select((SLUG,))
    (target,) = opened.targets(
        article, tuple(each for each in opened.settings.target_locales if each.name == locale)
    )
    translation = opened.translation(article, target)
    return Desk(translation, Checked.of(translation))


def review(
    root: Path, *messages: dict[str, Any], into: str = "en", **changed: object
) -> dict[str, Any]:
    """The whole file, of a packet made of what is on disk now."""
    head = head_of(desk_of(root, into), MADE)
    return {
        "format": "workflow review",
        "version": 1,
        "project": head.project,
        "article": head.article,
        "locale": head.locale,
        "packet": head.packet,
        "made": head.made,
        "review": "a" * 32,
        "reviewer": "Zoé",
        "messages": list(messages),
        **changed,
    }


def saved(root: Path, record: object, name: str = "one.review.json") -> Path:
    """The file on disk."""
    path = root / name
    path.write_text(json.dumps(record, ensure_ascii=False), "utf-8")
    return path
