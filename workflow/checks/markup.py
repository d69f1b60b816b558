"""Inline markup: emphasis, links, code and tags that a translation loses, adds or breaks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from workflow.checks.placeables import differences
from workflow.checks.subject import Remark, Subject
from workflow.inline.constructs import Inline, Mark
from workflow.inline.pattern import read
from workflow.model import Severity
from workflow.model.naming import named
from workflow.model.phrase import Phrase, listed, phrase

_EMPHASIS = ("emphasis", "strong emphasis", "strikethrough")
_STOPS = re.escape("，。、；：！？…,.;:!?")
_OPENERS = re.escape("“‘「『（《〈【«(")
_CLOSERS = re.escape("”’」』）》〉】»)")
_REPAIRS = (
    # _word_ inside a word, or beside a character that Unicode takes for a letter
    (re.compile(r"(?<!_)_([^_]+?)_(?!_)"), r"*\1*"),
    (re.compile(r"(?<!_)__([^_]+?)__(?!_)"), r"**\1**"),
    # punctuation goes outside the marks, a pair of quotation marks together
    (re.compile(rf"(\*+)([^*]+?)([{_STOPS}]+)\1"), r"\1\2\1\3"),
    (re.compile(rf"(\*+)([{_OPENERS}]+)([^*]+?)([{_CLOSERS}{_STOPS}]+)\1"), r"\2\1\3\1\4"),
    # so does white space
    (re.compile(r"(\*+)\s*([^*]+?)\s*\1"), r"\1\2\1"),
)


def check_markup(subject: Subject) -> Iterator[Remark]:
    """Emphasis, links, images, code or tags are not those of the source, or a mark such as `**`
    would stay visible.

    Marks stay visible where punctuation stands between them and a letter: `**中文，**后` is to
    be written `**中文**，后`. Emphasis left out in Chinese, Japanese or Korean is a warning, as
    these scripts have no italics. What `placeables` reports is not said twice.
    """
    wanted = read(subject.source).constructs(subject.references)
    given = read(subject.target).constructs(subject.references)
    if given == wanted:
        return
    told = any(differences(subject.source, subject.target))
    loose = list(_loose_marks(subject, wanted, given))
    yield from loose
    yield from _differences(subject, wanted, given, emphasis=not loose, others=not told)
    if given.unnested and not wanted.unnested:
        tags = listed(given.unnested)
        yield Remark(
            phrase("{tags} without partner: open and close tags in the source's order", tags=tags)
        )


def _loose_marks(subject: Subject, wanted: Inline, given: Inline) -> Iterator[Remark]:
    for marks in _excess(wanted, given):
        span = (marks[0].start, marks[-1].end)
        yield Remark(_advice(marks), span, _repair(subject, wanted))


def _excess(wanted: Inline, given: Inline) -> list[list[Mark]]:
    """The marks a reader would see, of each kind that the source has fewer of."""
    return [
        _of(char, given)
        for char in "*_`~"
        if _length(_of(char, given)) > _length(_of(char, wanted))
    ]


def _of(char: str, inline: Inline) -> list[Mark]:
    return [mark for mark in inline.marks if mark.text[0] == char]


def _length(marks: Iterable[Mark]) -> int:
    return sum(len(mark.text) for mark in marks)


def _advice(marks: list[Mark]) -> Phrase:
    mark = marks[0].text
    if len(marks) == 1:
        return phrase(
            "“{mark}” has no partner and would be visible: close it, or write \\{sign} if it is "
            "meant",
            mark=mark,
            sign=mark[0],
        )
    return phrase(
        "“{mark}” would be visible, it marks nothing here: put punctuation and spaces outside the "
        "marks, or write \\{sign} if it is meant",
        mark=mark,
        sign=mark[0],
    )


def _repair(subject: Subject, wanted: Inline) -> str | None:
    """The msgstr with the marks set so that they mark what the source marks, if one rule does."""
    for pattern, replacement in _REPAIRS:
        fixed = pattern.sub(replacement, subject.message.msgstr)
        given = read(subject.target.having(fixed)).constructs(subject.references)
        if given.constructs == wanted.constructs and not _excess(wanted, given):
            return fixed
    return None


def _differences(
    subject: Subject, wanted: Inline, given: Inline, *, emphasis: bool, others: bool
) -> Iterator[Remark]:
    for name in sorted({*wanted.constructs, *given.constructs}):
        before, after = wanted.constructs.get(name, 0), given.constructs.get(name, 0)
        if before == after or not (emphasis if name in _EMPHASIS else others):
            continue
        lenient = name == "emphasis" and after < before and subject.east_asian
        said = phrase(
            "{what}: {before} in the source, {after} in the translation; take the extra marks out",
            what=named(name),
            before=before,
            after=after,
        )
        if after < before:
            said = phrase(
                "{what}: {before} in the source, {after} in the translation; mark what the source "
                "marks",
                what=named(name),
                before=before,
                after=after,
            )
        yield Remark(said, severity=Severity.WARNING if lenient else None)
