"""The words on which a page goes out as it stands."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace

from workflow.model import Bound, SignificanceEvent
from workflow.model.evidence import Texts
from workflow.project.translation import Translation
from workflow.review.approving import approving
from workflow.review.kept import typos
from workflow.review.log import Words
from workflow.review.proofs import exact, frame_of, source_messages


@dataclass(frozen=True, slots=True)
class Grounds:
    """What proves that a page was approved."""

    lines: tuple[bytes, ...] = ()
    """Of review logs."""
    texts: Texts | None = None
    """What the page is made of, where it was approved before typos of its source were mended."""

    def dump(self) -> bytes:
        """Both as bytes, for :meth:`load`."""
        return b"\n".join((json.dumps(self.texts).encode(), *self.lines))

    @classmethod
    def load(cls, data: bytes) -> Grounds:
        """Read what :meth:`dump` gave."""
        texts, *lines = data.split(b"\n")
        found = json.loads(texts)
        return cls(tuple(lines), found and Texts(found[0], tuple(found[1])))


def grounds(translation: Translation) -> Grounds:
    """The words by which a translation is approved as it stands; none where it is not.

    Raises what reading its files raises.
    """
    bound, logs, kept = translation.bound, [translation.words], [translation.kept_words]
    if translation.own:
        # Whoever approves a translation vouches for the source text it translates.
        bound = replace(bound, translation=None)
        logs, kept = list(translation.logs()), list(translation.kept_logs())
    lines: dict[bytes, None] = {}
    mended = False
    for words, now in zip(logs, kept, strict=True):
        lines |= dict.fromkeys(line.raw for line in approving(words, bound))
        if now is not words:
            mended = True
            lines |= dict.fromkeys(_before(translation, words, bound))
    return Grounds(tuple(lines), _texts(translation) if mended else None)


def _before(translation: Translation, words: Words, bound: Bound) -> Iterator[bytes]:
    """What approved the texts that only typos part from those of now, and who said that."""
    last = words.last
    if last is None:
        return
    translated = None if bound.translation is None else last.translation_digest
    for line in approving(words, Bound(last.source_digest, translated, bound.media)):
        yield line.raw
    said = translation.source.discussions.significances
    chain = typos(said, last.source_digest, bound.source)
    for each in translation.source.words.lines:
        event = each.line.event
        if isinstance(event, SignificanceEvent) and not each.why and event in chain:
            yield each.line.raw


def _texts(translation: Translation) -> Texts:
    document = translation.document
    messages = source_messages(document) if translation.own else translation.messages
    return Texts(frame_of(document), tuple(" ".join(exact(each)) for each in messages))
