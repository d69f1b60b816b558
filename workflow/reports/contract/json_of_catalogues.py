"""Articles and catalogues as other programs read them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from workflow.model.state import State
from workflow.reports.blockers import in_words
from workflow.reports.contract.json_shared import VERSION, Report, findings, unused

if TYPE_CHECKING:
    from workflow.importing.draft import LeftOut
    from workflow.model import Finding, Message
    from workflow.model.results import ExtractRow, Pruning, ToldText, TranslateReport
    from workflow.model.unused_file import Unused
    from workflow.reports.i18n import Words
    from workflow.review.row import Row


def status(rows: Iterable[Row], words: Words) -> Report:
    """``status``, which has ``unused`` beside."""
    return {"version": VERSION, "rows": [_row(row, words) for row in rows]}


def _row(row: Row, words: Words) -> dict[str, Any]:
    return {
        "article": row.article,
        "locale": row.locale,
        "source_locale": row.source_locale,
        "messages": row.messages,
        "words": row.words,
        "states": {str(state): row.states[state] for state in State},
        "approved": row.approved,
        "releasable": row.releasable,
        "blockers": list(map(words, in_words(row.blockers))),
        "grade": None if row.grade is None else str(row.grade),
        "assignee": row.assignee or None,
        "due": row.due or None,
        "words_to_do": row.words_to_do,
        "percent": row.percent,
        "carried_over": row.carried_over,
        "changes": dict(row.changes),
        "unedited": row.unedited,
    }


def extract(rows: Sequence[ExtractRow], without_use: Sequence[Unused], words: Words) -> Report:
    """``extract``."""
    return {
        "version": VERSION,
        "rows": [asdict(row) for row in rows],
        "unused": unused(without_use, words),
    }


def import_article(
    name: str,
    file: str,
    left_out: Sequence[LeftOut],
    images: Sequence[tuple[str, str | None, str]],
    words: Words,
) -> Report:
    """``import``; ``images`` are address, copy (or None) and why there is none."""
    return {
        "version": VERSION,
        "article": name,
        "file": file,
        "left_out": [{"text": each.text, "reason": words(each.reason)} for each in left_out],
        "images": [{"source": source, "file": copy} for source, copy, _ in images],
    }


def translate(result: TranslateReport, words: Words) -> Report:
    """``translate``."""
    return {
        "version": VERSION,
        "rows": [asdict(row) for row in result.rows],
        "requests": result.requests,
        "characters": result.characters,
        "cost": result.cost,
        "reused": result.reused,
        "errors": [
            {
                "engine": each.engine,
                "message": words(each.error.message),
                "count": each.count,
                "left": each.left,
            }
            for each in result.failures
        ],
        "texts_left": [_told(each, words) for each in result.left],
        "drafts_marked": [_told(each, words) for each in result.marked],
    }


def _told(text: ToldText, words: Words) -> dict[str, Any]:
    return {
        "article": text.article,
        "locale": text.locale,
        "msgctxt": text.msgctxt,
        "msgid": text.msgid,
        "file": text.file,
        "line": text.line,
        "reason": words(text.reason),
    }


def catalog_prune(pruning: Pruning, without_use: Sequence[Unused], words: Words) -> Report:
    """``catalog prune``."""
    return {
        "version": VERSION,
        "dry_run": pruning.dry_run,
        "rows": [
            {
                "article": row.article,
                "locale": row.locale,
                "file": row.file,
                "dropped": [_message(message) for message in row.dropped],
            }
            for row in pruning.rows
        ],
        "unused": unused(without_use, words),
    }


def _message(message: Message) -> dict[str, Any]:
    """A message; of plural forms the first."""
    msgstr = message.msgstr or next(iter(message.msgstr_plural), "")
    return {"msgctxt": message.msgctxt, "msgid": message.msgid, "msgstr": msgstr}


def catalog_lint(
    found: Sequence[Finding], without_use: Sequence[Unused] | None, words: Words
) -> Report:
    """``catalog lint``; ``without_use`` is None where files were named."""
    more = {} if without_use is None else {"unused": unused(without_use, words)}
    return {**findings(found, words), **more}
