"""What a rule is: what it looks at, and all that its readers are told of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from workflow.checks.subject import Remark, Source, Subject, Translation
from workflow.model import Markup, Severity
from workflow.model.phrase import Phrase


@dataclass(frozen=True, slots=True)
class Example:
    """A text that a rule is explained by, and tested with."""

    source: str
    """The msgid; for a rule on sources, a whole article."""
    target: str = ""
    """The msgstr; empty for a rule that looks at an article as it is written."""
    pair: str = "fr-en"
    """gettext spelling of both languages."""
    fixed: str | None = None
    """The msgstr that the rule's fix gives."""
    markup: Markup = "markdown"
    comments: tuple[str, ...] = ()
    """The translator's, one string a line."""
    terms: tuple[tuple[str, str], ...] = ()
    """The glossary in force: a term of the source's language, and its translation."""
    beside: tuple[tuple[str, str], ...] = ()
    """Other messages of the article: msgid and msgstr."""
    slug: str = "a"
    """The article's."""


Family = Callable[[Subject], Mapping[str, Sequence[Remark]]]
"""What several rules look for together: a message → the remarks of each that has any, by name."""
NOTHING: Mapping[str, Sequence[Remark]] = {}
"""What a family finds in most messages."""


@dataclass(frozen=True, slots=True)
class Part:
    """The part that one rule has of a family, which is asked once a message for all its rules."""

    family: Family
    rule: str
    """The rule's name."""

    def __call__(self, subject: Subject) -> Sequence[Remark]:
        """What it says of a message."""
        return self.family(subject).get(self.rule, ())


class Needs(NamedTuple):
    """Characters one of which stands wherever a rule finds anything: it is not asked of others.

    Only such as :func:`~workflow.inline.unlettered.unlettered` tells: no letters.
    """

    source: str = ""
    """One of these in the msgid …"""
    target: str = ""
    """… or one of these in the msgstr."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. It is pure: what it says follows from what it is handed, and from nothing else.

    ``of_message`` or ``of_document`` is given, or ``of_source``, or one of each kind: then it
    looks at translations and at articles as they are written, by the same measure.
    """

    name: str
    """In kebab-case, as ``checks_off`` and ``--only`` name it."""
    severity: Severity
    """Of its remarks that do not say their own."""
    title: Phrase
    """What is wrong, in a few words."""
    explanation: Phrase
    """What it finds, in a sentence or two; Markdown."""
    source: str
    """Where that is laid down."""
    of_message: Callable[[Subject], Sequence[Remark]] | None = None
    """Looks at one message; a :class:`Part` of what looks for the remarks of several rules."""
    needs: Needs | None = None
    """Without what :attr:`of_message` finds nothing; None: it may speak of any message."""
    of_document: Callable[[Translation], Iterator[tuple[Subject, Remark]]] | None = None
    """Looks at a whole translation, and says which message it means."""
    of_source: Callable[[Source], Iterator[tuple[int, Remark]]] | None = None
    """Looks at an article as it is written, and says which line it means."""
    languages: frozenset[str] | None = None
    """Languages of texts it looks at (``fr``, without territory); None: all."""
    optional: bool = True
    """Whether a project, an article or a message may switch it off."""
    on_request: bool = False
    """Whether it is silent unless the project names it in ``checks_on``."""
    errs: bool = False
    """Whether a remark of its may be an error though it is less by itself; else none is."""
    rewords: bool = False
    """Whether its fix may change letters and digits; one that does is else not applied."""
    wrong: tuple[Example, ...] = ()
    """Texts that it speaks of."""
    right: tuple[Example, ...] = ()
    """Texts near to those, of which it says nothing."""

    @property
    def blocking(self) -> bool:
        """Whether it can keep a page from a release."""
        return self.errs or self.severity is Severity.ERROR

    def reads(self, language: str) -> bool:
        """Whether it looks at texts in a language (``fr``, without territory)."""
        return self.languages is None or language in self.languages
