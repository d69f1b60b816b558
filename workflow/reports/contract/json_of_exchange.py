"""What came back from translators' tools, as other programs read it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from workflow.reports.contract.json_shared import VERSION, Report

if TYPE_CHECKING:
    from workflow.reports.i18n import Words
    from workflow.review.return_plan import ReturnRow


def translations_import(
    rows: Iterable[ReturnRow], unchanged: int, words: Words, *, dry_run: bool
) -> Report:
    """``import-translations``."""
    return {
        "version": VERSION,
        "dry_run": dry_run,
        "unchanged": unchanged,
        "rows": [
            {
                "file": each.file,
                "line": each.line or None,
                "id": each.id,
                "article": each.article,
                "locale": each.locale,
                "msgctxt": each.place.key[0] if each.place else None,
                "msgid": each.place.key[1] if each.place else None,
                "number": each.number or None,
                "result": str(each.came),
                "reason": words(each.why),
                "text": each.text,
                "msgstr": each.now,
                "source": each.source,
            }
            for each in rows
        ],
    }
