"""What the checks look at, and what they say of it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any

from workflow.formats import Document
from workflow.glossary.usage import Terminology
from workflow.inline.pattern import is_bare
from workflow.model import Article, Locale, Message, Profile, Segment, Severity, Text
from workflow.model.lazily import lazy
from workflow.model.link_answer import LinkAnswer
from workflow.model.phrase import Phrase, listed, phrase
from workflow.model.profile import profile_of

if TYPE_CHECKING:
    from workflow.checks.pairing import Pairing

EAST_ASIAN = frozenset({"zh", "yue", "ja", "ko"})
"""Languages whose pages keep no Latin words but names, and know no italics (W3C, clreq)."""


@dataclass(frozen=True, slots=True)
class Remark:
    """What a check says of what it was given; the runner adds where that stands."""

    message: Phrase
    """What is wrong and what to do."""
    span: tuple[int, int] | None = None
    """Start and end of the trouble, in characters of the msgstr."""
    fix: str | None = None
    """The whole new msgstr, where the check can tell."""
    severity: Severity | None = None
    """Where it is not the check's own."""


def meant(near: Sequence[str], names: Sequence[str]) -> Phrase:
    """What to write instead of a name that is none of ``names``, the first of ``near`` if any."""
    if near:
        return phrase("did you mean “{name}”?", name=near[0])
    return phrase("choose one of {names}", names=listed(names))


@cache
def _pairing() -> type[Pairing]:
    # Here, not above: what compares figures is much, and a release has no need of it.
    from workflow.checks.pairing import Pairing  # noqa: PLC0415

    return Pairing


@dataclass(frozen=True)
class Subject:
    """One translated message (its msgstr is not empty) in the document it translates."""

    article: Article
    locale: Locale
    """Of the translation."""
    segment: Segment
    """The first one the message stands for."""
    message: Message
    file: str
    """The catalogue, relative to the project's folder."""
    line: int
    """Line of the message in ``file``."""
    references: str = ""
    """The link reference definitions of the article, which its messages may refer to."""
    profiles: tuple[Profile, ...] = ()
    """The project's setting; see :attr:`profile`."""
    likeness: float | None = None
    """How like the meanings of both are, -1 to 1; None where no model was asked."""

    @lazy
    def source(self) -> Text:
        """The msgid with what it is written in."""
        return Text(self.message.msgid, self.segment.markup)

    @lazy
    def target(self) -> Text:
        """The msgstr."""
        return Text(self.message.msgstr, self.segment.markup)

    @lazy
    def bare(self) -> bool:
        """Whether neither has placeables or markup: two of three have none, in most articles."""
        return is_bare(self.message.msgid) and is_bare(self.message.msgstr)

    @lazy
    def pairing(self) -> Pairing:
        """Both, read once for all rules that compare what they say."""
        pair = self.article.locale, self.locale
        return _pairing()(self.source, self.target, pair, self.profiles)

    @lazy
    def profile(self) -> Profile | None:
        """Whose typography the translation follows; None where we know none of its language."""
        return profile_of(self.locale, self.profiles)

    @lazy
    def kept(self) -> dict[object, Any]:
        """What several rules look for together → what was found, once it has been looked for."""
        return {}

    @property
    def east_asian(self) -> bool:
        """Whether the translation is in Chinese, Japanese or Korean."""
        return self.locale.name.split("_")[0] in EAST_ASIAN


@dataclass(frozen=True, slots=True)
class Translation:
    """One article in one locale: every message that has a msgstr, in document order."""

    article: Article
    locale: Locale
    document: Document
    subjects: tuple[Subject, ...]
    terms: Terminology | None = None
    """The project's glossary, where it has one."""


@dataclass(frozen=True, slots=True)
class Source:
    """One article as it is written."""

    article: Article
    document: Document
    folder: str
    """The articles' folder, relative to the project's, POSIX."""
    exists: Callable[[str], bool]
    """Whether there is a file at a POSIX path relative to the project's folder."""
    slugs: Callable[[], Collection[str]] = tuple
    """Every article's; to be asked only where no question below will do, for what is found
    then has to be found anew whenever an article comes or goes."""
    slug: Callable[[str], str] = lambda _: ""
    """A slug in any normal form of Unicode → the article's that it means; empty for none."""
    alike: Callable[[str], Collection[str]] = lambda _: ()
    """A slug → those that a disk or a server may take for it, itself among them."""
    locales: Collection[Locale] = ()
    """The languages of the site, which addresses name."""
    anchors: Callable[[str], frozenset[str] | None] = lambda _: None
    """Slug → what a link may name on that article's page; None where that cannot be told."""
    now: Callable[[str], str] = lambda _: ""
    """A slug that some article had before (``aliases``) → its slug now; empty for any other."""
    profiles: tuple[Profile, ...] = ()
    """The project's setting; see :attr:`profile`."""
    answers: Mapping[str, LinkAnswer] = field(default_factory=dict)
    """What hosts answered, by address; empty where nobody asked them."""

    @property
    def profile(self) -> Profile | None:
        """Whose typography the article follows; None where we know none of its language."""
        return profile_of(self.article.locale, self.profiles)
