"""Fixes of articles as they are written: how a language is set, and nothing else.

The rules that read an article by the typography of its language say what to write instead, text by
text; a fix is kept on the same terms as in a translation (:mod:`.mending`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from workflow.checks.mending import same_letters
from workflow.checks.rule import Rule
from workflow.checks.running import check_source, rules
from workflow.checks.subject import Remark, Source
from workflow.formats import Document
from workflow.formats.format import Slot
from workflow.formats.rewriting import rewritten

_ROUNDS = 20
"""Fixes of one text, one after the other, at most."""


@dataclass(frozen=True, slots=True)
class MendedSource:
    """What became of an article."""

    document: Document
    by: tuple[tuple[str, ...], ...]
    """For each text that was changed, in document order, the rules whose fixes were applied."""


def mended_source(
    source: Source,
    parse: Callable[[str], Document],
    sound: Callable[[Document], bool] = lambda _: True,
    off: Collection[str] = (),
    only: Collection[str] = (),
) -> MendedSource:
    """The article as the fixes of the rules ``only`` (none: all) leave it.

    ``parse`` reads a whole file as the article was read; ``sound`` may refuse what comes out.
    ``off`` are the rules that are switched off. A text is left as it is where no fix of it can be
    spliced into the file, and where any rule would find more in the article than before.
    """
    document = source.document
    found = dict(_settled(source, off, only))
    if not found:
        return MendedSource(document, ())
    before = _counts(source, off)

    def kept(after: Document) -> bool:
        return _counts(_as(source, after), off) <= before and sound(after)

    texts = {number: text for number, (text, _) in found.items()}
    after, done = rewritten(document, texts, parse, kept)
    return MendedSource(after, tuple(found[number][1] for number in done))


def mends_sources(name: str) -> bool:
    """Whether a rule may have a fix for an article as it is written."""
    return any(rule.name == name and _typographic(rule) for rule in rules())


def _settled(
    source: Source, off: Collection[str], only: Collection[str]
) -> Iterator[tuple[int, tuple[str, tuple[str, ...]]]]:
    """The number of each text that fixes change, what it becomes, and by which rules."""
    language = source.article.locale.name.partition("_")[0]
    looks = [
        rule
        for rule in rules()
        if _typographic(rule) and rule.reads(language) and rule.name not in off
    ]
    for number, slot in enumerate(source.document.slots):
        text, by = slot.segment.text, dict[str, None]()
        for _ in range(_ROUNDS):
            better = _better(source, slot, text, looks, only)
            if better is None:
                break
            text, name = better
            by[name] = None
        if text != slot.segment.text:
            yield number, (text, tuple(by))


def _better(
    source: Source, slot: Slot, text: str, looks: Sequence[Rule], only: Collection[str]
) -> tuple[str, str] | None:
    """One fix of a text that is to be kept, judged by the text alone, with the rule's name."""
    now = _alone(source, slot, text)
    counts = None
    for rule in looks:
        if only and rule.name not in only:
            continue
        for fix in {remark.fix: None for _, remark in _remarks(rule, now)}:
            if not fix or fix == text or not (rule.rewords or same_letters(fix, text)):
                continue
            counts = _told(now, looks) if counts is None else counts
            after = _told(_alone(source, slot, fix), looks)
            if after <= counts and after.total() < counts.total():
                return fix, rule.name
    return None


def _typographic(rule: Rule) -> bool:
    """Whether a rule reads articles by how their language is written."""
    return rule.of_source is not None and rule.languages is not None


def _remarks(rule: Rule, source: Source) -> Iterator[tuple[int, Remark]]:
    return iter(()) if rule.of_source is None else rule.of_source(source)


def _told(source: Source, looks: Sequence[Rule]) -> Counter[str]:
    return Counter(rule.name for rule in looks for _ in _remarks(rule, source))


def _counts(source: Source, off: Collection[str]) -> Counter[str]:
    return Counter(finding.check for finding in check_source(source, off))


def _alone(source: Source, slot: Slot, text: str) -> Source:
    """The article as if it had this one text."""
    only = Slot(slot.segment._replace(text=text), slot.encode)
    return replace(source, document=replace(source.document, slots=(only,)))


def _as(source: Source, document: Document) -> Source:
    """The article with another text."""
    article = replace(source.article, text=document.text, unbound=document.aliases)
    return replace(source, article=article, document=document)
