"""One article in one locale: what every verb works on.

Nothing is read before it is asked for, and each file once. What is the same for all locales
(document, findings in the source, its log) is that of the article's own locale,
:attr:`Translation.source`, which a :class:`~workflow.project.workspace.Workspace` keeps.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from workflow.errors import ArticleError, WorkflowError, gathered
from workflow.formats.linking import HINTS
from workflow.model import (
    Action,
    Article,
    Bound,
    Finding,
    Key,
    Locale,
    Media,
    Message,
    ReviewEvent,
    Severity,
    State,
)
from workflow.model.blocker import Blocker, BlockerKind
from workflow.model.lazily import lazy
from workflow.po.catalogue import Catalogue
from workflow.project.checking import source_findings, translation_findings
from workflow.project.logs import damaged_lines, words_of
from workflow.review.fold import (
    NEVER,
    Marks,
    Standing,
    message_state,
    source_digest,
    source_standing,
    standing,
    translation_digest,
)
from workflow.review.holds import holds
from workflow.review.log import Words
from workflow.review.proofs import Record, open_changes, record, source_messages
from workflow.review.readiness import BLOCKING, unapproved, unfinished

if TYPE_CHECKING:
    from workflow.formats import Document
    from workflow.project.workspace import Workspace


@dataclass(frozen=True, eq=False)
class Translation:
    """One article in one locale; in its own locale, the source text itself.

    Its attributes raise :class:`CatalogueError`, :class:`ReviewError`, :class:`FileError` and
    :class:`GlossaryError` where a file cannot be read; :meth:`readable` does not.
    """

    workspace: Workspace
    article: Article
    locale: Locale
    edited: Catalogue | None = None
    """A catalogue to take in the place of the one on disk."""
    errors: tuple[WorkflowError, ...] = ()
    """Why it cannot be read: then nothing of it counts as translated or approved."""

    @property
    def own(self) -> bool:
        """Whether this is the article's own locale."""
        return self.locale == self.article.locale

    @lazy
    def source(self) -> Translation:
        """The article in its own locale."""
        return self if self.own else self.workspace.translation(self.article, self.article.locale)

    def readable(self, errors: list[WorkflowError]) -> Translation:
        """This translation, read; where a file of it cannot be read, one that says so.

        What keeps it from being read is added to ``errors``, and so are damaged lines of the
        review log.
        """
        found: list[WorkflowError] = []
        with gathered(found):
            _ = self.blockers
            errors += damaged_lines(self.words)
        errors += found
        return replace(self, errors=tuple(found)) if found else self

    # What is on disk

    @lazy
    def document(self) -> Document:
        """The source, parsed."""
        return self.workspace.document(self.article) if self.own else self.source.document

    @lazy
    def catalogue(self) -> Catalogue | None:
        """The catalogue; None where there is none, as in the article's own locale."""
        if self.own or self.errors:
            return None
        return self.edited or self.workspace.catalogue(self.article.slug, self.locale)

    @property
    def catalogue_name(self) -> str:
        """The PO file as reports name it."""
        path = self.workspace.catalogue_path(self.article, self.locale)
        return self.workspace.relative(path)

    def edit(self, catalogue: Catalogue) -> Translation:
        """The same as if ``catalogue`` were on disk."""
        return replace(self, edited=catalogue)

    @lazy
    def words(self) -> Words:
        """What the review log says: the words that count, and what is odd in it."""
        return Words() if self.errors else self.source.log(self.locale)

    def log(self, locale: Locale) -> Words:
        """The words on the article in any locale."""
        if locale not in self._logs:
            self._logs[locale] = words_of(self.workspace, self.article.names, locale)
        return self._logs[locale]

    @lazy
    def _logs(self) -> dict[Locale, Words]:
        return {}

    def logs(self) -> Iterator[Words]:
        """The words on the article in its own and every target locale."""
        for locale in dict.fromkeys((self.article.locale, *self.workspace.targets(self.article))):
            yield self.source.log(locale)

    def events(self) -> tuple[ReviewEvent, ...]:
        """The events that count of the article, in its own and every target locale.

        Those of one locale stand together, the oldest first.
        """
        return tuple(event for words in self.logs() for event in words.events)

    # What follows from it

    @lazy
    def messages(self) -> tuple[Message, ...]:
        """The document's, in document order, each once; empty in the article's own locale.

        One that the catalogue does not have is a message without translation.
        """
        if self.own:
            return ()
        document, catalogue = self.document, self.catalogue
        if catalogue is None:
            return source_messages(document)
        return tuple(
            catalogue.get(key) or Message(msgctxt=key[0], msgid=key[1]) for key in document.keys
        )

    @lazy
    def states(self) -> tuple[State, ...]:
        """Of :attr:`messages`, one each."""
        if self.errors:
            return (State.UNTRANSLATED,) * len(self.messages)
        return tuple(message_state(message, self.standing) for message in self.messages)

    @property
    def counts(self) -> Mapping[State, int]:
        """How many messages are in each state, every state named."""
        found = Counter(self.states)
        return {state: found[state] for state in State}

    @lazy
    def findings(self) -> tuple[Finding, ...]:
        """On the source, then on the translation."""
        if self.errors:
            return ()
        if self.own:
            return source_findings(self)
        return (*self.source.findings, *self.translation_findings)

    @lazy
    def faults(self) -> tuple[Finding, ...]:
        """Of the findings the errors, which keep a page from a release."""
        if self.errors:
            return ()
        found = self._blocking if self.own else (*self.source._blocking, *self._blocking)
        return tuple(each for each in found if each.severity is Severity.ERROR)

    @lazy
    def _blocking(self) -> tuple[Finding, ...]:
        """What rules find on it alone that can keep a page from a release, if nothing more."""
        if self.own:
            known: tuple[Finding, ...] | None = vars(self).get("findings")
            return source_findings(self, blocking=True) if known is None else known
        if self.catalogue is None:
            return ()
        if "translation_findings" in vars(self):  # all is known already
            return self.translation_findings
        return translation_findings(self, self.catalogue, blocking=True)

    @lazy
    def translation_findings(self) -> tuple[Finding, ...]:
        """On the translation alone."""
        return () if self.catalogue is None else translation_findings(self, self.catalogue)

    @lazy
    def bound(self) -> Bound:
        """What an approval binds."""
        media = () if self.errors else self._media
        return Bound(source_digest(self.article), translation_digest(self.messages), media)

    @property
    def source_digest(self) -> str:
        """Of the source."""
        return self.bound.source

    @property
    def translation_digest(self) -> str:
        """Of the translation; in the article's own locale, of nothing."""
        return self.bound.translation or ""

    @lazy
    def usable(self) -> Mapping[Key, str]:
        """The texts that may reach the page, by their keys."""
        return {each.key: each.msgstr for each in self.messages if each.usable}

    @lazy
    def shown(self) -> Document:
        """The document of the page: with its messages as they would go out.

        Raises :class:`ArticleError` where they break it.
        """
        if self.own:
            return self.document
        usable = self.usable
        return self.document.translated(lambda segment: usable.get(segment.key))

    @lazy
    def _media(self) -> tuple[Media, ...]:
        """What the page shows."""
        workspace, slug = self.workspace, self.article.slug
        if self.own:
            return workspace.media_of(slug, self.document)
        shown, texts = self.source.bound.media, self.usable.values()
        if not shown and not any(hint in text for text in texts for hint in HINTS):
            return ()
        try:
            return workspace.media_of(slug, self.shown)
        except ArticleError:  # a translation that breaks the page, as the checks say
            return shown

    @lazy
    def standing(self) -> Standing:
        """Whether the texts as they are have an editor's word."""
        if self.errors:
            return NEVER
        if self.own:
            return source_standing(self.logs(), replace(self.bound, translation=None))
        return standing(self.words, self.bound)

    @lazy
    def changes(self) -> Mapping[str, int]:
        """How many changes of each class wait for a person's look, from light to heavy.

        Those an approval fell by, see :func:`~workflow.review.proofs.open_changes`; where there
        was none, those that the entries' own comments tell. Empty where an approval stands.
        """
        return self._marks.together if self._fallen is None else self._fallen

    @lazy
    def _fallen(self) -> Mapping[str, int] | None:
        """What an approval fell by; nothing where one stands, None where there is none."""
        if self.own or self.errors or self.standing.approved:
            return {}
        last = self.words.last
        if self.standing.void is None or last is None or last.action is Action.WITHDRAW:
            return None
        return open_changes(last, self.document, self.messages, self.source_digest)

    @lazy
    def _marks(self) -> Marks:
        return Marks.of(self.messages, self.states) if self._fallen is None else Marks()

    @lazy
    def unready(self) -> tuple[Blocker, ...]:
        """What is in the way of an approval."""
        if self.errors:
            said = map(self.workspace.said, self.errors)
            return tuple(Blocker(BlockerKind.UNREAD, detail=each) for each in said)
        errors = len(self.faults)
        return (
            *self._behind(),
            *unfinished(self.states, self._marks.waiting),
            *([Blocker(BlockerKind.ERRORS, errors)] if errors else ()),
        )

    @property
    def ready(self) -> bool:
        """Whether nothing is in the way of an approval; no log has a part in it."""
        states = (message_state(message, NEVER) for message in self.messages)
        return not (
            self.faults or any(self._behind()) or any(state in BLOCKING for state in states)
        )

    @lazy
    def record(self) -> Record:
        """What an approval says of each message."""
        messages = source_messages(self.document) if self.own else self.messages
        return record(self.document, messages)

    def _behind(self) -> Iterator[Blocker]:
        catalogue = self.catalogue
        if self.own:
            return
        if catalogue is None:
            yield Blocker(BlockerKind.NO_CATALOGUE)
        elif any(catalogue.get(message.key) is None for message in self.messages):
            yield Blocker(BlockerKind.BEHIND)

    @lazy
    def unapproved(self) -> Blocker | None:
        """Why there is no approval that counts; None where there is one."""
        if self.errors:
            return None
        return unapproved(self.standing, self._marks.followed, self._fallen or {})

    @lazy
    def blockers(self) -> tuple[Blocker, ...]:
        """What is in the way of a release, but for what the author says."""
        return self.unready if self.unapproved is None else (*self.unready, self.unapproved)

    @lazy
    def holds(self) -> tuple[Blocker, ...]:
        """What the author says in the front matter that holds the article back, now or ever."""
        return self.source.holds if not self.own else holds(self.document.front_matter)

    @property
    def releasable(self) -> bool:
        """Whether nothing is in the way of a release, but for what the author says."""
        return not self.blockers

    @property
    def notes(self) -> tuple[str, ...]:
        """What in the review log has no effect or is odd, for people, with its place."""
        return self.words.notes
