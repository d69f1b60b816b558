"""What other programs read: the object of every ``--format json``, key by key.

Keys, types and meanings are those of ``docs/reports.md``; the values of enums never change with
the language, texts for people do. Every function takes values and returns the whole object, its
keys in the documented order.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from workflow.model.state import State
from workflow.reports.blockers import in_words, why_void
from workflow.reports.findings import why_unchecked
from workflow.reports.remarks import why_unused

if TYPE_CHECKING:
    from workflow.errors import WorkflowError
    from workflow.glossary.merging import Merged
    from workflow.importing.draft import LeftOut
    from workflow.memory import Match
    from workflow.memory.answers import Alignment, ExportReport, ImportReport, Statistics
    from workflow.model import Concept, Finding, Message
    from workflow.model.release import PlanRow, Release
    from workflow.model.results import (
        Checked,
        ExtractRow,
        History,
        Pruning,
        TranslateReport,
        Unused,
    )
    from workflow.project.fallen import Fallen
    from workflow.reports.i18n import Words
    from workflow.reports.side_by_side import SideBySide
    from workflow.review.highlights import TermUse
    from workflow.review.review_units import Unit
    from workflow.review.row import Row

Report = dict[str, Any]
"""One JSON object."""
VERSION = 1


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
        "words_to_do": row.words_to_do,
        "percent": row.percent,
        "carried_over": row.carried_over,
        "changes": dict(row.changes),
    }


def release_plan(
    digest: str, rows: Iterable[PlanRow], notes: Iterable[str], words: Words
) -> Report:
    """``release plan``."""
    return {
        "version": VERSION,
        "digest": digest,
        "rows": [
            {
                "article": row.article,
                "locale": row.locale,
                "action": row.action.value,
                "reasons": list(map(words, in_words(row.reasons))),
                "source_digest": row.source_digest,
                "translation_digest": row.translation_digest,
            }
            for row in rows
        ],
        "notes": list(map(words, notes)),
    }


def unused(found: Sequence[Unused], words: Words) -> list[dict[str, Any]]:
    """The value of ``unused``, which several reports have."""
    return [{"file": each.file, "reason": words(why_unused(each))} for each in found]


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


def translate(result: TranslateReport) -> Report:
    """``translate``."""
    return {
        "version": VERSION,
        "rows": [asdict(row) for row in result.rows],
        "requests": result.requests,
        "characters": result.characters,
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


def catalog_lint(
    found: Sequence[Finding], without_use: Sequence[Unused] | None, words: Words
) -> Report:
    """``catalog lint``; ``without_use`` is None where files were named."""
    more = {} if without_use is None else {"unused": unused(without_use, words)}
    return {**findings(found, words), **more}


def _message(message: Message) -> dict[str, Any]:
    """A message; of plural forms the first."""
    msgstr = message.msgstr or next(iter(message.msgstr_plural), "")
    return {"msgctxt": message.msgctxt, "msgid": message.msgid, "msgstr": msgstr}


def check(checked: Checked, words: Words) -> Report:
    """``check``."""
    return {
        **findings(checked.findings, words),
        "unchecked": [
            {
                "article": each.article,
                "locale": each.locale,
                "reason": " ".join(words(why_unchecked(each)).split()),
            }
            for each in checked.unchecked
        ],
    }


def findings(found: Sequence[Finding], words: Words) -> Report:
    """``check`` and what else has findings."""
    return {"version": VERSION, "findings": [_finding(each, words) for each in found]}


def _finding(finding: Finding, words: Words) -> dict[str, Any]:
    return {
        "check": finding.check,
        "severity": finding.severity,
        "article": finding.article,
        "locale": finding.locale,
        "msgctxt": finding.msgctxt,
        "msgid": finding.msgid,
        "msgstr": finding.msgstr,
        "file": finding.file,
        "line": finding.line,
        "span": finding.span,
        "message": words(finding.message),
        "fix": finding.fix,
    }


def glossary_import(merged: Merged, left_out: Sequence[WorkflowError], words: Words) -> Report:
    """``glossary import``."""
    return {
        "version": VERSION,
        "file": merged.glossary.file,
        "added": merged.added,
        "changed": merged.changed,
        "unchanged": merged.unchanged,
        "left_out": [{"line": each.line, "reason": words(each.message)} for each in left_out],
    }


def glossary_check(
    found: Sequence[Finding], concepts: int, unused: Sequence[Concept], words: Words
) -> Report:
    """``glossary check``: as ``check``, with the number of concepts and those no article names."""
    return {
        **findings(found, words),
        "concepts": concepts,
        "unused": [
            {"line": concept.line, "terms": [term.text for term in concept.terms]}
            for concept in unused
        ],
    }


def review_show(found: SideBySide, shown: Sequence[Unit], words: Words) -> Report:
    """``review show``; ``shown`` are the units asked for."""
    translation = found.translation
    stand = translation.standing
    return {
        "version": VERSION,
        "article": found.article.slug,
        "title": found.title,
        "source_locale": found.article.locale.name,
        "locale": found.locale.name,
        "file": found.article.path,
        "catalogue": found.catalogue,
        "source_digest": translation.source_digest,
        "translation_digest": translation.translation_digest,
        "approved": stand.approved,
        "by": stand.by,
        "time": stand.time,
        "approvable": found.approvable,
        "blockers": list(map(words, in_words(translation.blockers))),
        "advice": list(map(words, found.advice)),
        "changes": dict(translation.changes),
        "findings": [_of_review(each, words) for each in found.source_findings],
        "messages": [_unit(each, words) for each in shown],
    }


def _unit(unit: Unit, words: Words) -> dict[str, Any]:
    message, origin, change = unit.message, unit.provenance, unit.change
    return {
        "number": unit.number,
        "kind": unit.kind,
        "line": unit.line,
        "state": str(unit.state),
        "needs_look": unit.needs_look,
        "changed_since_approval": unit.new,
        "msgctxt": message.msgctxt,
        "msgid": message.msgid,
        "msgstr": message.msgstr,
        "notes": list(unit.notes),
        "comments": list(unit.comments),
        "origin": None if origin is None else origin.label,
        "change": None if change is None else str(change),
        "diff": [list(piece) for piece in unit.difference],
        "findings": [_of_review(each, words) for each in unit.findings],
        "terms": [_use(each) for each in unit.terms],
    }


def _of_review(finding: Finding, words: Words) -> dict[str, Any]:
    return {
        "check": finding.check,
        "severity": str(finding.severity),
        "file": finding.file,
        "line": finding.line,
        "span": finding.span,
        "message": words(finding.message),
        "fix": finding.fix,
    }


def _use(use: TermUse) -> dict[str, Any]:
    return {
        "use": str(use.use),
        "translate": use.concept.translate,
        "terms": [{"term": term.text, "status": str(term.status)} for term in use.terms],
        "source": [list(each.span) for each in use.source],
        "followed": [list(each.span) for each in use.followed],
        "forbidden": [list(each.span) for each in use.forbidden],
        "note": use.concept.note,
    }


def review_log(found: History, words: Words) -> Report:
    """``review log``."""
    return {
        "version": VERSION,
        "events": [
            {
                "time": each.event.time,
                "actor": each.event.actor,
                "action": str(each.event.action),
                "article": each.event.article,
                "locale": each.event.locale,
                "note": each.event.note,
                "source_digest": each.event.source_digest,
                "translation_digest": each.event.translation_digest,
                "counts": each.counts,
                "reason": words(why_void(each)),
                "file": each.line.file,
                "line": each.line.number,
            }
            for each in found.said
        ],
    }


def carry_over(found: Sequence[Fallen], words: Words, *, dry_run: bool) -> Report:
    """``approve --carry-over``."""
    return {
        "version": VERSION,
        "dry_run": dry_run,
        "carried": [_carried(each) for each in found if not each.reasons],
        "refused": [
            _carried(each) | {"reasons": list(map(words, in_words(each.reasons)))}
            for each in found
            if each.reasons
        ],
    }


def _carried(each: Fallen) -> dict[str, Any]:
    return {
        "article": each.article,
        "locale": each.locale,
        "messages": each.messages,
        "changes": dict(each.changes),
        "from_source_digest": each.approval.source_digest,
        "from_translation_digest": each.approval.translation_digest,
        "source_digest": each.translation.source_digest,
        "translation_digest": each.translation.translation_digest,
    }


def release_list(releases: Sequence[Release]) -> Report:
    """``release list``."""
    return {
        "version": VERSION,
        "releases": [
            {
                "id": each.id,
                "time": each.time,
                "digest": each.digest,
                "live": each.live,
                "articles": each.articles,
            }
            for each in releases
        ],
    }


def tm_search(text: str, matches: Sequence[Match]) -> Report:
    """``tm search``."""
    # Here, not above: no other report compares texts.
    from workflow.merge.changes import compared  # noqa: PLC0415

    return {
        "version": VERSION,
        "matches": [
            {
                "score": match.score,
                "level": match.level,
                "source": match.unit.source,
                "target": match.target,
                "origin": match.article,
                "state": match.state,
                "translator": match.unit.translator,
                "date": match.unit.date,
                "adapted": match.target != match.unit.target,
                "diff": [list(piece) for piece in compared(match.unit.source, text)],
            }
            for match in matches
        ],
    }


def tm_stats(found: Statistics) -> Report:
    """``tm stats``."""
    return {
        "version": VERSION,
        "database": found.database,
        "bytes": found.bytes,
        "pairs": [
            {
                "source": each.pair[0].name,
                "target": each.pair[1].name,
                "units": each.units,
                "states": each.states,
                "index": {"state": each.index, "bytes": each.index_bytes},
                "articles": [
                    {
                        "article": article,
                        "states": {state: states.get(state, 0) for state in each.states},
                    }
                    for article, states in each.articles.items()
                ],
            }
            for each in found.pairs
        ],
    }


def tm_import(result: ImportReport, words: Words) -> Report:
    """``tm import``."""
    return {
        "version": VERSION,
        "file": result.file,
        "units": result.units,
        "changed": result.changed,
        "pairs": [
            {"source": source.name, "target": target.name, "units": number}
            for (source, target), number in result.pairs.items()
        ],
        "left": [
            {"reason": words(each.reason), "units": each.number, "line": each.line}
            for each in result.left
        ],
    }


def tm_export(result: ExportReport) -> Report:
    """``tm export``."""
    refused = [
        {"source": each.unit.source, "character": f"U+{ord(each.character):04X}"}
        for each in result.refused
    ]
    return {"version": VERSION, "file": result.file, "units": result.units, "refused": refused}


def tm_align(alignment: Alignment, accepted: int | None, file: str | None) -> Report:
    """``tm align``; ``file`` is what the memory learns from."""
    return {
        "version": VERSION,
        **{
            side: {"file": version.file, "locale": version.locale.name}
            for side, version in (("source", alignment.source), ("target", alignment.target))
        },
        "pairs": [
            {
                "confidence": round(pair.confidence, 3),
                "source": pair.source or None,
                "target": pair.target or None,
                "source_lines": [each.line for each in pair.sources],
                "target_lines": [each.line for each in pair.targets],
            }
            for pair in alignment.pairs
        ],
        "accepted": accepted,
        "memory_file": file,
    }
