"""The checks there are, in the order reports list them, and how they are run.

To add one: write a function that returns remarks, in the module of its family, and list it here.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from inspect import getdoc

from workflow.checks.carried import check_active, check_markup, check_placeables
from workflow.checks.destinations import check_links
from workflow.checks.front_matter import check_fields
from workflow.checks.line_breaks import check_line_breaks, check_line_ends
from workflow.checks.metadata import check_metadata, check_names
from workflow.checks.subject import Remark, Source, Subject, Translation
from workflow.checks.translations import (
    check_empty,
    check_glossary,
    check_same_as_source,
    check_structure,
)
from workflow.checks.unshown import check_comments, check_embeds
from workflow.errors import ArticleError
from workflow.model import Finding, Severity
from workflow.model.finding import SWITCHES
from workflow.model.phrase import phrase


@dataclass(frozen=True, slots=True)
class Check:
    """One rule."""

    name: str
    severity: Severity
    of_message: Callable[[Subject], Sequence[Remark]] | None = None
    """Looks at one message."""
    of_document: Callable[[Translation], Iterator[tuple[Subject, Remark]]] | None = None
    """Looks at a whole translation, and says which message it means."""
    of_source: Callable[[Source], Iterator[tuple[int, Remark]]] | None = None
    """Looks at an article as it is written, and says which line it means."""

    @property
    def optional(self) -> bool:
        """Whether a project or an article may switch it off."""
        return self.name in SWITCHES

    @property
    def about(self) -> str:
        """What it finds, for people."""
        return getdoc(self.of_message or self.of_document or self.of_source) or ""


CHECKS = (
    Check("empty", Severity.ERROR, of_message=check_empty),
    Check("line-ends", Severity.ERROR, of_message=check_line_ends),
    Check("line-breaks", Severity.ERROR, of_message=check_line_breaks),
    Check("same-as-source", Severity.WARNING, of_message=check_same_as_source),
    Check("placeables", Severity.ERROR, of_message=check_placeables),
    Check("markup", Severity.ERROR, of_message=check_markup),
    Check("active", Severity.ERROR, of_message=check_active),
    Check("structure", Severity.ERROR, of_document=check_structure),
    Check("glossary", Severity.WARNING, of_document=check_glossary),
    Check("metadata", Severity.ERROR, of_source=check_metadata),
    Check("fields", Severity.WARNING, of_source=check_fields),
    Check("links", Severity.ERROR, of_source=check_links),
    Check("embeds", Severity.WARNING, of_source=check_embeds),
    Check("comments", Severity.WARNING, of_source=check_comments),
)
_OFF = Check("checks-off", Severity.ERROR, of_source=partial(check_names, names=SWITCHES))
"""Cannot be switched off itself: a misspelt name would switch off nothing, unseen."""


def check_translation(translation: Translation, off: Collection[str] = ()) -> tuple[Finding, ...]:
    """Run every check on one article in one locale, but those whose names are in ``off``.

    Returns findings in document order, then in the order of the registry. An error in a draft
    is a warning: a fuzzy message is never published, and its translator will see to it.
    """
    checks = [
        (number, check)
        for number, check in enumerate(CHECKS)
        if check.name not in off or not check.optional
    ]
    of_message = [
        (number, check, check.of_message)
        for number, check in checks
        if check.of_message is not None
    ]
    found: list[tuple[int, int, Finding]] = []
    for place, subject in enumerate(translation.subjects):
        for number, check, look in of_message:
            try:
                remarks = look(subject)
            except ArticleError as error:  # of the parser; one check that always runs tells it
                said = phrase("{error}: write it otherwise", error=error.message)
                remarks = () if check.optional else (Remark(said),)
            if remarks:
                found += ((place, number, _finding(check, subject, each)) for each in remarks)
    order = {subject.message.key: place for place, subject in enumerate(translation.subjects)}
    for number, check in checks:
        for subject, remark in check.of_document(translation) if check.of_document else ():
            place = order[subject.message.key]
            found.append((place, number, _finding(check, subject, remark)))
    return tuple(finding for _, _, finding in sorted(found, key=lambda each: each[:2]))


def check_source(source: Source, off: Collection[str] = ()) -> tuple[Finding, ...]:
    """Run every check on an article as it is written, but those whose names are in ``off``.

    Returns findings by line; their locale is the article's own.
    """
    article = source.article
    return tuple(
        Finding(
            check=check.name,
            severity=remark.severity or check.severity,
            article=article.slug,
            locale=article.locale.name,
            message=remark.message,
            file=article.path,
            line=line,
        )
        for check in (_OFF, *CHECKS)
        if check.of_source is not None and check.name not in off
        for line, remark in sorted(check.of_source(source), key=lambda each: each[0])
    )


def _finding(check: Check, subject: Subject, remark: Remark) -> Finding:
    severity = remark.severity or check.severity
    message = subject.message
    return Finding(
        check=check.name,
        severity=Severity.WARNING if message.fuzzy and severity == Severity.ERROR else severity,
        article=subject.article.slug,
        locale=subject.locale.name,
        message=remark.message,
        file=subject.file,
        line=subject.line,
        msgctxt=message.msgctxt,
        msgid=message.msgid,
        msgstr=message.msgstr,
        span=remark.span,
        fix=remark.fix,
    )
