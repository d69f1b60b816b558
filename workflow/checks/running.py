"""The rules there are, in the order reports list them, and how they are run.

To add one: write a function that returns remarks, in the module of its family, and list it in
:mod:`.message_rules` or :mod:`.source_rules`; or give it from another package, as the object that
an entry point of the group ``workflow.checks`` names.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from difflib import get_close_matches
from functools import cache, lru_cache
from importlib.metadata import entry_points
from typing import NamedTuple

from workflow.checks.asking import Asking
from workflow.checks.message_rules import MESSAGE_RULES
from workflow.checks.metadata import check_names, switched_off
from workflow.checks.naming_rules import NAMING_RULES
from workflow.checks.rule import Example, Rule
from workflow.checks.semantic import check_semantic
from workflow.checks.source_rules import SOURCE_RULES
from workflow.checks.subject import Remark, Source, Subject, Translation, meant
from workflow.errors import ArticleError, ConfigError
from workflow.model import Finding, Key, Severity
from workflow.model.phrase import phrase

IGNORING = "ignore-comments"
"""Name of the rule on what translators switch off for a message."""
GROUP = "workflow.checks"
"""Entry points that give rules, each under the rule's name."""


def _check_off(source: Source) -> Iterator[tuple[int, Remark]]:
    if switched_off(source.document.front_matter):
        yield from check_names(source, tuple(rule.name for rule in rules() if rule.optional))


_OFF = Rule(
    "checks-off",
    Severity.ERROR,
    phrase("No such check"),
    phrase("a name in `checks_off` that is no check; cannot be switched off"),
    "docs/checks.md",
    of_source=_check_off,
    optional=False,
    wrong=(Example("---\nchecks_off: [same-as-sauce]\n---\nUn texte.\n"),),
    right=(Example("---\nchecks_off: [same-as-source]\n---\nUn texte.\n"),),
)
"""A misspelt name would switch off nothing, unseen."""


def _check_ignoring(subject: Subject) -> Iterator[Remark]:
    message = subject.message
    if not message.translator_comments:
        return
    names = tuple(rule.name for rule in rules() if rule.optional)
    for each in message.ignoring:
        for name in set(each.names).difference(names):
            near = get_close_matches(name, names, n=1)
            advice = meant(near, names)
            yield Remark(
                phrase("no check is named “{name}”: {advice}", name=name, advice=advice),
                severity=Severity.WARNING,
            )
        if not each.texts:
            yield Remark(
                phrase("“{line}” holds for any text: bind it with workflow check --fix", line=each)
            )
        elif not each.holds(message.msgid, message.msgstr):
            yield Remark(
                phrase("“{line}” was said of other texts: take it out, or its digest", line=each)
            )


_IGNORING = Rule(
    IGNORING,
    Severity.INFO,
    phrase("What a translator has switched off"),
    phrase(
        "a comment `workflow: ignore NAME` that holds for any text of its message, or no more for "
        "the one that is there; one that names no check (warning); cannot be switched off"
    ),
    "docs/checks.md",
    of_message=lambda subject: tuple(_check_ignoring(subject)),
    optional=False,
    wrong=(Example("Un", "One", comments=("workflow: ignore markup",)),),
    right=(Example("Un", "One", comments=("workflow ignores markup",)),),
)


@cache
def built_in() -> Sequence[Rule]:
    """The rules of this package, in the order of reports."""
    # Here, not above: to prove that a page can go out needs none that cannot keep it back.
    from workflow.checks.chinese_rules import CHINESE_RULES  # noqa: PLC0415
    from workflow.checks.completeness_rules import COMPLETENESS_RULES  # noqa: PLC0415
    from workflow.checks.english_rules import ENGLISH_RULES  # noqa: PLC0415
    from workflow.checks.french_rules import FRENCH_RULES  # noqa: PLC0415
    from workflow.checks.meaning_rules import MEANING_RULES  # noqa: PLC0415
    from workflow.checks.page_rules import PAGE_RULES  # noqa: PLC0415
    from workflow.checks.rendering_rules import RENDERING_RULES  # noqa: PLC0415

    return (
        _OFF,
        _IGNORING,
        *MESSAGE_RULES,
        *RENDERING_RULES,
        *COMPLETENESS_RULES,
        *MEANING_RULES,
        *CHINESE_RULES,
        *NAMING_RULES,
        *FRENCH_RULES,
        *ENGLISH_RULES,
        *SOURCE_RULES,
        *PAGE_RULES,
    )


@cache
def rules() -> Sequence[Rule]:
    """Every rule; those of other packages stand last, by name.

    Raises :class:`ConfigError` for an entry point that gives no rule of its name.
    """
    return (*built_in(), *_given())


@cache
def blocking_rules() -> Sequence[Rule]:
    """Those of :func:`rules` that can keep a page from a release; raises as that does."""
    own = (_OFF, *MESSAGE_RULES, *NAMING_RULES, *SOURCE_RULES)
    return tuple(rule for rule in (*own, *_given()) if rule.blocking)


def _given() -> list[Rule]:
    """The rules of other packages, by name."""
    points = entry_points(group=GROUP)
    own = {rule.name for rule in built_in()} if points else ()
    found = {point.name: point for point in points if point.name not in own}
    given = []
    for name in sorted(found):
        rule = found[name].load()
        if not isinstance(rule, Rule) or rule.name != name:
            said = phrase(
                "the entry point “{name}” ({group}) is no rule of that name", name=name, group=GROUP
            )
            raise ConfigError(said)
        given.append(rule)
    return given


def check_translation(
    translation: Translation,
    off: Collection[str] = (),
    *,
    on: Collection[str] = (),
    blocking: bool = False,
    must: Collection[str] = (),
) -> tuple[Finding, ...]:
    """Run every rule on one article in one locale, but those whose names are in ``off``, and
    those that run on request and are not in ``on``.

    With ``blocking`` those alone that can keep a page from a release, and those in ``must``. A
    message is passed over by those that its translator's comment names.
    Returns findings in document order, then in the order of the registry. An error in a draft
    is a warning: a fuzzy message is never published, and its translator will see to it.
    """
    source, target = (
        each.name.partition("_")[0] for each in (translation.article.locale, translation.locale)
    )
    choice = Choice(frozenset(off), frozenset(on), frozenset(must), blocking)
    active, asking = asked((source, target), choice)
    found: list[tuple[int, int, Finding]] = []
    for place, subject in enumerate(translation.subjects):
        alone, families = asking.of(subject)
        for number, rule, look in alone:
            try:
                remarks = look(subject)
            except ArticleError as error:  # of the parser; one rule that always runs tells it
                said = phrase("{error}: write it otherwise", error=error.message)
                remarks = () if rule.optional else (Remark(said),)
            if remarks:
                found += _told(place, number, rule, subject, remarks)
        for family, wanted in families:
            try:
                told = family(subject)
            except ArticleError:
                continue
            for name, remarks in told.items():
                if name in wanted:
                    found += _told(place, *wanted[name], subject, remarks)
    order: dict[Key, int] = {}
    for number, rule in active:
        for subject, remark in rule.of_document(translation) if rule.of_document else ():
            order = order or {
                each.message.key: place for place, each in enumerate(translation.subjects)
            }
            place = order[subject.message.key]
            if not _ignored(rule, subject):
                found.append((place, number, _finding(rule, subject, remark)))
    found.sort(key=lambda each: each[:2])
    return tuple(finding for _, _, finding in found)


class Choice(NamedTuple):
    """Which rules are to run; see :func:`check_translation`."""

    off: frozenset[str] = frozenset()
    on: frozenset[str] = frozenset()
    must: frozenset[str] = frozenset()
    blocking: bool = False


@lru_cache(maxsize=16)
def asked(languages: tuple[str, str], choice: Choice) -> tuple[Sequence[tuple[int, Rule]], Asking]:
    """The rules that look at translations between two languages, with their places in the registry,
    and who of them is asked of a message; see :func:`check_translation`."""
    active = [
        (number, rule)
        for number, rule in enumerate(_wanted(choice.blocking, choice.must))
        if rule.reads(languages[1])
        and (rule.name not in choice.off or not rule.optional)
        and (rule.name in choice.on or not rule.on_request)
    ]
    return active, Asking(active, languages)


def _told(
    place: int, number: int, rule: Rule, subject: Subject, remarks: Sequence[Remark]
) -> Iterator[tuple[int, int, Finding]]:
    """What a rule says of a message, with the places of both, unless it is switched off there."""
    if not _ignored(rule, subject):
        yield from ((place, number, _finding(rule, subject, each)) for each in remarks)


def check_source(
    source: Source,
    off: Collection[str] = (),
    *,
    blocking: bool = False,
    must: Collection[str] = (),
) -> tuple[Finding, ...]:
    """Run every rule on an article as it is written, but those whose names are in ``off``.

    With ``blocking`` those alone that can keep a page from a release, and those in ``must``.
    Returns findings by line; their locale is the article's own.
    """
    return _found(source, _wanted(blocking, must), off)


def _wanted(blocking: bool, must: Collection[str]) -> Sequence[Rule]:
    """The rules to run, in the order of the registry."""
    if not blocking:
        return rules()
    if not must:
        return blocking_rules()
    return [rule for rule in rules() if rule.blocking or rule.name in must]


def check_answers(source: Source, off: Collection[str] = ()) -> tuple[Finding, ...]:
    """What other hosts' answers (``source.answers``) say of an article's links; as above."""
    from workflow.checks.page_rules import EXTERNAL_LINKS  # noqa: PLC0415 - as above

    return _found(source, (EXTERNAL_LINKS,), off)


def check_meanings(translation: Translation, off: Collection[str] = ()) -> tuple[Finding, ...]:
    """What :attr:`Subject.likeness` says of each message, in document order; as above."""
    from workflow.checks.rendering_rules import SEMANTIC  # noqa: PLC0415 - as above

    if SEMANTIC.name in off:
        return ()
    found: list[Finding] = []
    for subject in translation.subjects:
        told = _told(0, 0, SEMANTIC, subject, tuple(check_semantic(subject)))
        found += (finding for _, _, finding in told)
    return tuple(found)


def _found(source: Source, wanted: Sequence[Rule], off: Collection[str]) -> tuple[Finding, ...]:
    article = source.article
    found = [
        Finding(
            check=rule.name,
            severity=remark.severity or rule.severity,
            article=article.slug,
            locale=article.locale.name,
            message=remark.message,
            file=article.path,
            line=line,
        )
        for rule in wanted
        if rule.of_source is not None
        and rule.reads(article.locale.name.partition("_")[0])
        and (rule.name not in off or not rule.optional)
        for line, remark in rule.of_source(source)
    ]
    return tuple(sorted(found, key=lambda each: each.line))


def _ignored(rule: Rule, subject: Subject) -> bool:
    """Whether the message's translator has switched the rule off for its texts."""
    message = subject.message
    return rule.optional and any(
        rule.name in each.names and each.holds(message.msgid, message.msgstr)
        for each in message.ignoring
    )


def _finding(rule: Rule, subject: Subject, remark: Remark) -> Finding:
    severity = remark.severity or rule.severity
    message = subject.message
    blocks = rule.blocking and not message.fuzzy
    return Finding(
        check=rule.name,
        severity=Severity.WARNING if severity == Severity.ERROR and not blocks else severity,
        article=subject.article.slug,
        locale=subject.locale.name,
        message=remark.message,
        file=subject.file,
        line=subject.line,
        msgctxt=message.msgctxt,
        msgid=message.msgid,
        msgstr=message.msgstr,
        span=remark.span,
        fix=None if remark.fix == message.msgstr else remark.fix,
    )
