"""What an engine that understands an article is shown beside the text that it translates.

Values alone, made before any engine is asked: engines look at them from a thread of their own,
where neither files nor the memory are read.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from workflow.model import Locale, Message, Segment

if TYPE_CHECKING:
    from workflow.glossary.usage import Terminology


@dataclass(frozen=True, slots=True)
class Near:
    """A text like the one to translate, with its translation by a person."""

    source: str
    target: str
    score: int
    """Likeness in percent."""
    article: str = ""
    """Slug of the article it comes from."""


@dataclass(frozen=True, slots=True)
class Passage:
    """One message of an article, and its translation where there is one."""

    text: str
    context: str | None = None
    """Its msgctxt."""
    kind: str = ""
    heading: str = ""
    """The heading it stands under."""
    translation: str = ""


class Context:
    """The articles that are being translated, the glossary, and how each language is written."""

    def __init__(
        self,
        terms: Terminology | None = None,
        styles: Mapping[Locale, str] = MappingProxyType({}),
    ) -> None:
        """``styles``: what ``styles/<locale>.md`` says, by target locale."""
        self.terms = terms
        self._styles = styles
        self._articles: dict[tuple[str, Locale], tuple[Passage, ...]] = {}

    def add(self, article: str, target: Locale, passages: Iterable[Passage]) -> None:
        """Keep the messages of an article (by its slug) in their order, as they stand now."""
        self._articles[article, target] = tuple(passages)

    def passages(self, article: str, target: Locale) -> tuple[Passage, ...]:
        """The messages of an article in their order; () for one that nobody added."""
        return self._articles.get((article, target), ())

    def style(self, target: Locale) -> str:
        """How a language is to be written; empty where the project does not say."""
        return next((self._styles[each] for each in target.chain if each in self._styles), "")


def passages_of(segments: Iterable[Segment], messages: Iterable[Message]) -> tuple[Passage, ...]:
    """Return an article's segments, each once, with what a catalogue's messages make of them.

    A translation counts unless it is fuzzy for another reason than that nobody looked at it
    yet: a draft of an engine does, one of a source that has changed does not.
    """
    known = {
        message.key: message.msgstr
        for message in messages
        if message.usable or (message.is_draft and not message.obsolete)
    }
    found: dict[tuple[str | None, str], Passage] = {}
    for each in segments:
        translation = known.get(each.key, "")
        passage = Passage(each.text, each.context, each.kind, each.heading, translation)
        found.setdefault(each.key, passage)
    return tuple(found.values())
