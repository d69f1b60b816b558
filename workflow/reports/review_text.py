"""One article beside its translation, and a review log, as text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from workflow.checks.quality import Quality
from workflow.model import (
    AssignEvent,
    Change,
    Message,
    MessageEvent,
    Provenance,
    SignificanceEvent,
    State,
)
from workflow.model.phrase import Phrase, listed, named, phrase, phrases, together
from workflow.model.results import Said
from workflow.reports.blockers import in_words, why_void
from workflow.reports.discussion_text import discussed
from workflow.reports.error_kinds import error_kind, severity_name
from workflow.reports.findings import SEVERITIES, STYLES
from workflow.reports.screen import Screen, padded, shortened, visible, width
from workflow.reports.side_by_side import SideBySide
from workflow.review.highlights import MarkKind, Piece, TermUse, Use
from workflow.review.review_units import Difference, Unit

LOG_COLUMNS = (
    phrase("time"),
    phrase("actor"),
    phrase("action"),
    phrase("article"),
    phrase("locale"),
    phrase("note"),
    phrase("valid"),
)
_STATES = {
    State.UNTRANSLATED: "gone",
    State.MACHINE: "draft",
    State.FUZZY: "wait",
    State.APPROVED: "good",
    State.REJECTED: "bad",
}
_LONGEST = 40
"""Characters of a source text in a log."""
_MARKS = {
    MarkKind.TERM: "mark",
    MarkKind.FOLLOWED: "note",
    MarkKind.FORBIDDEN: "bad",
    MarkKind.ERROR: "bad mark",
    MarkKind.WARNING: "wait mark",
}
_USES = {
    Use.MISSING: phrase("missing"),
    Use.MISUSED: phrase("a forbidden term is used"),
}
_ACCEPTED = re.compile(r"(\d+) machine drafts? accepted as they stand(?:; |$)")
"""How an approval's note begins where drafts were accepted with it."""
DIFFERENCES = {"same": "{}", "removed": "[-{}-]", "added": "{{+{}+}}"}
"""As wdiff writes them, so that colour is not all that tells."""


def log_cells(said: Said) -> tuple[str, ...]:
    """One event of a review log, for :data:`LOG_COLUMNS`."""
    event = said.event
    counts = phrase("yes") if said.counts else phrase("no: {reason}", reason=why_void(said))
    time = event.time.replace("T", " ").removesuffix("Z")
    return (
        time,
        event.actor,
        named(str(event.action)),
        event.article,
        event.locale,
        _told(said),
        counts,
    )


def _told(said: Said) -> str:
    """What an event says beside its act."""
    event = said.event
    if isinstance(event, AssignEvent):
        who = phrase("to {actor}", actor=event.assignee) if event.assignee else phrase("to nobody")
        until = phrase("until {date}", date=event.due) if event.due else ""
        return listed(filter(None, (who, until, event.note)))
    if isinstance(event, SignificanceEvent):
        return together(filter(None, (named(str(event.significance)), event.note)))
    if not isinstance(event, MessageEvent):
        return noted(event.note)
    kind = listed(filter(None, (error_kind(event.category), severity_name(event.severity))))
    about = f"“{shortened(said.about, _LONGEST)}”" if said.about else ""
    return together(filter(None, (about, kind, event.check, event.text, event.note)))


def noted(note: str) -> str:
    """The note of a word, with what the program itself wrote into it as a phrase."""
    found = _ACCEPTED.match(note)
    if found is None:
        return note
    accepted = phrases(
        "{count} machine draft accepted as they stand",
        "{count} machine drafts accepted as they stand",
        int(found[1]),
    )
    return together(filter(None, (accepted, note[found.end() :])))


def as_text(found: SideBySide, shown: Sequence[Unit], screen: Screen) -> Iterator[str]:
    """Lines: what there is to say of the whole, then each of the units ``shown``."""
    translation = found.translation
    yield screen.style(visible(found.title), "name")
    said = phrase(
        "{source} → {target}, {percent}% translated",
        source=found.article.locale,
        target=found.locale,
        percent=found.row.percent,
    )
    yield screen.words(said)
    stand = translation.standing
    if stand.approved:
        said = phrase("approved by {actor} on {date}", actor=stand.by, date=stand.time[:10])
        yield screen.style(screen.words(said), "good")
    if translation.blockers:
        yield screen.style(screen.words(together(in_words(translation.blockers))), "wait")
    for sentence in found.advice:
        yield f"  {screen.words(sentence)}"
    for finding in found.source_findings:
        said = phrase(
            "{severity}: {file}:{line}: {message}",
            severity=SEVERITIES[finding.severity],
            file=finding.file,
            line=str(finding.line),
            message=finding.message,
        )
        yield _fact(said, screen)
    for unit in shown:
        yield ""
        yield from unit_lines(unit, screen)
        if estimate := found.estimates.get(unit.message.key):
            yield _fact(estimated(estimate), screen, "note" if estimate.reasons else "")


def estimated(estimate: Quality) -> Phrase:
    """What is thought of a draft, and why."""
    if not estimate.reasons:
        return phrase("estimate: {score} of 100", score=estimate.score)
    reasons = together(dict.fromkeys(estimate.reasons))
    return phrase("estimate: {score} of 100: {reasons}", score=estimate.score, reasons=reasons)


def attention(found: SideBySide) -> str:
    """How many of its units need a look."""
    return phrases(
        "{number} of {count} messages need a look",
        "{number} of {count} messages need a look",
        len(found.units),
        number=len(found.attention),
    )


def unit_lines(unit: Unit, screen: Screen) -> Iterator[str]:
    """Lines of one message: both texts with their marks, and what is known of them."""
    state: str = named(str(unit.state))
    if unit.new:
        state = phrase("{state}, changed since the approval", state=state)
    shown = screen.style(screen.words(state), _STATES.get(unit.state, ""))
    yield f"{unit.number}  {screen.words(named(unit.kind))}  {shown}"
    labels = [screen.words(each) for each in (phrase("source"), phrase("translation"))]
    columns = max(map(width, labels)) + 2
    for label, pieces in zip(labels, (unit.source, unit.target), strict=True):
        yield _text(f"  {padded(label, columns)}", pieces, screen)
    for said, style in _facts(unit):
        yield _fact(said, screen, style)


def _facts(unit: Unit) -> Iterator[tuple[str, str]]:
    """What is known of a unit, and the style of each."""
    for line in unit.notes:
        yield phrase("author: {text}", text=line), "aside"
    if unit.change is not None:
        yield changed(unit.change), "aside"
    if unit.difference:
        yield phrase("source was: {text}", text=_difference(unit.difference)), "aside"
    if unit.provenance is not None:
        yield origin(unit.message, unit.provenance), "aside"
    for line in filter(None, unit.comments):
        yield phrase("translator: {text}", text=line), "aside"
    yield from discussed(unit.said)
    for use in unit.terms:
        yield _term(use), "wait" if use.use in _USES else "aside"
    for finding in unit.findings:
        said = phrase("{check}: {message}", check=finding.check, message=finding.message)
        yield said, STYLES[finding.severity]
        if finding.fix is not None:
            yield phrase("proposed: {text}", text=_difference(unit.fix_of(finding))), "aside"


def changed(change: Change) -> Phrase:
    """What kind of change the source went through, and what was done about it."""
    kind = named(change.kind)
    if not change.repaired:
        if not change.besides:
            return phrase("source changed: {kind}", kind=kind)
        return phrase("source changed: {kind} ({more})", kind=kind, more=named(change.besides))
    if not change.repairs:
        return phrase("repaired: {kind}", kind=kind)
    return phrase("repaired: {kind} {repairs}", kind=kind, repairs=change.repairs)


def origin(message: Message, provenance: Provenance) -> Phrase:
    """Where a draft comes from, or what a person made another text of."""
    if message.rewritten:
        return phrase(
            "changed since the draft of {origin}, {date}",
            origin=provenance.origin,
            date=provenance.date,
        )
    if message.unedited:
        return phrase(
            "unedited draft: {origin}, {date}", origin=provenance.origin, date=provenance.date
        )
    return phrase(
        "{kind}: {origin}, {date}",
        kind=named(provenance.kind),
        origin=provenance.origin,
        date=provenance.date,
    )


def _term(use: TermUse) -> str:
    forbidden = listed(term.text for term in use.terms if not term.allowed)
    parts: tuple[str, ...] = (
        phrase(
            "term: {term} → {label}",
            term=(use.source or use.forbidden)[0].term.text,
            label=use.label,
        ),
        phrase("not {terms}", terms=forbidden) if forbidden else "",
        _USES.get(use.use, ""),
        use.concept.note,
    )
    return together(filter(None, parts))


def _text(label: str, pieces: tuple[Piece, ...], screen: Screen) -> str:
    line = screen.style(label, "aside")
    for piece in pieces:
        styles = [_MARKS[mark.kind] for mark in piece.marks if mark.kind in _MARKS]
        line += screen.style(visible(piece.text), styles[-1] if styles else "")
    return line


def _fact(text: str, screen: Screen, style: str = "aside") -> str:
    return screen.style(f"      {visible(screen.words(text))}", style)


def _difference(pieces: Difference) -> str:
    return "".join(DIFFERENCES[kind].format(text) for kind, text in pieces)
