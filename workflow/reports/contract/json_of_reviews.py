"""Reviews as other programs read them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from workflow.reports.blockers import in_words, why_void
from workflow.reports.contract.json_of_memory import matched
from workflow.reports.contract.json_shared import VERSION, Report

if TYPE_CHECKING:
    from workflow.checks.quality import Quality
    from workflow.memory import Match
    from workflow.model import Finding, Message, MessageEvent
    from workflow.model.message_life import Life
    from workflow.model.results import History
    from workflow.model.results import Said as Logged
    from workflow.model.signature_proofs import Proofs
    from workflow.project.fallen import Fallen
    from workflow.reports.i18n import Words
    from workflow.reports.side_by_side import SideBySide
    from workflow.review.highlights import TermUse
    from workflow.review.import_plan import Step
    from workflow.review.listing import Listed
    from workflow.review.outcome import Said
    from workflow.review.reverting import Plan
    from workflow.review.review_units import Unit

_EVER = 9999
"""The year of what is not committed yet, see :mod:`workflow.project.past_versions`."""


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
        "messages": [_unit(each, found.estimates.get(each.message.key), words) for each in shown],
    }


def explain(
    found: SideBySide, unit: Unit, life: Life, matches: Sequence[Match], words: Words
) -> Report:
    """``explain``; ``unit`` is one of ``found``."""
    others = life.others
    return {
        "version": VERSION,
        "article": found.article.slug,
        "locale": found.locale.name,
        "message": _unit(unit, found.estimates.get(unit.message.key), words),
        "writers": list(life.writers),
        "approved": others.approved,
        "live": others.live,
        "past": [
            {
                "text": each.text,
                "author": each.author,
                "time": each.time.isoformat() if each.time.year < _EVER else None,
                "accepted": each.accepted,
            }
            for each in others.past
        ],
        "matches": list(map(matched, matches)),
        "releases": [
            {"id": each.release.id, "live": each.release.live, "same": each.same}
            for each in life.releases
        ],
    }


def _unit(unit: Unit, estimate: Quality | None, words: Words) -> dict[str, Any]:
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
        "draft": _draft(message),
        "quality": None if estimate is None else estimate.score,
        "doubts": [] if estimate is None else list(map(words, estimate.reasons)),
        "change": None if change is None else str(change),
        "diff": [list(piece) for piece in unit.difference],
        "findings": [_of_review(each, words) for each in unit.findings],
        "terms": [_use(each) for each in unit.terms],
        "said": [_said(each) for each in unit.said.events],
    }


def _said(event: MessageEvent) -> dict[str, Any]:
    """One word of a reviewer on a message; which of them count is told by its state."""
    return {
        "time": event.time,
        "actor": event.actor,
        "action": str(event.action),
        "note": event.note,
        "category": event.category or None,
        "severity": event.severity or None,
        "text": event.text or None,
        "check": event.check or None,
    }


def _draft(message: Message) -> str | None:
    """What became of the draft that a message began as; None where it began as none."""
    if message.provenance is None:
        return None
    if message.rewritten:
        return "rewritten"
    return "unedited" if message.unedited else "untouched" if message.untouched else "accepted"


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
                "source_digest": getattr(each.event, "source_digest", ""),
                "translation_digest": getattr(each.event, "translation_digest", ""),
                "counts": each.counts,
                "reason": words(why_void(each)),
                "file": each.line.file,
                "line": each.line.number,
                **_words_on(each),
            }
            for each in found.said
        ],
    }


def _words_on(said: Logged) -> dict[str, Any]:
    """What an event says that is no approval; null where it is of another kind."""
    event = said.event
    keys = ("source", "translation", "category", "severity", "text", "before", "check")
    told = {key: getattr(event, key, "") or None for key in keys}
    more = ("assignee", "due", "significance")
    return {
        "msgid": said.about or None,
        **told,
        **{key: str(value) if (value := getattr(event, key, "")) else None for key in more},
    }


def review_list(found: Iterable[Listed]) -> Report:
    """``review list``."""
    return {"version": VERSION, "rows": list(map(_listed, found))}


def _listed(each: Listed) -> dict[str, Any]:
    message = each.message
    return {
        "article": each.article,
        "locale": each.locale.name,
        "msgctxt": message.msgctxt,
        "msgid": message.msgid,
        "msgstr": message.msgstr,
        "state": str(each.state),
        "assignee": each.assignee or None,
        "comments": len(each.said.comments),
        "findings": len(each.checks),
        "number": each.number,
        "due": each.due or None,
        "suggestions": len(each.said.suggestions),
    }


def review_acts(act: str, found: Iterable[Said], words: Words, *, dry_run: bool) -> Report:
    """``review accept`` and ``review reject``."""
    return {
        "version": VERSION,
        "action": act,
        "dry_run": dry_run,
        "rows": [
            {
                "article": each.place.article,
                "locale": each.place.locale.name,
                "msgctxt": each.place.key[0],
                "msgid": each.place.key[1],
                "msgstr": None if each.message is None else each.message.msgstr,
                "result": str(each.result),
                "reason": words(each.error.message if each.error else each.why),
            }
            for each in found
        ],
    }


def review_import(steps: Iterable[Step], words: Words, *, dry_run: bool) -> Report:
    """``review import``."""
    # Here, not above: other reports do not wait for what it takes.
    from workflow.reports.import_text import spoken  # noqa: PLC0415

    return {
        "version": VERSION,
        "dry_run": dry_run,
        "rows": [
            {
                "file": each.file,
                "article": each.place.article,
                "locale": each.place.locale.name,
                "msgctxt": each.place.key[0],
                "msgid": each.place.key[1],
                "number": each.number or None,
                "action": str(each.act),
                "reviewer": each.review.reviewer,
                "seen": each.said.seen,
                "msgstr": each.now,
                "text": words(spoken(each)),
                "result": str(each.result),
                "reason": words(each.why),
            }
            for each in steps
        ],
    }


def review_verify(found: Proofs, words: Words) -> Report:
    """``review verify``."""
    return {
        "version": VERSION,
        "events": [
            {
                "file": said.line.file,
                "line": said.line.number,
                "action": str(said.event.action),
                "actor": said.event.actor,
                "signature": signature.shown,
                "counts": said.counts,
                "reason": words(why_void(said)),
                "time": said.event.time,
                "article": said.event.article,
                "locale": said.event.locale,
            }
            for said, signature, _ in found.rows
        ],
    }


def review_revert(plan: Plan, done: Iterable[Said], words: Words, *, dry_run: bool) -> Report:
    """``review revert``."""
    # Here, not above: other reports do not wait for what it takes.
    from workflow.reports.revert_text import stays  # noqa: PLC0415

    came = {each.place: each for each in done}
    rows = []
    for row in plan.rows:
        said = came.get(row.place)
        why: str = "" if row.back else stays(row)
        if said is not None:
            why = said.error.message if said.error else said.why
        rows.append(
            {
                "article": row.place.article,
                "locale": row.place.locale.name,
                "msgctxt": row.place.key[0],
                "msgid": row.place.key[1],
                "number": row.number,
                "msgstr": row.message.msgstr,
                "text": row.back.text if row.back else None,
                "kind": str(row.back.sound) if row.back else None,
                "result": str(said.result) if said else None,
                "reason": words(why),
            }
        )
    return {"version": VERSION, "dry_run": dry_run, "rows": rows}


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
