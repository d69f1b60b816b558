"""How a message's kept parts are written for a service, and read from its answer.

Each service is sent the form it keeps best: numbered tokens for those that take plain text, tags
for those that know HTML or XML. A reader is lenient about spelling (services change case, add
spaces, take full-width brackets) and says nothing of what is lost, doubled or badly nested:
:func:`workflow.engines.masking.assemble` finds that. Where a form fails, the words between the
parts that are kept are translated each run by itself, the last resort of every engine: they lose
sight of the sentence around them, but no part can be lost, doubled or moved.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import count, groupby
from typing import Literal

from workflow.engines.masking import Masked, Part, Role, assemble, is_wordy

_BRACKETS = "[［【〔"
_TOKEN = re.compile(r"[\[［【〔]\s*[XxＸｘХх×]\s*(?P<number>\d{1,4})\s*[XxＸｘХх×]\s*[\]］】〕]")
"""A token as services give it back: in their own brackets, with the Cyrillic letter, …"""
_TAG = re.compile(r"[<＜]\s*(?P<end>/?)\s*(?P<name>[A-Za-z]+)(?P<rest>(?:\s[^<>＜＞]*)?)[>＞]")
_ID = re.compile(r"\bid\s*=\s*[^\w\s]{0,2}\s*(\d{1,4})\b", re.IGNORECASE)
_REFERENCE = re.compile(r"&(?:#\d+|#[xX][0-9a-fA-F]+|\w+);")


class Tokens:
    """Plain text with a token such as ``[X1X]`` for each part that is kept.

    Neural engines carry such tokens over, most of the time. Where a message has a token of its
    own, numbers begin above it.
    """

    markup: Literal["text"] = "text"

    def encode(self, masked: Masked) -> str:
        """Return the message with its tokens."""
        numbers = count(_first_number(masked))
        return "".join(
            part.text if part.role is Role.TEXT else f"[X{next(numbers)}X]" for part in masked.parts
        )

    def decode(self, text: str, masked: Masked) -> list[Part]:
        """Return the parts of a translated text in its order."""
        first = _first_number(masked)
        parts = dict(enumerate(masked.kept, first))
        found: list[Part] = []
        done = 0
        for token in _TOKEN.finditer(text):
            number = int(token["number"])
            if number >= first:  # else one of the message itself
                part = parts.get(number) or _foreign(token[0])
                found += [Part(Role.TEXT, text[done : token.start()]), part]
                done = token.end()
        return [part for part in (*found, Part(Role.TEXT, text[done:])) if part.text]


@dataclass(frozen=True, slots=True)
class Tagged:
    """HTML or XML with an element for each pair and each part that is kept; text is escaped.

    What is kept stands for itself in the answer, whatever the service made of the inside of its
    element. Names of things are shown to the service, for the sake of the words around them.
    """

    markup: Literal["html", "xml"]
    pair: str
    """Name of the element whose inside is translated."""
    opaque: str
    """Name of the element whose inside is not."""
    attribute: str = ""
    """Tells the service so."""
    filled: bool = False
    """Whether an opaque element must have an inside for the service to know its place."""

    def encode(self, masked: Masked) -> str:
        """Return the message with its elements."""
        numbers = _element_numbers(masked)
        return "".join(self._written(part, numbers[part.number]) for part in masked.parts)

    def decode(self, text: str, masked: Masked) -> list[Part]:
        """Return the parts of a translated text in its order."""
        numbers = _element_numbers(masked)
        parts = {(part.role, numbers[part.number]): part for part in masked.kept}
        return _without_gaps(self._read(text, parts))

    def _written(self, part: Part, number: int) -> str:
        if part.role is Role.TEXT:
            return html.escape(part.text, quote=False)
        if part.role is Role.OPEN:
            return f'<{self.pair} id="{number}">'
        if part.role is Role.CLOSE:
            return f"</{self.pair}>"
        inside = part.text if _is_name(part.text) else f"X{number}" if self.filled else ""
        start = " ".join(filter(None, [self.opaque, f'id="{number}"', self.attribute]))
        return f"<{start}>{inside}</{self.opaque}>" if inside or self.filled else f"<{start}/>"

    def _read(self, text: str, parts: Mapping[tuple[Role, int], Part]) -> Iterator[Part]:
        inside: list[int] = []
        done = 0
        for tag in _TAG.finditer(text):
            if tag.start() < done:  # the inside of an opaque element
                continue
            read, end = self._tag(tag, text, inside)
            yield Part(Role.TEXT, _unescaped(text[done : tag.start()]))
            yield parts.get(read, _foreign(tag[0]))
            done = end
        yield Part(Role.TEXT, _unescaped(text[done:]))

    def _tag(
        self, tag: re.Match[str], text: str, inside: list[int]
    ) -> tuple[tuple[Role, int], int]:
        """What a tag stands for (number 0: for nothing of the message), and where it ends.

        ``inside`` has the pairs that are open, and is kept up to date.
        """
        name, found = tag["name"].lower(), _ID.search(tag["rest"])
        number = int(found[1]) if found else 0
        if name == self.pair and tag["end"]:
            return (Role.CLOSE, inside.pop() if inside else 0), tag.end()
        if name == self.pair:
            inside.append(number)
            return (Role.OPEN, number), tag.end()
        if name != self.opaque or tag["end"]:
            return (Role.OPAQUE, 0), tag.end()
        if tag["rest"].rstrip().endswith("/"):
            return (Role.OPAQUE, number), tag.end()
        same = (each for each in _TAG.finditer(text, tag.end()) if each["name"].lower() == name)
        close = next(same, None)
        if close is None or not close["end"]:
            return (Role.OPAQUE, 0), tag.end()
        return (Role.OPAQUE, number), close.end()


TOKENS = Tokens()
XML = Tagged("xml", pair="g", opaque="x")
"""The tags XLIFF has for this; the service is to be told to leave :attr:`Tagged.opaque` alone."""
HTML = Tagged("html", pair="b", opaque="span", attribute='translate="no"', filled=True)
HTML_CLASS = Tagged("html", pair="b", opaque="span", attribute='class="notranslate"', filled=True)


def plain(text: str) -> Masked:
    """A run of words as a message of its own, so that any form can write it."""
    return Masked("", (Part(Role.TEXT, text),), "", "text")


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
        parts.append(part._replace(text=lead + translations[core].strip() + tail))
    return assemble(masked, parts)


def _first_number(masked: Masked) -> int:
    """The number of the first token: above those that the message itself has."""
    text = "".join(part.text for part in masked.parts if part.role is Role.TEXT)
    if not any(map(text.__contains__, _BRACKETS)):
        return 1
    return 1 + max((int(token["number"]) for token in _TOKEN.finditer(text)), default=0)


def _element_numbers(masked: Masked) -> Mapping[int, int]:
    """Numbers of parts → numbers of elements, counted from 1; both ends of a pair have one."""
    numbers = dict.fromkeys(part.number for part in masked.kept)
    return {-1: 0} | {number: place for place, number in enumerate(numbers, start=1)}


def _foreign(text: str) -> Part:
    """What a service made up: no message has such a part, so nothing is made of the answer."""
    return Part(Role.OPAQUE, text, -2)


def _is_name(text: str) -> bool:
    """Whether a part that is kept reads like a name: words, and nothing that needs escaping."""
    return any(map(str.isalpha, text)) and all(
        character.isalnum() or character in " -’'." for character in text
    )


def _unescaped(text: str) -> str:
    """``text`` with its references read; those without a semicolon are none."""
    return _REFERENCE.sub(lambda found: html.unescape(found[0]), text)


def _without_gaps(parts: Iterator[Part]) -> list[Part]:
    """The parts with neighbouring text in one, and no empty text."""
    found: list[Part] = []
    for is_text, run in groupby(parts, lambda part: part.role is Role.TEXT):
        if not is_text:
            found += run
        elif text := "".join(part.text for part in run):
            found.append(Part(Role.TEXT, text))
    return found
