"""The inside of a text, read once for all who ask.

A text is a msgid or msgstr with what it is written in; its pattern is what stands in it, each
thing with its place in characters::

    Text ──read──► Pattern ─┬─ placeables   what a translation carries over as it is
                            ├─ between      what stands before, between and after these
                            ├─ tokens       all of it: words, numbers, blanks, signs, placeables
                            ├─ pieces       all of it: what opens and closes elements, and the rest
                            └─ constructs   emphasis, links, tags, stray marks, what is active

All else that is said of a message folds over one of these: masking for engines over pieces and
placeables, classes of changes and the words of proofs over tokens, the checks of markup and
safety over constructs, glossary look-up over what is between placeables, highlights over
placeables. Below, Markdown has one parser (:mod:`~workflow.inline.commonmark`, asked through
:mod:`~workflow.inline.events`) and HTML one tokeniser (:mod:`~workflow.inline.html_tokens`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from workflow.inline.constructs import Inline, constructs_in
from workflow.inline.pieces import Piece, pieces_in
from workflow.inline.placeables import placeables_in
from workflow.inline.tokens import Token, tokens_in
from workflow.model import Placeable, Text


@dataclass(frozen=True)
class Pattern:
    """The inside of a text; each view of it is made when it is first asked for."""

    text: Text

    @cached_property
    def placeables(self) -> Sequence[Placeable]:
        """What a translation carries over as it is, in order; none overlaps another."""
        return placeables_in(self.text)

    @cached_property
    def between(self) -> Sequence[str]:
        """The runs of characters before, between and after the placeables; some are empty."""
        runs: list[str] = []
        done = 0
        for each in self.placeables:
            runs.append(self.text.value[done : each.start])
            done = max(done, each.end)
        return (*runs, self.text.value[done:])

    @cached_property
    def tokens(self) -> Sequence[Token]:
        """The whole text; each placeable is one token, and so is each word."""
        return tuple(tokens_in(self.text, self.placeables))

    @cached_property
    def pieces(self) -> Sequence[Piece]:
        """The whole text as its elements part it; raises as the parser of Markdown does."""
        return tuple(pieces_in(self.text))

    def constructs(self, references: str = "") -> Inline:
        """What readers of a page get of it.

        ``references`` are link reference definitions that Markdown may refer to. Raises as the
        parser of Markdown does.
        """
        return constructs_in(self.text, references)


@lru_cache(maxsize=4096)
def read(text: Text) -> Pattern:
    """Read the inside of a text."""
    return Pattern(text)
