"""One message's whole life, as text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from workflow.memory import Match
from workflow.merge.changes import compared
from workflow.model.message_life import Life
from workflow.model.phrase import listed, named, phrase
from workflow.reports.review_text import DIFFERENCES, estimated, unit_lines
from workflow.reports.screen import Screen, visible
from workflow.reports.side_by_side import SideBySide
from workflow.review.review_units import Unit


def as_text(
    found: SideBySide, unit: Unit, life: Life, matches: Sequence[Match], screen: Screen
) -> Iterator[str]:
    """Lines: the message as it stands, what it was, what is like it, and who reads it where.

    ``unit`` is one of ``found``; ``matches`` are the memory's, best first.
    """
    yield from unit_lines(unit, screen)
    if estimate := found.estimates.get(unit.message.key):
        yield _line(estimated(estimate), screen)
    if life.writers:
        yield _line(phrase("written by {people} (git)", people=listed(life.writers)), screen)
    yield from _approved(found, unit, life, screen)
    yield from _past(unit, life, screen)
    for match in matches:
        said = phrase(
            "memory: {article} ({state}), match {score}%: {text}",
            score=min(match.score, 100),
            article=match.article or phrase("a text of no article"),
            state=named(str(match.state)),
            text=match.target,
        )
        yield _line(said, screen)
    if not matches:
        yield _line(phrase("memory: nothing else is like it"), screen)
    yield from _releases(unit, life, screen)


def _approved(found: SideBySide, unit: Unit, life: Life, screen: Screen) -> Iterator[str]:
    last, approved = found.last, life.others.approved
    if last is None or approved is None:
        return
    said = phrase("approved by {actor} on {date}", actor=last.actor, date=last.time[:10])
    if approved == unit.message.msgstr:
        yield _line(phrase("{said}, as it stands", said=said), screen)
    else:
        text = _difference(approved, unit.message.msgstr)
        yield _line(phrase("{said}; since then: {text}", said=said, text=text), screen)


def _past(unit: Unit, life: Life, screen: Screen) -> Iterator[str]:
    for each in life.others.past:
        if each.accepted:
            date = each.time.date().isoformat()
            told = phrase(
                "accepted by {actor} on {date}: {text}",
                actor=each.author,
                date=date,
                text=each.text,
            )
            yield _line(told, screen)
            continue
        said = phrase(
            "catalogue of {date}, {author} (git): {text}",
            date=each.time.date().isoformat() if each.time.year < 9999 else phrase("today"),
            author=each.author or phrase("unknown"),
            text=phrase("as it stands") if each.text == unit.message.msgstr else each.text,
        )
        yield _line(said, screen)


def _releases(unit: Unit, life: Life, screen: Screen) -> Iterator[str]:
    for each in life.releases:
        said = phrase(
            "release {id}: {how}",
            id=each.release.id,
            how=phrase("as it stands") if each.same else phrase("with another text"),
        )
        yield _line(phrase("{said}, live", said=said) if each.release.live else said, screen)
    if not life.releases:
        yield _line(phrase("in no release yet"), screen)
    text = life.others.live
    if text is not None and text != unit.message.msgstr:
        yield _line(phrase("readers get: {text}", text=text), screen)


def _difference(before: str, after: str) -> str:
    return "".join(DIFFERENCES[kind].format(piece) for kind, piece in compared(before, after))


def _line(text: str, screen: Screen) -> str:
    return screen.style(f"      {visible(screen.words(text))}", "aside")
