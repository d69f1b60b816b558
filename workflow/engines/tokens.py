"""Messages for services that take plain text: what is kept becomes a token such as ``[X1X]``.

Neural engines carry such tokens over, most of the time; Weblate has used this form for
years. What comes back is checked, and the runs of words are there for the rest.
"""

from __future__ import annotations

import re

from workflow.engines.masking import Masked, Part, Role

_TOKEN = re.compile(r"[\[［【]\s*[Xx]\s*(\d+)\s*[Xx]\s*[\]］】]")


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
