"""The kinds of facts that are kept of each article; :mod:`.deriving` makes them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Generic, NamedTuple, TypeVar

from workflow.errors import WorkflowError
from workflow.model.blocker import Blocker
from workflow.model.checked import Unchecked
from workflow.model.effort import EffortFact
from workflow.model.finding import Finding
from workflow.model.review import Bound
from workflow.review.row import Row

T = TypeVar("T")
ELSEWHERE: Final = frozenset(
    {
        "engines", "memory", "memory_least_score", "memory_least_state", "memory_trust_context",
        "mt", "public", "release", "releases", "titles", "tm_files",
    }
)  # fmt: skip
"""Settings that nothing follows from that is known of a single article."""
_UNADDRESSED: Final = ELSEWHERE | {"base_url", "credits"}
_WHO: Final = frozenset({"roles", "review"})
"""Settings that say who may speak, and when a word counts."""


@dataclass(frozen=True, slots=True)
class Kind(Generic[T]):
    """A kind of facts, one of each article."""

    name: str
    maker: str
    """``module:function`` that, given a workspace and a slug, yields what it derived, of this
    and maybe other kinds; imported only where something is to be derived."""
    value: type[T]
    apart: frozenset[str]
    """Names of settings that no fact of this kind follows from: it holds where these change."""


class Outline(NamedTuple):
    """What all that other articles may ask of one needs."""

    aliases: tuple[str, ...]
    """Slugs it had before; none where it cannot be read."""
    language: str = ""
    """Its own; empty where it cannot be read."""


class Anchors(NamedTuple):
    """What links may name on the page of an article."""

    digest: str
    """See :func:`~workflow.project.workspace.anchors_answer`."""


class StatusFact(NamedTuple):
    """How far an article's translations are."""

    language: str
    """The article's own; empty where it cannot be read."""
    unread: tuple[WorkflowError, ...] = ()
    """Why it cannot; files are relative to the project."""
    holds: tuple[Blocker, ...] = ()
    """What its author says that holds it back, now or ever."""
    rows: tuple[Row, ...] = ()
    """One a target locale, without the above."""
    errors: tuple[tuple[WorkflowError, ...], ...] = ()
    """Of files that cannot be read, for each row."""
    title: str = ""
    """The article's, in its own language; its slug where it has none."""
    spoken: tuple[tuple[str, str], ...] = ()
    """For each row, who spoke last (e-mail address) and when; empty where nobody did."""
    source: tuple[Blocker, ...] = ()
    """What is in the way of the article in its own language, but for what its author says."""
    group: str = ""
    """See :func:`~workflow.review.groups.group_of`."""


class CheckedTranslation(NamedTuple):
    """What the checks find in one translation."""

    locale: str
    findings: tuple[Finding, ...] = ()
    unchecked: Unchecked | None = None
    """Why it was not looked at, or not all of it."""
    failure: WorkflowError | None = None
    """What kept the checks from running at all."""


class CheckFact(NamedTuple):
    """What the checks find in an article and its translations."""

    language: str
    unread: tuple[WorkflowError, ...] = ()
    """As in :class:`StatusFact`."""
    source: tuple[Finding, ...] = ()
    translations: tuple[CheckedTranslation, ...] = ()


class Texts(NamedTuple):
    """What an approval that nothing is in the way of would say."""

    locale: str
    """gettext spelling."""
    bound: Bound
    frame: str
    """See :class:`~workflow.review.proofs.Record`, as the next."""
    messages: str
    """A line for each, as a log has it."""


class TextsFact(NamedTuple):
    """An article in those locales, its own among them, that are ready and have no approval."""

    language: str
    unread: tuple[WorkflowError, ...] = ()
    """As in :class:`StatusFact`."""
    aliases: tuple[str, ...] = ()
    texts: tuple[Texts, ...] = ()


class ExtractedFact(NamedTuple):
    """An article whose template and catalogues an extraction left as they are."""

    messages: int
    locales: tuple[str, ...]


class DraftedFact(NamedTuple):
    """An article in whose catalogues no text waits for a first draft."""

    locales: tuple[str, ...]


_SURVEY: Final = "workflow.project.deriving:survey"
OUTLINE: Final = Kind("outline", "workflow.project.deriving:outline", Outline, _UNADDRESSED | _WHO)
STATUS: Final = Kind("status", _SURVEY, StatusFact, _UNADDRESSED)
CHECKS: Final = Kind("checks", _SURVEY, CheckFact, _UNADDRESSED)
TEXTS: Final = Kind("texts", _SURVEY, TextsFact, _UNADDRESSED)
EXTRACTED: Final = Kind("extracted", "", ExtractedFact, _UNADDRESSED | _WHO)
"""An extraction keeps it: it has to write what is missing."""
DRAFTED: Final = Kind("drafted", "", DraftedFact, frozenset())
"""`translate` keeps it: it reads the catalogues anyway."""
ANCHORS: Final = Kind("anchors", "workflow.project.deriving:anchors", Anchors, _UNADDRESSED | _WHO)
EFFORTS: Final = Kind("efforts", "workflow.project.effort_facts:efforts", EffortFact, _UNADDRESSED)
"""What was done for an article's translations, by whom and when."""
