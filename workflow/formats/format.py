"""What a format is: one class that finds the segments of a body and its skeleton.

With it, what formats share: the comments in which authors speak to the tool, and where sentences
end. sentencex says where, and some of its breaks are not believed, for a sentence cut in two does
more harm than two left together: after an initial (« M. », « O.N.U. »), inside an address or a
file's name, before what begins no sentence, and after a quotation where nothing tells that its
sentence ends with it (“你好。”她说。).
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, pairwise
from typing import NamedTuple, Protocol

from workflow.model import Segment
from workflow.model import lazy_re as re

SentenceEnds = Callable[[str], tuple[int, ...]]
"""Takes a msgid, returns the offsets (characters) at which a sentence after the first begins."""
_SPACE = re.compile(r"\s+")
_TRIMMED = re.compile(r"(?!\\?\s)\S(?:.*(?!\\\n)\S)?", re.DOTALL)
_INITIAL = re.compile(r"(?:^|[^\w-]|-(?=[A-Z]))[^\W\d_]\.$")
_MARK = re.compile(r"<|\\\n|[*_]+\s")
"""What may follow a full stop at once: a tag, a hard break, the end of emphasis."""
_CLOSING = ("”", "’", "»", "」", "』")
_LANGUAGES = frozenset(("fr", "en", "zh"))


class Slot(NamedTuple):
    """A segment and how a translation of it is written in its place."""

    segment: Segment
    encode: Callable[[str], str]
    """Takes the msgstr, returns the source text for the span: escaped, with prefixes."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where in its file a body starts."""

    offset: int = 0
    """UTF-8 bytes before it."""
    line: int = 1
    """Line of its first character, counted from 1."""


class Format(Protocol):
    """One source format. Pure; never raises on any text."""

    @property
    def name(self) -> str:
        """What ``format=`` and the registry call it."""
        ...

    @property
    def suffixes(self) -> tuple[str, ...]:
        """File name endings, with the dot, lower case."""
        ...

    def slots(
        self, body: str, origin: Origin, sentences: SentenceEnds | None = None
    ) -> tuple[Slot, ...]:
        """The segments of the text after the front matter, in source order.

        Spans do not overlap; they are shifted by ``origin`` to the whole file. With
        ``sentences``, running text is parted into a segment a sentence, if the format can.
        """
        ...

    def skeleton(self, body: str) -> tuple[Hashable, ...]:
        """The block structure without the words: equal skeletons, equally built documents."""
        ...


@dataclass(slots=True)
class Remarks:
    """Collects what authors say before a block, in comments each on a line of its own.

    The format asks for them when the block starts.
    """

    notes: list[str] = field(default_factory=list)
    context: str | None = None
    skip_next: bool = False
    skipping: bool = False
    """Between ``skip-begin`` and ``skip-end``."""
    any: bool = False
    """Whether there is something to hand over to the next block."""

    def read(self, html: str) -> bool:
        """Take in a comment; return whether ``html`` is nothing but one meant for the tool."""
        comment = html.strip()
        inside = comment[len("<!--") : -len("-->")]
        if comment != f"<!--{inside}-->" or "-->" in inside:
            return False
        name, colon, value = inside.partition(":")
        value = _SPACE.sub(" ", value).strip()
        match name.strip(), value:
            case "translators", _ if colon:
                self.notes.append(value)
            case "context", _ if colon:
                self.context = value or None
            case "workflow", "skip":
                self.skip_next = True
            case "workflow", "skip-begin":
                self.skipping = True
            case "workflow", "skip-end":
                self.skipping = False
            case _:
                return False
        self.any = bool(self.notes or self.context or self.skip_next)
        return True

    def take(self) -> Remarks:
        """Hand over what stands before the block that starts now, and forget it."""
        taken = Remarks(self.notes, self.context, self.skip_next, self.skipping, self.any)
        self.notes, self.context, self.skip_next, self.any = [], None, False, False
        return taken


def sentence_ends(language: str) -> SentenceEnds:
    """The splitter for a language (``fr``, ``en``, ``zh``; any other is split like English)."""
    code = language if language in _LANGUAGES else "en"
    return lambda text: _ends(text, code)


def trimmed(text: str, ends: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield start and end of each sentence, the spaces and hard breaks between left out."""
    for start, end in pairwise((0, *ends, len(text))):
        found = _TRIMMED.search(text[start:end])
        if found is not None:
            yield start + found.start(), start + found.end()


def _ends(text: str, language: str) -> tuple[int, ...]:
    import sentencex  # noqa: PLC0415 - 12 ms, for projects that ask for sentences alone

    ends = accumulate(map(len, sentencex.segment(language, text)))
    return tuple(end for end in ends if 0 < end < len(text) and not _doubtful(text, end))


def _doubtful(text: str, end: int) -> bool:
    """Whether the sentence that is said to begin at ``end`` may be one with what is before it."""
    before, after = text[:end].rstrip(), text[end]
    if after.islower() or after in ",;:)]/" or _INITIAL.search(before, max(0, len(before) - 4)):
        return True
    if before.endswith("."):
        return text[end - 1] == "." and after.isascii() and not _MARK.match(text, end)
    return before[-1:] in _CLOSING and not after.isupper()
