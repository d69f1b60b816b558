"""Evidence in a release: ``evidence/<slug>.jsonl``, who approved the pages of an article.

The first line says what pages there are, and which of the lines below speak of each; these are
lines of review logs, byte for byte, with their signatures::

    {"version": 1, "article": "rain", "pages": [{"locale": "en", …, "events": [2, 3]}]}
    {"time": "2026-11-24T06:00:00Z", "actor": "aline@example.org", "action": "approve", …}
"""

from __future__ import annotations

import json
from typing import Any, Final

from workflow.model.evidence import ArticleEvidence, PageEvidence, Texts
from workflow.model.review import Media
from workflow.project.reviews import log_lines

_VERSION: Final = 1


def evidence_path(article: str) -> str:
    """Where it stands in the folder ``evidence`` of a release, POSIX."""
    return f"{article}.jsonl"


def evidence_text(evidence: ArticleEvidence) -> bytes:
    """The bytes of the file."""
    head = {
        "version": _VERSION,
        "article": evidence.article,
        "pages": list(map(_page, evidence.pages)),
    }
    lines = (json.dumps(head, ensure_ascii=False).encode(), *(each.raw for each in evidence.lines))
    return b"".join(line + b"\n" for line in lines)


def read_evidence(data: bytes, shown: str) -> ArticleEvidence:
    """Read what :func:`evidence_text` gives; ``shown`` is how reports name the file.

    Raises ``ValueError``, ``KeyError``, ``TypeError`` or ``AttributeError`` for anything else.
    """
    first, _, rest = data.partition(b"\n")
    head = json.loads(first)
    if head["version"] != _VERSION:
        raise ValueError(f"version {head['version']} is not known here")
    lines = log_lines(b"\n" + rest, shown)  # numbered as in the file
    return ArticleEvidence(str(head["article"]), tuple(map(_read_page, head["pages"])), lines)


def _page(page: PageEvidence) -> dict[str, Any]:
    found: dict[str, Any] = {
        "locale": page.locale,
        "source_locale": page.source_locale,
        "grade": page.grade,
        "source_digest": page.source_digest,
        "translation_digest": page.translation_digest,
        "media": list(map(str, page.media)),
        "engines": list(page.engines),
        "responsible": page.responsible,
        "events": list(page.lines),
    }
    if page.texts is not None:
        found |= {"frame": page.texts.frame, "messages": list(page.texts.messages)}
    return found


def _read_page(found: dict[str, Any]) -> PageEvidence:
    return PageEvidence(
        locale=str(found["locale"]),
        source_locale=str(found["source_locale"]),
        grade=found["grade"] if found["grade"] is None else str(found["grade"]),
        source_digest=str(found["source_digest"]),
        translation_digest=str(found["translation_digest"]),
        media=tuple(Media.parse(each) for each in found["media"]),
        engines=tuple(map(str, found["engines"])),
        responsible=str(found["responsible"]),
        lines=tuple(map(int, found["events"])),
        texts=Texts(str(found["frame"]), tuple(map(str, found["messages"])))
        if "frame" in found
        else None,
    )
