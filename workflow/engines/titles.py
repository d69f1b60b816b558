"""Titles of links and images, and attributes for readers, inside the texts of a run.

Each is asked for as a text of its own, once for each pair; a draft waits for those in it. What an
engine fails on stays in the language of the source, and the draft says so.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from workflow.engines.engine import Draft, Request
from workflow.engines.masking import has_words, sound
from workflow.inline.asides import asides_in, with_asides
from workflow.model import Locale, Text
from workflow.model.phrase import phrase

Key = tuple[Locale, Locale, str]
"""A pair and a title."""


class Titles:
    """The titles of some requests, and what has come of them."""

    def __init__(self, requests: Sequence[Request]) -> None:
        self._keys = [_keys(request) for request in requests]
        self._wanted: dict[Key, Request] = {}
        for request, keys in zip(requests, self._keys, strict=True):
            for key, kind in keys.items():
                beside = replace(request, text=key[2], markup="text", kind=kind, keep=(), near=())
                self._wanted.setdefault(key, replace(beside, context=None))
        self._came: dict[Key, str | None] = {}

    @property
    def requests(self) -> list[Request]:
        """The titles as texts of their own."""
        return list(self._wanted.values())

    def came(self, number: int, text: str | None) -> None:
        """Take the translation of a title, by its place in :attr:`requests`; None for none."""
        self._came[list(self._wanted)[number]] = text

    def lacks(self, place: int) -> bool:
        """Whether titles of the request at ``place`` are still to come."""
        return not self._keys[place].keys() <= self._came.keys()

    def put(self, place: int, request: Request, draft: Draft) -> Draft:
        """The draft of the request at ``place`` with the titles that came."""
        keys = self._keys[place]
        if not keys:
            return draft
        said = {key[2]: text for key in keys if (text := self._came.get(key))}
        before = request.value.having(draft.text)
        after = with_asides(before, said)
        if not sound(request.value, after):
            said, after = {}, before
        there = {aside.value for aside in asides_in(after)}  # an engine may have its own
        left = [
            phrase("the title “{text}” is not translated", text=key[2])
            for key in keys
            if key[2] not in said and key[2] in there
        ]
        return replace(draft, text=after.value, notes=(*draft.notes, *left))


def _keys(request: Request) -> Mapping[Key, str]:
    """The titles in a request that have words, each with its kind."""
    return {
        (*request.pair, aside.value): aside.kind
        for aside in asides_in(request.value)
        if has_words(Text(aside.value, "text"))
    }
