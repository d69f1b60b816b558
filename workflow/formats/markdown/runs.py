"""A run: the inline content of one block, as the events between two block events."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from workflow.formats.format import SentenceEnds, trimmed
from workflow.formats.markdown.places import IN_LINK, Encoder, Source, find_title
from workflow.inline.commonmark import Event
from workflow.inline.pattern import read
from workflow.inline.placeables import without_plain
from workflow.inline.wrapping import (
    NEWLINE,
    Line,
    escape_alt,
    needs_translation,
    offset_in_raw,
    unwrap,
    unwrapped,
    unwrapped_simply,
)
from workflow.model import Markup, Text
from workflow.model import lazy_re as re

_AUTOMATIC = frozenset(("Autolink", "Email"))
_LABELLED = frozenset(("Shortcut", "Collapsed"))
_NOT_WORDS = re.compile(r"[`<\[{@:+\\$&]")
"""Where none of these stands in a text, all its letters are words."""
_WORD_FIRST = re.compile(
    r"""(?!\s*!\[)
    (?: [^\w`<\[\]{@:+\\$&%] | [\d_] | %(?!\() | \[(?!\^) | `(?!`)[^`]++`(?!`) )*+
    (?P<letter>[^\W\d_]) [^\s\]`<\[{@:+\\$&]*+ (?: :?+(?:\s|\Z) | \]\( | [`<\[] )
    """,
    re.VERBOSE,
)
"""A text that starts so has a word in it, whatever follows: no code, address or placeholder."""
_NOT_PLAIN = re.compile(r"[`<>\[\]{@:+\\$*_~&|!\r\n]")
"""Where none of these stands in a text, it is its own msgid."""


class Part(NamedTuple):
    """A stretch of a run that is one segment; offsets in bytes of the body."""

    start: int
    end: int
    text: str
    kind: str
    encode: Encoder
    markup: Markup = "markdown"


class Run:
    """The events of one run."""

    def __init__(
        self, events: Sequence[Event], source: Source, start: int, end: int, raw: str
    ) -> None:
        """``raw`` is the source's text from ``start`` to ``end``."""
        self.events = events
        self.source = source
        self.start = start
        self.end = end
        self.raw = raw

    @property
    def words(self) -> str:
        """The plain text, with code spans."""
        return self._words(code=True) if _NOT_PLAIN.search(self.raw) else self.raw

    def _words(self, *, code: bool) -> str:
        """The plain text without addresses in angle brackets, with code spans if asked."""
        parts: list[str] = []
        automatic = False
        for event, _ in self.events:
            if isinstance(event, str):
                parts.append(" ")
            elif "Text" in event:
                parts += () if automatic else (event["Text"],)
            elif "Start" in event:
                link = _link(event["Start"])
                automatic = automatic or (link is not None and link["link_type"] in _AUTOMATIC)
            elif "End" in event:
                automatic = automatic and event["End"] != "Link"
            elif code and "Code" in event:
                parts.append(event["Code"])
        return "".join(parts)

    @property
    def translatable(self) -> bool:
        """Whether there is anything in it to translate."""
        if _starts_with_word(self.raw):
            return True
        if not _NOT_WORDS.search(self.raw):
            return needs_translation(self.raw)
        return needs_translation(without_plain(self._words(code=False)))

    def message(self, quotes: int) -> str:
        """The msgid of the whole run, which stands in ``quotes`` block quotes."""
        if "]" in self.raw and self.source.labelled and (labels := self._labels()):
            return self._with_labels(labels, quotes)
        if "\n" not in self.raw and "\r" not in self.raw:
            return self.raw
        simple = None if quotes else unwrapped_simply(self.raw)
        if simple is not None:
            return simple
        return "".join(f"{line.text}{line.glue}" for line in self._lines(quotes))

    def _lines(self, quotes: int) -> tuple[Line, ...]:
        kept = frozenset(self._line_ends_in_tags()) if "<" in self.raw else frozenset[int]()
        return unwrapped(self.raw, quotes, frozenset(self._hard_breaks()), kept)

    def _labels(self) -> list[tuple[int, int, str]]:
        """Where a link's text is its label as well: the range to replace, and the label.

        Offsets in characters of :attr:`raw`. A translated text would no longer lead anywhere
        (CommonMark 0.31, section 6.3), so the msgid says ``[text][label]``.
        """
        labels: list[tuple[int, int, str]] = []
        for event, place in self.events:
            link = _link(event["Start"]) if isinstance(event, dict) and "Start" in event else None
            if link is not None and link["link_type"] in _LABELLED:
                end = len(self.source.slice(self.start, place["end"]))
                length = len("[]") if link["link_type"] == "Collapsed" else 0
                labels.append((end, end + length, f"[{link['id']}]"))
        return sorted(labels)

    def _with_labels(self, labels: Sequence[tuple[int, int, str]], quotes: int) -> str:
        raw, breaks = self.raw, frozenset(self._hard_breaks())
        for start, end, label in reversed(labels):
            raw = raw[:start] + label + raw[end:]
            moved = len(label) - (end - start)
            breaks = frozenset(at + moved if at >= end else at for at in breaks)
        return unwrap(raw, quotes, breaks)

    def parts_by_sentence(self, part: Part, quotes: int, sentences: SentenceEnds) -> Iterator[Part]:
        """Part the whole run's part at the sentence ends that stand outside of any markup."""
        lines = self._lines(quotes)
        if self.source.labelled and self._labels():
            yield part  # its msgid is not the source's text, letter by letter
            return

        def offset(position: int) -> int:
            return self.start + len(self.raw[: offset_in_raw(lines, position)].encode())

        inside = [
            (place["start"], place["end"])
            for event, place in self.events
            if isinstance(event, dict) and "Text" not in event
        ]
        ends = [
            position
            for position in sentences(part.text)
            if not any(start < offset(position) < end for start, end in inside)
        ]
        for start, end in trimmed(part.text, ends):
            text = part.text[start:end]
            if needs_translation("".join(read(Text(text, "markdown")).between)):
                yield part._replace(start=offset(start), end=offset(end), text=text)

    def _hard_breaks(self) -> Iterator[int]:
        """Offsets in characters of :attr:`raw` of the line ends that are hard breaks."""
        return self._characters(
            place["start"] + (found.start() if (found := NEWLINE.search(text)) else 0)
            for event, place in self.events
            if event == "HardBreak"
            for text in (self.source.slice(place["start"], place["end"]),)
        )

    def _line_ends_in_tags(self) -> Iterator[int]:
        """Offsets in characters of :attr:`raw` of the line ends inside inline HTML."""
        return self._characters(
            place["start"] + len(html[: found.start()].encode())
            for event, place in self.events
            if isinstance(event, dict) and "\n" in event.get("InlineHtml", "")
            for html in (self.source.slice(place["start"], place["end"]),)
            for found in NEWLINE.finditer(html)
        )

    def _characters(self, offsets: Iterable[int]) -> Iterator[int]:
        """The characters of :attr:`raw` before each of the offsets in bytes, which rise."""
        done, characters = self.start, 0
        for offset in offsets:
            characters += len(self.source.slice(done, offset))
            done = offset
            yield characters

    def images(self) -> list[Sequence[Event]]:
        """The events of each image, the image's own first; empty unless images are all."""
        if "![" not in self.raw:
            return []
        images: list[list[Event]] = []
        depth = 0
        for event, place in self.events:
            if isinstance(event, dict) and "Start" in event:
                if depth == 0:
                    if not (isinstance(event["Start"], dict) and "Image" in event["Start"]):
                        return []
                    images.append([])
                depth += 1
            elif isinstance(event, dict) and "End" in event:
                depth -= 1
                continue
            elif depth == 0:
                if not isinstance(event, str) and event.get("Text", "x").strip():
                    return []
                continue
            images[-1].append((event, place))
        return list(images)

    def image_parts(self, image: Sequence[Event], quotes: int) -> Iterator[Part]:
        """The text and the title of an image that stands alone, each where there is one."""
        source = self.source
        (opening, whole), *inner = image
        link = opening["Start"]["Image"]
        tail = whole["start"] + len(b"![")
        if inner:
            start, tail = source.escaped(inner[0][1]["start"]), inner[-1][1]["end"]
            text = unwrap(source.slice(start, tail), quotes, frozenset())
            if needs_translation(text):
                labelled = link["link_type"] in _LABELLED
                end = tail + len(b"][") * (link["link_type"] == "Collapsed")
                encode = _alt_encoder(link["id"]) if labelled else escape_alt
                yield Part(start, end, text, "image text", encode)
        title = find_title(IN_LINK, source.slice(tail, whole["end"]), quotes)
        if title and needs_translation(title.text):
            first, last = tail + title.start, tail + title.end
            yield Part(first, last, title.text, "caption", title.encode, "text")


def is_message(raw: str, *, labelled: bool) -> bool:
    """Whether a run's text is its own msgid: one line, with a word before any markup in it.

    ``labelled``: links may be without an address (see :attr:`Source.labelled`).
    """
    if "\n" in raw or "\r" in raw or (labelled and "]" in raw):
        return False
    return _starts_with_word(raw)


def _starts_with_word(raw: str) -> bool:
    found = _WORD_FIRST.match(raw)
    return found is not None and found["letter"].isalpha()


def _alt_encoder(label: str) -> Encoder:
    """The text of an image whose text was its label too: the label follows it."""
    return lambda text: f"{escape_alt(text)}][{label}"


def _link(value: Any) -> dict[str, Any] | None:
    """The data of a link's or image's start; None for anything else that starts."""
    if isinstance(value, str):
        return None
    data: dict[str, Any] | None = value.get("Link") or value.get("Image")
    return data
