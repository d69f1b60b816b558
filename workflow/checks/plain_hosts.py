"""Addresses of sites as people write them in a sentence, without a scheme: ``www.example.org``.

They are no links, and many a name of a firm or program is one. So nothing is told of one that is
lost or added: what is looked for is another in its place.
"""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from typing import Final

from workflow.checks.subject import Remark, Subject
from workflow.inline.pattern import read
from workflow.model import Severity
from workflow.model import lazy_re as re
from workflow.model.phrase import phrase

_HINT: Final = re.compile(r"\.[a-z]{2}")
_HOST: Final = re.compile(
    r"(?<![A-Za-z0-9@./:_-])(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\.)+"
    r"(?:com|org|net|edu|gov|int|info|eu|fr|ch|be|ca|cn|tw|hk|sg|mo|uk|us|de|jp|it|es|lu|io|asia)"
    r"(?![A-Za-z0-9_-]|\.[A-Za-z0-9])"
)
_LANGUAGE: Final = re.compile(r"(?:en|fr|zh)(?:-[a-z]{2,4})?\.(?=.+\.)")
"""The first part of a host that has each language at another."""
_LIKE: Final = 0.7


def may_have_hosts(text: str) -> bool:
    """Whether a text may have any: most have not."""
    return _HINT.search(text) is not None


def other_hosts(subject: Subject) -> tuple[Remark, ...]:
    """What is said of each that stands in the translation in the place of one of the source."""
    return tuple(_others(subject))


def _others(subject: Subject) -> Iterator[Remark]:
    msgid, msgstr = subject.message.msgid, subject.message.msgstr
    wanted, given = dict(_hosts(msgid)), dict(_hosts(msgstr))
    lost = {_core(each): each for each in wanted if each not in given}
    if not lost:
        return
    known = {*map(_core, wanted)}
    kept = [(each.start, each.end) for each in read(subject.target).placeables]
    for host, (start, end) in given.items():
        if _core(host) in known or any(first <= start < last for first, last in kept):
            continue
        for near in get_close_matches(_core(host), lost, n=1, cutoff=_LIKE):
            first, last = wanted[lost.pop(near)]
            said = phrase(
                "“{text}” is “{wanted}” in the source: copy it as it is there",
                text=msgstr[start:end],
                wanted=msgid[first:last],
            )
            fix = msgstr[:start] + msgid[first:last] + msgstr[end:]
            yield Remark(said, (start, end), fix, Severity.WARNING)


def _hosts(text: str) -> Iterator[tuple[str, tuple[int, int]]]:
    for found in _HOST.finditer(text):
        yield found[0].lower(), found.span()


def _core(host: str) -> str:
    """A host for all languages."""
    return _LANGUAGE.sub("", host.removeprefix("www."))
