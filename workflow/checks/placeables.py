"""Links, image paths, code, tags, addresses and numbers: carried over as they are."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import get_close_matches

from workflow.checks.subject import Remark, Subject
from workflow.inline.pattern import read
from workflow.model import Placeable, PlaceableKind, Text
from workflow.model.naming import named
from workflow.model.phrase import Phrase, phrase


def check_placeables(subject: Subject) -> Iterator[Remark]:
    """A link target, image path, piece of code, tag, footnote mark, URL, e-mail address,
    telephone number or placeholder of the source is missing, added or mistyped.

    Each has to stand in the translation as often as in the source, character for character (a
    telephone number digit for digit).
    """
    msgid, msgstr = subject.message.msgid, subject.message.msgstr
    expected, found = read(subject.source).placeables, read(subject.target).placeables
    missing, added = differences(subject.source, subject.target)
    for placeable in added:
        span = (placeable.start, placeable.end)
        meant = _nearest(placeable, missing)
        if meant is None:
            yield Remark(_added(placeable, msgstr, expected), span)
            continue
        missing.remove(meant)
        wanted = msgid[meant.start : meant.end]
        yield Remark(
            phrase(
                "{kind} “{text}” is “{wanted}” in the source: copy it as it is there",
                kind=named(meant.kind),
                text=msgstr[placeable.start : placeable.end],
                wanted=wanted,
            ),
            span,
            msgstr[: placeable.start] + wanted + msgstr[placeable.end :],
        )
    for placeable in missing:
        yield Remark(_missing(placeable, msgid, expected, found))


def differences(source: Text, target: Text) -> tuple[list[Placeable], list[Placeable]]:
    """Return the placeables that ``target`` lacks, and those it has beyond the source's.

    A source that links by the label alone, ``[label]``, is translated by ``[words][label]``:
    that label is no surplus.
    """
    expected, found = read(source).placeables, read(target).placeables
    if not (expected or found):
        return [], []
    added = [each for each in _surplus(found, expected) if not _is_label(each, source.value)]
    return _surplus(expected, found), added


def _surplus(these: Sequence[Placeable], those: Sequence[Placeable]) -> list[Placeable]:
    """The placeables that ``these`` have more often than ``those``; the last ones of a text."""
    left = Counter(placeable.text for placeable in those)
    surplus = []
    for placeable in these:
        if left[placeable.text]:
            left[placeable.text] -= 1
        else:
            surplus.append(placeable)
    return surplus


def _is_label(placeable: Placeable, msgid: str) -> bool:
    alone = rf"(?<!\])\[{re.escape(placeable.text)}\](?![\[(])"
    return placeable.kind is PlaceableKind.LINK and re.search(alone, msgid) is not None


def _nearest(placeable: Placeable, missing: Sequence[Placeable]) -> Placeable | None:
    """The missing placeable of the same kind this one was most likely meant to be."""
    alike = {each.text: each for each in missing if each.kind == placeable.kind}
    near = get_close_matches(placeable.text, list(alike), n=1, cutoff=0.6)
    return alike[near[0]] if near else None


def _count(placeable: Placeable, among: Sequence[Placeable]) -> int:
    return sum(each.text == placeable.text for each in among)


def _added(placeable: Placeable, msgstr: str, expected: Sequence[Placeable]) -> Phrase:
    kind, text = named(placeable.kind), msgstr[placeable.start : placeable.end]
    if times := _count(placeable, expected):
        return phrase(
            "{kind} “{text}” stands only {times} in the source: take the other out",
            kind=kind,
            text=text,
            times=_times(times),
        )
    return phrase("{kind} “{text}” is not in the source: take it out", kind=kind, text=text)


def _missing(
    placeable: Placeable, msgid: str, expected: Sequence[Placeable], found: Sequence[Placeable]
) -> Phrase:
    kind, text = named(placeable.kind), msgid[placeable.start : placeable.end]
    if times := _count(placeable, found):
        return phrase(
            "{kind} “{text}” stands {times}, in the source {wanted}: add it",
            kind=kind,
            text=text,
            times=_times(times),
            wanted=_times(_count(placeable, expected)),
        )
    return phrase("{kind} “{text}” is missing: put it where it belongs", kind=kind, text=text)


def _times(count: int) -> Phrase:
    if count == 1:
        return phrase("once")
    return phrase("twice") if count == 2 else phrase("{number} times", number=count)
