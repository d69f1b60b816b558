"""The JSON of ``export --to pdf|epub``."""

from __future__ import annotations

from collections.abc import Callable

from workflow.reports.blockers import in_words
from workflow.reports.book_text import Exported
from workflow.reports.contract.json_shared import VERSION, Report


def export_book(found: Exported, say: Callable[[str], str]) -> Report:
    """``export --to pdf`` and ``export --to epub``; ``say`` words the reasons."""
    return {
        "version": VERSION,
        "to": found.kind,
        "files": [
            {
                "path": str(each.path),
                "locale": each.locale.name,
                "title": each.title,
                "articles": list(each.articles),
                "size": each.size,
                "pages": each.pages or None,
                "changed": each.changed,
                "missing_characters": each.missing,
            }
            for each in found.files
        ],
        "left_out": [
            {
                "article": each.article,
                "locale": each.locale,
                "reasons": [say(reason) for reason in in_words(each.reasons)],
            }
            for each in found.left_out
        ],
    }
