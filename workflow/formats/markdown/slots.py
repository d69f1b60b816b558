"""The segments of Markdown, and how a translation of each is written in its place."""

from __future__ import annotations

from bisect import bisect

from workflow.formats.interface import Origin, Slot
from workflow.formats.markdown.arguments import pending
from workflow.formats.markdown.definitions import definition_parts
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
    if arguments and (directives := pending(body, arguments)):
        walker: Walker = DirectiveWalker(source, sentences, directives)
    else:
        walker = Walker(source, sentences)
    walker.walk()
    found = walker.slots
    for part in definition_parts(source):
        place = bisect(found, origin.offset + part.start, key=lambda slot: slot.segment.start)
        walker.heading = _heading_after(found[place - 1]) if place else ""
        found.insert(place, walker.slot(*part))
    return tuple(found)


def _heading_after(slot: Slot) -> str:
    """The heading that what follows a slot stands under."""
    segment = slot.segment
    return segment.text if segment.kind.startswith("heading") else segment.heading
