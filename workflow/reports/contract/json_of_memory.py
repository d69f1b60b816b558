"""The translation memory as other programs read it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from workflow.reports.contract.json_shared import VERSION, Report

if TYPE_CHECKING:
    from workflow.memory import Match
    from workflow.memory.memory_reports import Alignment, ExportReport, ImportReport, Statistics
    from workflow.reports.i18n import Words


def tm_search(text: str, matches: Sequence[Match]) -> Report:
    """``tm search``."""
    # Here, not above: no other report compares texts.
    from workflow.merge.changes import compared  # noqa: PLC0415

    return {
        "version": VERSION,
        "matches": [
            {
                **matched(match),
                "translator": match.unit.translator,
                "date": match.unit.date,
                "adapted": match.target != match.unit.target,
                "diff": [list(piece) for piece in compared(match.unit.source, text)],
            }
            for match in matches
        ],
    }


def matched(match: Match) -> dict[str, Any]:
    """One match of the memory."""
    return {
        "score": match.score,
        "level": match.level,
        "source": match.unit.source,
        "target": match.target,
        "origin": match.article,
        "state": str(match.state),
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
