"""Fixes, applied one after the other until nothing changes.

A fix is kept only where no rule finds more in its message than before, and all together less;
and it may change letters and digits only if its rule says so (:attr:`.rule.Rule.rewords`).
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace

from workflow.checks.running import check_translation, rules
from workflow.checks.subject import Subject, Translation
from workflow.model import Finding, Key

_ROUNDS = 20
"""Fixes of one message, one after the other, at most."""


@dataclass(frozen=True, slots=True)
class Mended:
    """What became of one message."""

    msgstr: str
    by: tuple[str, ...]
    """Names of the rules whose fixes were applied, in that order."""


def mended(
    translation: Translation, off: Collection[str] = (), only: Collection[str] = ()
) -> Mapping[Key, Mended]:
    """The messages that fixes change; ``only``: by the rules of these names (none: all).

    ``off`` are the rules that are switched off. What was changed is left as it is by a second
    run.
    """
    now, done = translation, dict[Key, Mended]()
    for _ in range(_ROUNDS):
        better = dict(_round(now, off, only))
        if not better:
            break
        for key, (msgstr, name) in better.items():
            before = done[key].by if key in done else ()
            done[key] = Mended(msgstr, tuple(dict.fromkeys((*before, name))))
        now = _having(now, {key: msgstr for key, (msgstr, _) in better.items()})
    return done if _no_worse(translation, now, off) else _harmless(translation, done, off)


def _round(
    translation: Translation, off: Collection[str], only: Collection[str]
) -> Iterator[tuple[Key, tuple[str, str]]]:
    """One fix of each message that has one to be kept, with the name of its rule."""
    subjects = {subject.message.key: subject for subject in translation.subjects}
    kept = set[Key]()
    for finding in check_translation(translation, off):
        key = (finding.msgctxt, finding.msgid)
        if finding.fix is None or key in kept or (only and finding.check not in only):
            continue
        if _better(translation, subjects[key], finding, off):
            kept.add(key)
            yield key, (finding.fix, finding.check)


def _better(
    translation: Translation, subject: Subject, finding: Finding, off: Collection[str]
) -> bool:
    """Whether a fix is to be kept, judged by its message alone."""
    fix = finding.fix or ""
    if not (_rewords(finding.check) or same_letters(fix, finding.msgstr)):
        return False
    alone = replace(translation, subjects=(subject,))
    before = _counts(alone, off)
    after = _counts(_having(alone, {subject.message.key: fix}), off)
    return after <= before and after.total() < before.total()


def _harmless(
    translation: Translation, done: Mapping[Key, Mended], off: Collection[str]
) -> Mapping[Key, Mended]:
    """Those changes after which no rule finds more in the whole, as rules may compare messages."""
    now, kept = translation, dict[Key, Mended]()
    for key, each in done.items():
        changed = _having(now, {key: each.msgstr})
        if _no_worse(now, changed, off):
            now, kept[key] = changed, each
    return kept


def _no_worse(before: Translation, after: Translation, off: Collection[str]) -> bool:
    return _counts(after, off) <= _counts(before, off)


def _counts(translation: Translation, off: Collection[str]) -> Counter[str]:
    return Counter(finding.check for finding in check_translation(translation, off))


def _having(translation: Translation, texts: Mapping[Key, str]) -> Translation:
    """The translation with other texts; a message that has none any more is not looked at."""
    subjects = (
        replace(subject, message=subject.message.corrected(texts[subject.message.key]))
        if subject.message.key in texts
        else subject
        for subject in translation.subjects
    )
    return replace(translation, subjects=tuple(each for each in subjects if each.message.msgstr))


def _rewords(name: str) -> bool:
    return any(rule.rewords for rule in rules() if rule.name == name)


def same_letters(one: str, other: str) -> bool:
    """Whether two texts have the same letters and digits, whatever is between them."""
    return _letters(one) == _letters(other)


def _letters(text: str) -> str:
    """Letters and digits, whatever their width, without all that is between."""
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", text)))
