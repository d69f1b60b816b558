"""What an engine that understands an article is shown beside the text that it translates.

Values alone, made before any engine is asked: engines look at them from a thread of their own,
where neither files nor the memory are read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from workflow.errors import ConfigError
from workflow.model import Locale, Message, Segment
from workflow.model.encoding import decode
from workflow.model.phrase import phrase

if TYPE_CHECKING:
    from workflow.glossary.usage import Terminology
    from workflow.memory import Match, Query
    from workflow.memory.project_memory import ProjectMemory
    from workflow.project.workspace import Workspace

STYLE = 8_000
"""Characters of a ``styles/<locale>.md``, at most: it goes along with every request."""


@dataclass(frozen=True, slots=True)
class Near:
    """A text like the one to translate, with its translation by a person."""

    source: str
    target: str
    score: int
    """Likeness in percent."""
    article: str = ""
    """Slug of the article it comes from."""
    proposed: bool = True
    """Whether it is like enough to stand in for a translation; else it is an example."""


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


Approved = Callable[[Sequence["Query"], Locale, Locale, int], Sequence["Match | None"]]
"""Texts, source, target, and the least likeness in percent → of each text what people approved
that is most like it."""


def _nothing_approved(
    queries: Sequence[Query], _source: Locale, _target: Locale, _floor: int
) -> list[Match | None]:
    return [None] * len(queries)


class Context:
    """The articles that are being translated, the glossary, and how each language is written."""

    def __init__(
        self,
        terms: Terminology | None = None,
        styles: Mapping[Locale, str] = MappingProxyType({}),
        approved: Approved = _nothing_approved,
    ) -> None:
        """``styles``: what ``styles/<locale>.md`` says, by target locale.

        ``approved`` may look into files and databases: it is for engines without a loop.
        """
        self.terms = terms
        self.styles = styles
        self.approved = approved
        self._articles: dict[tuple[str, Locale], tuple[Passage, ...]] = {}

    def add(self, article: str, target: Locale, passages: Iterable[Passage]) -> None:
        """Keep the messages of an article (by its slug) in their order, as they stand now."""
        self._articles[article, target] = tuple(passages)

    def passages(self, article: str, target: Locale) -> tuple[Passage, ...]:
        """The messages of an article in their order; () for one that nobody added."""
        return self._articles.get((article, target), ())

    def style(self, target: Locale) -> str:
        """How a language is to be written; empty where the project does not say."""
        return next((self.styles[each] for each in target.chain if each in self.styles), "")


def passages_of(segments: Iterable[Segment], messages: Iterable[Message]) -> tuple[Passage, ...]:
    """Return an article's segments, each once, with what a catalogue's live messages make of them.

    A translation counts unless it is fuzzy for another reason than that nobody looked at it
    yet: a draft of an engine does, one of a source that has changed does not.
    """
    known = {
        message.key: message.msgstr for message in messages if message.usable or message.is_draft
    }
    found: dict[tuple[str | None, str], Passage] = {}
    for each in segments:
        translation = known.get(each.key, "")
        passage = Passage(each.text, each.context, each.kind, each.heading, translation)
        found.setdefault(each.key, passage)
    return tuple(found.values())


def project_context(workspace: Workspace, known: ProjectMemory) -> Context:
    """The context of a project, without its articles.

    A ``styles/<locale>.md`` may spell its target locale in any way. Raises :class:`ConfigError`
    for one that is too long and for two of one locale, and what reading them and the glossary
    raises.
    """
    targets = workspace.settings.target_locales
    styles: dict[Locale, str] = {}
    for path in sorted(workspace.styles_folder.glob("*.md")):
        locale = Locale.among(path.stem, targets)
        if locale is None:
            continue
        text = decode(workspace.read_bytes(path), path).strip()
        file = workspace.relative(path)
        if locale in styles:
            raise ConfigError(
                phrase("{file}: another file is of the same language", file=file),
                hint=phrase("Delete one of them."),
            )
        if len(text) > STYLE:
            raise ConfigError(
                phrase(
                    "{file}: {length} characters; at most {most} go along with a request",
                    file=file,
                    length=len(text),
                    most=STYLE,
                ),
                hint=phrase("Keep what a translator must know of the language, and its examples."),
            )
        styles[locale] = text
    return Context(workspace.terms, styles, known.approved)
