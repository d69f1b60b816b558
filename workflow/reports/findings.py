"""Findings for people, and for GitHub's workflow runs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from types import MappingProxyType
from typing import TYPE_CHECKING

from workflow.model import Finding, Severity
from workflow.model.phrase import listed, phrase, phrases, together
from workflow.reports.i18n import Words
from workflow.reports.screen import Screen, fitting, padded, visible, width

if TYPE_CHECKING:
    from workflow.model.checked import Checked, Unchecked

STYLES = MappingProxyType({Severity.ERROR: "bad", Severity.WARNING: "wait", Severity.INFO: "note"})
SEVERITIES = MappingProxyType(
    {
        Severity.ERROR: phrase("error"),
        Severity.WARNING: phrase("warning"),
        Severity.INFO: phrase("info"),
    }
)
_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}
_WIDEST = 120
"""Columns of an excerpt on a very wide terminal, or where the output is none."""
_NAMED = 5
"""Articles that one line names."""
_NOT_EXTRACTED = phrase("not extracted yet")
_INDENT = 4
"""Columns that the label of an excerpt is set in by."""
_MARGIN = 12
"""Columns before an excerpt, at least: its label and what it is set in by."""


def as_github(findings: Sequence[Finding], words: Words) -> Iterator[str]:
    """Yield one workflow command a finding, which GitHub shows beside the line it means.

    Escaping: https://github.com/actions/toolkit/blob/main/packages/core/src/command.ts
    """
    for finding in findings:
        place = f"file={_property(finding.file)},line={finding.line}"
        title = f"title={_property(f'{finding.check} ({finding.locale})')}"
        message = _data(words(finding.message))
        yield f"::{_COMMANDS[finding.severity]} {place},{title}::{message}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def as_text(findings: Sequence[Finding], screen: Screen) -> Iterator[str]:
    """Yield lines for people, grouped by file; excerpts are cut to the width of the screen.

    The msgid stands under the first finding of its message alone.
    """
    room = max(min(screen.width or _WIDEST, _WIDEST), 40) - _MARGIN - 1
    by_file = groupby(sorted(findings, key=lambda each: each.file), key=lambda each: each.file)
    for number, (file, group) in enumerate(by_file):
        if number:
            yield ""
        yield screen.style(file, "name")
        told = None
        for finding in group:
            yield _headline(finding, screen)
            key = (finding.line, finding.msgctxt, finding.msgid)
            yield from _excerpts(finding, screen, room, with_msgid=key != told)
            told = key


def summary(findings: Sequence[Finding]) -> str:
    """One line: how many errors, warnings and notes."""
    return counted(Counter(finding.severity for finding in findings))


def counted(severities: Mapping[Severity, int]) -> str:
    """The same where it is known how many there are of each."""
    errors, warnings, infos = (severities.get(severity, 0) for severity in Severity)
    parts = (
        phrases("{count} error", "{count} errors", errors) if errors else "",
        phrases("{count} warning", "{count} warnings", warnings) if warnings else "",
        phrases("{count} info", "{count} infos", infos) if infos else "",
    )
    return listed(filter(None, parts)) or phrase("nothing found")


def with_unread(severities: Mapping[Severity, int], files: int) -> str:
    """The same where so many files (at least one) could not be looked at."""
    unread = phrases(
        "{count} file could not be checked", "{count} files could not be checked", files
    )
    return together([counted(severities), unread]) if any(severities.values()) else unread


def checked_nothing(checked: Checked) -> str:
    """What to say of no finding where nothing, or not all, was there to be looked at."""
    if not checked.articles:
        return phrase("there is no article to check")
    if not checked.translations:
        return phrase("nothing found in the articles; no translation was there to check")
    return ""


def unchecked(checked: Checked) -> Iterator[str]:
    """What was not looked at, a line for each reason; errors are told at the end."""
    missing: dict[str, list[str]] = {}
    for each in checked.unchecked:
        if not each.extracted:
            missing.setdefault(each.article, []).append(each.locale)
    for locales, group in groupby(sorted(missing, key=missing.__getitem__), missing.__getitem__):
        slugs = list(group)
        few = len(slugs) <= _NAMED
        yield phrase(
            "{articles}: {reason} in {locales}; nothing to check. Run: {command}",
            articles=listed([*slugs[:_NAMED], *(() if few else ("…",))]),
            reason=_NOT_EXTRACTED,
            locales=listed(locales),
            command=" ".join(("workflow extract", *(slugs if few else ()))),
        )
    for each in checked.unchecked:
        if each.error is None and each.extracted:
            yield phrase(
                "{article} in {locale}: {reason}. Run: workflow extract",
                article=each.article,
                locale=each.locale,
                reason=why_unchecked(each),
            )


def why_unchecked(each: Unchecked) -> str:
    """Why a translation was not looked at, or not all of it."""
    if each.error is not None:
        said = phrase("{place}: {what}", place=each.error.location, what=each.error.message)
        return said if each.error.location else each.error.message
    if not each.extracted:
        return _NOT_EXTRACTED
    if not each.more:
        return phrase(
            "the catalogue is behind the article: it lacks {lacking} of its {texts} texts",
            lacking=each.lacking,
            texts=each.texts,
        )
    if not each.lacking:
        return phrase(
            "the catalogue is behind the article: it has {more} that it has no more",
            more=each.more,
        )
    return phrase(
        "the catalogue is behind the article: it lacks {lacking} of its {texts} texts and has "
        "{more} that it has no more",
        lacking=each.lacking,
        texts=each.texts,
        more=each.more,
    )


def _headline(finding: Finding, screen: Screen) -> str:
    severity = screen.style(screen.words(SEVERITIES[finding.severity]), STYLES[finding.severity])
    check = screen.style(f" {finding.check}", "name")
    said = visible(screen.words(finding.message))
    headline = phrase("{place}: {what}", place=f"{severity}{check}", what=said)
    return f"  {finding.line}: {screen.words(headline)}"


def _excerpts(finding: Finding, screen: Screen, room: int, *, with_msgid: bool) -> Iterator[str]:
    fix = screen.words(phrase("fix"))
    margin = max(_MARGIN, _INDENT + width(fix) + 1)
    room -= margin - _MARGIN

    def labelled(label: str, text: str) -> str:
        return screen.style(padded(" " * _INDENT + label, margin), "aside") + text

    if finding.msgid and with_msgid:
        yield labelled("msgid", _cut(finding.msgid, (0, 0), room)[0])
    if not finding.msgstr or (finding.span is None and not with_msgid):
        return
    text, (start, end) = _cut(finding.msgstr, finding.span or (0, 0), room)
    yield labelled("msgstr", text)
    if finding.span is not None and end > start:
        mark = "^" * width(text[start:end])
        space = " " * (margin + width(text[:start]))
        yield space + screen.style(mark, STYLES[finding.severity])
    if finding.fix:
        yield labelled(fix, _cut(finding.fix, _changed(finding.msgstr, finding.fix), room)[0])


def _changed(before: str, after: str) -> tuple[int, int]:
    """Where ``after`` is another than ``before``: from the first to the last such character."""
    start = _alike(before, after)
    return start, len(after) - _alike(before[start:][::-1], after[start:][::-1])


def _alike(one: str, other: str) -> int:
    """How many characters both begin with."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (a, b) in pairs if a != b), min(len(one), len(other)))


def _cut(text: str, span: tuple[int, int], room: int) -> tuple[str, tuple[int, int]]:
    """Cut ``text`` to ``room`` columns around ``span``; return it with the span moved along."""
    text = visible(text)
    start, end = span
    if width(text) <= room:
        return text, span
    first, left = start, room // 2 - width(text[start:end])
    while first > 0 and (left := left - width(text[first - 1])) >= 0:
        first -= 1
    last = fitting(text, first, room - 2)
    before, after = "…" if first else "", "…" if last < len(text) else ""
    shift = len(before) - first
    return f"{before}{text[first:last]}{after}", (start + shift, min(end, last) + shift)
