"""The article itself written otherwise: new texts for its segments, and every other byte as it is.

Only the characters that differ are spliced in, wherever a line is wrapped and whatever stands
before it (``> ``, indentation). What comes out is read again, and a text that it does not give back
as it was wanted, or that builds the article otherwise, is left as it was.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from workflow.errors import ArticleError
from workflow.formats.document import Document
from workflow.formats.format import Slot

_ALIKE = 2
"""Characters that have to be the same for two texts to be alike again."""
_NEAR = 64
"""Characters of both together within which that is looked for."""
Write = Callable[[Slot, bytes, str], str]
"""Takes a slot, the source's bytes and the new msgid; gives what is to stand in the slot."""


def rewritten(
    document: Document,
    texts: Mapping[int, str],
    parse: Callable[[str], Document],
    sound: Callable[[Document], bool],
) -> tuple[Document, Mapping[int, str]]:
    """The document with other msgids, and those of ``texts`` that it has now.

    ``texts`` are by the number of the segment, counted from 0. ``parse`` reads the whole file as
    ``document`` was read. ``sound`` says whether a document is to be kept; texts after which it
    is not are left out, found by halving. Never raises what ``parse`` does.
    """
    kept: dict[int, str] = {}
    now = document
    data = document.text.encode()
    for write in (_spliced, _encoded):
        waiting = [[n for n in sorted(texts) if n not in kept]]
        while waiting:
            group = waiting.pop()
            if not group:
                continue
            wanted = {n: texts[n] for n in (*kept, *group)}
            places = kept | {n: write(document.slots[n], data, texts[n]) for n in group}
            after = _read(document, data, places, wanted, parse)
            if after is not None and sound(after):
                now, kept = after, places
            elif len(group) > 1:
                middle = len(group) // 2
                waiting += (group[middle:], group[:middle])
    return now, {n: texts[n] for n in sorted(kept)}


def _read(
    document: Document,
    data: bytes,
    places: Mapping[int, str],
    wanted: Mapping[int, str],
    parse: Callable[[str], Document],
) -> Document | None:
    """The document with ``places`` written in; None where it is not what was wanted."""
    parts: list[bytes] = []
    done = 0
    for number in sorted(places):
        segment = document.slots[number].segment
        parts += (data[done : segment.start], places[number].encode())
        done = segment.end
    parts.append(data[done:])
    try:
        after = parse(b"".join(parts).decode())
    except ArticleError:
        return None
    before = document.segments
    texts = [wanted.get(number, segment.text) for number, segment in enumerate(before)]
    if [segment.text for segment in after.segments] != texts:
        return None
    alike = all(
        (one.kind, one.context) == (other.kind, other.context)
        for one, other in zip(before, after.segments, strict=True)
    )
    return after if alike and after.skeleton == document.skeleton else None


def _spliced(slot: Slot, data: bytes, text: str) -> str:
    """The slot's own bytes, with the characters that differ written in."""
    segment = slot.segment
    raw = data[segment.start : segment.end].decode()
    starts, ends = _places(segment.text, raw)
    parts: list[str] = []
    done = 0
    for start, end, first, last in _differing(segment.text, text):
        # What stands between two characters, a line's end and a prefix say, goes with the blank.
        place = ends[start - 1] if start else 0
        parts += (raw[done:place], text[first:last])
        done = place if start == end else starts[end] if end < len(starts) else len(raw)
    return "".join((*parts, raw[done:]))


def _encoded(slot: Slot, data: bytes, text: str) -> str:
    """The text as a translation would be written there: with quotation marks escaped, say."""
    raw = data[slot.segment.start : slot.segment.end].decode()
    return raw if "\n" in raw or "\r" in raw else slot.encode(text)


def _places(text: str, raw: str) -> tuple[Sequence[int], Sequence[int]]:
    """Where each character of a msgid starts and ends in the source."""
    if text == raw:
        return range(len(raw)), range(1, len(raw) + 1)
    starts: list[int] = []
    ends: list[int] = []
    done = 0
    for start, end, first, last in (*_differing(text, raw), (len(text),) * 2 + (len(raw),) * 2):
        starts += range(done, first)
        ends += range(done + 1, first + 1)
        starts += [first] * (end - start)
        ends += [last] * (end - start)
        done = last
    return starts, ends


def _differing(one: str, other: str) -> Iterator[tuple[int, int, int, int]]:
    """Start and end in both of each part in which two texts differ.

    Takes time in step with their length; texts that are alike nowhere for long differ in one part.
    """
    here = there = 0
    while True:
        while here < len(one) and there < len(other) and one[here] == other[there]:
            here, there = here + 1, there + 1
        if here == len(one) and there == len(other):
            return
        end, last = _alike_again(one, here, other, there)
        yield here, end, there, last
        here, there = end, last


def _alike_again(one: str, here: int, other: str, there: int) -> tuple[int, int]:
    """Where two texts are alike again for some characters; their ends where that is not near."""
    for apart in range(1, _NEAR):
        for more in range(apart + 1):
            end, last = here + more, there + apart - more
            if end > len(one) or last > len(other):
                continue
            if one[end : end + _ALIKE] == other[last : last + _ALIKE]:
                return end, last
    return len(one), len(other)
