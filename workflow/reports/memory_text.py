"""The translation memory for people: matches, statistics, files brought in and out, pairs."""

from __future__ import annotations

from collections.abc import Iterator

from workflow.memory import Match
from workflow.memory.matching import Concordance
from workflow.memory.memory_reports import Alignment, ExportReport, ImportReport, Statistics
from workflow.merge.changes import compared
from workflow.model import Locale, State
from workflow.model.phrase import Phrase, named, phrase, phrase_in, phrases
from workflow.reports.screen import Screen, padded, shortened, visible

_MARKS = {
    "same": ("{}", ""),
    "removed": ("[-{}-]", "removed"),
    "added": ("{{+{}+}}", "added"),
}
"""As wdiff writes them, so that colour is not all that tells; and the style of each."""
_STATE_STYLES = {State.APPROVED: "good", State.REVIEWED: "good"}
_INDEX = {
    "ready": phrase_in("index of the memory", "ready"),
    "behind": phrase_in("index of the memory", "behind"),
    "missing": phrase_in("index of the memory", "missing"),
}
_LEVELS = {
    "context": phrase_in("level of a match", "context"),
    "exact": phrase_in("level of a match", "exact"),
    "fuzzy": phrase_in("level of a match", "fuzzy"),
}
_CONFIDENCE = phrase("Confidence")
_WIDEST = 60
"""Columns of a text in a table."""
_NAMED = 5
"""Units that were left out and are shown one by one."""


def short(text: str) -> str:
    """A text on one line, cut off where it is long."""
    return shortened(" ".join(text.split()), _WIDEST)


def match(found: Match, text: str, screen: Screen, *, concordance: bool) -> Iterator[str]:
    """Lines of one match of ``text``; ``concordance``: of a text that has its words."""
    unit, words = found.unit, screen.words
    where = visible(
        ", ".join(filter(None, (unit.article, unit.msgctxt, unit.translator, unit.date)))
    )
    adapted = words(phrase("  adapted")) if found.target != unit.target else ""
    level = padded(words(_LEVELS.get(found.level, found.level)), 7)
    score = "" if concordance else f"{found.score:>3} {level}  "
    yield "".join(
        (
            screen.style(score, "best" if found.score >= 100 else "name"),
            screen.style(
                padded(words(named(str(found.state))), 10), _STATE_STYLES.get(found.state, "")
            ),
            screen.style(f"  {where}{adapted}", "aside"),
        )
    )
    yield from (_with_words if concordance else _with_differences)(found, text, screen)


def nothing_like(source: Locale, target: Locale, *, concordance: bool) -> Phrase:
    """What to say where there is no match."""
    if concordance:
        return phrase(
            "Nothing in the memory has these words ({source} → {target}).",
            source=source,
            target=target,
        )
    return phrase(
        "Nothing in the memory is like it ({source} → {target}).", source=source, target=target
    )


def _with_differences(found: Match, text: str, screen: Screen) -> Iterator[str]:
    pieces = []
    for kind, piece in compared(found.unit.source, text):
        form, style = _MARKS[kind]
        pieces.append(screen.style(visible(form.format(piece)), style))
    yield "    " + "".join(pieces)
    yield f"    {visible(found.target)}\n"


def _with_words(found: Match, text: str, screen: Screen) -> Iterator[str]:
    wanted = Concordance(text)
    for side, end in ((found.unit.source, ""), (found.target, "\n")):
        line, last = "    ", 0
        for start, stop in wanted.spans(side):
            line += visible(side[last:start])
            line += screen.style(visible(side[start:stop]), "found")
            last = stop
        yield line + visible(side[last:]) + end


def statistics(found: Statistics, screen: Screen, *, by_article: bool) -> Iterator[str]:
    """A table of the language pairs, or of each article in them."""
    if not found.pairs:
        return iter([screen.words(phrase("The memory is empty: nothing was translated yet."))])
    numbers = (
        phrase("Units"),
        phrase("Translated"),
        phrase("Reviewed"),
        phrase("Approved"),
    )
    pair = (phrase("Source"), phrase("Target"))
    if by_article:
        columns = (*pair, phrase("Article"), *numbers)
        rows: list[tuple[object, ...]] = [
            (*each.pair, article, sum(states.values()), *(states.get(s, 0) for s in each.states))
            for each in found.pairs
            for article, states in each.articles.items()
        ]
    else:
        columns = (*pair, *numbers, phrase("Index"))
        rows = [
            (*each.pair, each.units, *each.states.values(), _INDEX.get(each.index, each.index))
            for each in found.pairs
        ]
    return screen.table(columns, rows, right=numbers)


def size(found: Statistics) -> Phrase:
    """Where the memory is, and how large."""
    index = sum(each.index_bytes for each in found.pairs) / 1e6
    if found.bytes is None:
        return phrase("{database}; index {index:.1f} MB", database=found.database, index=index)
    return phrase(
        "{database}, {size:.1f} MB; index {index:.1f} MB",
        database=found.database,
        size=found.bytes / 1e6,
        index=index,
    )


def imported(result: ImportReport) -> Iterator[Phrase]:
    """What was brought in, and what was left out."""
    for left in result.left:
        said = phrases(
            "left out: {count} unit: {reason}",
            "left out: {count} units: {reason}",
            left.number,
            reason=left.reason,
        )
        if left.line:
            said = phrase("{left}, the first in line {line}", left=said, line=left.line)
        yield said
    for (source, target), number in result.pairs.items():
        yield phrases(
            "{source} → {target}: {count} unit",
            "{source} → {target}: {count} units",
            number,
            source=source,
            target=target,
        )
    if result.changed:
        yield phrase("{file}: written", file=result.file)
    else:
        yield phrase("{file}: unchanged", file=result.file)


def exported(result: ExportReport, file: str) -> Iterator[Phrase]:
    """What was given out to ``file``, and what was not."""
    for one in result.refused[:_NAMED]:
        sign = f"U+{ord(one.character):04X}"
        text = short(one.unit.source)
        yield phrase("left out: {character} in “{text}”", character=sign, text=text)
    if (more := len(result.refused) - _NAMED) > 0:
        yield phrase("left out: {number} more with such characters", number=more)
    yield phrases("{file}: {count} unit", "{file}: {count} units", result.units, file=file)


def pairs(found: Alignment, screen: Screen) -> Iterator[str]:
    """A table of the pairs of two versions; what is in one alone among them."""
    columns = (_CONFIDENCE, found.source.locale.name, found.target.locale.name)
    rows = [
        (f"{pair.confidence:.2f}", short(pair.source) or "—", short(pair.target) or "—")
        for pair in found.pairs
    ]
    return screen.table(columns, rows, right={_CONFIDENCE})


def aligned(
    found: Alignment, written: str | None, kept: str | None, learnt: int, least: float
) -> Iterator[Phrase]:
    """What an alignment came to; ``written`` and ``kept`` are the files that have the pairs."""
    alone = [pair for pair in found.pairs if not pair.complete]
    count = len(found.complete())
    yield phrases(
        "{count} pair; {one} only in {source}, {other} only in {target}",
        "{count} pairs; {one} only in {source}, {other} only in {target}",
        count,
        one=sum(bool(pair.sources) for pair in alone),
        other=sum(bool(pair.targets) for pair in alone),
        source=found.source.locale,
        target=found.target.locale,
    )
    if written:
        yield phrases("{file}: {count} pair", "{file}: {count} pairs", count, file=written)
    if kept:
        yield phrases(
            "{file}: {count} pair of at least {least}",
            "{file}: {count} pairs of at least {least}",
            learnt,
            file=kept,
            least=least,
        )
