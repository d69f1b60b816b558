"""The segments of Markdown, and how a translation of each is written in its place."""

from __future__ import annotations

from workflow.formats.interface import Origin, Slot
from workflow.formats.markdown.arguments import pending
from workflow.formats.markdown.definitions import pending_definitions
from workflow.formats.markdown.directive_walk import DirectiveWalker
from workflow.formats.markdown.places import Source
from workflow.formats.markdown.walk import Walker
from workflow.formats.sentences import SentenceEnds


def slots(
    body: str,
    origin: Origin,
    sentences: SentenceEnds | None,
    arguments: frozenset[str] = frozenset(),
) -> tuple[Slot, ...]:
    """Return the slots of a Markdown body, in source order.

    ``arguments`` are the names of the directives' arguments that are text.
    """
    source = Source(body, origin)
    unseen = [*(pending(body, arguments) if arguments else ()), *pending_definitions(source)]
    if unseen:
        unseen.sort(key=lambda each: each.start)
        walker: Walker = DirectiveWalker(source, sentences, unseen)
    else:
        walker = Walker(source, sentences)
    walker.walk()
    return tuple(walker.slots)
