"""One article in one locale: what every verb works on.

Nothing is read before it is asked for, and each file once. What is the same for all locales
(document, findings in the source, its log) is that of the article's own locale,
:attr:`Translation.source`, which a :class:`~workflow.project.workspace.Workspace` keeps.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from workflow.errors import ArticleError, WorkflowError, gathered
from workflow.formats.linking import HINTS
from workflow.model import (
    Action,
    Bound,
    Finding,
    Key,
    Media,
    Message,
    Severity,
    State,
)
from workflow.model.blocker import Blocker, BlockerKind
from workflow.model.finding import UNEDITED
from workflow.model.lazily import lazy
from workflow.model.phrase import listed
from workflow.po.catalogue import Catalogue
from workflow.project.checking import source_findings, translation_findings
from workflow.project.logs import damaged_lines, kept
from workflow.project.translation_files import TranslationFiles
from workflow.project.waivers import heeded
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
from workflow.review.groups import group_of
from workflow.review.holds import holds
from workflow.review.log import Words
from workflow.review.proofs import Record, open_changes, record, source_messages
from workflow.review.readiness import BLOCKING, unapproved, unfinished, untouched_percent

if TYPE_CHECKING:
    from workflow.formats import Document


@dataclass(frozen=True, eq=False)
class Translation(TranslationFiles):
    """One article in one locale; in its own locale, the source text itself.

    Its attributes raise :class:`CatalogueError`, :class:`ReviewError`, :class:`FileError` and
    :class:`GlossaryError` where a file cannot be read; :meth:`readable` does not.
    """

    def edit(self, catalogue: Catalogue) -> Translation:
        """The same as if ``catalogue`` were on disk."""
        return replace(self, edited=catalogue)

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
        stand, said = self.standing, self.discussions
        return tuple(message_state(each, stand, said.of(each)) for each in self.messages)

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
    def unpassed(self) -> tuple[Finding, ...]:
        """Of the findings those of checks that may find nothing, which are no errors."""
        must = self.workspace.settings.review.must_pass
        if self.errors or not must:
            return ()
        found = self._blocking if self.own else (*self.source._blocking, *self._blocking)
        return tuple(
            each
            for each in found
            if each.check in must and each.severity is not Severity.ERROR and not each.waived_by
        )

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
        return self._heeding_waivers(translation_findings(self, self.catalogue, blocking=True))

    @lazy
    def translation_findings(self) -> tuple[Finding, ...]:
        """On the translation alone; what was waived of these texts is for information alone."""
        found = () if self.catalogue is None else translation_findings(self, self.catalogue)
        return self._heeding_waivers(found)

    def know(self, found: tuple[Finding, ...], source: tuple[Finding, ...]) -> None:
        """Take it as known what the checks find in these very texts, and in the source."""
        vars(self)["translation_findings"] = self._heeding_waivers(found)
        vars(self.source)["findings"] = source

    def take_texts(self, other: Translation, *, media: bool) -> None:
        """Take what ``other`` read of the same article and catalogue, unchanged since.

        With ``media`` the files that the page shows are unchanged, too.
        """
        for name in ("catalogue", "messages", "usable", *(("bound",) if media else ())):
            if name in vars(other):
                vars(self)[name] = vars(other)[name]

    def _heeding_waivers(self, found: tuple[Finding, ...]) -> tuple[Finding, ...]:
        """What was found, with what somebody who may let stand made less."""
        if all(each.severity is Severity.INFO and each.check != UNEDITED for each in found):
            return found
        try:
            said = self.discussions
        except WorkflowError:
            return found  # a log that cannot be read waives nothing; who asks for it is told
        return heeded(found, self.messages, said)

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
        article, locale = self.article, self.locale
        media_of = partial(
            self.workspace.media_of, article.slug, locale=locale, language=article.locale
        )
        if self.own:
            return media_of(self.document)
        shown, texts = self.source.bound.media, self.usable.values()
        if not shown and not any(hint in text for text in texts for hint in HINTS):
            return ()
        try:
            return media_of(self.shown)
        except ArticleError:  # a translation that breaks the page, as the checks say
            return media_of(self.document)

    @lazy
    def standing(self) -> Standing:
        """Whether the texts as they are have an editor's word."""
        if self.errors:
            return NEVER
        if self.own:
            return source_standing(self.kept_logs(), replace(self.bound, translation=None))
        return standing(self.kept_words, self.bound)

    @lazy
    def kept_words(self) -> Words:
        """The words of the log, and last, where that is so, that only typos of the source were
        mended since."""
        return kept(self, self.words, self.bound)

    def kept_logs(self) -> Iterator[Words]:
        """The words of every log of the article, each as of :attr:`kept_words`, for its source."""
        source = replace(self.bound, translation=None)
        return (kept(self.source, words, source) for words in self.logs())

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
        return (
            *self._behind(),
            *unfinished(self.states, self._marks.waiting),
            *self._against(),
        )

    @property
    def ready(self) -> bool:
        """Whether nothing is in the way of an approval; what was approved has no part in it."""
        said = self.discussions
        states = (message_state(each, NEVER, said.of(each)) for each in self.messages)
        return not (
            any(self._against())
            or any(self._behind())
            or any(state in BLOCKING for state in states)
        )

    def _against(self) -> Iterator[Blocker]:
        """What checks and the settings have against it."""
        if errors := len(self.faults):
            yield Blocker(BlockerKind.ERRORS, errors)
        if unpassed := self.unpassed:
            names = dict.fromkeys(each.check for each in unpassed)
            yield Blocker(BlockerKind.UNPASSED, len(unpassed), detail=listed(names))
        limit = self.workspace.settings.review.untouched_machine
        if limit < 100 and (percent := untouched_percent(self.messages)) > limit:
            yield Blocker(BlockerKind.UNTOUCHED, percent, needed=limit)

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

    @lazy
    def group(self) -> str:
        """What the article goes out together with, see :func:`~workflow.review.groups.group_of`."""
        return self.source.group if not self.own else group_of(self.document.front_matter)

    @property
    def releasable(self) -> bool:
        """Whether nothing is in the way of a release, but for what the author says."""
        return not self.blockers

    @property
    def notes(self) -> tuple[str, ...]:
        """What in the review log has no effect or is odd, for people, with its place."""
        return self.words.notes
