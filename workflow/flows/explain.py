"""One message's life: other texts it had, who wrote it, what is like it, where readers get it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from workflow.errors import WorkflowError, gathered
from workflow.files.git import line_authors
from workflow.flows.memory_search import SearchOptions, search
from workflow.flows.other_texts import other_texts
from workflow.flows.release.publisher import Publisher, publisher_of
from workflow.memory import Match
from workflow.memory.project_memory import Progress
from workflow.model import Message
from workflow.model.message_life import InRelease, Life
from workflow.model.release import Release
from workflow.project.articles import parse_article
from workflow.project.stock import Stock
from workflow.project.translation import Translation

_MATCHES = 3
"""Units of the memory that are told, at most."""


def life_of(translation: Translation, message: Message) -> Life:
    """What releases and git know of a message of ``translation``; what they cannot tell, a note."""
    errors: list[WorkflowError] = []
    writers: tuple[str, ...] = ()
    releases: list[InRelease] = []
    with gathered(errors):
        writers = _writers(translation, message)
    with gathered(errors):
        publisher = publisher_of(translation.workspace)
        found, broken = publisher.releases()
        errors += broken
        for each in found:
            with gathered(errors):
                releases += _in_release(publisher, each, translation, message)
    notes = tuple(map(translation.workspace.said, errors))
    return Life(other_texts(translation, message), writers, tuple(releases), notes)


def likes_of(
    translation: Translation, message: Message, *, now: datetime, progress: Progress
) -> tuple[tuple[Match, ...], tuple[str, ...]]:
    """What the memory has beside the message itself, best first, and notes for people.

    ``now`` (UTC) dates what the memory learns first.
    """
    found, notes = search(
        translation.workspace,
        message.msgid,
        (translation.article.locale, translation.locale),
        SearchOptions(limit=_MATCHES + 1),
        now=now,
        progress=progress,
    )
    own = (translation.article.slug, message.msgid)
    others = [each for each in found if (each.unit.article, each.unit.source) != own]
    return tuple(others[:_MATCHES]), tuple(notes)


def _writers(translation: Translation, message: Message) -> tuple[str, ...]:
    catalogue = translation.catalogue
    if catalogue is None or not message.msgstr:
        return ()
    wanted = catalogue.translation_lines(message.key)
    lines = enumerate(line_authors(catalogue.path), start=1)
    return tuple(dict.fromkeys(author for line, author in lines if author and line in wanted))


def _in_release(
    publisher: Publisher, release: Release, translation: Translation, message: Message
) -> Iterator[InRelease]:
    """The release, if the translation has a page in it."""
    manifest = publisher.store.manifest(release.id)
    key = (translation.article.slug, translation.locale.name)
    for page in manifest.pages:
        if page.key == key:
            stock = Stock(publisher.store.folder / release.id, manifest)
            text = stock.text(stock.document(page))
            segments = parse_article(text, page.format, translation.workspace.settings).segments
            yield InRelease(release, any(each.text == message.msgstr for each in segments))
