"""A parsed document: its segments, and the source rebuilt with translations spliced in."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

from workflow.errors import ArticleError
from workflow.formats.difference import describe_difference
from workflow.formats.format import Format, Origin, SentenceEnds, Slot
from workflow.formats.frontmatter import read_front_matter
from workflow.formats.linking import addresses
from workflow.model import Key, Segment
from workflow.model.phrase import phrase
from workflow.model.words import count_words

FormatName = Literal["markdown", "html", "text"]
Translate = Callable[[Segment], str | None]
"""What to put in a segment's place; None keeps the source's bytes."""


LARGEST = 4_000_000
"""Bytes of UTF-8 in an article, at most: the longest novels have three million."""


@dataclass(frozen=True)
class Document:
    """One parsed document; made by :func:`workflow.formats.parse`."""

    text: str
    """The whole source, as given."""
    format: Format
    fields: tuple[str, ...]
    slots: tuple[Slot, ...]
    front_matter: Mapping[str, object]
    """Every front-matter field with its value as YAML reads it (dates are dates)."""
    body: str
    """The text after the front matter."""
    body_line: int
    """Line the body starts on, counted from 1."""
    front_shape: tuple[Hashable, ...]
    """The front matter with its translated values blanked."""
    aliases: tuple[int, int] = (0, 0)
    """Where the entry of ``aliases`` stands, see :class:`.frontmatter.FrontMatter`."""

    @classmethod
    def parse(
        cls,
        text: str,
        format: Format,
        fields: tuple[str, ...],
        sentences: SentenceEnds | None = None,
    ) -> Document:
        """See :func:`workflow.formats.parse`."""
        check_encodable(text)
        _check_size(text)
        front = read_front_matter(text, fields)
        body = text[front.end :]
        origin = Origin(len(text[: front.end].encode()), text.count("\n", 0, front.end) + 1)
        return cls(
            text=text,
            format=format,
            fields=fields,
            slots=(*front.slots, *format.slots(body, origin, sentences)),
            front_matter=front.values,
            body=body,
            body_line=origin.line,
            front_shape=front.skeleton,
            aliases=front.aliases,
        )

    @cached_property
    def segments(self) -> tuple[Segment, ...]:
        """Every segment, in source order; offsets in UTF-8 bytes of :attr:`text`."""
        return tuple(slot.segment for slot in self.slots)

    @cached_property
    def keys(self) -> tuple[Key, ...]:
        """By which catalogues know the segments, in source order, each once."""
        return tuple(dict.fromkeys(segment.key for segment in self.segments))

    @cached_property
    def skeleton(self) -> tuple[Hashable, ...]:
        """The structure without the words (DESIGN, invariant 2)."""
        return (self.front_shape, *self.format.skeleton(self.body))

    @cached_property
    def words(self) -> int:
        """How many words the segments have."""
        return sum(count_words(segment.text) for segment in self.segments)

    @cached_property
    def addresses(self) -> tuple[tuple[int, str, bool], ...]:
        """Where each address stands, in bytes of the text; the address; and whether it is shown.

        Those that :func:`.linking.references` tells of.
        """
        return tuple(addresses(self))

    def render(self, translate: Translate) -> str:
        """Return the source with each segment replaced by what ``translate`` gives for it.

        None, or the segment's own text, keeps the source's bytes. A msgstr is escaped where
        that is safe; whether the result is still built the same is :meth:`breakage`'s to say.
        """
        data = self.text.encode()
        parts: list[bytes] = []
        done = 0
        for slot in self.slots:
            translation = translate(slot.segment)
            if translation is None or translation == slot.segment.text:
                continue
            parts += (data[done : slot.segment.start], slot.encode(translation).encode())
            done = slot.segment.end
        parts.append(data[done:])
        return b"".join(parts).decode()

    def translated(self, translate: Translate) -> Document:
        """The document that :meth:`render` gives, read again but for its segments.

        Made once for the same texts, as checks, approvals and releases all ask for it. Raises
        :class:`ArticleError` where it is no article any more, and ``UnicodeEncodeError`` where
        a text holds half a surrogate pair.
        """
        texts = tuple(map(translate, self.segments))
        if texts not in self._translated:
            self._translated.clear()  # of one after another: nobody comes back to the one before
            self._translated[texts] = self._again(self.render(translate))
        return self._translated[texts]

    @cached_property
    def _translated(self) -> dict[tuple[str | None, ...], Document]:
        return {}

    def _again(self, text: str) -> Document:
        check_encodable(text)
        _check_size(text)
        front = read_front_matter(text, self.fields)
        return replace(
            self,
            text=text,
            slots=(),
            front_matter=front.values,
            body=text[front.end :],
            body_line=text.count("\n", 0, front.end) + 1,
            front_shape=front.skeleton,
            aliases=front.aliases,
        )

    def breakage(self, translate: Translate) -> tuple[tuple[Segment, str], ...]:
        """Return (segment, reason) for each translation that would break the structure.

        The rendered document is parsed again and its skeleton compared with the source's.
        Empty where all is well.
        """
        if self._difference(translate) is None:
            return ()
        wanted = [each for each in self.segments if translate(each) is not None]
        return tuple(self._culprits(translate, wanted))

    def _culprits(
        self, translate: Translate, wanted: Sequence[Segment]
    ) -> list[tuple[Segment, str]]:
        """Those of ``wanted`` whose translations break the structure, found by halving."""
        starts = {segment.start for segment in wanted}
        reason = self._difference(
            lambda segment: translate(segment) if segment.start in starts else None
        )
        if reason is None:
            return []
        if len(wanted) <= 1:
            return [(segment, reason) for segment in wanted]
        middle = len(wanted) // 2
        found = [
            *self._culprits(translate, wanted[:middle]),
            *self._culprits(translate, wanted[middle:]),
        ]
        # Where each half alone is sound, the one that comes second breaks what the first began.
        return found or [(wanted[middle], reason)]

    def _difference(self, translate: Translate) -> str | None:
        """How the translated document is built otherwise than its source; None if it is not."""
        try:
            again = self.translated(translate)
            skeleton = again.skeleton
        except ArticleError as error:
            return error.message
        except UnicodeEncodeError:
            return "it holds half a surrogate pair, which no file can hold"
        if "\0" in again.text and "\0" not in self.text:
            return "it holds a NUL, which no page can hold"
        return describe_difference(self.skeleton, skeleton)


def _check_size(text: str) -> None:
    """Raise :class:`ArticleError` for a text that no article is as long as."""
    size = len(text.encode())
    if size > LARGEST:
        raise ArticleError(
            phrase(
                "the file has {size:.1f} MB; an article has at most {most:.0f} MB",
                size=size / 1e6,
                most=LARGEST / 1e6,
            ),
            hint=phrase(
                "It is hardly an article. Split it into several, or keep data in files of its own."
            ),
        )


def check_encodable(text: str) -> None:
    """Raise :class:`ArticleError` for lone surrogates, which UTF-8 cannot hold."""
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise ArticleError(
            phrase("half a surrogate pair (U+{ord:04X}) in the text", ord=ord(text[error.start])),
            hint=phrase(
                "The file was converted wrongly; convert it to UTF-8 anew from its origin."
            ),
            line=text.count("\n", 0, error.start) + 1,
        ) from error
