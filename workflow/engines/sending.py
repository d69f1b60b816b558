"""Messages for services that take plain text, a few at a time, and what comes back of them.

What is kept becomes a token such as ``[X1X]``; a text that is too long is cut between its
sentences. Where a token gets lost, the words between the parts that are kept are translated each
run by itself, the last resort of every engine: the words lose sight of the sentence around them,
but no part can be lost, doubled or moved.

Neural engines carry such tokens over, most of the time; Weblate has used this form for
years. What comes back is checked, and the runs of words are there for the rest.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Executor, Future
from dataclasses import replace
from typing import TypeVar

from workflow.engines.masking import Masked, Part, Role, assemble, is_wordy

_TOKEN = re.compile(r"[\[［【]\s*[Xx]\s*(\d+)\s*[Xx]\s*[\]］】]")
_END = re.compile(r"(?<=[.!?…])\s+(?=\S)|(?<=[.!?…][”»’\")])\s+(?=\S)|(?<=[。！？])(?![”’」』）])")
Item = TypeVar("Item")
Result = TypeVar("Result")


def encode(masked: Masked) -> str:
    """Return the message with a numbered token for each part that is kept."""
    numbers = {part: number for number, part in enumerate(masked.kept, start=1)}
    return "".join(
        part.text if part.role is Role.TEXT else f"[X{numbers[part]}X]" for part in masked.parts
    )


def decode(text: str, masked: Masked) -> list[Part]:
    """Return the parts of a translated text in its order; unknown tokens stay text."""
    kept = masked.kept
    parts: list[Part] = []
    done = 0
    for token in _TOKEN.finditer(text):
        if 1 <= int(token[1]) <= len(kept):
            parts.append(Part(Role.TEXT, text[done : token.start()]))
            parts.append(kept[int(token[1]) - 1])
            done = token.end()
    parts.append(Part(Role.TEXT, text[done:]))
    return [part for part in parts if part.text]


def cut(text: str, limit: int | None) -> tuple[str, ...]:
    """Return pieces of at most ``limit`` characters that, joined, are the text.

    Cuts are between sentences only. Empty where a sentence alone is longer than that.
    """
    if limit is None or len(text) <= limit:
        return (text,)
    ends = [found.end() for found in _END.finditer(text)]
    sentences = [text[start:end] for start, end in zip([0, *ends], [*ends, len(text)], strict=True)]
    if max(map(len, sentences)) > limit:
        return ()
    pieces = [""]
    for sentence in sentences:
        if len(pieces[-1]) + len(sentence) > limit:
            pieces.append("")
        pieces[-1] += sentence
    return tuple(pieces)


def join(pieces: Sequence[str], translations: Sequence[str]) -> str:
    """Join translated pieces with the spaces their sources end in."""
    return "".join(
        text.strip() + piece[len(piece.rstrip()) :]
        for piece, text in zip(pieces, translations, strict=True)
    )


def runs(masked: Masked) -> list[str]:
    """The runs of words of a message, without the spaces around them, in order."""
    return [part.text.strip() for part in masked.parts if is_wordy(part)]


def join_runs(masked: Masked, translations: Mapping[str, str]) -> str | None:
    """Put the message together with its runs translated; None where one is missing."""
    parts = []
    for part in masked.parts:
        if not is_wordy(part):
            parts.append(part)
            continue
        core = part.text.strip()
        if not translations.get(core):
            return None
        lead, _, tail = part.text.partition(core)
        parts.append(replace(part, text=lead + translations[core].strip() + tail))
    return assemble(masked, parts)


def run_windowed(
    executor: Executor, function: Callable[[Item], Result], items: Iterable[Item], width: int
) -> list[Result]:
    """Return ``function`` of each item, at most ``width`` under way at any time.

    What has not begun is given up when one of them raises, or the run is interrupted.
    """
    waiting: deque[Future[Result]] = deque()
    results: list[Result] = []
    try:
        for item in items:
            if len(waiting) >= width:
                results.append(waiting.popleft().result())
            waiting.append(executor.submit(function, item))
        while waiting:
            results.append(waiting.popleft().result())
    except BaseException:
        for future in waiting:
            future.cancel()
        raise
    return results
