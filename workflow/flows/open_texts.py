"""The texts of a project that wait for a first draft, with what engines want to know of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from workflow.engines.context import Context, passages_of
from workflow.engines.engine import Request
from workflow.errors import WorkflowError, gathered
from workflow.model import Key, Locale, Message, Segment
from workflow.project.kinds import DRAFTED, DraftedFact
from workflow.project.trace import Trace
from workflow.project.translation import Translation
from workflow.project.workspace import Workspace


class OpenTexts:
    """Those of some articles and locales."""

    def __init__(self, workspace: Workspace, shown: Context | None = None) -> None:
        """``shown`` is told of each article as it stands; None where no engine looks at it."""
        self._workspace = workspace
        self._shown = shown
        self.requests: list[Request] = []
        """In the order of the articles, and in that of each article's text."""
        self.behind: list[str] = []
        """Slugs of articles whose catalogues lack messages."""
        self.broken: list[WorkflowError] = []
        """Of files that cannot be read."""

    def collect(self, slugs: Sequence[str], locales: Sequence[Locale]) -> None:
        """Read the catalogues of articles in ``locales`` (none: all targets).

        Not of those in which nothing waited when they were read before, as they are now.
        """
        done: set[str] = set()
        if set(locales) <= set(self._workspace.settings.target_locales):  # else it is told below
            done.update(fact.slug for fact in self._workspace.facts.held(DRAFTED, slugs))
        for slug in slugs:
            if slug not in done:
                self._collect(slug, locales)

    def save(self) -> None:
        """Keep what is known of articles in which nothing waits."""
        self._workspace.facts.save()

    def _collect(self, slug: str, locales: Sequence[Locale]) -> None:
        trace = Trace()
        # Afresh, so that no more than one article is in memory.
        workspace = self._workspace.tracked(trace)
        lacking, known = 0, (len(self.requests), len(self.broken))
        for article in workspace.readable((slug,), self.broken):
            for translation in workspace.translations(article, locales):
                with gathered(self.broken):
                    lacking += self._read(translation)
        if lacking:
            self.behind.append(slug)
        elif not locales and known == (len(self.requests), len(self.broken)):
            targets = tuple(each.name for each in self._workspace.settings.target_locales)
            self._workspace.facts.put(DRAFTED, slug, DraftedFact(targets), trace)

    def _read(self, translation: Translation) -> int:
        """Keep the texts of one catalogue that wait; return how many messages it lacks."""
        segments: dict[Key, Segment] = {}
        for each in translation.document.segments:
            segments.setdefault(each.key, each)
        catalogue = translation.catalogue
        messages = () if catalogue is None else catalogue.messages
        live = {message.key: message for message in messages if not message.obsolete}
        before = len(self.requests)
        self.requests += _requests(translation, segments, live)
        if self._shown is not None and len(self.requests) > before:
            passages = passages_of(segments.values(), live.values())
            self._shown.add(translation.article.slug, translation.locale, passages)
        return len(segments.keys() - live.keys())


def _requests(
    translation: Translation, segments: dict[Key, Segment], live: dict[Key, Message]
) -> Iterator[Request]:
    texts = ["", *(message.msgid for message in live.values()), ""]
    around = dict(zip(live, zip(texts, texts[2:], strict=False), strict=False))
    article = translation.article
    for key, segment in segments.items():
        message = live.get(key)
        if message is not None and waits(message):
            before, after = around[key]
            yield Request(
                message.msgid,
                article.locale,
                translation.locale,
                message.msgctxt,
                article.slug,
                before,
                after,
                markup=segment.markup,
                kind=segment.kind,
                heading=segment.heading,
                line=segment.line,
            )


def waits(message: Message) -> bool:
    """Whether it waits for a draft; plurals, which no article has, are a person's.

    One that nobody touched since a machine drafted it from an earlier source waits for another.
    """
    return message.msgid_plural is None and (not message.msgstr or message.is_outdated_draft)
