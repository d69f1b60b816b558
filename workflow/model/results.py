"""What the verbs come to, as values; ``reports`` has the words and the JSON."""

from __future__ import annotations

from dataclasses import dataclass

from workflow.errors import EngineError, ExitCode, WorkflowError
from workflow.model.blocker import Void
from workflow.model.message import Message
from workflow.model.review import Event, LogLine, ReviewEvent


@dataclass(frozen=True, slots=True)
class ExtractRow:
    """What became of one catalogue."""

    article: str
    locale: str
    messages: int
    """Live messages it has now."""
    new: int = 0
    """Of them, those without a translation that were not there before."""
    fuzzy: int = 0
    """Those that took over a similar old message's translation, for a person to look at."""
    repaired: int = 0
    """Those whose old translation took over the change of a number, an address, a mark-up."""
    found: int = 0
    """Those whose very text had a translation: an obsolete one, or in another catalogue."""
    obsolete: int = 0
    """Messages that left the article in this run."""
    written: bool = False


@dataclass(frozen=True, slots=True)
class TranslateRow:
    """What one engine did for one catalogue, of the messages it was asked for."""

    article: str
    locale: str
    engine: str
    filled: int
    left: int
    failed: int


@dataclass(frozen=True, slots=True)
class ToldText:
    """A text, and what there is to tell of it."""

    article: str
    locale: str
    msgctxt: str | None
    msgid: str
    file: str
    """The article's, relative to the project."""
    line: int
    """That the text starts on."""
    reason: str
    """For people."""
    served: bool
    """Whether any engine but the memory translates that pair of languages."""


@dataclass(frozen=True, slots=True)
class EngineFailure:
    """What an engine failed with."""

    engine: str
    error: EngineError
    count: int
    """Texts that it did not draft for that."""
    left: int
    """Of them, those that no other engine drafted."""


@dataclass(frozen=True, slots=True)
class TranslateReport:
    """What a run did."""

    rows: tuple[TranslateRow, ...]
    requests: int
    """That were sent, those that were tried again included."""
    characters: int
    """In them."""
    cost: float | None
    """Of them; None where no price is known."""
    reused: int
    """Texts whose answers were kept from before."""
    left: tuple[ToldText, ...]
    """Texts still without a translation, in the order of the articles, and why."""
    failed: int
    """Of them, those an engine failed on."""
    marked: tuple[ToldText, ...]
    """Those whose draft is odd, and how."""
    notes: tuple[str, ...]
    """For people, a line each."""
    failures: tuple[EngineFailure, ...]
    broken: tuple[WorkflowError, ...] = ()
    """Of files that could not be read or written; the others are done."""

    def exit_code(self, *, strict: bool) -> ExitCode:
        """ENGINE where an engine failed and no other stood in; ``strict``: if any is left."""
        failed = ExitCode.ENGINE if self.failed or (strict and self.left) else ExitCode.DONE
        return max([failed, *(error.exit_code for error in self.broken)])


@dataclass(frozen=True, slots=True)
class PruneRow:
    """What was dropped from one catalogue."""

    article: str
    locale: str
    file: str
    dropped: tuple[Message, ...]


@dataclass(frozen=True, slots=True)
class FixRow:
    """What fixes changed in one catalogue or article, or would change."""

    article: str
    locale: str
    file: str
    rules: tuple[tuple[str, ...], ...]
    """For each message or text, the rules that changed it."""
    before: str
    """The whole file."""
    after: str
    own: bool = False
    """Whether it is the article's own file."""


@dataclass(frozen=True, slots=True)
class Fixing:
    """What a run corrected, or would correct, and what kept it from doing more."""

    rows: tuple[FixRow, ...]
    """Of catalogues and articles that are changed, the others left out."""
    errors: tuple[WorkflowError, ...]


@dataclass(frozen=True, slots=True)
class Pruning:
    """What a run dropped, or would drop, and what kept it from doing more."""

    rows: tuple[PruneRow, ...]
    """Of catalogues that had obsolete messages, the others left out."""
    errors: tuple[WorkflowError, ...]
    """Of catalogues that cannot be read; they are as they were."""
    dry_run: bool

    @property
    def messages(self) -> tuple[Message, ...]:
        """All that was dropped."""
        return tuple(message for row in self.rows for message in row.dropped)


@dataclass(frozen=True, slots=True)
class Beside:
    """A language that articles are written in, beside target locales of the same language."""

    locale: str
    slugs: tuple[str, ...]
    """The articles, by name."""
    targets: tuple[str, ...]
    """The target locales that they will be translated into, too."""


@dataclass(frozen=True, slots=True)
class Said:
    """One event of a review log, and what became of it."""

    line: LogLine
    event: Event
    counts: bool
    """Whether it is what the article stands by now. Where not, one of these says why."""
    trouble: str = ""
    """What is wrong with the line itself, for people."""
    later: ReviewEvent | None = None
    """The word that took its place."""
    unknown: str = ""
    """Why it is not known what counts, for people."""
    void: Void | None = None
    about: str = ""
    """The source text it is on; empty where it is on an article, or no text has that digest."""


@dataclass(frozen=True, slots=True)
class History:
    """What the review logs say."""

    said: tuple[Said, ...]
    """The oldest first."""
    notes: tuple[str, ...] = ()
    """What is odd in the logs, for people."""
    errors: tuple[WorkflowError, ...] = ()
    """Of what cannot be read; nothing is told of it."""
