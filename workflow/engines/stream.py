"""Messages in Apertium's stream format, and back.

What stands in pairs goes into word-bound blanks (``[[t:p:1]]two words[[/]]``), which follow
their words through reordering; what is opaque becomes a word no dictionary has. See "Apertium
stream format" in Apertium's wiki.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from workflow.engines.masking import Masked, Part, Role

END = "[]"
"""An empty superblank: comes back where the text ended, and shows that nothing was cut off."""
_RESERVED = re.compile(r"[\\\[\]{}^$/@<>]")
_ABSENT = str.maketrans({"~": "∼", "*": "∗", "\0": " "})
"""Apertium swallows tildes, marks with an asterisk the words it does not know, and NUL parts the
messages of a batch."""
_PRESENT = str.maketrans({"∼": "~", "∗": "*"})
_TOKEN = re.compile(
    r"\\(?P<escaped>.)|\[\[(?P<tags>t:[^\]]*)\]\]|(?P<end>\[\[/\]\])|\[[^\]]*\]|(?P<plain>[^\\\[]+)",
    re.DOTALL,
)
WORD = re.compile(r"qzx([a-z]+)", re.IGNORECASE)
"""A word that stands for an opaque part, see :func:`_word`."""


def encode(masked: Masked, prepare: Callable[[str], str]) -> str:
    """Return the message as a stream; ``prepare`` adapts text to Apertium's dictionaries."""
    out = before = ""
    inside: list[int] = []
    for index, part in enumerate(masked.parts):
        if part.role is Role.OPEN:
            inside.append(part.number)
        elif part.role is Role.CLOSE:
            inside.remove(part.number)
        else:
            is_text = part.role is Role.TEXT
            text = _escape(prepare(part.text)) if is_text else _word(index)
            # the word of an opaque part is a word only if it stands apart
            apart = " " if _joins(before, text) and (not is_text or WORD.search(before)) else ""
            out += apart + _bound(text, inside)
            before = text
    return out + ("" if out.rstrip().endswith((".", "!", "?", "…")) else ".") + END


def decode(stream: str, masked: Masked, finish: Callable[[str], str]) -> list[Part] | None:
    """Return the parts of a translation in their new order; None for a stream that was cut.

    ``finish`` adapts translated text to the habits of the target language.
    """
    if not stream.endswith(END):
        return None
    runs = list(_runs(stream.removesuffix(END)))
    if not masked.source.value.rstrip().endswith(".") and runs:
        tags, text = runs[-1]
        runs[-1] = (tags, text.removesuffix("."))
    return _place_pairs(list(_split(runs, masked, finish)), masked)


def _escape(text: str) -> str:
    return _RESERVED.sub(r"\\\g<0>", text.translate(_ABSENT))


def _word(index: int) -> str:
    """A word for the part at ``index``: letters only, as digits would be a word apart."""
    letters = ""
    while True:
        index, digit = divmod(index, 26)
        letters = chr(ord("a") + digit) + letters
        if not index:
            return f"qzx{letters}"


def _index(letters: str) -> int:
    value = 0
    for letter in letters.lower():
        value = value * 26 + ord(letter) - ord("a")
    return value


def _joins(before: str, after: str) -> bool:
    """Whether two texts make one word where they meet."""
    return before[-1:].isalnum() and after[:1].isalnum()


def _bound(text: str, inside: Sequence[int]) -> str:
    """``text`` bound to the pairs it stands in; the spaces around it are not."""
    core = text.strip()
    if not core or not inside:
        return text
    tags = "; ".join(f"t:p:{number}" for number in inside)
    lead, _, tail = text.partition(core)
    return f"{lead}[[{tags}]]{core}[[/]]{tail}"


def _runs(stream: str) -> Iterator[tuple[frozenset[int], str]]:
    """Yield the text of a stream with the numbers of the pairs it is bound to."""
    tags: frozenset[int] = frozenset()
    for token in _TOKEN.finditer(stream):
        if token["tags"]:
            tags = frozenset(map(int, re.findall(r"t:p:(\d+)", token["tags"])))
        elif token["end"]:
            tags = frozenset()
        elif text := token["escaped"] or token["plain"]:
            yield tags, text.translate(_PRESENT)


@dataclass(frozen=True, slots=True)
class _Bound:
    tags: frozenset[int]
    part: Part


def _split(
    runs: Sequence[tuple[frozenset[int], str]], masked: Masked, finish: Callable[[str], str]
) -> Iterator[_Bound]:
    """Part words that stand for opaque parts from the text around them."""
    merged: list[tuple[frozenset[int], str]] = []
    for tags, text in runs:
        if merged and merged[-1][0] == tags:
            merged[-1] = (tags, merged[-1][1] + text)
        else:
            merged.append((tags, text))
    for tags, text in merged:
        done = 0
        for word in WORD.finditer(text):
            index = _index(word[1])
            if index < len(masked.parts) and masked.parts[index].role is Role.OPAQUE:
                yield from _text(tags, text[done : word.start()], finish)
                yield _Bound(tags, masked.parts[index])
                done = word.end()
        yield from _text(tags, text[done:], finish)


def _text(tags: frozenset[int], text: str, finish: Callable[[str], str]) -> Iterator[_Bound]:
    if text:
        yield _Bound(tags, Part(Role.TEXT, finish(text)))


def _place_pairs(bound: Sequence[_Bound], masked: Masked) -> list[Part]:
    """Open each pair before the first word bound to it and close it after the last."""
    opens = [part for part in masked.parts if part.role is Role.OPEN]
    closes = {part.number: part for part in masked.parts if part.role is Role.CLOSE}
    spans: dict[int, tuple[int, int]] = {}
    for index, each in enumerate(bound):
        for number in each.tags:
            spans[number] = (spans.get(number, (index, index))[0], index)
    outer_first = sorted(
        (part for part in opens if part.number in spans),
        key=lambda part: spans[part.number][0] - spans[part.number][1],
    )
    parts: list[Part] = []
    for index, each in enumerate(bound):
        parts += [part for part in outer_first if spans[part.number][0] == index]
        parts.append(each.part)
        parts += [
            closes[part.number] for part in reversed(outer_first) if spans[part.number][1] == index
        ]
    return parts
